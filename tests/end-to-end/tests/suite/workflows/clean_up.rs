//! The scheduled clean-up of idle directories.

use std::time::Duration;

use end_to_end::{Company, DIRECTORY, ago, desktop, world};
use sandbox::aws::{Fault, World};
use serde_json::{Value, json};

use super::{DAY, outcomes};

const EMPTY: &str = "d-90670000e0";
const SECOND: &str = "d-90670000f0";

/// The company with two more directories, which are empty for three weeks. Their owners agree to their
/// deletion.
pub(crate) fn with_idle_directories() -> Value {
    let mut world = world();
    for (id, kind) in [(EMPTY, "SIMPLE_AD"), (SECOND, "AD_CONNECTOR")] {
        let directory = json!({"DirectoryId": id, "DirectoryType": kind, "State": "REGISTERED"});
        world["Directories"].as_array_mut().unwrap().push(directory);
        world["Tags"][id] = json!({"offboarding:idle-since": ago(DAY * 21), "offboarding:delete": "yes"});
    }
    world["DirectoryServiceDirectories"] = json!([{"DirectoryId": EMPTY}, {"DirectoryId": SECOND}]);
    world
}

const LIVE: [(&str, &str); 1] = [("DryRun", "false")];
const DELETING: [(&str, &str); 2] = [("DryRun", "false"), ("DeleteDirectories", "true")];

async fn clean_up(company: &Company) {
    company.trigger_schedule("CleanUpIdleDirectoriesSchedule").await.unwrap();
    company.settle().await.unwrap();
}

/// A company whose world changes after its idle directories were found: the first try to deregister one
/// does not get through, the next comes when it is different.
async fn cleaned_up_while(change: impl FnOnce(&mut World)) -> Company {
    let company = Company::deployed(with_idle_directories(), &DELETING).await;
    let throttled = Fault::new("DeregisterWorkspaceDirectory", 400, "ThrottlingException", "Rate exceeded");
    company.aws().fail(throttled.on(EMPTY).times(5));
    company.trigger_schedule("CleanUpIdleDirectoriesSchedule").await.unwrap();
    company.advance(Duration::from_secs(30)).await;
    company.aws().edit(change);
    company.settle().await.unwrap();
    company
}

/// The result of every directory, and whether the execution ended well.
async fn results(company: &Company) -> (Vec<String>, String) {
    let closing = company.closing("Idle Directories Cleaned Up").await;
    let line = |entry: &Value| {
        format!("{} {}", entry["DirectoryId"].as_str().unwrap(), entry["Result"].as_str().unwrap())
    };
    let lines = closing["Directories"].as_array().unwrap().iter().map(line).collect();
    (lines, company.execution_of("CleanUpIdleDirectories").await.status_name().to_owned())
}

fn result_of(results: [&str; 2]) -> Vec<String> {
    let [first, second] = results;
    vec![format!("{DIRECTORY} Kept"), format!("{EMPTY} {first}"), format!("{SECOND} {second}")]
}

