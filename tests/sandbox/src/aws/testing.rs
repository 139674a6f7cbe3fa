//! What the tests of all services need: an account whose time stands still until it is told to
//! pass, and calls in both protocols.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use serde_json::Value;

use super::Aws;
use crate::clock::Clock;
use crate::iam::{Administrator, Authorize};

pub(super) const REGION: &str = "eu-west-1";
const STANDSTILL: f64 = 0.0;

pub(super) struct Account {
    pub(super) aws: Aws,
    clock: Arc<Clock>,
}

/// An answer, as far as tests look at it.
#[derive(Debug, PartialEq)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// The error code, wherever the protocol has it.
    pub(super) error: Option<String>,
    pub(super) body: Value,
}

impl Account {
    pub(super) fn with(world: Value) -> Self {
        let clock = Arc::new(Clock::new(STANDSTILL));
        let aws = Aws::new(world.try_into().unwrap(), Arc::clone(&clock), REGION, "111122223333");
        Self { aws, clock }
    }

    /// Calls an operation of an awsJson service.
    pub(super) fn json(&self, service: &str, operation: &str, input: &Value) -> Answer {
        self.send(&aws_json(&format!("{service}.{operation}"), REGION, input))
    }

    /// Calls an operation of a restJson service.
    pub(super) fn rest(&self, method: &str, path: &str, input: &Value) -> Answer {
        let body = if input.is_null() { Bytes::new() } else { input.to_string().into() };
        self.send(&Request::builder().method(method).uri(path).body(body).unwrap())
    }

    pub(super) fn send(&self, request: &Request<Bytes>) -> Answer {
        self.send_as(request, &Administrator)
    }

    pub(super) fn send_as(&self, request: &Request<Bytes>, caller: &dyn Authorize) -> Answer {
        read(&self.aws.answer(request, caller))
    }

    pub(super) fn later(&self, minutes: u64) {
        self.clock.skip(Duration::from_mins(minutes));
    }
}

pub(super) fn aws_json(target: &str, region: &str, input: &Value) -> Request<Bytes> {
    let credential =
        format!("AWS4-HMAC-SHA256 Credential=AKID/20260101/{region}/service/aws4_request, Signature=0");
    let request = Request::post("/").header("x-amz-target", target).header("authorization", credential);
    request.body(input.to_string().into()).unwrap()
}

fn read(response: &Response<Bytes>) -> Answer {
    let body: Value = serde_json::from_slice(response.body()).unwrap();
    let header = response.headers().get("x-amzn-errortype").map(|code| code.to_str().unwrap());
    let error = header.or_else(|| body["__type"].as_str()).map(str::to_owned);
    Answer { status: response.status().as_u16(), error, body }
}

impl Answer {
    /// The body of a success.
    #[track_caller]
    pub(super) fn ok(self) -> Value {
        assert_eq!((self.status / 100, &self.error), (2, &None), "{:?}", self.body);
        self.body
    }

    /// Status and code of an error.
    #[track_caller]
    pub(super) fn refused(&self) -> (u16, &str) {
        (self.status, self.error.as_deref().expect("an error"))
    }
}

/// The ids in a listing's answer.
pub(super) fn ids<'a>(answer: &'a Value, list: &str, id: &str) -> Vec<&'a str> {
    answer[list].as_array().unwrap().iter().map(|item| item[id].as_str().unwrap()).collect()
}
