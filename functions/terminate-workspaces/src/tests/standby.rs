//! A primary stands for its standbys.

use aws_sdk_workspaces::types::WorkspaceState::{Available, Suspended, Terminating};

use aws_sdk_workspaces::types::{RelatedWorkspaceProperties, StandbyWorkspaceRelationshipType};

use super::region::{Region, desktop, primary, related_to};
use super::*;

const WEST: &str = "us-west-2";

#[tokio::test]
async fn a_standby_is_ended_first_in_its_own_region() {
    let (east, west) =
        (Region::with([primary(1, "alice", 2, WEST)]), Region::with([desktop(2, "Alice", Available)]));
    let operation = operation(&east, &[(WEST, &west)], LIVE);
    let report = ask(&operation, ids([1])).await.unwrap();
    assert_eq!(
        report["Outcomes"],
        json!([
            {"ResourceType": "WorkSpace", "ResourceId": id(1), "Status": "Requested"},
            {"ResourceType": "WorkSpace", "ResourceId": id(2), "Region": WEST, "Status": "Requested"},
        ])
    );
    assert_eq!((west.terminations(), east.terminations()), (vec![1], vec![1]));
    assert_eq!(outcomes(&ask(&operation, ids([1])).await.unwrap()), ["1 InProgress", "2 InProgress"]);
}

#[tokio::test]
async fn a_standby_is_asked_about_where_it_is_even_when_its_primary_is_gone() {
    let (east, west) = (Region::with([]), Region::with([desktop(2, "alice", Terminating)]));
    let operation = operation(&east, &[(WEST, &west)], LIVE);
    let mut request = ids([1, 2]);
    request["TerminateWorkspaceRequests"][1]["Region"] = WEST.into();
    let report = ask(&operation, request.clone()).await.unwrap();
    assert_eq!(outcomes(&report), ["1 AlreadyGone", "2 InProgress"]);
    assert_eq!((&report["Outcomes"][1]["Region"], &report["Complete"]), (&json!(WEST), &json!(false)));
    west.forget(2);
    assert_eq!(ask(&operation, request.clone()).await.unwrap()["Complete"], json!(true));
    request["TerminateWorkspaceRequests"][1]["Region"] = "us-east-1".into();
    let home = ask(&operation, request.clone()).await.unwrap();
    assert_eq!(home["Outcomes"][1].get("Region"), None);
    request["TerminateWorkspaceRequests"][1]["Region"] = "us-west-2.example.com".into();
    assert_eq!(error(ask(&operation, request).await).0, "InvalidRequest");
}

#[tokio::test]
async fn a_standby_with_its_region_and_its_primary_has_one_outcome_and_is_looked_at_once() {
    let mut looks = Vec::new();
    for with_region in [true, false] {
        let (east, west) =
            (Region::with([primary(1, "alice", 2, WEST)]), Region::with([desktop(2, "alice", Available)]));
        let mut request = ids([1, 2]);
        if with_region {
            request["TerminateWorkspaceRequests"][1]["Region"] = WEST.into();
        }
        let report = ask(&operation(&east, &[(WEST, &west)], LIVE), request).await.unwrap();
        assert_eq!(outcomes(&report), ["1 Requested", "2 Requested"]);
        assert_eq!(west.terminations(), [1]);
        looks.push(west.calls());
    }
    assert_eq!(looks[0], looks[1]);
}

#[tokio::test]
async fn a_hold_on_one_of_them_holds_all() {
    for held in [1, 2] {
        let (east, west) =
            (Region::with([primary(1, "alice", 2, WEST)]), Region::with([desktop(2, "alice", Available)]));
        [&east, &west][held - 1].hold(held);
        let report = ask(&operation(&east, &[(WEST, &west)], LIVE), ids([1])).await.unwrap();
        assert_eq!(outcomes(&report), ["1 Held", "2 Held"]);
        assert!(east.terminations().is_empty() && west.terminations().is_empty());
    }
}

