//! The operation on the real SDK client, against a fleet that answers as AWS does.

mod by_id;
mod by_person;
mod fleet;
mod guards;
mod together;

use std::time::Duration;

use serde_json::{Value, json};
use shared::error::Error;
use shared::settings::Environment;
use shared::trigger::{Invocation, handle};

use self::fleet::{Fleet, id};
use crate::DeregisterDevice;

const LIVE: (&str, &str) = ("DRY_RUN", "false");
const BY_LAST_USER: (&str, &str) = ("MATCH_DEVICES_BY_LAST_USER", "true");

async fn ask_within<const N: usize>(
    left: Duration,
    fleet: &Fleet,
    environment: [(&str, &str); N],
    payload: Value,
) -> Result<Value, Error> {
    let operation = DeregisterDevice::new(&Environment::from(environment), fleet.client()).unwrap();
    let now = shared::clock::parse_rfc3339("2027-01-31T12:00:00Z").unwrap();
    let invocation = Invocation { now, ..Invocation::lasting(left, "lambda-request-1") };
    handle(&operation, &payload.to_string(), &invocation).await
}

async fn ask_in<const N: usize>(
    environment: [(&str, &str); N],
    fleet: &Fleet,
    payload: Value,
) -> Result<Value, Error> {
    ask_within(Duration::from_mins(1), fleet, environment, payload).await
}

/// A request to a live deployment.
async fn ask(fleet: &Fleet, payload: Value) -> Result<Value, Error> {
    ask_in([LIVE], fleet, payload).await
}

/// The whole report of a request with the `OffboardingId` HR-1 that is not a dry run.
fn report(complete: bool, outcomes: &[Value]) -> Value {
    json!({
        "Operation": "deregister-device", "OffboardingId": "HR-1", "DryRun": false, "Complete": complete,
        "LookedUp": true, "Outcomes": outcomes, "Notes": [],
    })
}

/// An outcome, with `more` of its fields.
fn outcome(number: usize, status: &str, more: &Value) -> Value {
    let mut outcome = json!({"ResourceType": "ThinClientDevice", "ResourceId": id(number), "Status": status});
    let fields = outcome.as_object_mut().unwrap();
    fields.extend(more.as_object().cloned().unwrap_or_default());
    outcome
}

fn because(reason: &str) -> Value {
    json!({"Reason": reason})
}

fn failed(code: &str, retryable: bool) -> Value {
    json!({"ErrorCode": code, "ErrorMessage": format!("{code} of the test"), "Retryable": retryable})
}

fn one(number: usize) -> Value {
    json!({"OffboardingId": "HR-1", "id": id(number)})
}

fn person(user: &Value) -> Value {
    json!({"OffboardingId": "HR-1", "User": user})
}

fn error(result: Result<Value, Error>) -> (&'static str, String) {
    let error = result.unwrap_err();
    (error.error_type().as_str(), error.to_string())
}
