//! Calling AWS, and reading what it says when it says no.

mod empty;

use std::fmt;
use std::time::Duration;

use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, SdkConfig};
use aws_runtime::retries::classifiers::THROTTLING_ERRORS;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::request_id::RequestId;

use crate::error::ErrorType;

pub use empty::NoEmptyAnswers;

/// A try that AWS has not answered by then is given up and made again by the SDK, so that one
/// connection that hangs does not use up an invocation.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(10);

/// The SDK's configuration: its standard environment (Region, endpoint, proxy, profile, retry mode
/// and attempts) with a bound on each attempt.
pub async fn config() -> SdkConfig {
    aws_config::defaults(BehaviorVersion::latest())
        .timeout_config(TimeoutConfig::builder().operation_attempt_timeout(ATTEMPT_TIMEOUT).build())
        .load()
        .await
}

/// What kind of no it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Too many calls.
    Throttled,
    /// AWS could not be reached, did not answer in time, or failed itself.
    Unavailable,
    /// This role may not.
    Denied,
    /// AWS understood and refused.
    Refused,
    /// Not sent, or a look given up: the invocation is about to end.
    Deadline,
    /// Not sent: the SDK could not build the call (no Region, no credentials).
    Local,
}

/// A call that did not succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwsError {
    call: &'static str,
    pub trouble: Trouble,
    code: Option<String>,
    message: String,
    request_id: Option<String>,
}

impl AwsError {
    /// Reads what the SDK returned for `call`.
    pub fn read<E>(call: &'static str, error: &SdkError<E, HttpResponse>) -> Self
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
        SdkError<E, HttpResponse>: RequestId,
    {
        let code = error.code().map(str::to_owned);
        let trouble = match error {
            SdkError::ServiceError(answer) => by_answer(code.as_deref(), answer.raw().status().as_u16()),
            SdkError::ConstructionFailure(_) => Trouble::Local,
            // A reply that is not AWS's own: something between may throttle or deny as well.
            SdkError::ResponseError(answer) => match by_answer(None, answer.raw().status().as_u16()) {
                Trouble::Refused => Trouble::Unavailable,
                trouble => trouble,
            },
            _ => Trouble::Unavailable,
        };
        let message = error.message().map_or_else(|| chain(error), str::to_owned);
        Self { call, trouble, code, message, request_id: error.request_id().map(str::to_owned) }
    }

    pub(crate) fn deadline(call: &'static str) -> Self {
        let message = "not sent: the invocation is about to end".to_owned();
        Self { call, trouble: Trouble::Deadline, code: None, message, request_id: None }
    }

    /// A look that was given up is as good as not begun. What a change came to is not known.
    pub(crate) fn cut_off(call: &'static str) -> Self {
        let trouble = if reads(call) { Trouble::Deadline } else { Trouble::Unavailable };
        let message = "no answer before the invocation had to end".to_owned();
        Self { call, trouble, code: None, message, request_id: None }
    }

    /// AWS's error code, or what stood in the way of getting one.
    #[must_use]
    pub fn code(&self) -> &str {
        self.code.as_deref().unwrap_or(match self.trouble {
            Trouble::Throttled => "Throttled",
            Trouble::Denied => "AccessDenied",
            Trouble::Unavailable | Trouble::Refused => "NoAnswer",
            Trouble::Deadline => "Deadline",
            Trouble::Local => "NotSent",
        })
    }

    /// AWS's own message.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Whether AWS answered with this error code.
    #[must_use]
    pub fn is(&self, code: &str) -> bool {
        self.code.as_deref() == Some(code)
    }

    /// Whether asking again can help. A refusal that was never seen before may pass.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self.trouble {
            Trouble::Throttled | Trouble::Unavailable | Trouble::Deadline | Trouble::Local => true,
            Trouble::Denied => false,
            Trouble::Refused => may_pass(self.code()),
        }
    }

    pub(crate) fn error_type(&self) -> ErrorType {
        match self.trouble {
            Trouble::Throttled => ErrorType::Throttled,
            Trouble::Unavailable | Trouble::Deadline => ErrorType::ServiceUnavailable,
            Trouble::Denied => ErrorType::AccessDenied,
            Trouble::Refused if !may_pass(self.code()) => ErrorType::InvalidRequest,
            // An organization that is being made or mended is not a mistake in the request.
            Trouble::Refused if self.is("OrganizationStateException") => ErrorType::ServiceUnavailable,
            Trouble::Refused | Trouble::Local => ErrorType::Internal,
        }
    }

    pub(crate) fn for_log(&self) -> String {
        let request_id = self.request_id.as_deref().unwrap_or("none");
        format!("{}: {} (request id {request_id})", self.call, self.code())
    }
}

impl fmt::Display for AwsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let request_id = self.request_id.as_deref().unwrap_or("none");
        write!(f, "{}: {}: {} (request id {request_id})", self.call, self.code(), self.message)
    }
}

fn by_answer(code: Option<&str>, status: u16) -> Trouble {
    match (code, status) {
        (Some(code), _) if THROTTLING_ERRORS.contains(&code) => Trouble::Throttled,
        (_, 429) => Trouble::Throttled,
        (Some("DirectoryUnavailableException" | "ResourceUnavailableException"), _) | (_, 500..) => {
            Trouble::Unavailable
        }
        (Some(code), _) if is_denial(code) => Trouble::Denied,
        (_, 401 | 403) => Trouble::Denied,
        _ => Trouble::Refused,
    }
}

/// Whether a call looks at something and changes nothing.
fn reads(call: &str) -> bool {
    ["Describe", "Get", "List"].iter().any(|verb| call.starts_with(verb))
}

/// Codes, of a call or of one item within a 200, that mean: this role may not.
#[must_use]
pub fn is_denial(code: &str) -> bool {
    code.starts_with("AccessDenied") || code.starts_with("UnauthorizedOperation") || code == "NotAuthorized"
}

/// Whether a refusal with this code may pass. Only those that are known to be about the request
/// itself do not; a code that was never seen before is worth another try.
#[must_use]
pub fn may_pass(code: &str) -> bool {
    !is_denial(code)
        && ![
            "InvalidParameterException",
            "InvalidParameterValuesException",
            "OrganizationNotFoundException",
            "UnknownOperationException",
            "UnsupportedOperationException",
            "ValidationException",
        ]
        .contains(&code)
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_no_is_sorted_by_code_and_status() {
        for (code, status, trouble) in [
            (Some("ThrottlingException"), 400, Trouble::Throttled),
            (None, 429, Trouble::Throttled),
            (Some("InternalServerException"), 500, Trouble::Unavailable),
            (Some("DirectoryUnavailableException"), 400, Trouble::Unavailable),
            (Some("AccessDeniedException"), 400, Trouble::Denied),
            (Some("ExpiredTokenException"), 403, Trouble::Denied),
            (Some("EntityStateException"), 400, Trouble::Refused),
            (None, 404, Trouble::Refused),
        ] {
            assert_eq!(by_answer(code, status), trouble, "{code:?} {status}");
        }
    }

    #[test]
    fn a_code_never_seen_before_may_pass() {
        assert!(may_pass("SomethingNewException"));
        assert!(!may_pass("AccessDeniedException") && !may_pass("ValidationException"));
    }
}
