use serde_json::{Value, json};

use super::EntityState;
use crate::aws::testing::{Account, Answer, aws_json, ids};

const ORGANIZATION: &str = "m-0123456789abcdef0123456789abcdef";
const CLOSED: &str = "m-ffffffffffffffffffffffffffffffff";
const ALICE: &str = "11111111-1111-1111-1111-111111111111";

fn account() -> Account {
    Account::with(json!({"Organizations": [
        {
            "OrganizationId": ORGANIZATION, "Alias": "example", "DefaultMailDomain": "example.com",
            "Users": [
                {"UserId": ALICE, "Name": "alice", "Email": "alice@example.com", "City": "Dublin"},
                {"Id": "22222222-2222-2222-2222-222222222222", "Name": "bob", "State": "DISABLED"},
            ],
            "Groups": [{"GroupId": "33333333-3333-3333-3333-333333333333", "Name": "alice", "Email": "team@example.com"}],
            "Resources": [{"ResourceId": "r-0123456789abcdef0123456789abcdef", "Name": "attic", "Email": "attic@example.com"}],
        },
        {"OrganizationId": CLOSED, "State": "Deleting"},
    ]}))
}

fn call(account: &Account, operation: &str, mut input: Value) -> Answer {
    let organization = input.as_object_mut().unwrap().entry("OrganizationId").or_insert(ORGANIZATION.into());
    if organization == "none" {
        input = json!({});
    }
    account.json("WorkMailService", operation, &input)
}

#[test]
fn organizations_are_listed_and_described_in_every_state() {
    let account = account();
    let answer = call(&account, "ListOrganizations", json!({"OrganizationId": "none"})).ok();
    assert_eq!(
        answer["OrganizationSummaries"][0],
        json!({"OrganizationId": ORGANIZATION, "Alias": "example", "DefaultMailDomain": "example.com", "State": "Active"})
    );
    let answer = call(&account, "DescribeOrganization", json!({"OrganizationId": CLOSED})).ok();
    assert_eq!(
        answer,
        json!({
            "OrganizationId": CLOSED, "State": "Deleting",
            "ARN": format!("arn:aws:workmail:eu-west-1:111122223333:organization/{CLOSED}"),
        })
    );
}

#[test]
fn an_unknown_organization_one_elsewhere_and_one_that_is_not_active_are_refused() {
    let account = account();
    let list = |organization: &str| call(&account, "ListUsers", json!({"OrganizationId": organization}));
    assert_eq!(list("m-00000000000000000000000000000000").refused(), (400, "OrganizationNotFoundException"));
    assert_eq!(list(CLOSED).refused(), (400, "OrganizationStateException"));
    assert_eq!(list("m-1").refused(), (400, "InvalidParameterException"));
    let elsewhere =
        aws_json("WorkMailService.ListUsers", "us-east-1", &json!({"OrganizationId": ORGANIZATION}));
    assert_eq!(account.send(&elsewhere).refused(), (400, "OrganizationNotFoundException"));
}

#[test]
fn a_listing_has_the_summaries_of_one_kind() {
    let account = account();
    let users = call(&account, "ListUsers", json!({})).ok();
    assert_eq!(
        users["Users"][0],
        json!({"Id": ALICE, "Name": "alice", "Email": "alice@example.com", "State": "ENABLED", "UserRole": "USER"})
    );
    assert_eq!(ids(&call(&account, "ListGroups", json!({})).ok(), "Groups", "Name"), ["alice"]);
    let resources = call(&account, "ListResources", json!({})).ok();
    assert_eq!(resources["Resources"][0]["Type"], "ROOM");
}

#[test]
fn a_listing_can_be_filtered_and_comes_in_pages() {
    let account = account();
    let users = |input: Value| call(&account, "ListUsers", input).ok();
    assert_eq!(ids(&users(json!({"Filters": {"UsernamePrefix": "AL"}})), "Users", "Name"), ["alice"]);
    assert_eq!(ids(&users(json!({"Filters": {"State": "DISABLED"}})), "Users", "Name"), ["bob"]);
    assert_eq!(ids(&users(json!({"Filters": {"PrimaryEmailPrefix": "x"}})), "Users", "Name"), [""; 0]);
    let first = users(json!({"MaxResults": 1}));
    let second = users(json!({"MaxResults": 1, "NextToken": first["NextToken"]}));
    assert_eq!(ids(&second, "Users", "Name"), ["bob"]);
    assert_eq!(second.get("NextToken"), None);
    let groups = call(&account, "ListGroups", json!({"NextToken": first["NextToken"]}));
    assert_eq!(groups.refused(), (400, "InvalidParameterException"));
    assert_eq!(
        call(&account, "ListUsers", json!({"MaxResults": 101})).refused(),
        (400, "InvalidParameterException")
    );
}