#[tokio::test(flavor = "multi_thread")]
async fn idle_directories_are_deregistered_and_deleted_and_those_in_use_are_kept() {
    let company = Company::deployed(with_idle_directories(), &DELETING).await;
    clean_up(&company).await;
    assert_eq!(results(&company).await, (result_of(["Deleted", "Deleted"]), "SUCCEEDED".to_owned()));
    let world = company.world();
    assert_eq!((world.directories.len(), world.directory_service_directories.len()), (1, 0));
    let closing = company.closing("Idle Directories Cleaned Up").await;
    let deleted = &closing["Directories"][1];
    assert_eq!(outcomes(&deleted["Deregistration"]), [format!("{EMPTY} AlreadyGone")]);
    assert_eq!(deleted["Deletion"], json!({"Status": "Requested"}));
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_all_three_conditions_a_directory_is_deregistered_and_not_deleted_and_named() {
    for (parameters, tagged) in [(LIVE.to_vec(), true), (DELETING.to_vec(), false)] {
        let mut world = with_idle_directories();
        if !tagged {
            for id in [EMPTY, SECOND] {
                world["Tags"][id].as_object_mut().unwrap().remove("offboarding:delete");
            }
        }
        let company = Company::deployed(world, &parameters).await;
        clean_up(&company).await;
        let named = result_of(["DeregisteredNotDeleted", "DeregisteredNotDeleted"]);
        assert_eq!(results(&company).await, (named, "SUCCEEDED".to_owned()));
        assert_eq!(company.world().directory_service_directories.len(), 2);
        assert_eq!(company.kept().await, ["DirectoriesLeftBehindQueue 1"], "somebody has to decide");
        company.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_directory_that_fills_up_again_in_between_is_left_alone() {
    let new = serde_json::from_value(desktop("ws-movesin00", "carol", EMPTY)).unwrap();
    let company = cleaned_up_while(|world| world.workspaces.push(new)).await;
    assert_eq!(results(&company).await, (result_of(["NotDeregistered", "Deleted"]), "FAILED".to_owned()));
    assert!(company.changes().contains(&"+ ws-movesin00 AVAILABLE".to_owned()));
    assert!(!company.changes().contains(&format!("- {EMPTY} REGISTERED")));
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_directory_that_others_use_is_not_deleted_however_often_it_is_tried() {
    let mut world = with_idle_directories();
    world["DirectoryServiceDirectories"][0]["AuthorizedApplications"] = json!(["WorkDocs"]);
    let company = Company::deployed(world, &DELETING).await;
    clean_up(&company).await;
    assert_eq!(results(&company).await, (result_of(["DeletionFailed", "Deleted"]), "FAILED".to_owned()));
    let closing = company.closing("Idle Directories Cleaned Up").await;
    let deletion = &closing["Directories"][1]["Deletion"];
    assert_eq!(deletion["Error"], "Directory.ClientException");
    assert!(deletion["Cause"].as_str().unwrap().contains("authorized applications"), "{deletion}");
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_waits_until_the_last_application_has_left() {
    let mut world = with_idle_directories();
    world["DirectoryServiceDirectories"][0]["AuthorizedApplications"] = json!(["WorkDocs"]);
    let company = Company::deployed(world, &DELETING).await;
    company.trigger_schedule("CleanUpIdleDirectoriesSchedule").await.unwrap();
    company.advance(Duration::from_hours(2)).await;
    company.aws().edit(|world| {
        world
            .directory_service_directories
            .iter_mut()
            .for_each(|directory| directory.authorized_applications.clear());
    });
    company.settle().await.unwrap();
    assert_eq!(results(&company).await, (result_of(["Deleted", "Deleted"]), "SUCCEEDED".to_owned()));
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_else_deregisters_meanwhile_is_not_deleted() {
    let company =
        cleaned_up_while(|world| world.directories.retain(|directory| directory.directory_id != EMPTY)).await;
    assert_eq!(results(&company).await, (result_of(["AlreadyGone", "Deleted"]), "SUCCEEDED".to_owned()));
    assert_eq!(company.world().directory_service_directories.len(), 1);
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_directory_that_aws_refuses_stops_no_other() {
    let company = Company::deployed(with_idle_directories(), &DELETING).await;
    let refused = Fault::new("DeregisterWorkspaceDirectory", 400, "AccessDeniedException", "no");
    company.aws().fail(refused.on(EMPTY).always());
    clean_up(&company).await;
    assert_eq!(results(&company).await, (result_of(["NotDeregistered", "Deleted"]), "FAILED".to_owned()));
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_directory_that_is_put_on_hold_after_it_was_found_stays() {
    let tags = serde_json::from_value(json!({EMPTY: {"offboarding:hold": ""}})).unwrap();
    let company = cleaned_up_while(|world| world.tags = tags).await;
    assert_eq!(results(&company).await, (result_of(["NotDeregistered", "Deleted"]), "FAILED".to_owned()));
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_only_says_what_it_would_do() {
    for (parameters, request) in
        [(vec![("DeleteDirectories", "true")], json!({})), (DELETING.to_vec(), json!({"DryRun": true}))]
    {
        let company = Company::deployed(with_idle_directories(), &parameters).await;
        company
            .start_execution("CleanUpIdleDirectories", Some("look"), json!({"Request": request}))
            .await
            .unwrap();
        company.settle().await.unwrap();
        assert_eq!(results(&company).await, (result_of(["Planned", "Planned"]), "SUCCEEDED".to_owned()));
        assert_eq!(company.closing("Idle Directories Cleaned Up").await["DryRun"], json!(true));
        assert_eq!((company.changes(), company.changing_calls()), (Vec::new(), Vec::new()));
        company.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_directory_of_another_kind_is_never_deleted() {
    let mut world = with_idle_directories();
    world["Directories"][1]["DirectoryType"] = "CUSTOMER_MANAGED".into();
    let parameters = [DELETING.as_slice(), &[("DirectoryTypes", "CUSTOMER_MANAGED")]].concat();
    let company = Company::deployed(world, &parameters).await;
    clean_up(&company).await;
    assert_eq!(
        results(&company).await,
        (result_of(["DeregisteredNotDeleted", "Kept"]), "SUCCEEDED".to_owned())
    );
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_directory_service_knows_to_be_of_another_kind_is_never_deleted() {
    let mut world = with_idle_directories();
    world["DirectoryServiceDirectories"][0]["Type"] = "MicrosoftAD".into();
    let company = Company::deployed(world, &DELETING).await;
    clean_up(&company).await;
    let expected = result_of(["DeregisteredNotDeleted", "Deleted"]);
    assert_eq!(results(&company).await, (expected, "SUCCEEDED".to_owned()));
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_directory_that_directory_service_does_not_have_is_as_good_as_deleted() {
    let mut world = with_idle_directories();
    world["DirectoryServiceDirectories"] = json!([]);
    let company = Company::deployed(world, &DELETING).await;
    clean_up(&company).await;
    assert_eq!(results(&company).await, (result_of(["Deleted", "Deleted"]), "SUCCEEDED".to_owned()));
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn directories_that_cannot_be_listed_are_told_and_nothing_is_touched() {
    let company = Company::deployed(with_idle_directories(), &DELETING).await;
    company
        .aws()
        .fail(Fault::new("DescribeWorkspaceDirectories", 400, "AccessDeniedException", "no").always());
    clean_up(&company).await;
    let closing = company.closing("Idle Directories Cleaned Up").await;
    assert_eq!((&closing["Failure"]["Error"], &closing["Directories"]), (&json!("AccessDenied"), &json!([])));
    assert_eq!(company.execution_of("CleanUpIdleDirectories").await.status_name(), "FAILED");
    assert_eq!(company.changing_calls(), Vec::<String>::new());
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_misspelt_request_cleans_nothing_up() {
    let company = Company::deployed(with_idle_directories(), &DELETING).await;
    for input in [
        json!({}),
        json!({"DirectoryIds": [EMPTY]}),
        json!({"Request": {"DirectoryId": [EMPTY]}}),
        json!({"Request": {}, "DryRun": true}),
        json!({"Request": {"EffectiveAt": ago(DAY)}}),
        json!({"Request": "all"}),
    ] {
        company.start_execution("CleanUpIdleDirectories", None, input).await.unwrap();
    }
    company.settle().await.unwrap();
    for execution in company.executions_of("CleanUpIdleDirectories").await {
        assert_eq!(execution.status_name(), "FAILED");
    }
    assert_eq!(company.changing_calls(), Vec::<String>::new());
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_the_first_look_to_the_deletion_by_the_schedule_alone() {
    let mut world = with_idle_directories();
    for id in [EMPTY, SECOND] {
        world["Tags"][id].as_object_mut().unwrap().remove("offboarding:idle-since");
    }
    let parameters = [DELETING.as_slice(), &[("ScheduleState", "ENABLED")]].concat();
    let company = Company::deployed(world, &parameters).await;
    company.advance(DAY * 14).await;
    assert_eq!(company.world().directories.len(), 3, "not for long enough");
    company.advance(DAY * 2).await;
    assert_eq!(company.world().directories.len(), 1);
    assert_eq!(company.world().directory_service_directories.len(), 0);
    company.close().await;
}
