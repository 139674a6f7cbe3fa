//! A network that fails, and functions that are cut off.

use std::time::Duration;

use end_to_end::{ALICE, Company, person, world};
use sandbox::engine::front::{Disturbance, Trouble};
use serde_json::json;

use crate::offboarding::{alice, alice_is_gone};

fn disturb(company: &Company, operation: &str, trouble: Trouble, times: u32) {
    company.disturb(Disturbance { operation: operation.to_owned(), trouble, times });
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_lost_ends_nothing_twice_and_loses_no_evidence() {
    let company = Company::live(world()).await;
    disturb(&company, "TerminateWorkspaces", Trouble::DropAnswer, 1);
    disturb(&company, "POST /deregister-device", Trouble::DropAnswer, 1);
    disturb(&company, "DeregisterFromWorkMail", Trouble::DropAnswer, 1);
    company.offboard(alice()).await;
    assert_eq!(company.changes(), alice_is_gone());
    assert_eq!(company.kept().await, Vec::<String>::new());
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_is_down_for_a_while_is_waited_for_by_the_queue() {
    let company = Company::live(world()).await;
    for operation in ["DescribeWorkspaceDirectories", "DescribeUser", "GET /devices"] {
        disturb(&company, operation, Trouble::DropRequest, 6);
    }
    company.offboard(alice()).await;
    assert_eq!(company.changes(), alice_is_gone());
    assert_eq!(company.kept().await, Vec::<String>::new());
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removal_whose_answer_never_came_is_an_outcome_and_not_an_error() {
    let company = Company::live(world()).await;
    disturb(&company, "TerminateWorkspaces", Trouble::DropRequest, 20);
    let report = company.report("terminate-workspaces", alice()).await;
    let outcome = &report["Outcomes"][0];
    assert_eq!(
        (&outcome["ResourceId"], &outcome["Status"], &outcome["Retryable"]),
        (&json!(person(ALICE).desktop), &json!("Failed"), &json!(true))
    );
    assert_eq!(report["Complete"], false);
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_takes_its_time_is_waited_for() {
    let company = Company::live(world()).await;
    disturb(&company, "DescribeWorkspaceDirectories", Trouble::Delay(Duration::from_secs(2)), 1);
    let report = company.report("terminate-workspaces", alice()).await;
    assert_eq!(report["Outcomes"][0]["Status"], "Requested");
    company.close().await;
}
