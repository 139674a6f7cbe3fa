//! What a state can report when it fails.
//!
//! Source: the developer guide, "Handling errors in Step Functions workflows". It reserves
//! `States.ParameterPathFailure` and `States.NoChoiceMatched` of the specification for later use:
//! what they stand for is reported as `States.Runtime`, which nothing catches.

use std::fmt;

use serde_json::{Value, json};

pub(super) const ALL: &str = "States.ALL";
pub(super) const TASK_FAILED: &str = "States.TaskFailed";
pub(super) const TIMEOUT: &str = "States.Timeout";
pub(super) const PERMISSIONS: &str = "States.Permissions";
pub(super) const RESULT_PATH_MATCH_FAILURE: &str = "States.ResultPathMatchFailure";
pub(super) const DATA_LIMIT_EXCEEDED: &str = "States.DataLimitExceeded";
pub(super) const RUNTIME: &str = "States.Runtime";

/// An error name and what it says about the cause: the two members of an error output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The name that Retry and Catch look for, as in `Throttled` or `States.Timeout`.
    pub error: String,
    /// For whoever reads about it.
    pub cause: String,
}

impl Failure {
    /// A failure of this name.
    pub fn new(error: impl Into<String>, cause: impl Into<String>) -> Self {
        Self { error: error.into(), cause: cause.into() }
    }

    /// The definition cannot be carried out on this data. It always ends the execution.
    pub(super) fn runtime(cause: impl Into<String>) -> Self {
        Self::new(RUNTIME, cause)
    }

    /// What a catcher puts into the state's input.
    pub(super) fn to_error_output(&self) -> Value {
        json!({"Error": self.error, "Cause": self.cause})
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.error, self.cause)
    }
}
