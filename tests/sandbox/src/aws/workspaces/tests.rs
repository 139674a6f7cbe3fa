use serde_json::{Value, json};

use super::{DirectoryState, WorkspaceState};
use crate::aws::testing::{Account, Answer, ids};

const DIRECTORY: &str = "d-9067000001";
const EMPTY: &str = "d-9067000002";
const POOLED: &str = "wsd-pooled001";

fn account() -> Account {
    Account::with(json!({
        "Directories": [
            {"DirectoryId": DIRECTORY, "WorkspaceDirectoryName": "office"},
            {"DirectoryId": EMPTY},
            {"DirectoryId": POOLED, "WorkspaceType": "POOLS"},
            {"DirectoryId": "d-9067000009", "Region": "us-east-1"},
        ],
        "Workspaces": [
            {"WorkspaceId": "ws-alice0001", "DirectoryId": DIRECTORY, "UserName": "alice", "BundleId": "wsb-aaaaaaaaa",
             "RelatedWorkspaces": [{"WorkspaceId": "ws-standby01", "Region": "us-east-1", "Type": "STANDBY"}]},
            {"WorkspaceId": "ws-bob000001", "DirectoryId": DIRECTORY, "UserName": "bob", "State": "SUSPENDED"},
            {"WorkspaceId": "ws-standby01", "DirectoryId": "d-9067000009", "UserName": "alice"},
        ],
        "WorkspacesPools": [{"PoolId": "wspool-000000001", "DirectoryId": POOLED, "PoolName": "kiosk"}],
        "Tags": {"ws-bob000001": {"offboarding:hold": ""}},
    }))
}

fn call(account: &Account, operation: &str, input: &Value) -> Answer {
    account.json("WorkspacesService", operation, input)
}

fn terminate(account: &Account, id: &str) -> Value {
    call(account, "TerminateWorkspaces", &json!({"TerminateWorkspaceRequests": [{"WorkspaceId": id}]})).ok()
}

fn deregister(account: &Account, id: &str) -> Answer {
    call(account, "DeregisterWorkspaceDirectory", &json!({"DirectoryId": id}))
}

fn listed(account: &Account, input: &Value) -> Vec<String> {
    let answer = call(account, "DescribeWorkspaces", input).ok();
    ids(&answer, "Workspaces", "WorkspaceId").into_iter().map(str::to_owned).collect()
}

#[test]
fn a_workspace_is_found_by_id_by_user_by_bundle_or_by_nothing() {
    let account = account();
    assert_eq!(listed(&account, &json!({})), ["ws-alice0001", "ws-bob000001"]);
    assert_eq!(
        listed(&account, &json!({"WorkspaceIds": ["ws-bob000001", "ws-nobody001"]})),
        ["ws-bob000001"]
    );
    assert_eq!(listed(&account, &json!({"DirectoryId": DIRECTORY, "UserName": "ALICE"})), ["ws-alice0001"]);
    assert_eq!(listed(&account, &json!({"BundleId": "wsb-aaaaaaaaa"})), ["ws-alice0001"]);
    assert_eq!(listed(&account, &json!({"DirectoryId": EMPTY})), [""; 0]);
}

#[test]
fn the_sandboxs_own_region_member_never_reaches_a_caller() {
    let answer = call(&account(), "DescribeWorkspaces", &json!({"WorkspaceIds": ["ws-alice0001"]})).ok();
    assert_eq!(
        answer["Workspaces"][0],
        json!({
            "WorkspaceId": "ws-alice0001", "DirectoryId": DIRECTORY, "UserName": "alice", "State": "AVAILABLE",
            "BundleId": "wsb-aaaaaaaaa",
            "RelatedWorkspaces": [
                {"WorkspaceId": "ws-standby01", "Region": "us-east-1", "State": "AVAILABLE", "Type": "STANDBY"},
            ],
        })
    );
}

#[test]
fn filters_that_aws_does_not_combine_are_refused() {
    let account = account();
    for input in [
        json!({"UserName": "alice"}),
        json!({"WorkspaceIds": ["ws-alice0001"], "DirectoryId": DIRECTORY}),
        json!({"BundleId": "wsb-aaaaaaaaa", "DirectoryId": DIRECTORY}),
    ] {
        let answer = call(&account, "DescribeWorkspaces", &input);
        assert_eq!(answer.refused(), (400, "InvalidParameterValuesException"), "{input}");
    }
    let answer = call(&account, "DescribeWorkspaces", &json!({"WorkspaceIds": ["ws-1"]}));
    assert_eq!(answer.refused(), (400, "ValidationException"));
}

