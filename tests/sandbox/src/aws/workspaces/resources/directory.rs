//! A directory that is registered with `WorkSpaces`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A directory, with the members of AWS's `WorkspaceDirectory` shape.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Directory {
    pub directory_id: String,
    #[serde(default)]
    pub state: DirectoryState,
    #[serde(default)]
    pub workspace_type: WorkspaceType,
    /// The sandbox's own addition; absent for the world's Region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// `WorkspaceDirectoryState` of the model.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum DirectoryState {
    Registering,
    #[default]
    Registered,
    Deregistering,
    Deregistered,
    Error,
}

/// `WorkspaceType` of the model: whether a directory holds people's own `WorkSpaces` or pools.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum WorkspaceType {
    #[default]
    Personal,
    Pools,
}

impl Directory {
    /// Fills in what AWS always says of a directory. One that came from Directory Service (`d-`)
    /// counts as a Simple AD, any other as managed by the customer.
    pub(crate) fn complete(&mut self) {
        let service = self.directory_id.starts_with("d-");
        let directory_type = if service { "SIMPLE_AD" } else { "CUSTOMER_MANAGED" };
        let directory_type = self.other.entry("DirectoryType").or_insert_with(|| directory_type.into());
        let identity = match directory_type.as_str() {
            Some("SIMPLE_AD" | "AD_CONNECTOR") => "AWS_DIRECTORY_SERVICE",
            Some("AWS_IAM_IDENTITY_CENTER") => "AWS_IAM_IDENTITY_CENTER",
            _ => "CUSTOMER_MANAGED",
        };
        self.other.entry("UserIdentityType").or_insert_with(|| identity.into());
    }
}

impl WorkspaceType {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Personal => "PERSONAL",
            Self::Pools => "POOLS",
        }
    }
}
