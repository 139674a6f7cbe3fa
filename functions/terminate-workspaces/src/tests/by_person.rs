//! By person: only theirs, only where they were to be looked for.

use aws_sdk_workspaces::types::WorkspaceDirectoryState::{Deregistered, Error as Broken, Registered};
use aws_sdk_workspaces::types::WorkspaceState::Available;
use aws_sdk_workspaces::types::WorkspaceType::{Personal, Pools};

use super::region::{Region, desktop, in_directory};
use super::*;

const ONE: &str = "d-0000000001";
const TWO: &str = "d-0000000002";

fn region() -> Region {
    let other = in_directory(&desktop(4, "alice", Available), TWO);
    Region::with([
        desktop(1, "Alice", Available),
        desktop(2, "alicia", Available),
        desktop(3, "bob", Available),
        other,
    ])
    .directory(ONE, Personal, Registered)
}

fn alice(directories: &[&str]) -> Value {
    match directories {
        [] => json!({"User": {"UserName": "alice"}}),
        _ => json!({"User": {"UserName": "alice", "DirectoryIds": directories}}),
    }
}

#[tokio::test]
async fn only_the_persons_desktops_in_the_only_directory_are_ended() {
    let region = region();
    let report = ask(&operation(&region, &[], LIVE), alice(&[])).await.unwrap();
    assert_eq!(outcomes(&report), ["1 Requested"]);
    assert_eq!(region.calls().last().unwrap(), "TerminateWorkspaces 1");
}

#[tokio::test]
async fn in_two_directories_a_name_may_be_two_people() {
    let region = region().directory(TWO, Personal, Registered);
    let operation = operation(&region, &[], LIVE);
    assert_eq!(error(ask(&operation, alice(&[])).await).0, "AmbiguousUser");
    assert_eq!(outcomes(&ask(&operation, alice(&[TWO])).await.unwrap()), ["4 Requested"]);
    assert_eq!(
        outcomes(&ask(&operation, alice(&[ONE, TWO])).await.unwrap()),
        ["1 Requested", "4 InProgress"]
    );
}

#[tokio::test]
async fn a_directory_for_pools_or_one_that_is_gone_is_no_second_one() {
    let region = region().directory(TWO, Pools, Registered).directory("d-0000000003", Personal, Deregistered);
    assert_eq!(outcomes(&ask(&operation(&region, &[], LIVE), alice(&[])).await.unwrap()), ["1 Requested"]);
}

#[tokio::test]
async fn the_stacks_directories_are_looked_in_and_no_other_may_be_named() {
    let region = region().directory(TWO, Personal, Registered);
    let operation = operation(&region, &[], [("DRY_RUN", "false"), ("DIRECTORY_IDS", TWO)]);
    assert_eq!(outcomes(&ask(&operation, alice(&[])).await.unwrap()), ["4 Requested"]);
    let (kind, message) = error(ask(&operation, alice(&[TWO, ONE])).await);
    assert_eq!(kind, "InvalidRequest");
    assert_eq!(message, "`User.DirectoryIds[1]` is not a directory that this stack allows (DIRECTORY_IDS)");
}

#[tokio::test]
async fn a_directory_that_aws_does_not_know_is_a_mistake() {
    let operation = operation(&region(), &[], LIVE);
    let (kind, message) = error(ask(&operation, alice(&[TWO])).await);
    assert_eq!(kind, "InvalidRequest");
    assert_eq!(message, "`User.DirectoryIds[0]` is not a directory that WorkSpaces knows");
}

#[tokio::test]
async fn a_person_who_has_nothing_is_done() {
    let request = json!({"User": {"UserName": "dave", "DirectoryIds": [ONE]}});
    let report = ask(&operation(&region(), &[], LIVE), request).await.unwrap();
    assert_eq!(
        (&report["Complete"], &report["LookedUp"], &report["Outcomes"]),
        (&json!(true), &json!(true), &json!([]))
    );
}

#[tokio::test]
async fn without_a_user_name_nobody_was_looked_up() {
    let region = region();
    let request = json!({"User": {"Email": "alice@example.com"}});
    let report = ask(&operation(&region, &[], LIVE), request).await.unwrap();
    assert_eq!(
        report,
        json!({
            "Operation": "terminate-workspaces", "OffboardingId": "request-1", "DryRun": false, "Complete": true,
            "LookedUp": false, "Outcomes": [], "FailedRequests": [],
            "Notes": ["WorkSpaces are looked up by user name, and there was none"]
        })
    );
    assert_eq!(region.calls(), Vec::<String>::new());
}

#[tokio::test]
async fn without_any_directory_nobody_has_a_desktop_unless_one_is_broken() {
    let report = ask(&operation(&Region::default(), &[], LIVE), alice(&[])).await.unwrap();
    assert_eq!((&report["LookedUp"], &report["Complete"]), (&json!(true), &json!(true)));
    let region = Region::default().directory(ONE, Personal, Broken);
    let report = ask(&operation(&region, &[], LIVE), alice(&[])).await.unwrap();
    assert_eq!(report["LookedUp"], false);
}

#[tokio::test]
async fn more_desktops_than_the_limit_are_refused_whole() {
    let region =
        Region::with((1..=3).map(|n| desktop(n, "alice", Available))).directory(ONE, Personal, Registered);
    let operation = operation(&region, &[], [("DRY_RUN", "false"), ("MAX_RESOURCES", "2")]);
    assert_eq!(error(ask(&operation, alice(&[])).await).0, "TooManyResources");
    assert!(region.terminations().is_empty());
}
