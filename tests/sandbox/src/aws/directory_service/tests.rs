use serde_json::{Value, json};

use super::DirectoryStage;
use crate::aws::testing::{Account, Answer, aws_json, ids};
use crate::aws::{DirectoryState, Fault, World};
use crate::iam::Administrator;

const UNUSED: &str = "d-9067000001";
const REGISTERED: &str = "d-9067000002";
const SHARED: &str = "d-9067000003";
const IN_WORKSPACES_ONLY: &str = "d-9067000004";

fn account() -> Account {
    Account::with(json!({
        "Directories": [
            {"DirectoryId": REGISTERED, "DirectoryType": "AD_CONNECTOR", "DirectoryName": "corp.example.com"},
            {"DirectoryId": IN_WORKSPACES_ONLY, "DirectoryType": "AWS_IAM_IDENTITY_CENTER"},
            {"DirectoryId": "d-9067000009", "Region": "us-east-1"},
        ],
        "DirectoryServiceDirectories": [
            {"DirectoryId": UNUSED},
            {"DirectoryId": REGISTERED},
            {"DirectoryId": SHARED, "Type": "MicrosoftAD", "AuthorizedApplications": ["RDS"]},
            {"DirectoryId": "d-9067000009"},
        ],
    }))
}

fn call(account: &Account, operation: &str, input: &Value) -> Answer {
    account.json("DirectoryService_20150416", operation, input)
}

fn delete(account: &Account, id: &str) -> Answer {
    call(account, "DeleteDirectory", &json!({"DirectoryId": id}))
}

fn describe(account: &Account, input: &Value) -> Answer {
    call(account, "DescribeDirectories", input)
}

#[track_caller]
fn still_used(answer: &Answer, by: &str) {
    assert_eq!(answer.refused(), (400, "ClientException"));
    let message = answer.body["Message"].as_str().unwrap();
    assert!(message.ends_with(&format!("still has authorized applications: {by}.")), "{message}");
}

fn impossible(world: Value) -> String {
    World::try_from(world).expect_err("a world that cannot be").to_string()
}

fn stage(account: &Account, id: &str) -> Option<DirectoryStage> {
    account.aws.world().service_directory(id).map(|directory| directory.stage)
}

#[test]
fn a_directory_that_nothing_uses_is_deleted_after_a_while() {
    let account = account();
    assert_eq!(delete(&account, UNUSED).ok(), json!({"DirectoryId": UNUSED}));
    assert_eq!(stage(&account, UNUSED), Some(DirectoryStage::Deleting));
    assert_eq!(delete(&account, UNUSED).refused(), (400, "ClientException"), "a second time");
    account.later(10);
    assert_eq!(stage(&account, UNUSED), None);
    assert_eq!(delete(&account, UNUSED).refused(), (400, "EntityDoesNotExistException"));
}

#[test]
fn a_directory_is_used_while_it_is_registered_and_for_half_an_hour_after_that() {
    let account = account();
    still_used(&delete(&account, REGISTERED), "WorkSpaces");
    account.aws.edit(|world| world.directory_mut(REGISTERED).unwrap().state = DirectoryState::Deregistering);
    still_used(&delete(&account, REGISTERED), "WorkSpaces");
    account.later(2);
    assert_eq!(account.aws.world().directory(REGISTERED), None);
    account.later(29);
    still_used(&delete(&account, REGISTERED), "WorkSpaces");
    account.later(1);
    delete(&account, REGISTERED).ok();
}

#[test]
fn the_half_hour_begins_again_when_a_directory_is_registered_meanwhile() {
    let account = account();
    let registered = account.aws.world().directory(REGISTERED).unwrap().clone();
    let leave = || account.aws.edit(|world| world.directories.retain(|one| one.directory_id != REGISTERED));
    leave();
    account.later(29);
    account.aws.edit(|world| world.directories.push(registered));
    account.later(1);
    leave();
    account.later(29);
    still_used(&delete(&account, REGISTERED), "WorkSpaces");
    account.later(1);
    delete(&account, REGISTERED).ok();
}

#[test]
fn a_directory_is_used_as_long_as_another_application_is_authorized() {
    let account = account();
    account.later(60 * 24);
    still_used(&delete(&account, SHARED), "RDS");
    account.aws.edit(|world| world.service_directory_mut(SHARED).unwrap().authorized_applications.clear());
    delete(&account, SHARED).ok();
}

#[test]
fn what_is_registered_with_workspaces_only_or_is_elsewhere_does_not_exist_here() {
    let account = account();
    for id in [IN_WORKSPACES_ONLY, "d-9067000009", "d-0000000000"] {
        assert_eq!(delete(&account, id).refused(), (400, "EntityDoesNotExistException"), "{id}");
    }
    let there = aws_json("DirectoryService_20150416.DescribeDirectories", "us-east-1", &json!({}));
    let listed = account.send(&there).ok();
    assert_eq!(ids(&listed, "DirectoryDescriptions", "DirectoryId"), ["d-9067000009"]);
}

