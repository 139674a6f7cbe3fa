//! Least privilege: a role allows what is used, and nothing that is not. (That nothing is used which a role
//! does not allow is checked at the end of every test.)

use std::collections::{BTreeMap, BTreeSet};

use end_to_end::{Company, desktop, organization};
use serde_json::json;

use crate::offboarding::alice;
use crate::workflows::clean_up::with_idle_directories;

/// What the sandbox never asks for: Lambda, Step Functions and KMS use these for themselves.
const BY_THE_SERVICES: [&str; 3] = ["logs:", "xray:", "kms:"];

/// For a schedule whose state machine is gone, which a stack that starts cannot show.
const WHERE_NOTHING_CAN_BE_STARTED: (&str, &str) = ("CleanUpIdleDirectoriesScheduleRole", "sqs:SendMessage");

type Rights = BTreeMap<String, BTreeSet<String>>;

fn allowed(company: &Company) -> Rights {
    let of = |role: &String| {
        let mut actions = company.stack().allowed_actions(role);
        actions.retain(|action| !BY_THE_SERVICES.iter().any(|service| action.starts_with(service)));
        actions
    };
    company.stack().roles.iter().map(|role| (role.logical_id.clone(), of(&role.logical_id))).collect()
}

fn used(company: &Company) -> impl Iterator<Item = (String, String)> {
    company.uses().into_iter().map(|used| (used.role, used.action))
}

/// Everything that the project does, in a stack that may do all of it.
async fn everything() -> Company {
    let mut world = with_idle_directories();
    world["Organizations"][0]["Groups"] =
        json!([{"GroupId": "team-0000-0001", "Name": "team", "State": "ENABLED"}]);
    world["Organizations"][0]["Resources"] = json!([{"ResourceId": format!("r-{}", "0".repeat(32)), "Name": "room", "State": "ENABLED", "Type": "ROOM"}]);
    let parameters = [("DryRun", "false"), ("DeleteDirectories", "true"), ("MatchDevicesByLastUser", "true")];
    let company = Company::deployed(world, &parameters).await;
    company.offboard(alice()).await;
    // The second one comes under an id that is taken, which is told.
    for hours in [1, 2] {
        let user = json!({"UserName": "bob", "Email": "bob@example.com", "OrganizationId": organization(),
                          "DirectoryIds": [end_to_end::DIRECTORY]});
        let day = company.ahead(std::time::Duration::from_hours(hours));
        company.put(json!({"User": user, "OffboardingId": "HR-2027-0043", "EffectiveAt": day})).await;
    }
    company.settle().await.unwrap();
    company
}

/// What is rare: a clock that is taken off again, names in WorkMail, requests that fail to the end.
async fn the_rest(company: &Company) {
    let idle = "d-90670000e0";
    let back = json!(desktop("ws-back00001", "carol", idle));
    company.aws().edit(|world| world.workspaces.push(serde_json::from_value(back).unwrap()));
    company.report("find-idle-directories", json!({})).await;
    company.aws().edit(|world| world.workspaces.retain(|workspace| workspace.directory_id != idle));
    company.report("find-idle-directories", json!({})).await;
    company.trigger_schedule("CleanUpIdleDirectoriesSchedule").await.unwrap();
    company.settle().await.unwrap();
    company.send("DeregisterWorkspaceDirectoryQueue", &[json!({"DirectoryId": idle})]).await;
    for name in ["team", "room", "alice@example.com"] {
        let request = json!({"OrganizationId": organization(), "EntityId": name, "DryRun": true});
        company.report("deregister-from-workmail", request).await;
    }
    for function in company.stack().functions.clone() {
        company.invoke_async(&function.name, json!({"Nonsense": true})).await.unwrap();
    }
    company.settle().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_right_is_used() {
    let company = everything().await;
    the_rest(&company).await;
    let mut unused = allowed(&company);
    let (role, action) = WHERE_NOTHING_CAN_BE_STARTED;
    for (role, action) in used(&company).chain([(role.to_owned(), action.to_owned())]) {
        if let Some(actions) = unused.get_mut(&role) {
            actions.remove(&action);
        }
    }
    unused.retain(|_, actions| !actions.is_empty());
    assert_eq!(unused, Rights::new());
    company.close().await;
}
