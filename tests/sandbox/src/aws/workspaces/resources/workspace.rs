//! A `WorkSpace`: one person's desktop.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{DIRECTORY_ID, REGION, USER_NAME};
use crate::aws::shape::{INTEGER, Shape, TEXT, list, optional, pattern, required};

pub(crate) const WORKSPACE_ID: Shape = pattern("^ws-[0-9a-z]{8,63}$");
pub(crate) const BUNDLE_ID: Shape = pattern("^wsb-[0-9a-z]{8,63}$");
pub(crate) const WORKSPACE_NAME: Shape = pattern("^[a-zA-Z0-9_()][a-zA-Z0-9_.()-]{1,63}$");

/// A `WorkSpace`, with the members of AWS's `Workspace` shape.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Workspace {
    pub workspace_id: String,
    pub directory_id: String,
    /// Absent where the `WorkSpace` is not assigned to anyone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    #[serde(default)]
    pub state: WorkspaceState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bundle_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace_name: Option<String>,
    /// The sandbox's own addition; absent for the Region of its directory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related_workspaces: Vec<RelatedWorkspace>,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// The primary of a standby `WorkSpace`, or a standby of a primary one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct RelatedWorkspace {
    pub workspace_id: String,
    pub region: String,
    #[serde(default)]
    pub state: WorkspaceState,
    /// `PRIMARY` or `STANDBY`.
    pub r#type: String,
}

/// `WorkspaceState` of the model.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum WorkspaceState {
    Pending,
    #[default]
    Available,
    Impaired,
    Unhealthy,
    Rebooting,
    Starting,
    Rebuilding,
    Restoring,
    Maintenance,
    AdminMaintenance,
    Terminating,
    Terminated,
    Suspended,
    Updating,
    Stopping,
    Stopped,
    Error,
}

const STATE: Shape = Shape::OneOf(&[
    "PENDING",
    "AVAILABLE",
    "IMPAIRED",
    "UNHEALTHY",
    "REBOOTING",
    "STARTING",
    "REBUILDING",
    "RESTORING",
    "MAINTENANCE",
    "ADMIN_MAINTENANCE",
    "TERMINATING",
    "TERMINATED",
    "SUSPENDED",
    "UPDATING",
    "STOPPING",
    "STOPPED",
    "ERROR",
]);

pub(crate) const WORKSPACE: Shape = Shape::Structure(&[
    required("WorkspaceId", WORKSPACE_ID),
    required("DirectoryId", DIRECTORY_ID),
    optional("UserName", USER_NAME),
    optional("IpAddress", TEXT),
    optional("Ipv6Address", TEXT),
    optional("State", STATE),
    optional("BundleId", BUNDLE_ID),
    optional("SubnetId", TEXT),
    optional("ErrorMessage", TEXT),
    optional("ErrorCode", TEXT),
    optional("ComputerName", TEXT),
    optional("VolumeEncryptionKey", TEXT),
    optional("UserVolumeEncryptionEnabled", Shape::Boolean),
    optional("RootVolumeEncryptionEnabled", Shape::Boolean),
    optional("WorkspaceName", WORKSPACE_NAME),
    optional("WorkspaceProperties", PROPERTIES),
    optional("ModificationStates", list(&MODIFICATION)),
    optional("RelatedWorkspaces", list(&RELATED)),
    optional(
        "DataReplicationSettings",
        Shape::Structure(&[
            optional("DataReplication", REPLICATION),
            optional("RecoverySnapshotTime", Shape::Timestamp),
        ]),
    ),
    optional("StandbyWorkspacesProperties", list(&STANDBY)),
    optional("Region", REGION),
]);

const PROPERTIES: Shape = Shape::Structure(&[
    optional("RunningMode", Shape::OneOf(&["AUTO_STOP", "ALWAYS_ON", "MANUAL"])),
    optional("RunningModeAutoStopTimeoutInMinutes", INTEGER),
    optional("RootVolumeSizeGib", INTEGER),
    optional("UserVolumeSizeGib", INTEGER),
    optional("ComputeTypeName", TEXT),
    optional("Protocols", list(&Shape::OneOf(&["PCOIP", "WSP"]))),
    optional("OperatingSystemName", TEXT),
    optional(
        "GlobalAccelerator",
        Shape::Structure(&[
            required("Mode", Shape::OneOf(&["ENABLED_AUTO", "DISABLED", "INHERITED"])),
            optional("PreferredProtocol", Shape::OneOf(&["TCP", "NONE", "INHERITED"])),
        ]),
    ),
]);

const MODIFICATION: Shape = Shape::Structure(&[
    optional("Resource", Shape::OneOf(&["ROOT_VOLUME", "USER_VOLUME", "COMPUTE_TYPE", "PROTOCOL"])),
    optional("State", Shape::OneOf(&["UPDATE_INITIATED", "UPDATE_IN_PROGRESS", "UPDATE_FAILED"])),
]);

const RELATED: Shape = Shape::Structure(&[
    required("WorkspaceId", WORKSPACE_ID),
    required("Region", REGION),
    optional("State", STATE),
    required("Type", Shape::OneOf(&["PRIMARY", "STANDBY"])),
]);

const STANDBY: Shape = Shape::Structure(&[
    optional("StandbyWorkspaceId", WORKSPACE_ID),
    optional("DataReplication", REPLICATION),
    optional("RecoverySnapshotTime", Shape::Timestamp),
]);

const REPLICATION: Shape = Shape::OneOf(&["NO_REPLICATION", "PRIMARY_AS_SOURCE"]);