#[test]
fn a_user_is_found_by_id_name_or_address_and_nothing_else_is_a_user() {
    let account = account();
    for identifier in [ALICE, "alice", "Alice@Example.com"] {
        let answer = call(&account, "DescribeUser", json!({"UserId": identifier})).ok();
        assert_eq!((&answer["UserId"], &answer["City"]), (&json!(ALICE), &json!("Dublin")));
        assert_eq!(answer.get("Id"), None);
    }
    let answer = call(&account, "DescribeUser", json!({"UserId": "team@example.com"}));
    assert_eq!(answer.refused(), (400, "EntityNotFoundException"));
    assert!(answer.body["Message"].is_string());
}

#[test]
fn groups_and_resources_are_found_among_their_own_kind_only() {
    let account = account();
    let group = call(&account, "DescribeGroup", json!({"GroupId": "alice"})).ok();
    assert_eq!(group["GroupId"], "33333333-3333-3333-3333-333333333333");
    let resource = call(&account, "DescribeResource", json!({"ResourceId": "attic"})).ok();
    assert_eq!(resource["ResourceId"], "r-0123456789abcdef0123456789abcdef");
    let answer = call(&account, "DescribeResource", json!({"ResourceId": "alice"}));
    assert_eq!(answer.refused(), (400, "EntityNotFoundException"));
    let answer = call(&account, "DescribeGroup", json!({"GroupId": "two words"}));
    assert_eq!(answer.refused(), (400, "InvalidParameterException"));
}

#[test]
fn an_entity_of_any_kind_is_found_by_its_address() {
    let account = account();
    let group = call(&account, "DescribeEntity", json!({"Email": "team@example.com"})).ok();
    let expected =
        json!({"EntityId": "33333333-3333-3333-3333-333333333333", "Name": "alice", "Type": "GROUP"});
    assert_eq!(group, expected);
    let answer = call(&account, "DescribeEntity", json!({"Email": "nobody@example.com"}));
    assert_eq!(answer.refused(), (400, "EntityNotFoundException"));
    assert_eq!(
        call(&account, "DescribeEntity", json!({"Email": "alice"})).refused(),
        (400, "InvalidParameterException")
    );
}

#[test]
fn an_entity_is_deregistered_at_once_and_only_once() {
    let account = account();
    let deregister = |id: &str| call(&account, "DeregisterFromWorkMail", json!({"EntityId": id}));
    assert_eq!(deregister(ALICE).ok(), json!({}));
    let user = call(&account, "DescribeUser", json!({"UserId": ALICE})).ok();
    assert_eq!(user["State"], "DISABLED");
    assert!(user["DisabledDate"].is_i64());
    assert_eq!(deregister(ALICE).refused(), (400, "EntityStateException"));
    assert_eq!(deregister("nobody").refused(), (400, "EntityNotFoundException"));
    deregister("attic@example.com").ok();
}

#[test]
fn a_deregistered_user_can_be_registered_again_under_a_free_address() {
    let account = account();
    let register =
        |id: &str, email: &str| call(&account, "RegisterToWorkMail", json!({"EntityId": id, "Email": email}));
    assert_eq!(register("bob", "alice@example.com").refused(), (400, "EmailAddressInUseException"));
    register("bob", "bob@example.com").ok();
    assert_eq!(call(&account, "DescribeUser", json!({"UserId": "bob@example.com"})).ok()["State"], "ENABLED");
    register("bob", "bob@example.com").ok();
    account.aws.edit(|world| world.organizations[0].users[1].state = EntityState::Deleted);
    assert_eq!(register("bob", "bob@example.com").refused(), (400, "EntityStateException"));
}
