//! Why no execution is started.

/// The errors of `StartExecution` (API reference).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StartRefusal {
    #[error("State Machine Does Not Exist: '{0}'")]
    NoSuchMachine(String),
    #[error("Invalid Name: '{0}'")]
    InvalidName(String),
    /// Not an `InvalidName`: what the shape of the request does not allow is refused before that.
    #[error("1 validation error detected: Value at 'name' must have length from 1 to 80")]
    NameLength,
    #[error("Execution Already Exists: '{0}'")]
    AlreadyExists(String),
    #[error("Invalid State Machine Execution Input: it has {0} bytes, and at most 262144 are allowed")]
    InputTooLarge(usize),
}

impl StartRefusal {
    /// The error's name in the API's model.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchMachine(_) => "StateMachineDoesNotExist",
            Self::InvalidName(_) => "InvalidName",
            Self::NameLength => "ValidationException",
            Self::AlreadyExists(_) => "ExecutionAlreadyExists",
            Self::InputTooLarge(_) => "InvalidExecutionInput",
        }
    }
}
