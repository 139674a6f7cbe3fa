use std::time::Duration;

use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};

use super::testing::{Account, REGION, aws_json};
use super::{Aws, Fault, WorkspaceState, World};
use crate::iam::Administrator;

const ALICE: &str = "ws-alice0001";

fn account() -> Account {
    Account::with(json!({
        "Directories": [{"DirectoryId": "d-9067000001"}, {"DirectoryId": "d-9067000002", "Region": "us-east-1"}],
        "Workspaces": [
            {"WorkspaceId": ALICE, "DirectoryId": "d-9067000001", "UserName": "alice"},
            {"WorkspaceId": "ws-alice0002", "DirectoryId": "d-9067000002", "UserName": "alice"},
        ],
        "DirectoryServiceDirectories": [{"DirectoryId": "d-9067000002"}],
        "Devices": [{"id": "AAAAAAAAAAAAAAAAAAAAAAAA"}],
    }))
}

fn describe(account: &Account, input: &Value) -> super::testing::Answer {
    account.json("WorkspacesService", "DescribeWorkspaces", input)
}

#[test]
fn an_unknown_operation_is_an_error_that_names_it() {
    let account = account();
    let answer = account.json("WorkspacesService", "RebootWorkspaces", &json!({}));
    assert_eq!(answer.refused(), (400, "UnknownOperationException"));
    assert!(answer.body["message"].as_str().unwrap().contains("WorkspacesService.RebootWorkspaces"));
    let answer = account.rest("GET", "/environments", &Value::Null);
    assert_eq!(answer.refused(), (404, "UnknownOperationException"));
}

#[test]
fn a_misspelt_member_is_an_error_that_names_it() {
    let answer = describe(&account(), &json!({"WorkspaceIDs": [ALICE]}));
    assert_eq!(answer.refused(), (400, "SerializationException"));
    assert!(answer.body["message"].as_str().unwrap().contains("workspaceIDs"));
}

#[test]
fn a_body_that_is_no_json_object_is_an_error() {
    let mut request = aws_json("WorkspacesService.DescribeWorkspaces", REGION, &json!({}));
    *request.body_mut() = Bytes::from_static(b"[1]");
    assert_eq!(account().send(&request).refused(), (400, "SerializationException"));
}

#[test]
fn every_answer_has_a_request_id_and_the_media_type_of_its_protocol() {
    let account = account();
    let answer =
        account.aws.answer(&aws_json("WorkMailService.Nonsense", REGION, &json!({})), &Administrator);
    assert_eq!(answer.headers()["content-type"], "application/x-amz-json-1.1");
    assert_eq!(answer.headers()["x-amzn-requestid"].len(), 36);
    let answer = account.aws.answer(&Request::get("/devices").body(Bytes::new()).unwrap(), &Administrator);
    assert_eq!(answer.headers()["content-type"], "application/json");
    assert_eq!(answer.headers()["x-amzn-requestid"].len(), 36);
}

#[test]
fn a_request_sees_the_region_that_it_is_signed_for() {
    let account = account();
    let there = aws_json("WorkspacesService.DescribeWorkspaces", "us-east-1", &json!({}));
    assert_eq!(account.send(&there).ok()["Workspaces"][0]["WorkspaceId"], "ws-alice0002");
    let unsigned = Request::post("/").header("x-amz-target", "WorkspacesService.DescribeWorkspaces");
    let here = account.send(&unsigned.body(Bytes::new()).unwrap()).ok();
    assert_eq!(here["Workspaces"][0]["WorkspaceId"], ALICE);
    assert_eq!(here["Workspaces"].as_array().unwrap().len(), 1);
}

#[test]
fn only_requests_of_services_that_are_here_are_served() {
    let get = |uri: &str| Request::get(uri).body(Bytes::new()).unwrap();
    assert!(Aws::serves(&aws_json("WorkMailService.ListUsers", REGION, &json!({}))));
    assert!(Aws::serves(&get("http://api.thinclient.eu-west-1.amazonaws.com/anything")));
    assert!(Aws::serves(&get("/tags/arn%3Aaws%3Athinclient%3Aeu-west-1%3A111122223333%3Adevice%2FA")));
    assert!(!Aws::serves(&aws_json("AmazonSQS.SendMessage", REGION, &json!({}))));
    assert!(!Aws::serves(&get("/2015-03-31/functions/terminate-workspaces/invocations")));
    assert!(!Aws::serves(&get("/tags/arn%3Aaws%3Alambda%3Aeu-west-1%3A111122223333%3Afunction%3AA")));
}

