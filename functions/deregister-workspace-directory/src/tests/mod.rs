//! The operation on the real SDK client. Each test lists the calls to AWS that are made, in their
//! order, with what AWS answers: a call that is not listed, or listed and not made, fails it.

mod aws;
mod batch;
mod guards;

use std::time::Duration;

use aws_sdk_workspaces::Client;
use aws_smithy_mocks::Rule;
use serde_json::{Value, json};
use shared::error::Error;
use shared::settings::Environment;
use shared::trigger::{Invocation, handle};

use self::aws::{accept, directories, no_pools, no_workspaces, pools, refuse, tags, workspaces};
use crate::DeregisterWorkspaceDirectory;

const ID: &str = "d-0123456789";
const OTHER: &str = "d-9876543210";
const LIVE: [(&str, &str); 1] = [("DRY_RUN", "false")];

async fn ask<const N: usize>(
    environment: [(&str, &str); N],
    left: Duration,
    calls: &[Rule],
    payload: Value,
) -> Result<Value, Error> {
    let environment = Environment::from(environment);
    let operation = DeregisterWorkspaceDirectory::new(&environment, aws::client(calls)).unwrap();
    let now = shared::clock::parse_rfc3339("2027-01-31T18:00:00Z").unwrap();
    let invocation = Invocation { now, ..Invocation::lasting(left, "request-1") };
    // Boxed, or futures nest deeper than rustc follows.
    let answer = Box::pin(handle(&operation, &payload.to_string(), &invocation)).await;
    let made: Vec<usize> = calls.iter().map(Rule::num_calls).collect();
    assert_eq!(made, vec![1; calls.len()], "how often each call was made");
    answer
}

async fn deregister(calls: &[Rule]) -> Result<Value, Error> {
    ask(LIVE, Duration::from_mins(1), calls, json!({"DirectoryId": ID})).await
}

/// The report on a live request for the one directory.
fn report(complete: bool, outcome: &Value) -> Value {
    let mut whole = json!({"ResourceType": "WorkSpacesDirectory", "ResourceId": ID});
    whole.as_object_mut().unwrap().extend(outcome.as_object().unwrap().clone());
    json!({
        "Operation": "deregister-workspace-directory", "OffboardingId": "request-1", "DryRun": false,
        "Complete": complete, "LookedUp": true, "Outcomes": [whole], "Notes": []
    })
}

fn registered() -> Rule {
    directories(&[ID], &[(ID, "REGISTERED")])
}

/// What is read of a directory that can go.
fn empty_and_free() -> [Rule; 4] {
    [registered(), no_workspaces(ID), no_pools(), tags(ID, &[])]
}

fn then<const N: usize>(calls: [Rule; N], next: Rule) -> Vec<Rule> {
    calls.into_iter().chain([next]).collect()
}

#[tokio::test]
async fn an_empty_directory_is_deregistered() {
    let answer = deregister(&then(empty_and_free(), accept(ID))).await.unwrap();
    assert_eq!(answer, report(false, &json!({"Status": "Requested"})));
}

#[tokio::test]
async fn a_second_run_sees_it_go_and_a_third_sees_it_gone() {
    let answer = deregister(&[directories(&[ID], &[(ID, "DEREGISTERING")])]).await.unwrap();
    let outcome = json!({"Status": "InProgress", "Reason": "it is DEREGISTERING"});
    assert_eq!(answer, report(false, &outcome));
    let answer = deregister(&[directories(&[ID], &[(ID, "DEREGISTERED")])]).await.unwrap();
    assert_eq!(answer, report(true, &json!({"Status": "AlreadyGone", "Reason": "it is DEREGISTERED"})));
    let answer = deregister(&[directories(&[ID], &[])]).await.unwrap();
    assert_eq!(answer, report(true, &json!({"Status": "AlreadyGone", "Reason": "not found"})));
}

#[tokio::test]
async fn only_the_directory_that_was_asked_for_is_looked_at() {
    let answer = deregister(&[directories(&[ID], &[(OTHER, "REGISTERED")])]).await.unwrap();
    assert_eq!(answer, report(true, &json!({"Status": "AlreadyGone", "Reason": "not found"})));
}

#[tokio::test]
async fn one_that_aws_says_is_not_found_is_gone() {
    let answer = deregister(&[refuse!(describe_workspace_directories, "ResourceNotFoundException")]).await;
    let outcome = json!({"Status": "AlreadyGone", "Reason": "not found"});
    assert_eq!(answer.unwrap(), report(true, &outcome));
    let call = refuse!(deregister_workspace_directory, "ResourceNotFoundException");
    assert_eq!(deregister(&then(empty_and_free(), call)).await.unwrap(), report(true, &outcome));
}

#[tokio::test]
async fn only_registered_lets_it_go() {
    for (state, reason) in [
        ("REGISTERING", "it is REGISTERING"),
        ("BRAND_NEW", "it is BRAND_NEW"),
        ("registered", "it is registered"),
    ] {
        let listed: &'static [(&str, &str)] = vec![(ID, state)].leak();
        let answer = deregister(&[directories(&[ID], listed), tags(ID, &[])]).await.unwrap();
        assert_eq!(answer, report(false, &json!({"Status": "NotReady", "Reason": reason})));
    }
}

