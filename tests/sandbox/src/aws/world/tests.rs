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
fn addresses_and_the_names_of_users_are_unique_in_an_organization() {
    let organization = |groups: Value, bob: Value| {
        let alice = json!({"Id": "S-1-1-12-1234", "Name": "alice", "Email": "alice@example.com"});
        json!({"Organizations": [{"OrganizationId": ORGANIZATION, "Users": [alice, bob], "Groups": groups}]})
    };
    let bob = |name: &str, email: &str| json!({"Id": "S-1-1-12-1235", "Name": name, "Email": email});
    let name = refused(organization(json!([]), bob("Alice", "bob@example.com")));
    assert!(name.ends_with("has more than one user with the name alice"), "{name}");
    let email = refused(organization(json!([]), bob("bob", "Alice@Example.com")));
    assert!(email.ends_with("has more than one entity with the address alice@example.com"), "{email}");
    let group = |email: &str| json!([{"Id": "S-1-1-12-1236", "Name": "alice", "Email": email}]);
    let shared = refused(organization(group("bob@example.com"), bob("bob", "bob@example.com")));
    assert!(shared.ends_with("the address bob@example.com"), "{shared}");
    World::try_from(organization(group("team@example.com"), bob("bob", "bob@example.com"))).unwrap();
}

#[test]
fn names_and_ids_of_workmail_are_as_its_model_has_them() {
    let organization = |member: &str, value: Value| {
        let mut organization = json!({"OrganizationId": ORGANIZATION});
        organization[member] = value;
        World::try_from(json!({"Organizations": [organization]})).map_err(|error| error.to_string())
    };
    let room = |id: &str| json!([{"ResourceId": id, "Name": "attic"}]);
    organization("Resources", room("r-0123456789abcdef0123456789abcdef")).unwrap();
    let error = organization("Resources", room("r-attic-000000000001")).unwrap_err();
    assert!(
        error.starts_with("Organizations[0].Resources[0].ResourceId: 'r-attic-000000000001' is not allowed")
    );
    organization("Users", json!([{"Id": "S-1-1-12-1234", "Name": "two words"}])).unwrap_err();
    organization("Groups", json!([{"Id": "S-1-1-12-1234", "Name": "Zwei Wörter"}])).unwrap();
    for (alias, good) in
        [("example-1", true), ("d-example", false), ("d", true), ("dd-1", true), ("a-", false)]
    {
        assert_eq!(organization("Alias", json!(alias)).is_ok(), good, "{alias}");
    }
}

#[test]
fn a_related_workspace_is_there_and_in_the_region_that_is_said() {
    let world = |related: Value| {
        json!({
            "Directories": [{"DirectoryId": "d-9067000001"}, {"DirectoryId": "d-9067000002", "Region": "us-west-2"}],
            "Workspaces": [
                {"WorkspaceId": "ws-alice0001", "DirectoryId": "d-9067000001", "RelatedWorkspaces": [related]},
                {"WorkspaceId": "ws-alice0002", "DirectoryId": "d-9067000002", "RelatedWorkspaces": [
                    {"WorkspaceId": "ws-alice0001", "Region": "us-east-1", "Type": "PRIMARY"},
                ]},
            ],
        })
    };
    let standby = |id: &str, region: &str| json!({"WorkspaceId": id, "Region": region, "Type": "STANDBY"});
    World::try_from(world(standby("ws-alice0002", "us-west-2"))).unwrap();
    assert_eq!(
        refused(world(standby("ws-alice0002", "us-west-1"))),
        "Workspaces: ws-alice0001 is related to ws-alice0002 in Region us-west-1, where no such WorkSpace is"
    );
    assert!(refused(world(standby("ws-nobody001", "us-west-2"))).contains("related to ws-nobody001"));
    let mut elsewhere = world(standby("ws-alice0002", "us-west-2"));
    elsewhere["Region"] = json!("eu-west-1");
    assert!(refused(elsewhere).contains("related to ws-alice0001 in Region us-east-1"));
}

#[test]
fn workspaces_of_one_directory_are_in_one_region() {
    let world = json!({
        "Directories": [{"DirectoryId": "d-9067000001"}],
        "Workspaces": [
            {"WorkspaceId": "ws-alice0001", "DirectoryId": "d-9067000001", "Region": "us-east-1"},
            {"WorkspaceId": "ws-alice0002", "DirectoryId": "d-9067000001", "Region": "us-west-2"},
        ],
    });
    assert!(refused(world).contains("ws-alice0002 is in Region us-west-2"));
}

#[test]
fn times_may_be_numbers_or_text() {
    let world = World::try_from(json!({"Devices": [
        {"id": "AAAAAAAAAAAAAAAAAAAAAAAA", "createdAt": "2026-01-01T00:00:00Z", "updatedAt": 1_767_225_600.5},
    ]}))
    .unwrap();
    assert_eq!(world.devices[0].other["createdAt"], 1_767_225_600);
    assert_eq!(world.devices[0].other["updatedAt"], 1_767_225_600.5);
    let today = json!({"Devices": [{"id": "AAAAAAAAAAAAAAAAAAAAAAAA", "createdAt": "today"}]});
    assert_eq!(
        refused(today),
        "Devices[0].createdAt: must be a number of seconds since 1970, or a time as RFC 3339 has it"
    );
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
fn tags_that_cannot_be_are_named_with_their_resource() {
    let id = "d-9067000001";
    let tagged = |tags: Value| refused(json!({"Directories": [{"DirectoryId": id}], "Tags": tags}));
    assert_eq!(tagged(json!({id: {"a": 1}})), "Tags.d-9067000001.a: must be a string");
    assert_eq!(
        tagged(json!({id: [{"Key": "a", "Wert": "b"}]})),
        "Tags.d-9067000001[0].Wert: AWS has no such member"
    );
    let neither = "must be an object, or for one resource a list of Key and Value";
    assert_eq!(tagged(json!({id: "a"})), format!("Tags.d-9067000001: {neither}"));
    assert_eq!(tagged(json!(["a"])), format!("Tags: {neither}"));
    assert!(tagged(json!({id: {"x".repeat(128): ""}})).ends_with("less than or equal to 127]"));
    assert!(tagged(json!({id: {"a": "x".repeat(256)}})).ends_with("less than or equal to 255"));
    let many: serde_json::Map<_, _> = (0..51).map(|key| (key.to_string(), json!(""))).collect();
    assert!(tagged(json!({id: many})).ends_with("less than or equal to 50"));
    let twice = json!([{"Key": "team", "Value": "blue"}, {"Key": "team", "Value": "red"}]);
    assert_eq!(tagged(json!({id: twice})), "Tags.d-9067000001: the key team is there twice");
    let arn = "arn:aws:workspaces:us-east-1:111122223333:directory/d-9067000001";
    assert_eq!(tagged(json!({id: {"a": ""}, arn: {"b": ""}})), "Tags: d-9067000001 is there twice");
}

#[test]
fn text_that_is_not_json_and_json_that_is_no_object_are_told_apart() {
    assert!(matches!("{".parse::<World>(), Err(WorldError::NotJson(_))));
    assert!(matches!("[]".parse::<World>(), Err(WorldError::NotAnObject(_))));
    assert!(serde_json::from_str::<World>(r#"{"Worlds": []}"#).unwrap_err().to_string().contains("Worlds"));
}
