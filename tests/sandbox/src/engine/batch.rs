//! What a function gets from a queue, and what its answer says about each message.
//!
//! Source: Lambda developer guide, "Using Lambda with Amazon SQS" (event) and "Implementing partial
//! batch responses" (answer).

use bytes::Bytes;
use serde_json::{Value, json};

use super::account;
use super::invocation::FunctionError;
use super::queue::{Queue, Received};

/// The event for a batch of messages.
#[must_use]
pub(crate) fn event(queue: &Queue, batch: &[Received]) -> Value {
    let records: Vec<Value> = batch.iter().map(|held| record(queue, held)).collect();
    json!({ "Records": records })
}

fn record(queue: &Queue, held: &Received) -> Value {
    json!({
        "messageId": held.message.message_id,
        "receiptHandle": held.receipt,
        "body": held.message.body,
        "attributes": held.message.attributes(queue.spec().fifo),
        "messageAttributes": {},
        "md5OfBody": held.message.md5(),
        "eventSource": "aws:sqs",
        "eventSourceARN": queue.arn(),
        "awsRegion": account::REGION,
    })
}

/// What becomes of a batch.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Every message is done and deleted.
    Done,
    /// All come back after the visibility timeout.
    AllReturn,
    /// These message ids come back, the others are deleted.
    SomeReturn(Vec<String>),
}

/// Reads the answer to a batch.
///
/// Without `ReportBatchItemFailures` a batch is done unless the function failed, whatever it says.
/// With it, the guide counts an empty or null list, an empty object and null as complete success;
/// and JSON that does not parse, or any `itemIdentifier` that is missing, null, empty or not one of
/// the batch, as complete failure. It is silent about an answer that is JSON but no object: here
/// that is a failure, so that a function that answers nonsense is noticed.
#[must_use]
pub(crate) fn read(
    answer: &Result<Bytes, FunctionError>,
    batch: &[Received],
    reports_failures: bool,
) -> Verdict {
    let Ok(bytes) = answer else { return Verdict::AllReturn };
    if !reports_failures {
        return Verdict::Done;
    }
    match serde_json::from_slice(bytes) {
        Ok(Value::Null) => Verdict::Done,
        Ok(Value::Object(answer)) => match answer.get("batchItemFailures") {
            None | Some(Value::Null) => Verdict::Done,
            Some(Value::Array(failures)) => read_failures(failures, batch),
            Some(_) => Verdict::AllReturn,
        },
        Ok(_) | Err(_) => Verdict::AllReturn,
    }
}

fn read_failures(failures: &[Value], batch: &[Received]) -> Verdict {
    let known = |failure: &Value| {
        let id = failure.get("itemIdentifier")?.as_str()?;
        batch.iter().any(|held| held.message.message_id == id).then(|| id.to_owned())
    };
    match failures.iter().map(known).collect::<Option<Vec<_>>>() {
        None => Verdict::AllReturn,
        Some(ids) if ids.is_empty() => Verdict::Done,
        Some(ids) => Verdict::SomeReturn(ids),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::message::Draft;
    use crate::engine::testing::{epoch, queue};

    fn batch() -> Vec<Received> {
        let mut queue = Queue::new(queue("Work"));
        queue.send(Draft::new("a"), epoch()).unwrap();
        queue.send(Draft::new("b"), epoch()).unwrap();
        queue.receive(epoch(), 10, None).received
    }

    fn read_text(answer: &str, batch: &[Received]) -> Verdict {
        read(&Ok(Bytes::from(answer.to_owned())), batch, true)
    }

    #[test]
    fn nothing_reported_is_complete_success() {
        for answer in ["null", "{}", r#"{"batchItemFailures":[]}"#, r#"{"batchItemFailures":null}"#] {
            assert_eq!(read_text(answer, &batch()), Verdict::Done, "{answer}");
        }
    }

    #[test]
    fn an_answer_that_cannot_be_understood_returns_the_whole_batch() {
        for answer in [
            "not json",
            "\"done\"",
            r#"{"batchItemFailures":{}}"#,
            r#"{"batchItemFailures":["x"]}"#,
            r#"{"batchItemFailures":[{"itemIdentifier":""}]}"#,
            r#"{"batchItemFailures":[{"itemIdentifier":null}]}"#,
            r#"{"batchItemFailures":[{"messageId":"x"}]}"#,
            r#"{"batchItemFailures":[{"itemIdentifier":"of another batch"}]}"#,
        ] {
            assert_eq!(read_text(answer, &batch()), Verdict::AllReturn, "{answer}");
        }
    }

    #[test]
    fn only_the_reported_message_returns() {
        let batch = batch();
        let id = batch[1].message.message_id.clone();
        let answer = json!({"batchItemFailures": [{"itemIdentifier": id}]}).to_string();
        assert_eq!(read_text(&answer, &batch), Verdict::SomeReturn(vec![id]));
    }

    #[test]
    fn a_failed_function_returns_the_whole_batch() {
        let failed = Err(FunctionError::new("Boom", "it broke"));
        assert_eq!(read(&failed, &batch(), true), Verdict::AllReturn);
        assert_eq!(read(&failed, &batch(), false), Verdict::AllReturn);
    }

    #[test]
    fn without_reported_failures_any_answer_is_success() {
        assert_eq!(read(&Ok(Bytes::from_static(b"nonsense")), &batch(), false), Verdict::Done);
    }

    #[test]
    fn the_event_has_the_records_that_lambda_sends() {
        let mut queue = Queue::new(queue("Work"));
        queue.send(Draft::new("hello"), epoch()).unwrap();
        let held = queue.receive(epoch(), 1, None).received;
        let event = event(&queue, &held);
        let record = &event["Records"][0];
        assert_eq!(record["body"], "hello");
        assert_eq!(record["md5OfBody"], "5d41402abc4b2a76b9719d911017c592");
        assert_eq!(record["eventSource"], "aws:sqs");
        assert_eq!(record["eventSourceARN"], "arn:aws:sqs:us-east-1:123456789012:stack-Work");
        assert_eq!(record["attributes"]["ApproximateReceiveCount"], "1");
        assert_eq!(record["attributes"]["SentTimestamp"], "1767225600000");
    }
}
