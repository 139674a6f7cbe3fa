//! Asked directly, as a state machine does.

use std::collections::BTreeMap;

use end_to_end::{ALICE, Company, DIRECTORY, desktop, organization, person, world};
use sandbox::aws::Fault;
use serde_json::{Value, json};

use crate::offboarding::alice;

#[tokio::test(flavor = "multi_thread")]
async fn sixty_desktops_are_ended_by_one_request() {
    let mut world = world();
    let ids: Vec<String> = (0..60).map(|n| format!("ws-many{n:05}")).collect();
    world["Workspaces"].as_array_mut().unwrap().extend(ids.iter().map(|id| desktop(id, "carol", DIRECTORY)));
    let company = Company::deployed(world, &[("DryRun", "false"), ("MaxResources", "60")]).await;
    let requests: Vec<Value> = ids.iter().map(|id| json!({"WorkspaceId": id})).collect();
    let report =
        company.report("terminate-workspaces", json!({"TerminateWorkspaceRequests": requests})).await;
    let asked: Vec<(&str, &str)> = ids.iter().map(|id| (id.as_str(), "Requested")).collect();
    let got: Vec<(&str, &str)> = report["Outcomes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|outcome| (outcome["ResourceId"].as_str().unwrap(), outcome["Status"].as_str().unwrap()))
        .collect();
    assert_eq!(got, asked);
    assert_eq!(company.changing_calls(), ["TerminateWorkspaces"; 3]);
    company.settle().await.unwrap();
    assert_eq!(company.changes(), ids.iter().map(|id| format!("- {id} AVAILABLE")).collect::<Vec<_>>());
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn asked_again_until_complete_everything_is_done_once() {
    let company = Company::live(world()).await;
    for (function, first, last) in [
        ("terminate-workspaces", "Requested", None),
        ("deregister-device", "Requested", Some("AlreadyGone")),
        ("deregister-from-workmail", "Removed", Some("AlreadyGone")),
    ] {
        let report = company.report(function, alice()).await;
        assert_eq!(report["Outcomes"][0]["Status"], first, "{function}");
        company.settle().await.unwrap();
        let report = company.report(function, alice()).await;
        assert_eq!(report["Outcomes"][0]["Status"].as_str(), last, "{function}");
        assert_eq!(report["Complete"], true, "{function}");
    }
    assert_eq!(company.changing_calls().len(), 3);
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_go_by_their_exact_names() {
    let company = Company::deployed(world(), &[("DryRun", "false"), ("MaxResources", "1")]).await;
    let fail = |operation: &str, status, code: &str| {
        company.aws().fail(Fault::new(operation, status, code, "the sandbox was told to").always());
    };
    let terminate = |ids: &[&str]| {
        let requests: Vec<Value> = ids.iter().map(|id| json!({"WorkspaceId": id})).collect();
        json!({"TerminateWorkspaceRequests": requests})
    };
    let mut names = BTreeMap::new();
    let mut ask = async |name: &'static str, function: &str, request: Value| {
        names.insert(name, company.refusal(function, request).await.0);
    };
    ask("InvalidRequest", "terminate-workspaces", json!({"WorkspaceId": "ws-12345678"})).await;
    ask("TooManyResources", "terminate-workspaces", terminate(&["ws-12345678", "ws-23456789"])).await;
    let other = json!({"OrganizationId": format!("m-{}", "f".repeat(32)), "EntityId": ALICE});
    assert_eq!(company.refusal("deregister-from-workmail", other).await.0, "InvalidRequest");
    fail("DescribeUser", 400, "AccessDeniedException");
    ask("AccessDenied", "deregister-from-workmail", alice()).await;
    fail("GetDevice", 429, "ThrottlingException");
    ask("Throttled", "deregister-device", alice()).await;
    fail("DescribeWorkspaces", 500, "InternalFailure");
    ask("ServiceUnavailable", "terminate-workspaces", terminate(&[&person(ALICE).desktop])).await;
    assert!(names.iter().all(|(name, got)| name == got), "{names:#?}");
    assert_eq!(company.changes(), Vec::<String>::new());
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_error_names_the_call_its_code_and_its_request_id() {
    let company = Company::live(world()).await;
    company.aws().fail(Fault::new("DescribeUser", 400, "AccessDeniedException", "not you").always());
    let request = json!({"OrganizationId": organization(), "EntityId": ALICE});
    let (_, message) = company.refusal("deregister-from-workmail", request).await;
    assert!(message.starts_with("DescribeUser: AccessDeniedException: not you (request id "), "{message}");
    assert!(!message.contains("request id none"), "{message}");
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn throttling_that_passes_is_not_noticed() {
    let company = Company::live(world()).await;
    for operation in ["DescribeWorkspaces", "TerminateWorkspaces"] {
        company.aws().fail(Fault::new(operation, 400, "ThrottlingException", "slow down").times(2));
    }
    let report = company.report("terminate-workspaces", alice()).await;
    assert_eq!(report["Outcomes"][0]["Status"], "Requested");
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn listings_are_followed_to_the_missing_token() {
    let company = Company::live(world()).await;
    company.aws().empty_pages(true);
    let mut request = alice();
    request["User"].as_object_mut().unwrap().remove("DirectoryIds");
    let report = company.report("terminate-workspaces", request).await;
    assert_eq!(report["Outcomes"][0]["ResourceId"], person(ALICE).desktop);
    let report = company.report("deregister-workspace-directory", json!({"DirectoryId": DIRECTORY})).await;
    assert_eq!(report["Outcomes"][0]["Status"], "NotReady", "its desktops are on the second page");
    company.close().await;
}
