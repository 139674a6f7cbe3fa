//! What a state can report when it fails.

use std::fmt;

/// An error name and what it says about the cause: the two members of an error output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The name that Retry and Catch look for, as in `Throttled` or `States.Timeout`.
    pub error: String,
    pub cause: String,
}

impl Failure {
    pub fn new(error: impl Into<String>, cause: impl Into<String>) -> Self {
        Self { error: error.into(), cause: cause.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.error, self.cause)
    }
}
