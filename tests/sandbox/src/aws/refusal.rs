//! An error of AWS: what a service answers when it does not do what was asked.

use http::StatusCode;
use serde_json::{Map, Value};

/// An error answer, before a protocol gives it its form.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{code}: {message}")]
pub struct Refusal {
    pub(crate) status: StatusCode,
    pub code: String,
    pub message: String,
    /// The members that the error's shape has beside its message. (Boxed: errors travel in every result.)
    pub(crate) details: Box<Map<String, Value>>,
}

impl Refusal {
    pub(crate) const ACCESS_DENIED: &str = "AccessDeniedException";

    pub(crate) fn new(status: StatusCode, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { status, code: code.into(), message: message.into(), details: Box::default() }
    }

    /// An error with HTTP status 400: all that awsJson services have for what the caller did.
    pub(crate) fn bad_request(code: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    pub(crate) fn with(mut self, member: &str, value: impl Into<Value>) -> Self {
        self.details.insert(member.to_owned(), value.into());
        self
    }

    /// A request that cannot be read, in both protocols.
    pub(crate) fn unreadable(message: impl Into<String>) -> Self {
        Self::bad_request("SerializationException", message)
    }
}
