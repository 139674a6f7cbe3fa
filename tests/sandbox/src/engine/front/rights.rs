//! What callers of SQS and Step Functions need the right to.
//!
//! Source: service authorization reference, "Actions, resources, and condition keys" of both.

use bytes::Bytes;
use serde_json::Value;

use super::reply::Refusal;
use crate::engine::account;
use crate::iam::{AccessDenied, Request};

/// An action of SQS, on the queue that the request names in one way or another. What is done with a
/// batch needs the same right as what is done once.
pub(super) fn to_queue(operation: &str, body: &Bytes) -> Request {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let action = operation.strip_suffix("Batch").unwrap_or(operation);
    let name = body["QueueUrl"].as_str().map(|url| url.rsplit('/').next().unwrap_or(url));
    let arn = match (name.or_else(|| body["QueueName"].as_str()), body["SourceArn"].as_str()) {
        (Some(name), _) => account::queue_arn(name),
        (None, Some(arn)) => arn.to_owned(),
        (None, None) => "*".to_owned(),
    };
    Request::new(format!("sqs:{action}"), arn)
}

/// An action of Step Functions, on the state machine or the execution that the request names.
pub(super) fn to_state_machine(operation: &str, body: &Bytes) -> Request {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let arn = body["stateMachineArn"].as_str().or_else(|| body["executionArn"].as_str());
    Request::new(format!("states:{operation}"), arn.unwrap_or("*"))
}

/// The models of these services do not have the error: it comes from the frame that all share.
impl From<AccessDenied> for Refusal {
    fn from(AccessDenied(message): AccessDenied) -> Self {
        Self::bad_request("AccessDeniedException", message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(request: &Request) -> (&str, &str) {
        (&request.action, &request.resource)
    }

    #[test]
    fn a_queue_is_named_by_its_url_its_name_or_its_arn() {
        let queue = "arn:aws:sqs:us-east-1:123456789012:work";
        for (operation, body, action) in [
            ("SendMessageBatch", r#"{"QueueUrl": "http://localhost/123456789012/work"}"#, "sqs:SendMessage"),
            ("GetQueueUrl", r#"{"QueueName": "work"}"#, "sqs:GetQueueUrl"),
            ("StartMessageMoveTask", &format!(r#"{{"SourceArn": "{queue}"}}"#), "sqs:StartMessageMoveTask"),
        ] {
            assert_eq!(asked(&to_queue(operation, &Bytes::from(body.to_owned()))), (action, queue));
        }
        assert_eq!(asked(&to_queue("ListQueues", &Bytes::new())), ("sqs:ListQueues", "*"));
    }

    #[test]
    fn a_state_machine_and_an_execution_are_named_by_their_arns() {
        let stop = to_state_machine("StopExecution", &Bytes::from_static(br#"{"executionArn": "arn:e"}"#));
        assert_eq!(asked(&stop), ("states:StopExecution", "arn:e"));
        let list = to_state_machine("ListStateMachines", &Bytes::from_static(b"{}"));
        assert_eq!(asked(&list), ("states:ListStateMachines", "*"));
    }
}
