use serde_json::{Value, json};

use super::DeviceStatus;
use crate::aws::testing::{Account, Answer, ids};

const FIRST: &str = "AAAAAAAAAAAAAAAAAAAAAAAA";
const SECOND: &str = "BBBBBBBBBBBBBBBBBBBBBBBB";
const NONE: &str = "CCCCCCCCCCCCCCCCCCCCCCCC";

fn account() -> Account {
    Account::with(json!({
        "Devices": [
            {"id": FIRST, "name": "front desk", "lastUserId": "alice", "kmsKeyArn": "arn:aws:kms:eu-west-1:111122223333:key/1"},
            {"id": SECOND, "status": "DEREGISTERED"},
        ],
        "Tags": {FIRST: {"offboarding:hold": "yes"}},
    }))
}

fn get(account: &Account, path: &str) -> Answer {
    account.rest("GET", path, &Value::Null)
}

fn deregister(account: &Account, id: &str, input: &Value) -> Answer {
    account.rest("POST", &format!("/deregister-device/{id}"), input)
}

fn status(account: &Account, id: &str) -> DeviceStatus {
    account.aws.world().device(id).unwrap().status
}

fn tags_path(id: &str) -> String {
    format!("/tags/arn%3Aaws%3Athinclient%3Aeu-west-1%3A111122223333%3Adevice%2F{id}")
}

#[test]
fn devices_are_listed_in_summary_and_told_in_full() {
    let account = account();
    let list = get(&account, "/devices").ok();
    assert_eq!(
        list["devices"][0],
        json!({
            "id": FIRST, "status": "REGISTERED", "lastUserId": "alice", "name": "front desk",
            "arn": format!("arn:aws:thinclient:eu-west-1:111122223333:device/{FIRST}"),
        })
    );
    let device = get(&account, &format!("/devices/{FIRST}")).ok();
    assert!(device["device"]["kmsKeyArn"].is_string());
}

#[test]
fn a_listing_comes_in_pages() {
    let account = account();
    let first = get(&account, "/devices?maxResults=1").ok();
    let token = first["nextToken"].as_str().unwrap();
    let second = get(&account, &format!("/devices?maxResults=1&nextToken={token}")).ok();
    assert_eq!(ids(&second, "devices", "id"), [SECOND]);
    assert_eq!(second.get("nextToken"), None);
}

#[test]
fn bad_query_parameters_are_refused() {
    let account = account();
    let answer = get(&account, "/devices?maxResults=51");
    assert_eq!(answer.refused(), (400, "ValidationException"));
    assert_eq!(answer.body["reason"], "fieldValidationFailed");
    assert_eq!(answer.body["fieldList"][0]["name"], "maxResults");
    assert_eq!(get(&account, "/devices?nextToken=made-up").refused(), (400, "ValidationException"));
    assert_eq!(get(&account, "/devices?maxResults=many").refused(), (400, "SerializationException"));
    assert_eq!(get(&account, "/devices?status=REGISTERED").refused(), (400, "SerializationException"));
}

#[test]
fn a_device_that_is_not_there_is_not_found() {
    let account = account();
    let answer = get(&account, &format!("/devices/{NONE}"));
    assert_eq!(answer.refused(), (404, "ResourceNotFoundException"));
    assert_eq!((&answer.body["resourceId"], &answer.body["resourceType"]), (&json!(NONE), &json!("device")));
    assert_eq!(deregister(&account, NONE, &json!({})).refused(), (404, "ResourceNotFoundException"));
    assert_eq!(get(&account, "/devices/short").refused(), (400, "ValidationException"));
}

#[test]
fn tags_are_put_read_and_taken_off() {
    let account = account();
    let path = tags_path(FIRST);
    let tags = || get(&account, &path).ok()["tags"].clone();
    assert_eq!(tags(), json!({"offboarding:hold": "yes"}));
    account.rest("POST", &path, &json!({"tags": {"team": "blue", "floor": "2"}})).ok();
    account.rest("DELETE", &format!("{path}?tagKeys=offboarding%3Ahold&tagKeys=team"), &Value::Null).ok();
    assert_eq!(tags(), json!({"floor": "2"}));
    assert_eq!(get(&account, &tags_path(NONE)).refused(), (404, "ResourceNotFoundException"));
    assert_eq!(account.rest("DELETE", &path, &Value::Null).refused(), (400, "ValidationException"));
}

#[test]
fn a_device_is_deregistered_after_a_while() {
    let account = account();
    let answer = deregister(&account, FIRST, &Value::Null);
    assert_eq!(answer.status, 202);
    assert_eq!(answer.ok(), json!({}));
    assert_eq!(status(&account, FIRST), DeviceStatus::Deregistering);
    account.later(3);
    assert_eq!(status(&account, FIRST), DeviceStatus::Deregistered);
}

#[test]
fn a_device_can_be_archived_instead_or_afterwards() {
    let account = account();
    deregister(&account, FIRST, &json!({"targetDeviceStatus": "ARCHIVED"})).ok();
    account.later(3);
    assert_eq!(status(&account, FIRST), DeviceStatus::Archived);
    deregister(&account, SECOND, &json!({"targetDeviceStatus": "ARCHIVED"})).ok();
    assert_eq!(status(&account, SECOND), DeviceStatus::Archived);
    let answer = deregister(&account, SECOND, &json!({"targetDeviceStatus": "REGISTERED"}));
    assert_eq!(answer.refused(), (400, "ValidationException"));
}

#[test]
fn a_token_makes_a_repetition_harmless_and_fits_nothing_else() {
    let account = account();
    let with = |token: &str, target: &str| {
        deregister(&account, FIRST, &json!({"clientToken": token, "targetDeviceStatus": target}))
    };
    with("one", "DEREGISTERED").ok();
    with("one", "DEREGISTERED").ok();
    assert_eq!(with("one", "ARCHIVED").refused(), (400, "IdempotentParameterMismatch"));
    let other = with("two", "DEREGISTERED");
    assert_eq!(other.refused(), (409, "ConflictException"));
    assert_eq!(other.body["resourceId"], FIRST);
    account.later(3);
    with("one", "DEREGISTERED").ok();
    assert_eq!(status(&account, FIRST), DeviceStatus::Deregistered);
    assert_eq!(with("", "DEREGISTERED").refused(), (400, "ValidationException"));
}
