//! A thin client device.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::aws::shape::{Shape, TEXT, optional, pattern, required, text};

pub(crate) const DEVICE_ID: Shape = pattern("[a-zA-Z0-9]{24}");

/// The members of `Device` that its summary in a listing does not have.
const DETAILS: [&str; 5] = [
    "currentSoftwareSetVersion",
    "pendingSoftwareSetVersion",
    "softwareSetComplianceStatus",
    "softwareSetUpdateStatus",
    "kmsKeyArn",
];

/// A device, with the members of AWS's `Device` shape.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Device {
    pub id: String,
    #[serde(default)]
    pub status: DeviceStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_user_id: Option<String>,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// `DeviceStatus` of the model.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum DeviceStatus {
    #[default]
    Registered,
    Deregistering,
    Deregistered,
    Archived,
}

impl Device {
    /// Fills in the ARN, which AWS always gives.
    pub(crate) fn complete(&mut self, region: &str, account: &str) {
        let arn = || format!("arn:aws:thinclient:{region}:{account}:device/{}", self.id).into();
        self.other.entry("arn").or_insert_with(arn);
    }

    /// The ARN that its tags are asked for by.
    pub(crate) fn arn(&self) -> Option<&str> {
        self.other.get("arn").and_then(Value::as_str)
    }

    /// The `DeviceSummary` that a listing has of it.
    pub(crate) fn summary(&self) -> Self {
        let mut summary = self.clone();
        summary.other.retain(|name, _| !DETAILS.contains(&name.as_str()));
        summary
    }
}

pub(crate) const DEVICE: Shape = Shape::Structure(&[
    required("id", DEVICE_ID),
    optional("serialNumber", TEXT),
    optional("name", text(0, 64)),
    optional("model", TEXT),
    optional("environmentId", TEXT),
    optional("status", Shape::OneOf(&["REGISTERED", "DEREGISTERING", "DEREGISTERED", "ARCHIVED"])),
    optional("currentSoftwareSetId", TEXT),
    optional("currentSoftwareSetVersion", TEXT),
    optional("desiredSoftwareSetId", TEXT),
    optional("pendingSoftwareSetId", TEXT),
    optional("pendingSoftwareSetVersion", TEXT),
    optional("softwareSetUpdateSchedule", Shape::OneOf(&["USE_MAINTENANCE_WINDOW", "APPLY_IMMEDIATELY"])),
    optional("softwareSetComplianceStatus", Shape::OneOf(&["NONE", "COMPLIANT", "NOT_COMPLIANT"])),
    optional("softwareSetUpdateStatus", Shape::OneOf(&["AVAILABLE", "IN_PROGRESS", "UP_TO_DATE"])),
    optional("lastConnectedAt", Shape::Timestamp),
    optional("lastPostureAt", Shape::Timestamp),
    optional("createdAt", Shape::Timestamp),
    optional("updatedAt", Shape::Timestamp),
    optional("arn", text(20, 2048)),
    optional("kmsKeyArn", text(20, 2048)),
    optional("lastUserId", TEXT),
]);
