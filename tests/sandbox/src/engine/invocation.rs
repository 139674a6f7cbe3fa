//! One run of a function: what started it, what it got, how it ended.

use bytes::Bytes;
use serde::Serialize;
use serde_json::{Value, json};
use time::OffsetDateTime;

/// How a function failed: its own error, or what Lambda says when it times out or exits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "PascalCase")]
#[error("{error_type}: {error_message}")]
pub struct FunctionError {
    pub error_type: String,
    pub error_message: String,
    /// The whole error object, as `Invoke` answers it.
    #[serde(skip)]
    pub payload: Bytes,
}

impl FunctionError {
    /// An error that Lambda itself raises.
    #[must_use]
    pub fn new(error_type: &str, error_message: &str) -> Self {
        let payload = json!({ "errorType": error_type, "errorMessage": error_message });
        Self {
            error_type: error_type.to_owned(),
            error_message: error_message.to_owned(),
            payload: Bytes::from(payload.to_string()),
        }
    }

    /// The error that a function's runtime posted.
    #[must_use]
    pub fn posted(payload: Bytes) -> Self {
        let error: Value = serde_json::from_slice(&payload).unwrap_or_default();
        let text = |member: &str| error[member].as_str().unwrap_or_default().to_owned();
        Self { error_type: text("errorType"), error_message: text("errorMessage"), payload }
    }
}

/// What started a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all_fields = "PascalCase")]
pub enum Trigger {
    /// Somebody waits for the answer.
    Direct,
    /// An asynchronous invocation; `attempt` counts from 1.
    Asynchronous { attempt: u32 },
    /// An event source mapping brought messages of the queue with this logical id.
    Queue { queue: String, message_ids: Vec<String> },
    /// A Task state of the execution with this ARN waits for the answer.
    Task { execution: String, state: String },
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Ending {
    /// What the function answered; a string holds what was not JSON.
    Answer(Value),
    Error(FunctionError),
}

impl Ending {
    pub(super) fn of(result: &Result<Bytes, FunctionError>) -> Self {
        match result {
            Ok(bytes) => Self::Answer(
                serde_json::from_slice(bytes)
                    .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(bytes).into_owned())),
            ),
            Err(error) => Self::Error(error.clone()),
        }
    }
}

/// The account of one run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Delivery {
    /// The function's binary, which is the `Operation` in its reports.
    pub function: String,
    pub trigger: Trigger,
    pub request_id: String,
    pub payload: Value,
    #[serde(flatten)]
    pub ending: Ending,
    /// On the sandbox's clock.
    #[serde(with = "time::serde::rfc3339")]
    pub started: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    pub ended: OffsetDateTime,
    /// What the process wrote meanwhile, a line each.
    pub logs: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_posted_error_is_read_and_kept_whole() {
        let payload =
            Bytes::from_static(br#"{"errorType":"Expired","errorMessage":"too old","stackTrace":[]}"#);
        let error = FunctionError::posted(payload.clone());
        assert_eq!(error.to_string(), "Expired: too old");
        assert_eq!(error.payload, payload);
    }

    #[test]
    fn a_delivery_shows_its_answer_or_its_error() {
        let ending = Ending::of(&Ok(Bytes::from_static(b"{\"Complete\":true}")));
        assert_eq!(serde_json::to_value(ending).unwrap(), json!({"Answer": {"Complete": true}}));
        let ending = Ending::of(&Err(FunctionError::new("Expired", "too old")));
        let shown = json!({"Error": {"ErrorType": "Expired", "ErrorMessage": "too old"}});
        assert_eq!(serde_json::to_value(ending).unwrap(), shown);
    }
}