#[test]
fn an_id_that_cannot_be_is_refused() {
    let account = account();
    for id in ["wsd-pooled001", "d-90670001", "d-906700000Z"] {
        assert_eq!(delete(&account, id).refused(), (400, "ValidationException"), "{id}");
    }
    assert_eq!(call(&account, "DeleteDirectory", &json!({})).refused(), (400, "ValidationException"));
}

#[test]
fn a_directory_is_described_without_the_sandboxs_own_members() {
    let answer = describe(&account(), &json!({"DirectoryIds": [REGISTERED]})).ok();
    assert_eq!(
        answer["DirectoryDescriptions"],
        json!([{
            "DirectoryId": REGISTERED, "Stage": "Active", "Name": "corp.example.com", "Type": "ADConnector",
            "Alias": REGISTERED, "AccessUrl": "d-9067000002.awsapps.com", "LaunchTime": 1_704_067_200,
            "StageLastUpdatedDateTime": 1_704_067_200, "SsoEnabled": false,
        }])
    );
}

#[test]
fn a_listing_has_pages_and_a_limit_of_zero_is_none() {
    let account = account();
    let first = describe(&account, &json!({"Limit": 2})).ok();
    assert_eq!(ids(&first, "DirectoryDescriptions", "DirectoryId"), [UNUSED, REGISTERED]);
    let second = describe(&account, &json!({"Limit": 2, "NextToken": first["NextToken"]})).ok();
    assert_eq!(ids(&second, "DirectoryDescriptions", "DirectoryId"), [SHARED]);
    assert_eq!(second.get("NextToken"), None);
    let all = describe(&account, &json!({"Limit": 0})).ok();
    assert_eq!(all["DirectoryDescriptions"].as_array().unwrap().len(), 3);
    let other = describe(&account, &json!({"DirectoryIds": [UNUSED], "NextToken": first["NextToken"]}));
    assert_eq!(other.refused(), (400, "InvalidNextTokenException"));
}

#[test]
fn a_listing_of_nothing_or_of_what_is_not_there_is_refused() {
    let account = account();
    let nothing = describe(&account, &json!({"DirectoryIds": []}));
    assert_eq!(nothing.refused(), (400, "InvalidParameterException"));
    let unknown = describe(&account, &json!({"DirectoryIds": [UNUSED, "d-0000000000"]}));
    assert_eq!(unknown.refused(), (400, "EntityDoesNotExistException"));
}

#[test]
fn a_call_without_a_wire_is_checked_and_fails_like_any_other() {
    let account = account();
    let delete = |id: &str| {
        let input = json!({"DirectoryId": id});
        account.aws.call("DirectoryService_20150416", "DeleteDirectory", &input, &Administrator)
    };
    account.aws.fail(Fault::new("DeleteDirectory", 500, "ServiceException", "not now").on(UNUSED));
    assert_eq!(delete(UNUSED).unwrap_err().to_string(), "ServiceException: not now");
    assert_eq!(delete(UNUSED), Ok(json!({"DirectoryId": UNUSED})));
    assert_eq!(delete(REGISTERED).unwrap_err().code, "ClientException");
    assert_eq!(delete("nonsense").unwrap_err().code, "ValidationException");
    for (service, operation) in
        [("DirectoryService_20150416", "CreateDirectory"), ("Directory", "DeleteDirectory")]
    {
        let refusal = account.aws.call(service, operation, &json!({}), &Administrator).unwrap_err();
        assert_eq!(refusal.code, "UnknownOperationException");
        assert!(refusal.message.contains(&format!("{service}.{operation}")), "{refusal}");
    }
}

#[test]
fn a_directory_may_be_in_directory_service_and_in_workspaces_and_then_in_one_region() {
    let world = |ours: Value, theirs: Value| {
        json!({
            "Directories": [{"DirectoryId": "d-9067000001", "Region": ours}],
            "DirectoryServiceDirectories": [{"DirectoryId": "d-9067000001", "Region": theirs}],
        })
    };
    World::try_from(world(json!("us-west-2"), Value::Null)).unwrap();
    World::try_from(world(json!("us-west-2"), json!("us-west-2"))).unwrap();
    World::try_from(world(Value::Null, json!("us-east-1"))).unwrap();
    assert_eq!(
        impossible(world(json!("us-west-2"), json!("us-east-1"))),
        "DirectoryServiceDirectories: d-9067000001 is in Region us-east-1, and registered with WorkSpaces elsewhere"
    );
    let directory = json!({"DirectoryId": "d-9067000001"});
    assert_eq!(
        impossible(json!({"DirectoryServiceDirectories": [directory, directory]})),
        "DirectoryServiceDirectories: d-9067000001 is there twice"
    );
    let identity_center =
        impossible(json!({"DirectoryServiceDirectories": [{"DirectoryId": "wsd-00000001"}]}));
    assert!(identity_center.starts_with("DirectoryServiceDirectories[0].DirectoryId: "), "{identity_center}");
}
