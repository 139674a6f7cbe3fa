//! By id: the AWS form.

use std::time::Duration;

use aws_sdk_workspaces::types::WorkspaceState::{Available, Suspended, Terminated, Terminating};
use serde_json::json;

use super::region::{Region, desktop};
use super::*;

#[tokio::test]
async fn each_desktop_is_ended_or_says_why_not() {
    let states = [Available, Terminating, Terminated, Suspended, "BRAND_NEW".into(), Available];
    let region = Region::with(states.into_iter().zip(1..).map(|(state, n)| desktop(n, "alice", state)));
    region.hold(6);
    let report = ask(&operation(&region, &[], LIVE), ids([7, 1, 2, 3, 4, 5, 6, 1])).await.unwrap();
    let workspace = |n: usize, status: &str, reason: &str| match reason {
        "" => json!({"ResourceType": "WorkSpace", "ResourceId": id(n), "Status": status}),
        _ => json!({"ResourceType": "WorkSpace", "ResourceId": id(n), "Status": status, "Reason": reason}),
    };
    assert_eq!(
        report,
        json!({
            "Operation": "terminate-workspaces", "OffboardingId": "request-1", "DryRun": false,
            "Complete": false, "LookedUp": true, "Notes": [], "FailedRequests": [],
            "Outcomes": [
                workspace(7, "AlreadyGone", "not found"),
                workspace(1, "Requested", ""),
                workspace(2, "InProgress", "it is TERMINATING"),
                workspace(3, "AlreadyGone", "it is TERMINATED"),
                workspace(4, "NotReady", "it is SUSPENDED: an image is being made of it"),
                workspace(5, "Requested", ""),
                workspace(6, "Held", "it has the tag offboarding:hold"),
            ]
        })
    );
    assert_eq!(region.calls().last().unwrap(), "TerminateWorkspaces 1 5");
}

#[tokio::test]
async fn nobody_waits_for_what_is_suspended_and_on_hold() {
    let region = Region::with([desktop(1, "alice", Suspended)]);
    region.hold(1);
    assert_eq!(outcomes(&ask(&operation(&region, &[], LIVE), ids([1])).await.unwrap()), ["1 Held"]);
}

#[tokio::test]
async fn a_second_run_changes_nothing_more_and_says_so() {
    let region = Region::with([desktop(1, "alice", Available)]);
    let operation = operation(&region, &[], LIVE);
    assert_eq!(outcomes(&ask(&operation, ids([1])).await.unwrap()), ["1 Requested"]);
    assert_eq!(outcomes(&ask(&operation, ids([1])).await.unwrap()), ["1 InProgress"]);
    region.forget(1);
    let last = ask(&operation, ids([1])).await.unwrap();
    assert_eq!((outcomes(&last), &last["Complete"]), (vec!["1 AlreadyGone".to_owned()], &json!(true)));
    assert_eq!(region.terminations(), [1]);
}

#[tokio::test]
async fn desktops_outlive_their_day_by_the_retention_period() {
    let region = Region::with([desktop(1, "alice", Available)]);
    let operation = operation(&region, &[], LIVE);
    let yesterday = shared::clock::rfc3339(shared::clock::now() - Duration::from_hours(24));
    let mut request = ids([1]);
    request["EffectiveAt"] = yesterday.into();
    request["RetentionSeconds"] = 100_000.into();
    let early = ask(&operation, request.clone()).await.unwrap();
    assert_eq!((outcomes(&early), &early["Complete"]), (vec!["1 NotReady".to_owned()], &json!(false)));
    request["RetentionSeconds"] = 80_000.into();
    assert_eq!(outcomes(&ask(&operation, request).await.unwrap()), ["1 Requested"]);
}

#[tokio::test]
async fn any_number_is_split_into_awss_25() {
    let region = Region::with((1..=60).map(|n| desktop(n, "alice", Available)));
    let operation = operation(&region, &[], [("DRY_RUN", "false"), ("MAX_RESOURCES", "60")]);
    let report = ask(&operation, ids(1..=60)).await.unwrap();
    assert_eq!(outcomes(&report), (1..=60).map(|n| format!("{n} Requested")).collect::<Vec<_>>());
    assert_eq!(region.terminations(), [25, 25, 10]);
}

