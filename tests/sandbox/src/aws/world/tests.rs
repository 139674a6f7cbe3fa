use serde_json::{Value, json};

use super::{World, WorldError};
use crate::aws::{DirectoryState, EntityState, WorkspaceType};

const ORGANIZATION: &str = "m-0123456789abcdef0123456789abcdef";

fn refused(world: Value) -> String {
    World::try_from(world).expect_err("a world that cannot be").to_string()
}

#[test]
fn an_empty_object_is_an_empty_world() {
    assert_eq!("{}".parse::<World>().unwrap(), World::default());
}

#[test]
fn what_is_left_out_is_what_a_healthy_resource_has() {
    let mut world = World::try_from(json!({
        "Directories": [{"DirectoryId": "d-9067000001"}],
        "WorkspacesPools": [{"PoolId": "wspool-000000001", "DirectoryId": "d-9067000001"}],
        "Devices": [{"id": "AAAAAAAAAAAAAAAAAAAAAAAA"}],
        "Organizations": [{
            "OrganizationId": ORGANIZATION, "Users": [{"Id": "S-1-1-12-1234", "Name": "alice", "Email": null}],
        }],
    }))
    .unwrap();
    world.complete("eu-west-1", "111122223333");
    assert_eq!(world.directories[0].state, DirectoryState::Registered);
    assert_eq!(world.directories[0].workspace_type, WorkspaceType::Personal);
    assert_eq!(world.directories[0].other["DirectoryType"], "SIMPLE_AD");
    assert_eq!(
        world.devices[0].other["arn"],
        "arn:aws:thinclient:eu-west-1:111122223333:device/AAAAAAAAAAAAAAAAAAAAAAAA"
    );
    assert_eq!(world.organizations[0].state, "Active");
    assert_eq!(world.organizations[0].users[0].state, EntityState::Enabled);
    assert_eq!(world.organizations[0].users[0].other["UserRole"], "USER");
}

#[test]
fn a_workspace_is_where_its_directory_is_whichever_says_so() {
    let mut world = World::try_from(json!({
        "Region": "eu-west-1",
        "Directories": [{"DirectoryId": "d-9067000001"}, {"DirectoryId": "d-9067000002", "Region": "us-west-2"}],
        "Workspaces": [
            {"WorkspaceId": "ws-alice0001", "DirectoryId": "d-9067000001", "Region": "us-east-1"},
            {"WorkspaceId": "ws-alice0002", "DirectoryId": "d-9067000002"},
        ],
    }))
    .unwrap();
    world.complete("eu-west-1", "111122223333");
    assert_eq!(world.directories[0].region.as_deref(), Some("us-east-1"));
    assert_eq!(world.workspaces[1].region.as_deref(), Some("us-west-2"));
}

#[test]
fn a_member_that_aws_does_not_have_is_named_with_its_place() {
    let world =
        json!({"Directories": [{"DirectoryId": "d-9067000001", "Status": "REGISTERED"}], "Workspace": []});
    assert_eq!(
        refused(world),
        "Directories[0].Status: AWS has no such member; Workspace: AWS has no such member"
    );
}

#[test]
fn a_value_that_aws_would_not_have_is_named_with_its_place() {
    let state = refused(json!({"Directories": [{"DirectoryId": "d-9067000001", "State": "OPEN"}]}));
    assert!(state.starts_with("Directories[0].State: 'OPEN' is not allowed"), "{state}");
    let id = refused(json!({"Workspaces": [{"WorkspaceId": "alice", "DirectoryId": "d-9067000001"}]}));
    assert!(id.starts_with("Workspaces[0].WorkspaceId: 'alice' is not allowed"), "{id}");
}

#[test]
fn ids_are_unique_and_lead_somewhere() {
    let directory = json!({"DirectoryId": "d-9067000001", "Region": "eu-west-1"});
    let twice = json!({"Directories": [directory, directory]});
    assert_eq!(refused(twice), "Directories: d-9067000001 is there twice");
    let lost = json!({"Workspaces": [{"WorkspaceId": "ws-alice0001", "DirectoryId": "d-9067000001"}]});
    assert!(refused(lost).contains("ws-alice0001 is in directory d-9067000001, which is not in Directories"));
    let elsewhere = json!({
        "Directories": [directory],
        "Workspaces": [{"WorkspaceId": "ws-alice0001", "DirectoryId": "d-9067000001", "Region": "us-east-1"}],
    });
    assert!(refused(elsewhere).contains("is in Region us-east-1"));
    assert_eq!(refused(json!({"Tags": {"d-9067000001": {}}})), "Tags: there is no resource d-9067000001");
}

#[test]
fn an_entity_has_exactly_one_id() {
    let organization =
        |user: Value| json!({"Organizations": [{"OrganizationId": ORGANIZATION, "Users": [user]}]});
    let none = refused(organization(json!({"Name": "alice"})));
    assert!(none.contains("must have one id, either Id or UserId"), "{none}");
    let both = json!({"Name": "alice", "Id": "S-1-1-12-1234", "UserId": "S-1-1-12-1234"});
    assert!(refused(organization(both)).contains("must have one id"));
}

#[test]
fn tags_may_be_written_in_either_of_the_two_ways_and_by_id_or_arn() {
    let arn = "arn:aws:thinclient:eu-west-1:111122223333:device/AAAAAAAAAAAAAAAAAAAAAAAA";
    let world = World::try_from(json!({
        "Directories": [{"DirectoryId": "d-9067000001"}],
        "Devices": [{"id": "AAAAAAAAAAAAAAAAAAAAAAAA"}],
        "Tags": {"d-9067000001": [{"Key": "team", "Value": "blue"}], arn: {"team": "red"}},
    }))
    .unwrap();
    assert_eq!(world.tags.of("d-9067000001")["team"], "blue");
    assert_eq!(world.tags.of("AAAAAAAAAAAAAAAAAAAAAAAA")["team"], "red");
    assert_eq!(
        serde_json::to_value(&world.tags).unwrap(),
        json!({"d-9067000001": {"team": "blue"}, arn: {"team": "red"}})
    );
}

#[test]
fn text_that_is_not_json_and_json_that_is_no_object_are_told_apart() {
    assert!(matches!("{".parse::<World>(), Err(WorldError::NotJson(_))));
    assert!(matches!("[]".parse::<World>(), Err(WorldError::NotAnObject(_))));
    assert!(serde_json::from_str::<World>(r#"{"Worlds": []}"#).unwrap_err().to_string().contains("Worlds"));
}
