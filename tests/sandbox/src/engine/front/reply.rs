//! Answers in the JSON protocols of AWS.

use bytes::Bytes;
use http::{Response, StatusCode, header};
use serde_json::{Value, json};

/// How a service speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    /// `EventBridge`: the error's code is in the body.
    AwsJson11,
    /// Step Functions: as above.
    AwsJson10,
    /// SQS: awsJson1.0 as well; the code that its older protocol had goes into a header.
    Sqs,
    /// Lambda: the error's code is in a header.
    RestJson,
}

/// A request that is refused.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) code: String,
    pub(super) message: String,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        Self { status, code: code.to_owned(), message: message.into() }
    }

    /// What most services answer to a request that they do not like.
    pub(super) fn bad_request(code: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    pub(super) fn respond(&self, protocol: Protocol) -> Response<Bytes> {
        let (code, message) = (&self.code, &self.message);
        let body = match protocol {
            Protocol::Sqs => {
                json!({ "__type": format!("com.amazonaws.sqs#{code}"), "message": message })
            }
            Protocol::AwsJson10 | Protocol::AwsJson11 => json!({ "__type": code, "message": message }),
            Protocol::RestJson => json!({ "Type": "User", "Message": message }),
        };
        let mut response = respond(protocol, self.status, &body);
        let (name, value) = match protocol {
            Protocol::Sqs => ("x-amzn-query-error", format!("{};Sender", query_code(code))),
            Protocol::AwsJson10 | Protocol::AwsJson11 | Protocol::RestJson => {
                ("x-amzn-errortype", code.clone())
            }
        };
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(name, value);
        }
        response
    }
}

/// The code that an SQS error had before SQS spoke JSON, and that programs still look for.
fn query_code(code: &str) -> String {
    match code {
        "QueueDoesNotExist" => "AWS.SimpleQueueService.NonExistentQueue".to_owned(),
        "BatchEntryIdsNotDistinct"
        | "BatchRequestTooLong"
        | "EmptyBatchRequest"
        | "InvalidBatchEntryId"
        | "MessageNotInflight"
        | "TooManyEntriesInBatchRequest"
        | "UnsupportedOperation" => {
            format!("AWS.SimpleQueueService.{code}")
        }
        _ => code.to_owned(),
    }
}

/// A JSON answer.
pub(super) fn respond(protocol: Protocol, status: StatusCode, body: &Value) -> Response<Bytes> {
    let content_type = match protocol {
        Protocol::AwsJson10 | Protocol::Sqs => "application/x-amz-json-1.0",
        Protocol::AwsJson11 => "application/x-amz-json-1.1",
        Protocol::RestJson => "application/json",
    };
    let mut response = Response::new(Bytes::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(content_type));
    response
}

/// The outcome of an operation as an answer.
pub(super) fn outcome(protocol: Protocol, outcome: &Result<Value, Refusal>) -> Response<Bytes> {
    match outcome {
        Ok(body) => respond(protocol, StatusCode::OK, body),
        Err(refusal) => refusal.respond(protocol),
    }
}
