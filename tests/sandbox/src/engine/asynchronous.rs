//! Asynchronous invocation: Lambda keeps the event, tries again twice, and sends what failed on.
//!
//! Source: Lambda developer guide, "How Lambda handles errors and retries with asynchronous
//! invocation" (one minute before the second attempt, two before the third) and "Capturing records of
//! asynchronous invocations" (the record that the destination gets).

use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::account;
use super::invocation::FunctionError;
use crate::stack::Function;

/// An event that waits for its next attempt.
#[derive(Debug, Clone)]
pub(crate) struct Waiting {
    pub function: String,
    /// The same on every attempt.
    pub request_id: String,
    pub payload: Bytes,
    /// The attempt that comes next, counted from 1.
    pub attempt: u32,
    pub due: OffsetDateTime,
}

impl Waiting {
    /// The next attempt after this one failed, if there is one left.
    #[must_use]
    pub(crate) fn after_failure(self, function: &Function, now: OffsetDateTime) -> Option<Self> {
        let pause = if self.attempt == 1 { Duration::from_mins(1) } else { Duration::from_mins(2) };
        (self.attempt <= function.maximum_retry_attempts).then(|| Self {
            attempt: self.attempt + 1,
            due: now + pause,
            ..self
        })
    }
}

/// Why Lambda gave an event up.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Condition {
    RetriesExhausted,
    /// The function's reserved concurrency is 0, so that it is never tried.
    ZeroReservedConcurrency,
}

/// What the on-failure destination gets.
#[must_use]
pub(crate) fn failure_record(
    given_up: &Waiting,
    function: &Function,
    condition: Condition,
    error: Option<&FunctionError>,
    now: OffsetDateTime,
) -> Value {
    let attempts = if error.is_some() { given_up.attempt } else { 0 };
    let mut record = json!({
        "version": "1.0",
        "timestamp": now.format(&Rfc3339).unwrap_or_default(),
        "requestContext": {
            "requestId": given_up.request_id,
            "functionArn": format!("{}:$LATEST", account::function_arn(&function.name)),
            "condition": match condition {
                Condition::RetriesExhausted => "RetriesExhausted",
                Condition::ZeroReservedConcurrency => "ZeroReservedConcurrency",
            },
            "approximateInvokeCount": attempts,
        },
        "requestPayload": payload(&given_up.payload),
    });
    if let Some(error) = error {
        record["responseContext"] =
            json!({ "statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled" });
        record["responsePayload"] = payload(&error.payload);
    }
    record
}

fn payload(bytes: &Bytes) -> Value {
    serde_json::from_slice(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::{epoch, function};

    fn first() -> Waiting {
        Waiting {
            function: "Worker".into(),
            request_id: "r-1".into(),
            payload: Bytes::from_static(b"{}"),
            attempt: 1,
            due: epoch(),
        }
    }

    #[test]
    fn a_failed_event_is_tried_again_after_one_and_after_two_minutes_and_then_given_up() {
        let function = function("Worker");
        let second = first().after_failure(&function, epoch()).unwrap();
        assert_eq!((second.attempt, second.due), (2, epoch() + Duration::from_mins(1)));
        let third = second.after_failure(&function, epoch()).unwrap();
        assert_eq!((third.attempt, third.due), (3, epoch() + Duration::from_mins(2)));
        assert!(third.after_failure(&function, epoch()).is_none());
    }

    #[test]
    fn the_record_of_a_failure_has_the_event_and_the_error() {
        let error = FunctionError::new("Expired", "too old");
        let record =
            failure_record(&first(), &function("Worker"), Condition::RetriesExhausted, Some(&error), epoch());
        assert_eq!(record["requestContext"]["condition"], "RetriesExhausted");
        assert_eq!(record["requestContext"]["approximateInvokeCount"], 1);
        assert_eq!(record["requestPayload"], json!({}));
        assert_eq!(record["responsePayload"]["errorType"], "Expired");
    }
}
