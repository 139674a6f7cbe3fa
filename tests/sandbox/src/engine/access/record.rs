//! What is kept of the decisions.

use serde::Serialize;

/// Somebody was not allowed to do something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Denial {
    /// Logical id of the function, event source mapping, state machine, rule or schedule.
    pub by: String,
    /// Logical id of the role.
    pub role: String,
    pub action: String,
    /// An ARN, or `*` for an action that cannot be limited to a resource.
    pub resource: String,
    /// Whether a policy denies it; else none allows it.
    pub explicit: bool,
}

/// Somebody was allowed to do something, at least once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Use {
    /// Logical id of the role.
    pub role: String,
    /// Logical id of the function, event source mapping, state machine, rule or schedule.
    pub by: String,
    pub action: String,
}
