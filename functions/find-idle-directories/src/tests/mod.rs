//! The operation on the real SDK client. Each test lists the calls to AWS that are made, in their
//! order, with what AWS answers: a call that is not listed, or listed and not made, fails it.

mod aws;
mod guards;
mod unknown;

use std::time::Duration;

use aws_sdk_workspaces::Client;
use aws_smithy_mocks::Rule;
use serde_json::{Value, json};
use shared::error::Error;
use shared::settings::Environment;
use shared::trigger::{Invocation, handle};

use self::aws::{directory, listing, page, pools, refuse, remove_clock, set_clock, tags, typed, workspaces};
use crate::FindIdleDirectories;

const ID: &str = "d-0000000001";
const OTHER: &str = "d-0000000002";
const CLOCK: &str = "offboarding:idle-since";
const NOW: &str = "2027-01-31T18:00:00Z";
const TWO_WEEKS_AGO: &str = "2027-01-17T18:00:00Z";
const YESTERDAY: &str = "2027-01-30T18:00:00Z";
const LIVE: [(&str, &str); 1] = [("DRY_RUN", "false")];

async fn ask<const N: usize>(
    environment: [(&str, &str); N],
    left: Duration,
    calls: &[Rule],
    payload: Value,
) -> Result<Value, Error> {
    let operation = FindIdleDirectories::new(&Environment::from(environment), aws::client(calls)).unwrap();
    let now = shared::clock::parse_rfc3339(NOW).unwrap();
    let invocation = Invocation { now, ..Invocation::lasting(left, "request-1") };
    // Boxed, or futures nest deeper than rustc follows.
    let answer = Box::pin(handle(&operation, &payload.to_string(), &invocation)).await;
    let made: Vec<usize> = calls.iter().map(Rule::num_calls).collect();
    assert_eq!(made, vec![1; calls.len()], "how often each call was made");
    answer
}

async fn find(calls: &[Rule], payload: Value) -> Value {
    ask(LIVE, Duration::from_mins(1), calls, payload).await.unwrap()
}

/// The answer to a live request.
fn answer(directories: &Value, idle: &[&str]) -> Value {
    json!({
        "Operation": "find-idle-directories", "OffboardingId": "request-1", "DryRun": false, "CheckedAt": NOW,
        "IdleDays": 14, "Directories": directories, "IdleDirectoryIds": idle
    })
}

fn finding(id: &str, verdict: &str, since: Option<&str>, reason: &str) -> Value {
    json!({
        "DirectoryId": id, "DirectoryType": "SIMPLE_AD", "Verdict": verdict, "IdleSince": since, "Reason": reason,
        "Delete": false
    })
}

const FIRST_SEEN: &str = "it is empty, and was not seen so before";
const LONG_EMPTY: &str = "it has been empty for IdleDays (14) or longer";

#[tokio::test]
async fn an_empty_directory_is_watched_from_now_on() {
    let calls = [listing(&[directory(ID)]), tags(ID, &[]), workspaces(ID, 0), pools(&[]), set_clock(ID, NOW)];
    let expected = answer(&json!([finding(ID, "Watching", Some(NOW), FIRST_SEEN)]), &[]);
    assert_eq!(find(&calls, json!({})).await, expected);
}

#[tokio::test]
async fn a_second_run_changes_nothing_more() {
    let calls = [listing(&[directory(ID)]), tags(ID, &[(CLOCK, YESTERDAY)]), workspaces(ID, 0), pools(&[])];
    let reason = "it has been empty for less than IdleDays (14)";
    let expected = answer(&json!([finding(ID, "Watching", Some(YESTERDAY), reason)]), &[]);
    assert_eq!(find(&calls, json!({})).await, expected);
}

#[tokio::test]
async fn one_that_was_seen_empty_long_ago_and_is_empty_now_is_idle() {
    let both: &[_] = &[(CLOCK, TWO_WEEKS_AGO), ("offboarding:delete", "")];
    let calls = [
        listing(&[directory(ID), directory(OTHER)]),
        tags(ID, &[(CLOCK, "2027-01-17T19:00:00+01:00")]),
        workspaces(ID, 0),
        pools(&["d-0000000003"]),
        tags(OTHER, both),
        workspaces(OTHER, 0),
    ];
    let mut to_delete = finding(OTHER, "Idle", Some(TWO_WEEKS_AGO), LONG_EMPTY);
    to_delete["Delete"] = json!(true);
    let found = json!([finding(ID, "Idle", Some(TWO_WEEKS_AGO), LONG_EMPTY), to_delete]);
    assert_eq!(find(&calls, json!({})).await, answer(&found, &[ID, OTHER]));
}

