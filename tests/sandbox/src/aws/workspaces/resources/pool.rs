//! A pool: `WorkSpaces` that nobody owns, in a directory of their own.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{BUNDLE_ID, DIRECTORY_ID};
use crate::aws::shape::{Shape, TEXT, list, optional, pattern, required};

pub(crate) const POOL_ID: Shape = pattern("^wspool-[0-9a-z]{9}$");

/// When pools were made whose world does not say: 1 January 2024.
const CREATED: i64 = 1_704_067_200;

/// A pool, with the members of AWS's `WorkspacesPool` shape.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Pool {
    pub pool_id: String,
    pub directory_id: String,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Pool {
    /// Fills in the members that are required in AWS's answer.
    pub(crate) fn complete(&mut self, region: &str, account: &str) {
        let id = &self.pool_id;
        let defaults = [
            ("PoolArn", json!(format!("arn:aws:workspaces:{region}:{account}:workspacespool/{id}"))),
            ("PoolName", json!(id)),
            ("State", json!("RUNNING")),
            ("BundleId", json!("wsb-000000000")),
            ("RunningMode", json!("AUTO_STOP")),
            ("CreatedAt", json!(CREATED)),
            (
                "CapacityStatus",
                json!({
                    "AvailableUserSessions": 0, "DesiredUserSessions": 0,
                    "ActualUserSessions": 0, "ActiveUserSessions": 0,
                }),
            ),
        ];
        for (name, value) in defaults {
            self.other.entry(name).or_insert(value);
        }
    }

    /// The name that a filter looks at.
    pub(crate) fn name(&self) -> &str {
        self.other.get("PoolName").and_then(Value::as_str).unwrap_or(&self.pool_id)
    }
}

pub(crate) const POOL: Shape = Shape::Structure(&[
    required("PoolId", POOL_ID),
    required("DirectoryId", DIRECTORY_ID),
    optional("PoolArn", TEXT),
    optional("CapacityStatus", CAPACITY),
    optional("PoolName", TEXT),
    optional("Description", TEXT),
    optional(
        "State",
        Shape::OneOf(&["CREATING", "DELETING", "RUNNING", "STARTING", "STOPPED", "STOPPING", "UPDATING"]),
    ),
    optional("CreatedAt", Shape::Timestamp),
    optional("BundleId", BUNDLE_ID),
    optional(
        "Errors",
        list(&Shape::Structure(&[optional("ErrorCode", TEXT), optional("ErrorMessage", TEXT)])),
    ),
    optional(
        "ApplicationSettings",
        Shape::Structure(&[
            required("Status", Shape::OneOf(&["DISABLED", "ENABLED"])),
            optional("SettingsGroup", TEXT),
            optional("S3BucketName", TEXT),
        ]),
    ),
    optional(
        "TimeoutSettings",
        Shape::Structure(&[
            optional("DisconnectTimeoutInSeconds", Shape::Integer { min: 60, max: 36_000 }),
            optional("IdleDisconnectTimeoutInSeconds", Shape::Integer { min: 0, max: 36_000 }),
            optional("MaxUserDurationInSeconds", Shape::Integer { min: 600, max: 432_000 }),
        ]),
    ),
    optional("RunningMode", Shape::OneOf(&["AUTO_STOP", "ALWAYS_ON"])),
]);

const SESSIONS: Shape = Shape::Integer { min: 0, max: i64::MAX };

const CAPACITY: Shape = Shape::Structure(&[
    required("AvailableUserSessions", SESSIONS),
    required("DesiredUserSessions", SESSIONS),
    required("ActualUserSessions", SESSIONS),
    required("ActiveUserSessions", SESSIONS),
]);
