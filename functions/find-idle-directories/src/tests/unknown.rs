//! What could not be read, or is not there.

use super::*;

fn said_no(call: &str) -> String {
    format!("{call}: AccessDeniedException: AWS says no (request id aws-1)")
}

#[tokio::test]
async fn one_that_cannot_be_read_is_unknown_and_its_siblings_are_not() {
    let calls = [
        listing(&[directory(ID), directory(OTHER), directory("d-0000000003")]),
        refuse!(describe_tags),
        tags(OTHER, &[(CLOCK, TWO_WEEKS_AGO)]),
        refuse!(describe_workspaces),
        tags("d-0000000003", &[(CLOCK, TWO_WEEKS_AGO)]),
        workspaces("d-0000000003", 0),
        pools(&[]),
    ];
    let found = json!([
        finding(ID, "Unknown", None, &said_no("DescribeTags")),
        finding(OTHER, "Unknown", None, &said_no("DescribeWorkspaces")),
        finding("d-0000000003", "Idle", Some(TWO_WEEKS_AGO), LONG_EMPTY),
    ]);
    assert_eq!(find(&calls, json!({})).await, answer(&found, &["d-0000000003"]));
}

#[tokio::test]
async fn without_the_pools_only_what_has_workspaces_is_known() {
    let calls = [
        listing(&[directory(ID), directory(OTHER), directory("d-0000000003")]),
        tags(ID, &[]),
        workspaces(ID, 0),
        refuse!(describe_workspaces_pools),
        tags(OTHER, &[(CLOCK, TWO_WEEKS_AGO)]),
        workspaces(OTHER, 0),
        tags("d-0000000003", &[]),
        workspaces("d-0000000003", 1),
    ];
    let found = json!([
        finding(ID, "Unknown", None, &said_no("DescribeWorkspacesPools")),
        finding(OTHER, "Unknown", None, &said_no("DescribeWorkspacesPools")),
        finding("d-0000000003", "InUse", None, "it has WorkSpaces"),
    ]);
    assert_eq!(find(&calls, json!({})).await, answer(&found, &[]));
}

#[tokio::test]
async fn a_clock_that_cannot_be_changed_makes_unknown() {
    let calls = [
        listing(&[directory(ID), directory(OTHER)]),
        tags(ID, &[]),
        workspaces(ID, 0),
        pools(&[]),
        tags(OTHER, &[(CLOCK, YESTERDAY)]),
        workspaces(OTHER, 1),
        refuse!(create_tags),
        refuse!(delete_tags),
    ];
    let found = json!([
        finding(ID, "Unknown", None, &said_no("CreateTags")),
        finding(OTHER, "Unknown", None, &said_no("DeleteTags")),
    ]);
    assert_eq!(find(&calls, json!({})).await, answer(&found, &[]));
}

#[tokio::test]
async fn one_that_is_not_registered_is_unknown() {
    for state in ["REGISTERING", "DEREGISTERING", "ERROR", "BRAND_NEW"] {
        let calls = [
            listing(&[typed(ID, "SIMPLE_AD", "PERSONAL", state)]),
            tags(ID, &[(CLOCK, TWO_WEEKS_AGO), ("offboarding:hold", "")]),
        ];
        let found = json!([finding(ID, "Unknown", None, &format!("it is {state}, not REGISTERED"))]);
        assert_eq!(find(&calls, json!({})).await, answer(&found, &[]));
    }
}

#[tokio::test]
async fn a_message_comes_again_for_what_could_not_be_read_and_not_for_what_is_not_registered() {
    let record = |id: &str, directory: &str| {
        let body = json!({"DirectoryIds": [directory]}).to_string();
        json!({"eventSource": "aws:sqs", "messageId": id, "body": body})
    };
    let calls = [listing(&[directory(ID)]), refuse!(describe_tags)];
    let answer = find(&calls, json!({"Records": [record("m1", ID), record("m2", OTHER)]})).await;
    assert_eq!(answer, json!({"batchItemFailures": [{"itemIdentifier": "m1"}]}));
}

#[tokio::test]
async fn a_role_that_may_not_list_the_directories_fails_the_request() {
    let calls = [page(&[directory(ID)], None, "2"), refuse!(describe_workspace_directories)];
    let error = ask(LIVE, Duration::from_mins(1), &calls, json!({})).await.unwrap_err();
    assert_eq!(error.error_type().as_str(), "AccessDenied");
    assert_eq!(error.to_string(), said_no("DescribeWorkspaceDirectories"));
}

#[tokio::test]
async fn near_the_end_of_the_invocation_nothing_is_begun() {
    let error = ask(LIVE, Duration::from_secs(1), &[], json!({})).await.unwrap_err();
    assert_eq!(error.error_type().as_str(), "ServiceUnavailable");
}
