//! A stack without `WorkMail`, without Thin Client, or without both.

use end_to_end::{ALICE, Company, person, world};
use serde_json::{Value, json};

use super::{DAY, alice_leaves_in, outcomes, plan, reports};
use crate::offboarding::{alice_is_gone, alice_is_gone_but_for};

const WORKMAIL: &str = "deregister-from-workmail";
const THIN_CLIENT: &str = "deregister-device";
const WITHOUT_WORKMAIL: (&str, &str) = ("EnableWorkMail", "false");
const WITHOUT_THIN_CLIENT: (&str, &str) = ("EnableThinClient", "false");

/// A live stack that leaves these out.
async fn without(switches: &[(&str, &str)]) -> Company {
    Company::deployed(world(), &[&[("DryRun", "false")], switches].concat()).await
}

/// The evidence says that it was left out, and nobody asked its function.
async fn assert_left_out(company: &Company, closing: &Value, operation: &str) {
    assert_eq!(plan(closing, operation), &json!({"Operation": operation, "LeftOut": true}));
    let nothing =
        json!({"Operation": operation, "LeftOut": true, "First": null, "Last": null, "Failure": null});
    assert_eq!(reports(closing, operation), &nothing);
    assert!(company.deliveries_of(operation).await.is_empty(), "{operation}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_workmail_the_mailbox_is_left_alone_and_the_evidence_says_so() {
    let company = without(&[WITHOUT_WORKMAIL]).await;
    company.offboard(alice_leaves_in(&company, 3)).await;
    let closing = company.closing("User Offboarding Completed").await;
    assert_left_out(&company, &closing, WORKMAIL).await;
    assert_eq!(company.changes(), alice_is_gone_but_for(&person(ALICE).mailbox));
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_thin_client_the_device_is_left_alone_and_the_evidence_says_so() {
    let company = without(&[WITHOUT_THIN_CLIENT]).await;
    company.offboard(alice_leaves_in(&company, 3)).await;
    let closing = company.closing("User Offboarding Completed").await;
    assert_left_out(&company, &closing, THIN_CLIENT).await;
    assert_eq!(company.changes(), alice_is_gone_but_for(&person(ALICE).device));
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_both_the_desktops_still_wait_for_their_day_and_the_retention_period() {
    let company = without(&[WITHOUT_WORKMAIL, WITHOUT_THIN_CLIENT]).await;
    company.put(alice_leaves_in(&company, 3)).await;
    company.advance(DAY * 9).await;
    assert_eq!(company.changes(), Vec::<String>::new(), "the retention period is not over");
    company.settle().await.unwrap();
    let closing = company.closing("User Offboarding Completed").await;
    for operation in [WORKMAIL, THIN_CLIENT] {
        assert_left_out(&company, &closing, operation).await;
    }
    let desktop = person(ALICE).desktop;
    let last = &reports(&closing, "terminate-workspaces")["Last"];
    assert_eq!(outcomes(last), [format!("{desktop} AlreadyGone")]);
    assert_eq!(company.changes(), [format!("- {desktop} AVAILABLE")]);
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_evidence_says_of_every_service_in_use_that_it_was_not_left_out() {
    let company = without(&[]).await;
    company.offboard(alice_leaves_in(&company, 1)).await;
    let closing = company.closing("User Offboarding Completed").await;
    for operation in [WORKMAIL, THIN_CLIENT, "terminate-workspaces"] {
        assert_eq!(reports(&closing, operation)["LeftOut"], json!(false));
        assert_eq!(plan(&closing, operation).get("LeftOut"), None);
    }
    assert_eq!(company.changes(), alice_is_gone());
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_needs_nothing_for_a_service_that_is_left_out() {
    let company = without(&[WITHOUT_WORKMAIL, WITHOUT_THIN_CLIENT]).await;
    let mut request = alice_leaves_in(&company, 1);
    request["User"] = json!({"UserName": ALICE});
    company.offboard(request).await;
    company.closing("User Offboarding Completed").await;
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_says_what_is_left_out_as_well() {
    let company = Company::deployed(world(), &[WITHOUT_WORKMAIL, WITHOUT_THIN_CLIENT]).await;
    company.offboard(alice_leaves_in(&company, 100)).await;
    let closing = company.closing("User Offboarding Completed").await;
    assert_eq!(closing["DryRun"], json!(true));
    for operation in [WORKMAIL, THIN_CLIENT] {
        assert_left_out(&company, &closing, operation).await;
    }
    assert_eq!((company.changes(), company.changing_calls()), (Vec::new(), Vec::new()));
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_out_excuses_nothing_else() {
    let mut world = world();
    let held = person(ALICE).desktop;
    world["Tags"] = json!({held.clone(): {"offboarding:hold": "legal case 7"}});
    let parameters = [("DryRun", "false"), WITHOUT_WORKMAIL, WITHOUT_THIN_CLIENT];
    let company = Company::deployed(world, &parameters).await;
    company.offboard(alice_leaves_in(&company, 1)).await;
    let closing = company.closing("User Offboarding Incomplete").await;
    assert_eq!(closing["Reason"]["Error"], "Held");
    assert_left_out(&company, &closing, WORKMAIL).await;
    assert_eq!(company.changes(), Vec::<String>::new());
    company.close().await;
}
