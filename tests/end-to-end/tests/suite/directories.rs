//! Directories: found idle over days, deregistered when empty.

use std::time::Duration;

use end_to_end::{Company, DIRECTORY, desktop, world};
use serde_json::{Value, json};

const EMPTY: &str = "d-90670000e0";

/// The company with a second directory, which is empty.
fn with_an_empty_directory() -> Value {
    let mut world = world();
    let empty = json!({"DirectoryId": EMPTY, "DirectoryType": "AD_CONNECTOR", "State": "REGISTERED"});
    world["Directories"].as_array_mut().unwrap().push(empty);
    world
}

async fn verdicts(company: &Company) -> Vec<String> {
    let answer = company.report("find-idle-directories", json!({})).await;
    let line = |directory: &Value| {
        format!("{} {}", directory["DirectoryId"].as_str().unwrap(), directory["Verdict"].as_str().unwrap())
    };
    answer["Directories"].as_array().unwrap().iter().map(line).collect()
}

async fn days(company: &Company, days: u32) {
    company.advance(Duration::from_hours(24) * days).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_directory_is_idle_when_it_was_empty_for_long_enough_without_a_break() {
    let company = Company::live(with_an_empty_directory()).await;
    let in_use = format!("{DIRECTORY} InUse");
    let line = |verdict: &str| vec![in_use.clone(), format!("{EMPTY} {verdict}")];
    assert_eq!(verdicts(&company).await, line("Watching"));
    days(&company, 13).await;
    assert_eq!(verdicts(&company).await, line("Watching"));
    let back = json!(desktop("ws-back00001", "carol", EMPTY));
    company.aws().edit(|world| world.workspaces.push(serde_json::from_value(back).unwrap()));
    assert_eq!(verdicts(&company).await, line("InUse"));
    company.aws().edit(|world| world.workspaces.retain(|workspace| workspace.workspace_id != "ws-back00001"));
    days(&company, 2).await;
    assert_eq!(verdicts(&company).await, line("Watching"), "the clock began again");
    days(&company, 14).await;
    assert_eq!(verdicts(&company).await, line("Idle"));
    let answer = company.report("find-idle-directories", json!({})).await;
    assert_eq!(answer["IdleDirectoryIds"], json!([EMPTY]));
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_keeps_no_clock() {
    let company = Company::deployed(with_an_empty_directory(), &[]).await;
    verdicts(&company).await;
    days(&company, 20).await;
    assert_eq!(verdicts(&company).await[1], format!("{EMPTY} Watching"));
    assert_eq!(company.changing_calls(), Vec::<String>::new());
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_schedule_keeps_the_clock() {
    let company = Company::live(with_an_empty_directory()).await;
    company.trigger_schedule("CleanUpIdleDirectoriesSchedule").await.unwrap();
    company.settle().await.unwrap();
    assert_eq!(company.changing_calls(), ["CreateTags"]);
    assert_eq!(company.kept().await, Vec::<String>::new());
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_directory_is_deregistered_and_seen_gone() {
    let company = Company::live(with_an_empty_directory()).await;
    company.send("DeregisterWorkspaceDirectoryQueue", &[json!({"DirectoryId": EMPTY})]).await;
    company.settle().await.unwrap();
    assert_eq!(company.changes(), [format!("- {EMPTY} REGISTERED")]);
    assert_eq!(company.kept().await, Vec::<String>::new());
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_directory_with_desktops_waits_until_they_are_gone() {
    let company = Company::live(world()).await;
    company.send("DeregisterWorkspaceDirectoryQueue", &[json!({"DirectoryId": DIRECTORY})]).await;
    for who in ["alice", "bob"] {
        company
            .put(json!({"User": {"UserName": who, "DirectoryIds": [DIRECTORY],
                                    "OrganizationId": end_to_end::organization()}}))
            .await;
    }
    company.settle().await.unwrap();
    assert!(company.world().directories.is_empty() && company.world().workspaces.is_empty());
    assert_eq!(company.kept().await, Vec::<String>::new());
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_directory_that_stays_in_use_is_never_deregistered() {
    let company = Company::live(world()).await;
    company.send("DeregisterWorkspaceDirectoryQueue", &[json!({"DirectoryId": DIRECTORY})]).await;
    company.settle().await.unwrap();
    assert_eq!((company.changes(), company.changing_calls()), (Vec::new(), Vec::new()));
    assert_eq!(company.kept().await, ["DeregisterWorkspaceDirectoryDeadLetterQueue 1"]);
    company.close().await;
}