#[tokio::test]
async fn a_primary_waits_for_a_standby_that_cannot_go() {
    let (east, west) =
        (Region::with([primary(1, "alice", 2, WEST)]), Region::with([desktop(2, "alice", Suspended)]));
    let report = ask(&operation(&east, &[(WEST, &west)], LIVE), ids([1])).await.unwrap();
    assert_eq!(outcomes(&report), ["1 NotReady", "2 NotReady"]);
    let (east, west) =
        (Region::with([primary(1, "alice", 2, WEST)]), Region::with([desktop(2, "alice", Available)]));
    west.fail(&id(2), "SomethingNew");
    let report = ask(&operation(&east, &[(WEST, &west)], LIVE), ids([1])).await.unwrap();
    assert_eq!(outcomes(&report), ["1 NotReady", "2 Failed"]);
    assert!(east.terminations().is_empty());
}

#[tokio::test]
async fn a_standby_of_somebody_else_is_not_touched_and_neither_is_its_primary() {
    let (east, west) =
        (Region::with([primary(1, "alice", 2, WEST)]), Region::with([desktop(2, "bob", Available)]));
    let report = ask(&operation(&east, &[(WEST, &west)], LIVE), ids([1])).await.unwrap();
    assert_eq!(outcomes(&report), ["1 Failed"]);
    assert_eq!(report["FailedRequests"][0]["ErrorCode"], "StandbyOfAnotherUser");
    assert!(east.terminations().is_empty() && west.terminations().is_empty());
}

#[tokio::test]
async fn a_standby_that_cannot_be_told_keeps_its_primary() {
    let unknown = RelatedWorkspaceProperties::builder();
    let standby = || unknown.clone().r#type(StandbyWorkspaceRelationshipType::Standby);
    for related in [
        standby().region(WEST).build(),
        standby().workspace_id(id(2)).build(),
        unknown.clone().workspace_id(id(2)).region(WEST).build(),
        unknown.clone().workspace_id(id(2)).region(WEST).r#type("NEW".into()).build(),
    ] {
        let east = Region::with([related_to(1, "alice", related)]);
        let report = ask(&operation(&east, &[], LIVE), ids([1])).await.unwrap();
        assert_eq!(outcomes(&report), ["1 Failed"]);
        assert!(east.terminations().is_empty());
    }
    let related =
        unknown.clone().workspace_id(id(2)).r#type(StandbyWorkspaceRelationshipType::Primary).build();
    let east = Region::with([related_to(1, "alice", related)]);
    assert_eq!(outcomes(&ask(&operation(&east, &[], LIVE), ids([1])).await.unwrap()), ["1 Requested"]);
}

#[tokio::test]
async fn a_standby_that_is_gone_or_going_holds_nothing_up() {
    let (east, west) = (Region::with([primary(1, "alice", 2, WEST)]), Region::default());
    let report = ask(&operation(&east, &[(WEST, &west)], LIVE), ids([1])).await.unwrap();
    assert_eq!(outcomes(&report), ["1 Requested", "2 AlreadyGone"]);
    let (east, west) =
        (Region::with([primary(1, "alice", 2, WEST)]), Region::with([desktop(2, "alice", Terminating)]));
    let report = ask(&operation(&east, &[(WEST, &west)], LIVE), ids([1, 2])).await.unwrap();
    assert_eq!(outcomes(&report), ["1 Requested", "2 InProgress"]);
}

#[tokio::test]
async fn standbys_count_towards_the_limit() {
    let (east, west) =
        (Region::with([primary(1, "alice", 2, WEST)]), Region::with([desktop(2, "alice", Available)]));
    let operation = operation(&east, &[(WEST, &west)], [("DRY_RUN", "false"), ("MAX_RESOURCES", "1")]);
    assert_eq!(error(ask(&operation, ids([1])).await).0, "TooManyResources");
}

#[tokio::test]
async fn a_region_that_may_not_be_looked_at_fails_the_request() {
    let (east, west) =
        (Region::with([primary(1, "alice", 2, WEST)]), Region::with([desktop(2, "alice", Available)]));
    west.refuse("DescribeWorkspaces 2", 400, "AccessDeniedException");
    assert_eq!(error(ask(&operation(&east, &[(WEST, &west)], LIVE), ids([1])).await).0, "AccessDenied");
    assert!(east.terminations().is_empty());
}