#[test]
fn another_protocol_fails_loudly() {
    let cbor = Request::post("/service/WorkspacesService/operation/DescribeWorkspaces");
    let cbor = cbor.body(Bytes::new()).unwrap();
    assert!(Aws::serves(&cbor));
    assert_eq!(account().send(&cbor).refused(), (400, "UnknownOperationException"));
}

#[test]
fn a_fault_strikes_as_often_as_it_was_asked_for_and_changes_nothing() {
    let account = account();
    account.aws.fail(Fault::new("TerminateWorkspaces", 400, "ThrottlingException", "Rate exceeded").times(2));
    let terminate = || {
        let input = json!({"TerminateWorkspaceRequests": [{"WorkspaceId": ALICE}]});
        account.json("WorkspacesService", "TerminateWorkspaces", &input)
    };
    assert_eq!(terminate().refused(), (400, "ThrottlingException"));
    assert_eq!(terminate().refused(), (400, "ThrottlingException"));
    assert_eq!(account.aws.world().workspace(ALICE).unwrap().state, WorkspaceState::Available);
    terminate().ok();
}

#[test]
fn a_fault_can_wait_for_one_resource_and_for_its_time() {
    let account = account();
    let denied = Fault::new("DescribeTags", 400, "AccessDeniedException", "no").on(ALICE).always();
    account.aws.fail(denied.after(Duration::from_mins(1)));
    let tags = |id: &str| account.json("WorkspacesService", "DescribeTags", &json!({"ResourceId": id}));
    tags(ALICE).ok();
    account.later(1);
    tags("d-9067000001").ok();
    assert_eq!(tags(ALICE).refused(), (400, "AccessDeniedException"));
    assert_eq!(tags(ALICE).refused(), (400, "AccessDeniedException"));
}

#[test]
fn a_fault_of_a_restjson_service_has_its_code_in_the_header() {
    let account = account();
    account.aws.fail(Fault::new("GetDevice", 429, "ThrottlingException", "slow down"));
    let answer = account.rest("GET", "/devices/AAAAAAAAAAAAAAAAAAAAAAAA", &Value::Null);
    assert_eq!(answer.refused(), (429, "ThrottlingException"));
    assert_eq!(answer.body, json!({"message": "slow down"}));
}

#[test]
#[should_panic(expected = "no operation TerminateWorkspace can fail")]
fn a_fault_that_could_never_come_is_refused() {
    account().aws.fail(Fault::new("TerminateWorkspace", 500, "InternalFailure", ""));
}

#[test]
fn listings_can_begin_with_an_empty_page_that_has_a_token() {
    let account = account();
    account.aws.empty_pages(true);
    let first = describe(&account, &json!({"WorkspaceIds": [ALICE]})).ok();
    assert_eq!(first["Workspaces"], json!([]));
    let second = describe(&account, &json!({"WorkspaceIds": [ALICE], "NextToken": first["NextToken"]})).ok();
    assert_eq!(second["Workspaces"][0]["WorkspaceId"], ALICE);
    assert_eq!(second.get("NextToken"), None);
}

#[test]
fn what_is_edited_lives_on_like_everything_else() {
    let account = account();
    assert_eq!(account.aws.next_transition(), None);
    account.aws.edit(|world| world.workspace_mut(ALICE).unwrap().state = WorkspaceState::Terminating);
    assert!(account.aws.next_transition().is_some());
    account.aws.edit(|world| world.workspace_mut(ALICE).unwrap().state = WorkspaceState::Available);
    assert_eq!(account.aws.next_transition(), None);
}

#[test]
fn a_world_comes_back_as_it_went_in() {
    let world = account().aws.world();
    let written = serde_json::to_value(&world).unwrap();
    assert_eq!(World::try_from(written).unwrap(), world);
}