#[tokio::test]
async fn more_than_the_limit_is_refused_whole_before_anything_is_asked() {
    let region = Region::with((1..=26).map(|n| desktop(n, "alice", Available)));
    let (kind, message) = error(ask(&operation(&region, &[], LIVE), ids(1..=26)).await);
    assert_eq!(kind, "TooManyResources");
    assert_eq!(message, "26 resources are meant, and the limit (MAX_RESOURCES) is 25: nothing was done");
    assert_eq!(region.calls(), Vec::<String>::new());
}

#[tokio::test]
async fn a_dry_run_plans_and_ends_nothing() {
    let region = Region::with([desktop(1, "alice", Available), desktop(2, "alice", Available)]);
    region.hold(2);
    let report = ask(&operation(&region, &[], []), ids([1, 2])).await.unwrap();
    assert_eq!((&report["DryRun"], &report["Complete"]), (&json!(true), &json!(true)));
    assert_eq!(outcomes(&report), ["1 Planned", "2 Held"]);
    assert!(region.terminations().is_empty());
}

#[tokio::test]
async fn a_refusal_inside_a_200_is_looked_at_again() {
    let region = Region::with([
        desktop(1, "alice", Available),
        desktop(2, "alice", Available),
        desktop(3, "alice", Available),
    ]);
    region.fail(&id(1), "SomethingNew");
    region.fail(&id(3), "AccessDenied");
    let report = ask(&operation(&region, &[], LIVE), ids([1, 2, 3])).await.unwrap();
    assert_eq!(outcomes(&report), ["1 Failed", "2 Requested", "3 Failed"]);
    assert_eq!(
        (&report["Outcomes"][0]["Retryable"], &report["Outcomes"][2]["Retryable"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(
        report["FailedRequests"],
        json!([
            {"WorkspaceId": id(1), "ErrorCode": "SomethingNew", "ErrorMessage": "it is not to be"},
            {"WorkspaceId": id(3), "ErrorCode": "AccessDenied", "ErrorMessage": "it is not to be"},
        ])
    );
}

#[tokio::test]
async fn a_refusal_that_names_nobody_is_believed_of_none_without_a_look() {
    let region = Region::with([desktop(1, "alice", Available), desktop(2, "alice", Available)]);
    region.fail("", "SomethingNew");
    region.fail(&id(2), "SomethingNew");
    let report = ask(&operation(&region, &[], LIVE), ids([1, 2])).await.unwrap();
    assert_eq!(outcomes(&report), ["1 InProgress", "2 Failed"]);
}

#[tokio::test]
async fn a_role_that_may_not_look_fails_the_request() {
    let region = Region::with([desktop(1, "alice", Available)]);
    region.refuse("DescribeWorkspaces 1", 400, "AccessDeniedException");
    let (kind, message) = error(ask(&operation(&region, &[], LIVE), ids([1])).await);
    assert_eq!(kind, "AccessDenied");
    assert_eq!(message, "DescribeWorkspaces: AccessDeniedException: refused for alice (request id aws-1)");
}

#[tokio::test]
async fn a_role_that_may_not_end_some_ends_the_others_one_by_one() {
    let region = Region::with((1..=3).map(|n| desktop(n, "alice", Available)));
    region.refuse("TerminateWorkspaces 1 2 3", 400, "AccessDeniedException");
    region.refuse("TerminateWorkspaces 2", 400, "AccessDeniedException");
    let report = ask(&operation(&region, &[], LIVE), ids(1..=3)).await.unwrap();
    assert_eq!(outcomes(&report), ["1 Requested", "2 Failed", "3 Requested"]);
    let tags_of_2 = region.calls().iter().filter(|call| *call == "DescribeTags 2").count();
    assert!(tags_of_2 >= 2, "its tags were read again before it was tried by itself");
}

#[tokio::test]
async fn a_throttled_removal_is_an_outcome_that_may_be_asked_again() {
    let region = Region::with((1..=2).map(|n| desktop(n, "alice", Available)));
    region.refuse("TerminateWorkspaces 1 2", 400, "ThrottlingException");
    let report = ask(&operation(&region, &[], LIVE), ids(1..=2)).await.unwrap();
    assert_eq!(
        report["Outcomes"][1],
        json!({"ResourceType": "WorkSpace", "ResourceId": id(2), "Status": "Failed", "Retryable": true,
               "ErrorCode": "ThrottlingException", "ErrorMessage": "refused for alice"})
    );
    assert_eq!((region.terminations(), &report["Complete"]), (vec![2], &json!(false)));
}

#[tokio::test]
async fn what_cannot_be_read_is_not_ended_and_its_siblings_are() {
    let region = Region::with((1..=2).map(|n| desktop(n, "alice", Available)));
    region.refuse("DescribeTags 1", 400, "ResourceNotFoundException");
    let report = ask(&operation(&region, &[], LIVE), ids(1..=2)).await.unwrap();
    assert_eq!(outcomes(&report), ["1 Failed", "2 Requested"]);
    assert_eq!(region.calls().last().unwrap(), "TerminateWorkspaces 2");
}

#[tokio::test]
async fn an_answer_without_a_body_is_no_answer() {
    let region = Region::with([desktop(1, "alice", Available)]);
    region.refuse("DescribeTags 1", 200, "");
    assert_eq!(outcomes(&ask(&operation(&region, &[], LIVE), ids([1])).await.unwrap()), ["1 Failed"]);
    region.refuse("DescribeWorkspaces 1", 200, "");
    assert_eq!(error(ask(&operation(&region, &[], LIVE), ids([1])).await).0, "ServiceUnavailable");
    assert!(region.terminations().is_empty());
}

#[tokio::test]
async fn near_the_deadline_nothing_new_is_started() {
    let region = Region::with([desktop(1, "alice", Available)]);
    let operation = operation(&region, &[], LIVE);
    let report = ask_within(&operation, Duration::from_secs(1), &ids([1])).await.unwrap();
    assert_eq!((outcomes(&report), &report["Complete"]), (vec!["1 NotReady".to_owned()], &json!(false)));
    assert_eq!(region.calls(), Vec::<String>::new());
    let person = json!({"User": {"UserName": "alice"}});
    let (kind, _) = error(ask_within(&operation, Duration::from_secs(1), &person).await);
    assert_eq!(kind, "ServiceUnavailable");
}

#[tokio::test]
async fn messages_share_calls_and_one_that_aws_refuses_spoils_no_other() {
    let region = Region::with((1..=2).map(|n| desktop(n, "alice", Available)));
    let operation = operation(&region, &[], LIVE);
    let message = |name: &str, n: usize| json!({"messageId": name, "eventSource": "aws:sqs", "body": ids([n]).to_string()});
    let batch = json!({"Records": [message("a", 1), message("b", 2), message("c", 1), message("d", 9)]});
    let answer = ask(&operation, batch.clone()).await.unwrap();
    let returned = json!({"batchItemFailures":
        [{"itemIdentifier": "a"}, {"itemIdentifier": "b"}, {"itemIdentifier": "c"}]});
    assert_eq!(answer, returned);
    assert_eq!(region.terminations(), [2]);
    region.refuse("DescribeWorkspaces 1 2 9", 400, "InvalidParameterValuesException");
    region.refuse("DescribeWorkspaces 2", 400, "InvalidParameterValuesException");
    region.forget(1);
    let answer = ask(&operation, batch).await.unwrap();
    assert_eq!(answer, json!({"batchItemFailures": [{"itemIdentifier": "b"}]}));
}

#[tokio::test]
async fn a_request_that_is_not_awss_own_is_refused_by_name() {
    let operation = operation(&Region::default(), &[], LIVE);
    for (request, message) in [
        (json!({}), "the request must have `User` or `TerminateWorkspaceRequests`"),
        (
            json!({"TerminateWorkspaceRequests": []}),
            "`TerminateWorkspaceRequests` must be a list with at least one item",
        ),
        (
            json!({"TerminateWorkspaceRequests": [{"WorkspaceID": "ws-12345678"}]}),
            "`TerminateWorkspaceRequests[0].WorkspaceId` is missing",
        ),
        (
            json!({"TerminateWorkspaceRequests": [{"WorkspaceId": "ws-12345678", "Force": true}]}),
            "`TerminateWorkspaceRequests[0].Force` is not a field of this request",
        ),
    ] {
        assert_eq!(error(ask(&operation, request).await), ("InvalidRequest", message.to_owned()));
    }
}
