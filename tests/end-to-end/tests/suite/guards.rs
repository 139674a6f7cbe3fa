//! What is never removed.

use std::time::Duration;

use end_to_end::{ALICE, Company, DIRECTORY, ago, desktop, organization, person, world};
use serde_json::{Value, json};

use crate::offboarding::{alice, alice_is_gone, alice_is_gone_but_for};

fn statuses(report: &Value) -> Vec<&str> {
    report["Outcomes"].as_array().unwrap().iter().map(|outcome| outcome["Status"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_on_hold_stays_and_the_rest_goes() {
    let mut world = world();
    let alice_has = person(ALICE);
    world["Tags"] = json!({alice_has.desktop.clone(): {"offboarding:hold": "legal"}});
    let company = Company::live(world).await;
    company.offboard(alice()).await;
    assert_eq!(company.changes(), alice_is_gone_but_for(&alice_has.desktop));
    assert_eq!(company.kept().await, Vec::<String>::new(), "a hold is an answer");
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_resources_than_the_limit_are_refused_whole_and_kept_for_a_person() {
    let mut world = world();
    for n in 0..2 {
        let more = desktop(&format!("ws-alicemore{n}"), ALICE, DIRECTORY);
        world["Workspaces"].as_array_mut().unwrap().push(more);
    }
    let company = Company::deployed(world, &[("DryRun", "false"), ("MaxResources", "2")]).await;
    company.offboard(json!({"User": {"UserName": ALICE, "OrganizationId": organization()}})).await;
    assert_eq!(company.changing_calls(), ["DeregisterFromWorkMail"]);
    assert_eq!(company.kept().await, ["TerminateWorkspacesDeadLetterQueue 1"]);
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_region_with_two_directories_a_name_alone_is_ambiguous() {
    let mut world = world();
    let second = json!({"DirectoryId": "d-90670000b2", "DirectoryType": "AD_CONNECTOR"});
    world["Directories"].as_array_mut().unwrap().push(second);
    let company = Company::live(world).await;
    let request = json!({"User": {"UserName": ALICE, "OrganizationId": organization()}});
    company.offboard(request.clone()).await;
    assert_eq!(company.changing_calls(), ["DeregisterFromWorkMail"]);
    assert_eq!(company.kept().await, ["TerminateWorkspacesDeadLetterQueue 1"]);
    assert_eq!(company.refusal("terminate-workspaces", request).await.0, "AmbiguousUser");
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_and_a_room_with_the_leavers_name_are_never_touched() {
    let mut world = world();
    world["Organizations"][0]["Groups"] = json!([{"GroupId": "alice-group-000000000001", "Name": ALICE, "Email": "alice-team@example.com", "State": "ENABLED"}]);
    world["Organizations"][0]["Resources"] = json!([{"ResourceId": "r-00000000000000000000000000000001", "Name": ALICE, "Type": "ROOM", "State": "ENABLED"}]);
    let company = Company::live(world).await;
    company.offboard(alice()).await;
    assert_eq!(company.changes(), alice_is_gone());
    let by_name = json!({"OrganizationId": organization(), "EntityId": ALICE});
    assert_eq!(company.refusal("deregister-from-workmail", by_name).await.0, "AmbiguousUser");
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_standby_in_another_region_goes_with_its_primary() {
    let mut world = world();
    let (primary, standby) = (person(ALICE).desktop, "ws-alicewest");
    world["Directories"]
        .as_array_mut()
        .unwrap()
        .push(json!({"DirectoryId": "d-90670000c3", "Region": "us-west-2"}));
    world["Workspaces"][0]["RelatedWorkspaces"] =
        json!([{"WorkspaceId": standby, "Region": "us-west-2", "State": "AVAILABLE", "Type": "STANDBY"}]);
    let mut other = desktop(standby, "Alice", "d-90670000c3");
    other["RelatedWorkspaces"] =
        json!([{"WorkspaceId": primary, "Region": "us-east-1", "State": "AVAILABLE", "Type": "PRIMARY"}]);
    world["Workspaces"].as_array_mut().unwrap().push(other);
    let company = Company::live(world).await;
    company.offboard(alice()).await;
    let mut gone = alice_is_gone();
    gone.push(format!("- {standby} AVAILABLE"));
    gone.sort();
    let mut changes = company.changes();
    changes.sort();
    assert_eq!(changes, gone);
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_is_too_old_is_kept_for_a_person() {
    let company = Company::live(world()).await;
    let stale = json!({"source": "com.example.hr", "detail-type": "User Offboarding Requested",
                       "time": ago(Duration::from_hours(169)), "detail": alice()});
    company.put_event(stale.clone()).await.unwrap();
    company.settle().await.unwrap();
    assert_eq!(company.changes(), Vec::<String>::new());
    assert_eq!(
        company.kept().await,
        [
            "DeregisterDeviceDeadLetterQueue 1",
            "DeregisterFromWorkmailDeadLetterQueue 1",
            "TerminateWorkspacesDeadLetterQueue 1"
        ]
    );
    assert_eq!(company.refusal("deregister-device", stale).await.0, "Expired");
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_whose_day_has_not_come_does_nothing_yet() {
    let company = Company::live(world()).await;
    let mut early = alice();
    early["EffectiveAt"] = "2099-01-01T00:00:00Z".into();
    for function in ["terminate-workspaces", "deregister-device", "deregister-from-workmail"] {
        let report = company.report(function, early.clone()).await;
        assert_eq!((statuses(&report), &report["Complete"]), (vec!["NotReady"], &json!(false)), "{function}");
    }
    company.send("TerminateWorkspacesQueue", &[early]).await;
    company.settle().await.unwrap();
    assert_eq!(company.changing_calls(), Vec::<String>::new());
    assert_eq!(company.kept().await, ["TerminateWorkspacesDeadLetterQueue 1"]);
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_last_user_is_an_owner_only_where_the_stack_says_so() {
    let request = json!({"User": {"UserName": ALICE}});
    let company = Company::live(world()).await;
    let report = company.report("deregister-device", request.clone()).await;
    assert_eq!((&report["LookedUp"], &report["Outcomes"]), (&json!(false), &json!([])));
    company.close().await;
    let company =
        Company::deployed(world(), &[("DryRun", "false"), ("MatchDevicesByLastUser", "true")]).await;
    let report = company.report("deregister-device", request).await;
    assert_eq!(report["Outcomes"][0]["ResourceId"], person(ALICE).device);
    assert_eq!(company.changing_calls(), [format!("POST /deregister-device/{}", person(ALICE).device)]);
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn system_users_and_remote_users_keep_their_mailboxes() {
    for (role, by_id) in [("SYSTEM_USER", "Held"), ("REMOTE_USER", "Removed")] {
        let mut world = world();
        world["Organizations"][0]["Users"][0]["UserRole"] = role.into();
        let company = Company::live(world).await;
        let report = company.report("deregister-from-workmail", alice()).await;
        assert_eq!(statuses(&report), ["Held"], "{role} by person");
        let request = json!({"OrganizationId": organization(), "EntityId": person(ALICE).mailbox});
        let report = company.report("deregister-from-workmail", request).await;
        assert_eq!(statuses(&report), [by_id], "{role} by id");
        company.close().await;
    }
}