#[tokio::test]
async fn one_in_error_waits_for_a_person() {
    let answer = deregister(&[directories(&[ID], &[(ID, "ERROR")])]).await.unwrap();
    let outcome = json!({
        "Status": "Failed", "ErrorCode": "ERROR", "ErrorMessage": "the network is gone", "Retryable": false
    });
    assert_eq!(answer, report(true, &outcome));
}

#[tokio::test]
async fn what_is_in_it_is_looked_for_to_the_end() {
    let pages = [workspaces(ID, 0, None, "2"), workspaces(ID, 0, Some("2"), "3")];
    let last = [workspaces(ID, 1, Some("3"), "4"), tags(ID, &[])];
    let calls: Vec<Rule> = [registered()].into_iter().chain(pages.clone()).chain(last).collect();
    let outcome = json!({"Status": "NotReady", "Reason": "it has WorkSpaces"});
    assert_eq!(deregister(&calls).await.unwrap(), report(false, &outcome));

    let pages = [workspaces(ID, 0, None, "2"), workspaces(ID, 0, Some("2"), "")];
    let last = [pools(&[OTHER], None, "2"), pools(&[ID], Some("2"), ""), tags(ID, &[])];
    let calls: Vec<Rule> = [registered()].into_iter().chain(pages).chain(last).collect();
    let outcome = json!({"Status": "NotReady", "Reason": "it has a pool"});
    assert_eq!(deregister(&calls).await.unwrap(), report(false, &outcome));
}

#[tokio::test]
async fn a_pool_of_another_directory_is_not_in_the_way() {
    let calls = [registered(), no_workspaces(ID), pools(&[OTHER], None, ""), tags(ID, &[])];
    let answer = deregister(&then(calls, accept(ID))).await.unwrap();
    assert_eq!(answer, report(false, &json!({"Status": "Requested"})));
}

#[tokio::test]
async fn what_aws_refuses_for_now_is_not_ready() {
    for (code, call) in [
        (
            "OperationNotSupportedException",
            refuse!(deregister_workspace_directory, "OperationNotSupportedException"),
        ),
        (
            "InvalidResourceStateException",
            refuse!(deregister_workspace_directory, "InvalidResourceStateException"),
        ),
    ] {
        let reason = format!("AWS does not deregister it yet: {code}");
        let outcome = json!({"Status": "NotReady", "Reason": reason});
        assert_eq!(deregister(&then(empty_and_free(), call)).await.unwrap(), report(false, &outcome));
    }
}

#[tokio::test]
async fn a_removal_that_aws_refuses_is_an_outcome_with_awss_code() {
    let call = refuse!(deregister_workspace_directory, "SomethingNewException");
    let outcome = json!({
        "Status": "Failed", "ErrorCode": "SomethingNewException", "ErrorMessage": "AWS says no", "Retryable": true
    });
    assert_eq!(deregister(&then(empty_and_free(), call)).await.unwrap(), report(false, &outcome));
}

#[tokio::test]
async fn a_role_that_may_not_look_fails_the_request() {
    for (calls, message) in [
        (
            vec![refuse!(describe_workspace_directories, "AccessDeniedException")],
            "DescribeWorkspaceDirectories",
        ),
        (vec![registered(), refuse!(describe_workspaces, "AccessDeniedException")], "DescribeWorkspaces"),
        (
            vec![
                registered(),
                no_workspaces(ID),
                refuse!(describe_workspaces_pools, "AccessDeniedException"),
            ],
            "DescribeWorkspacesPools",
        ),
    ] {
        let error = deregister(&calls).await.unwrap_err();
        assert_eq!(error.error_type().as_str(), "AccessDenied");
        let message = format!("{message}: AccessDeniedException: AWS says no (request id aws-1)");
        assert_eq!(error.to_string(), message);
    }
}

#[tokio::test]
async fn too_many_calls_are_worth_a_retry() {
    let calls = [registered(), refuse!(describe_workspaces, "ThrottlingException")];
    let error = deregister(&calls).await.unwrap_err();
    assert_eq!(error.error_type().as_str(), "Throttled");
}

#[tokio::test]
async fn a_request_that_cannot_be_used_says_why_and_asks_nothing() {
    for (payload, message) in [
        (json!({}), "`DirectoryId` is missing"),
        (json!({"directoryId": ID}), "`directoryId` is not a field of this request"),
        (json!({"DirectoryId": ID, "User": {"UserName": "alice"}}), "`User` is not a field of this request"),
        (
            json!({"DirectoryId": "alice"}),
            "`DirectoryId` must be a directory id: d- and 8 to 63 of 0-9 a-f, or wsd- and 8 to 63 of 0-9 a-z",
        ),
    ] {
        let error = ask(LIVE, Duration::from_mins(1), &[], payload).await.unwrap_err();
        assert_eq!((error.error_type().as_str(), error.to_string().as_str()), ("InvalidRequest", message));
    }
}
