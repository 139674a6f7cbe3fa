//! The operation on the real SDK client, against an organization that answers as AWS does.

mod by_id;
mod by_person;
mod company;
mod guards;
mod together;

use std::time::Duration;

use serde_json::{Value, json};
use shared::error::Error;
use shared::settings::Environment;
use shared::trigger::{Invocation, handle};

use self::company::{Company, Member, ORGANIZATION};
use crate::DeregisterFromWorkMail;

const LIVE: (&str, &str) = ("DRY_RUN", "false");
const OF_THE_STACK: (&str, &str) = ("WORKMAIL_ORGANIZATION_ID", ORGANIZATION);

const ALICE: &str = "11111111-1111-1111-1111-111111111111";
const BOB: &str = "22222222-2222-2222-2222-222222222222";
const GROUP: &str = "33333333-3333-3333-3333-333333333333";
const ROOM: &str = "r-44444444444444444444444444444444";

async fn ask_within<const N: usize>(
    left: Duration,
    company: &Company,
    environment: [(&str, &str); N],
    payload: Value,
) -> Result<Value, Error> {
    let operation = DeregisterFromWorkMail::new(&Environment::from(environment), company.client()).unwrap();
    let now = shared::clock::parse_rfc3339("2027-01-31T12:00:00Z").unwrap();
    let invocation = Invocation { now, ..Invocation::lasting(left, "lambda-request-1") };
    handle(&operation, &payload.to_string(), &invocation).await
}

async fn ask_in<const N: usize>(
    environment: [(&str, &str); N],
    company: &Company,
    payload: Value,
) -> Result<Value, Error> {
    ask_within(Duration::from_mins(1), company, environment, payload).await
}

/// A request to a live deployment with an organization of its own.
async fn ask(company: &Company, payload: Value) -> Result<Value, Error> {
    ask_in([LIVE, OF_THE_STACK], company, payload).await
}

fn alice() -> Member {
    Member::user(ALICE, "alice", "alice@example.com")
}

fn bob() -> Member {
    Member::user(BOB, "bob", "bob@example.com")
}

/// A group with the leaver's name.
fn group() -> Member {
    Member { role: None, ..Member::user(GROUP, "alice", "team@example.com").of_kind("GROUP") }
}

fn room() -> Member {
    Member { role: None, ..Member::user(ROOM, "room", "room@example.com").of_kind("RESOURCE") }
}

/// The whole report of a request with the `OffboardingId` HR-1 that is not a dry run.
fn report(complete: bool, outcomes: &[Value], notes: &[&str]) -> Value {
    json!({
        "Operation": "deregister-from-workmail", "OffboardingId": "HR-1", "DryRun": false,
        "Complete": complete, "LookedUp": true, "Outcomes": outcomes, "Notes": notes,
    })
}

/// An outcome, with `more` of its fields.
fn outcome(id: &str, status: &str, more: &Value) -> Value {
    let mut outcome = json!({"ResourceType": "WorkMailEntity", "ResourceId": id, "Status": status});
    let fields = outcome.as_object_mut().unwrap();
    fields.extend(more.as_object().cloned().unwrap_or_default());
    outcome
}

fn removed(id: &str) -> Value {
    report(true, &[outcome(id, "Removed", &Value::Null)], &[])
}

fn because(reason: &str) -> Value {
    json!({"Reason": reason})
}

fn failed(code: &str, retryable: bool) -> Value {
    json!({"ErrorCode": code, "ErrorMessage": format!("{code} of the test"), "Retryable": retryable})
}

fn entity(id: &str) -> Value {
    json!({"OffboardingId": "HR-1", "EntityId": id})
}

fn person(user: &Value) -> Value {
    json!({"OffboardingId": "HR-1", "User": user})
}

fn error(result: Result<Value, Error>) -> (&'static str, String) {
    let error = result.unwrap_err();
    (error.error_type().as_str(), error.to_string())
}
