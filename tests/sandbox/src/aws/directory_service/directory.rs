//! A directory of Directory Service.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::DIRECTORY_ID;
use crate::aws::shape::{INTEGER, Shape, TEXT, list, optional, pattern, required, text, text_like};
use crate::aws::workspaces::{Directory, REGION};

/// The application that a directory has while it is registered with `WorkSpaces`.
pub(super) const WORKSPACES: &str = "WorkSpaces";

/// When directories were launched whose world does not say: 1 January 2024.
const LAUNCHED: i64 = 1_704_067_200;

/// A directory, with the members of AWS's `DirectoryDescription` shape.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct DirectoryDescription {
    pub directory_id: String,
    #[serde(default)]
    pub stage: DirectoryStage,
    /// The sandbox's own addition: the applications that use the directory, which AWS knows and no
    /// operation lists. `WorkSpaces` comes and goes by itself, any other stays until it is taken out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authorized_applications: Vec<String>,
    /// The sandbox's own addition; absent for the world's Region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// `DirectoryStage` of the model.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum DirectoryStage {
    Requested,
    Creating,
    Created,
    #[default]
    Active,
    Inoperable,
    Impaired,
    Restoring,
    RestoreFailed,
    Deleting,
    Deleted,
    Failed,
    Updating,
}

impl DirectoryDescription {
    /// Fills in what AWS always says of a directory; what `WorkSpaces` says of it where it is registered.
    pub(crate) fn complete(&mut self, registered: Option<&Directory>) {
        let said = |member: &str| registered?.other.get(member)?.as_str();
        let id = &self.directory_id;
        let is_connector = said("DirectoryType") == Some("AD_CONNECTOR");
        let name = said("DirectoryName").map_or_else(|| format!("{id}.example.com"), str::to_owned);
        let defaults = [
            ("Name", json!(name)),
            ("Type", json!(if is_connector { "ADConnector" } else { "SimpleAD" })),
            ("Alias", json!(id)),
            ("AccessUrl", json!(format!("{id}.awsapps.com"))),
            ("LaunchTime", json!(LAUNCHED)),
            ("StageLastUpdatedDateTime", json!(LAUNCHED)),
            ("SsoEnabled", json!(false)),
        ];
        for (member, value) in defaults {
            self.other.entry(member).or_insert(value);
        }
        self.region = self.region.take().or_else(|| registered?.region.clone());
    }
}

/// Members of directories that no world has are left out: RADIUS, sharing, further Regions and hybrid
/// settings.
pub(crate) const DIRECTORY_DESCRIPTION: Shape = Shape::Structure(&[
    required("DirectoryId", DIRECTORY_ID),
    optional("Name", pattern(r"^([a-zA-Z0-9]+[\\.-])+([a-zA-Z0-9])+$")),
    optional("ShortName", pattern(r#"^[^\\/:*?"<>|.]+[^\\/:*?"<>|]*$"#)),
    optional("Size", Shape::OneOf(&["Small", "Large"])),
    optional("Edition", Shape::OneOf(&["Enterprise", "Standard", "Hybrid"])),
    optional("Alias", text(1, 62)),
    optional("AccessUrl", text(1, 128)),
    optional("Description", text_like(0, 128, r"^([a-zA-Z0-9_])[\\a-zA-Z0-9_@#%*+=:?./!\s-]*$")),
    optional("DnsIpAddrs", list(&TEXT)),
    optional("DnsIpv6Addrs", list(&TEXT)),
    optional("Stage", Shape::OneOf(&STAGES)),
    optional("LaunchTime", Shape::Timestamp),
    optional("StageLastUpdatedDateTime", Shape::Timestamp),
    optional("Type", Shape::OneOf(&["SimpleAD", "ADConnector", "MicrosoftAD", "SharedMicrosoftAD"])),
    optional("VpcSettings", VPC),
    optional("ConnectSettings", CONNECTION),
    optional("StageReason", TEXT),
    optional("SsoEnabled", Shape::Boolean),
    optional("DesiredNumberOfDomainControllers", INTEGER),
    optional("OsVersion", Shape::OneOf(&["SERVER_2012", "SERVER_2019"])),
    optional("NetworkType", Shape::OneOf(&["Dual-stack", "IPv4", "IPv6"])),
    optional("AuthorizedApplications", list(&APPLICATION)),
    optional("Region", REGION),
]);

const STAGES: [&str; 12] = [
    "Requested",
    "Creating",
    "Created",
    "Active",
    "Inoperable",
    "Impaired",
    "Restoring",
    "RestoreFailed",
    "Deleting",
    "Deleted",
    "Failed",
    "Updating",
];

const APPLICATION: Shape = text(1, usize::MAX);

const VPC: Shape = Shape::Structure(&[
    optional("VpcId", TEXT),
    optional("SubnetIds", list(&TEXT)),
    optional("SecurityGroupId", TEXT),
    optional("AvailabilityZones", list(&TEXT)),
]);

const CONNECTION: Shape = Shape::Structure(&[
    optional("VpcId", TEXT),
    optional("SubnetIds", list(&TEXT)),
    optional("CustomerUserName", text_like(1, usize::MAX, "[a-zA-Z0-9._-]+")),
    optional("SecurityGroupId", TEXT),
    optional("AvailabilityZones", list(&TEXT)),
    optional("ConnectIps", list(&TEXT)),
    optional("ConnectIpsV6", list(&TEXT)),
]);