#[test]
fn pages_have_the_size_asked_for_and_end_without_a_token() {
    let account = account();
    let first = call(&account, "DescribeWorkspaces", &json!({"Limit": 1})).ok();
    assert_eq!(ids(&first, "Workspaces", "WorkspaceId"), ["ws-alice0001"]);
    let second = call(&account, "DescribeWorkspaces", &json!({"NextToken": first["NextToken"]})).ok();
    assert_eq!(ids(&second, "Workspaces", "WorkspaceId"), ["ws-bob000001"]);
    assert_eq!(second.get("NextToken"), None);
    let other = json!({"NextToken": first["NextToken"], "DirectoryId": DIRECTORY});
    let answer = call(&account, "DescribeWorkspaces", &other);
    assert_eq!(answer.refused(), (400, "InvalidParameterValuesException"));
}

#[test]
fn directories_are_found_by_id_by_name_and_by_type() {
    let account = account();
    let directories = |input: &Value| {
        let answer = call(&account, "DescribeWorkspaceDirectories", input).ok();
        ids(&answer, "Directories", "DirectoryId").join(" ")
    };
    assert_eq!(directories(&json!({})), format!("{DIRECTORY} {EMPTY} {POOLED}"));
    assert_eq!(directories(&json!({"DirectoryIds": [EMPTY]})), EMPTY);
    assert_eq!(directories(&json!({"WorkspaceDirectoryNames": ["office"]})), DIRECTORY);
    let pools = json!({"Filters": [{"Name": "WORKSPACE_TYPE", "Values": ["POOLS"]}]});
    assert_eq!(directories(&pools), POOLED);
    let identity = json!({"Filters": [{"Name": "USER_IDENTITY_TYPE", "Values": ["AWS_DIRECTORY_SERVICE"]}]});
    assert_eq!(directories(&identity), format!("{DIRECTORY} {EMPTY}"));
}

#[test]
fn pools_are_found_by_id_and_by_name() {
    let account = account();
    let pools = |input: &Value| call(&account, "DescribeWorkspacesPools", input);
    let all = pools(&json!({})).ok();
    assert_eq!(all["WorkspacesPools"][0]["DirectoryId"], POOLED);
    assert_eq!(all["WorkspacesPools"][0]["State"], "RUNNING");
    let filter = |operator: &str, value: &str| {
        let filters = json!([{"Name": "PoolName", "Operator": operator, "Values": [value]}]);
        pools(&json!({"Filters": filters})).ok()["WorkspacesPools"].as_array().unwrap().len()
    };
    assert_eq!([filter("EQUALS", "kiosk"), filter("NOTEQUALS", "kiosk")], [1, 0]);
    assert_eq!([filter("CONTAINS", "ios"), filter("NOTCONTAINS", "ios")], [1, 0]);
    let answer = pools(&json!({"PoolIds": ["wspool-000000002"]}));
    assert_eq!(answer.refused(), (400, "ResourceNotFoundException"));
}

#[test]
fn tags_are_put_read_and_taken_off() {
    let account = account();
    let id = json!({"ResourceId": DIRECTORY});
    let tags = || call(&account, "DescribeTags", &id).ok()["TagList"].clone();
    assert_eq!(tags(), json!([]));
    let new = json!({"ResourceId": DIRECTORY, "Tags": [{"Key": "team", "Value": "blue"}, {"Key": "empty"}]});
    assert_eq!(call(&account, "CreateTags", &new).ok(), json!({}));
    assert_eq!(tags(), json!([{"Key": "empty", "Value": ""}, {"Key": "team", "Value": "blue"}]));
    call(&account, "DeleteTags", &json!({"ResourceId": DIRECTORY, "TagKeys": ["team", "empty", "absent"]}))
        .ok();
    assert_eq!(tags(), json!([]));
}

#[test]
fn tags_of_nothing_reserved_tags_and_too_many_tags_are_refused() {
    let account = account();
    let create = |id: &str, tags: &Value| {
        call(&account, "CreateTags", &json!({"ResourceId": id, "Tags": tags})).refused().1.to_owned()
    };
    let missing = call(&account, "DescribeTags", &json!({"ResourceId": "ws-standby01"}));
    assert_eq!(missing.refused(), (400, "ResourceNotFoundException"));
    assert_eq!(create("ws-nobody001", &json!([{"Key": "a"}])), "ResourceNotFoundException");
    assert_eq!(create(DIRECTORY, &json!([{"Key": "aws:a"}])), "InvalidParameterValuesException");
    let many: Value = (0..51).map(|number| json!({"Key": number.to_string()})).collect();
    assert_eq!(create(DIRECTORY, &many), "ResourceLimitExceededException");
    assert_eq!(create(DIRECTORY, &json!([{"Key": "k".repeat(128)}])), "ValidationException");
}