#[tokio::test]
async fn a_workspace_that_is_back_stops_the_clock() {
    let calls =
        [listing(&[directory(ID)]), tags(ID, &[(CLOCK, TWO_WEEKS_AGO)]), workspaces(ID, 1), remove_clock(ID)];
    let expected = answer(&json!([finding(ID, "InUse", None, "it has WorkSpaces")]), &[]);
    assert_eq!(find(&calls, json!({})).await, expected);
}

#[tokio::test]
async fn a_pool_is_use_as_well() {
    let calls = [listing(&[directory(ID)]), tags(ID, &[]), workspaces(ID, 0), pools(&[ID])];
    let expected = answer(&json!([finding(ID, "InUse", None, "it has a pool")]), &[]);
    assert_eq!(find(&calls, json!({})).await, expected);
}

#[tokio::test]
async fn a_clock_that_lies_in_the_future_starts_again() {
    let tomorrow: &[_] = &[(CLOCK, "2027-02-01T18:00:00Z")];
    let calls =
        [listing(&[directory(ID)]), tags(ID, tomorrow), workspaces(ID, 0), pools(&[]), set_clock(ID, NOW)];
    let reason = "it is empty, and its clock lies in the future: it starts again";
    let expected = answer(&json!([finding(ID, "Watching", Some(NOW), reason)]), &[]);
    assert_eq!(find(&calls, json!({})).await, expected);
}

#[tokio::test]
async fn what_is_not_looked_after_is_excluded() {
    let listed = [
        typed(ID, "CUSTOMER_MANAGED", "PERSONAL", "REGISTERED"),
        typed(OTHER, "AD_CONNECTOR", "POOLS", "REGISTERED"),
    ];
    let calls = [listing(&listed), tags(ID, &[("offboarding:delete", "")]), refuse!(describe_tags)];
    let reason = "its type, CUSTOMER_MANAGED, is not one of DIRECTORY_TYPES";
    let found = json!([
        {"DirectoryId": ID, "DirectoryType": "CUSTOMER_MANAGED", "Verdict": "Excluded", "IdleSince": null,
         "Reason": reason, "Delete": true},
        {"DirectoryId": OTHER, "DirectoryType": "AD_CONNECTOR", "Verdict": "Excluded", "IdleSince": null,
         "Reason": "it is for POOLS", "Delete": false},
    ]);
    assert_eq!(find(&calls, json!({})).await, answer(&found, &[]));
}

#[tokio::test]
async fn the_directories_that_were_named_are_looked_at_and_no_other() {
    let calls = [
        page(&[directory(OTHER)], None, "2"),
        page(&[], Some("2"), "3"),
        page(&[directory(ID), directory(ID)], Some("3"), ""),
        tags(ID, &[(CLOCK, YESTERDAY)]),
        workspaces(ID, 0),
        pools(&[]),
    ];
    let request = json!({"DirectoryIds": ["d-0000000009", ID, ID], "IdleDays": 1});
    let found = json!([
        {"DirectoryId": "d-0000000009", "DirectoryType": null, "Verdict": "Unknown", "IdleSince": null,
         "Reason": "it is not registered with WorkSpaces", "Delete": false},
        finding(ID, "Idle", Some(YESTERDAY), "it has been empty for IdleDays (1) or longer"),
    ]);
    let mut expected = answer(&found, &[ID]);
    expected["IdleDays"] = json!(1);
    assert_eq!(find(&calls, request).await, expected);
}

#[tokio::test]
async fn a_request_that_cannot_be_used_says_why_and_asks_nothing() {
    for (payload, message) in [
        (json!({"IdleDays": 30}), "`IdleDays` must be a whole number from 1 to 29"),
        (json!({"IdleDays": 0}), "`IdleDays` must be a whole number from 1 to 29"),
        (json!({"DirectoryIds": []}), "`DirectoryIds` must be a list with at least one item"),
        (json!({"DirectoryId": ID}), "`DirectoryId` is not a field of this request"),
        (json!({"User": {"UserName": "alice"}}), "`User` is not a field of this request"),
    ] {
        let error = ask(LIVE, Duration::from_mins(1), &[], payload).await.unwrap_err();
        assert_eq!((error.error_type().as_str(), error.to_string().as_str()), ("InvalidRequest", message));
    }
}
