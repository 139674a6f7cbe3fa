//! Why a request failed as a whole, in the words that a workflow's Retry and Catch go by.

use crate::aws::AwsError;
use crate::request::Invalid;

/// A request that failed as a whole, before anything was removed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    #[error("{0}")]
    InvalidRequest(Invalid),
    #[error("{found} resources are meant, and the limit (MAX_RESOURCES) is {limit}: nothing was done")]
    TooManyResources { found: usize, limit: usize },
    #[error("{0}")]
    AmbiguousUser(String),
    #[error("the event is older than MAX_REQUEST_AGE_HOURS ({hours}) allows: nothing was done")]
    Expired { hours: i64 },
    #[error("{0}")]
    Aws(AwsError),
    /// An event that was delivered straight and is not done. Carries the report as JSON.
    #[error("{0}")]
    Incomplete(String),
    #[error("{0}")]
    Internal(String),
}

/// The `errorType` of a function error. Step Functions' Retry and Catch match it exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorType {
    InvalidRequest,
    TooManyResources,
    AmbiguousUser,
    Expired,
    AccessDenied,
    Throttled,
    ServiceUnavailable,
    Incomplete,
    Internal,
}

impl ErrorType {
    pub const ALL: [Self; 9] = [
        Self::InvalidRequest,
        Self::TooManyResources,
        Self::AmbiguousUser,
        Self::Expired,
        Self::AccessDenied,
        Self::Throttled,
        Self::ServiceUnavailable,
        Self::Incomplete,
        Self::Internal,
    ];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "InvalidRequest",
            Self::TooManyResources => "TooManyResources",
            Self::AmbiguousUser => "AmbiguousUser",
            Self::Expired => "Expired",
            Self::AccessDenied => "AccessDenied",
            Self::Throttled => "Throttled",
            Self::ServiceUnavailable => "ServiceUnavailable",
            Self::Incomplete => "Incomplete",
            Self::Internal => "Internal",
        }
    }

    /// Whether the same request may succeed later.
    #[must_use]
    pub fn is_retryable(self) -> bool {
        match self {
            Self::Throttled | Self::ServiceUnavailable => true,
            Self::InvalidRequest
            | Self::TooManyResources
            | Self::AmbiguousUser
            | Self::Expired
            | Self::AccessDenied
            | Self::Incomplete
            | Self::Internal => false,
        }
    }
}

impl Error {
    #[must_use]
    pub fn error_type(&self) -> ErrorType {
        match self {
            Self::InvalidRequest(_) => ErrorType::InvalidRequest,
            Self::TooManyResources { .. } => ErrorType::TooManyResources,
            Self::AmbiguousUser(_) => ErrorType::AmbiguousUser,
            Self::Expired { .. } => ErrorType::Expired,
            Self::Aws(error) => error.error_type(),
            Self::Incomplete(_) => ErrorType::Incomplete,
            Self::Internal(_) => ErrorType::Internal,
        }
    }

    /// What may be written to a log: no message of AWS's, for it may name the person.
    #[must_use]
    pub fn for_log(&self) -> String {
        match self {
            Self::InvalidRequest(invalid) => invalid.for_log().to_owned(),
            Self::Aws(error) => error.for_log(),
            Self::Incomplete(_) => "not everything is done yet".to_owned(),
            Self::TooManyResources { .. }
            | Self::AmbiguousUser(_)
            | Self::Expired { .. }
            | Self::Internal(_) => self.to_string(),
        }
    }
}

impl From<Invalid> for Error {
    fn from(invalid: Invalid) -> Self {
        Self::InvalidRequest(invalid)
    }
}

impl From<AwsError> for Error {
    fn from(error: AwsError) -> Self {
        Self::Aws(error)
    }
}

/// Without this, `lambda_runtime` would put a Rust type's name into `errorType`.
impl From<Error> for lambda_runtime::Diagnostic {
    fn from(error: Error) -> Self {
        Self { error_type: error.error_type().as_str().to_owned(), error_message: error.to_string() }
    }
}