#[test]
fn a_terminated_workspace_is_listed_for_five_minutes_and_then_gone_with_its_tags() {
    let account = account();
    account.aws.edit(|world| world.tags.put("ws-alice0001", "team", "blue"));
    assert_eq!(terminate(&account, "ws-alice0001"), json!({"FailedRequests": []}));
    assert_eq!(terminate(&account, "ws-alice0001"), json!({"FailedRequests": []}), "a second time");
    account.later(4);
    assert_eq!(account.aws.world().workspace("ws-alice0001").unwrap().state, WorkspaceState::Terminating);
    account.later(1);
    assert_eq!(listed(&account, &json!({})), ["ws-bob000001"]);
    assert!(account.aws.world().tags.of("ws-alice0001").is_empty());
    assert_eq!(terminate(&account, "ws-alice0001")["FailedRequests"][0]["WorkspaceId"], "ws-alice0001");
}

#[test]
fn a_suspended_workspace_and_an_unknown_one_are_refused_inside_a_success() {
    let account = account();
    let input = json!({"TerminateWorkspaceRequests": [
        {"WorkspaceId": "ws-bob000001"}, {"WorkspaceId": "ws-alice0001"}, {"WorkspaceId": "ws-nobody001"},
        {"WorkspaceId": "ws-standby01"},
    ]});
    let answer = call(&account, "TerminateWorkspaces", &input).ok();
    let refused = ids(&answer, "FailedRequests", "WorkspaceId");
    assert_eq!(refused, ["ws-bob000001", "ws-nobody001", "ws-standby01"], "the last is in another Region");
    assert!(answer["FailedRequests"][0]["ErrorCode"].is_string());
    assert_eq!(account.aws.world().workspace("ws-bob000001").unwrap().state, WorkspaceState::Suspended);
}

#[test]
fn a_suspended_workspace_is_available_again_when_its_image_is_made() {
    let account = account();
    account.later(45);
    assert_eq!(account.aws.world().workspace("ws-bob000001").unwrap().state, WorkspaceState::Available);
}

#[test]
fn more_than_25_or_no_workspaces_at_once_are_refused() {
    let account = account();
    let requests = |count: usize| vec![json!({"WorkspaceId": "ws-alice0001"}); count];
    for count in [0, 26] {
        let input = json!({"TerminateWorkspaceRequests": requests(count)});
        assert_eq!(call(&account, "TerminateWorkspaces", &input).refused(), (400, "ValidationException"));
    }
    assert_eq!(call(&account, "TerminateWorkspaces", &json!({})).refused(), (400, "ValidationException"));
}

#[test]
fn a_primary_knows_the_state_of_its_standby_until_that_is_gone() {
    let account = account();
    account
        .aws
        .edit(|world| world.workspace_mut("ws-standby01").unwrap().state = WorkspaceState::Terminating);
    let related = || account.aws.world().workspace("ws-alice0001").unwrap().related_workspaces.clone();
    assert_eq!(related()[0].state, WorkspaceState::Terminating);
    account.later(5);
    assert_eq!(related(), []);
}

#[test]
fn an_empty_directory_is_deregistered_after_a_while() {
    let account = account();
    assert_eq!(deregister(&account, EMPTY).ok(), json!({}));
    assert_eq!(account.aws.world().directory(EMPTY).unwrap().state, DirectoryState::Deregistering);
    assert_eq!(deregister(&account, EMPTY).refused(), (400, "InvalidResourceStateException"));
    account.later(2);
    assert_eq!(account.aws.world().directory(EMPTY), None);
    assert_eq!(deregister(&account, EMPTY).refused(), (400, "ResourceNotFoundException"));
}

#[test]
fn a_directory_is_in_use_while_a_workspace_is_on_its_way_out_or_a_pool_is_in_it() {
    let account = account();
    account.aws.edit(|world| world.workspaces.retain(|one| one.workspace_id == "ws-alice0001"));
    terminate(&account, "ws-alice0001");
    assert_eq!(deregister(&account, DIRECTORY).refused(), (400, "OperationNotSupportedException"));
    account.later(5);
    deregister(&account, DIRECTORY).ok();
    assert_eq!(deregister(&account, POOLED).refused(), (400, "OperationNotSupportedException"));
}

#[test]
fn a_directory_that_is_registering_or_in_error_is_in_no_valid_state() {
    let account = account();
    for state in [DirectoryState::Registering, DirectoryState::Error] {
        account.aws.edit(|world| world.directory_mut(EMPTY).unwrap().state = state);
        assert_eq!(deregister(&account, EMPTY).refused(), (400, "InvalidResourceStateException"));
    }
    account.aws.edit(|world| world.directory_mut(EMPTY).unwrap().state = DirectoryState::Registering);
    account.later(2);
    deregister(&account, EMPTY).ok();
}
