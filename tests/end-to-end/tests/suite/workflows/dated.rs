//! An event with a date offboards a person on that day.

use std::time::Duration;

use end_to_end::{ALICE, Company, desktop, event, organization, person, world};
use sandbox::aws::{Fault, WorkspaceState};
use serde_json::{Value, json};

use super::{DAY, alice_leaves_in, outcomes, plan, reports};
use crate::offboarding::{alice, alice_is_gone, alice_is_gone_but_for};

#[tokio::test(flavor = "multi_thread")]
async fn on_the_day_mailbox_and_devices_go_and_a_week_later_the_desktops() {
    let company = Company::live(world()).await;
    company.put(alice_leaves_in(&company, 21)).await;
    company.advance(DAY * 20).await;
    assert_eq!(company.changes(), Vec::<String>::new());
    company.advance(DAY * 2).await;
    let without_desktop = alice_is_gone_but_for(&person(ALICE).desktop);
    assert_eq!(company.changes(), without_desktop);
    company.advance(DAY * 5).await;
    assert_eq!(company.changes(), without_desktop, "the retention period is not over");
    company.settle().await.unwrap();
    assert_eq!(company.changes(), alice_is_gone());
    assert_eq!(company.kept().await, Vec::<String>::new());
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_closing_event_has_the_plan_and_the_first_and_last_report_of_everything() {
    let company = Company::live(world()).await;
    company.offboard(alice_leaves_in(&company, 3)).await;
    let closing = company.closing("User Offboarding Completed").await;
    assert_eq!((&closing["OffboardingId"], &closing["DryRun"]), (&json!("HR-2027-0042"), &json!(false)));
    let alice = person(ALICE);
    for (operation, id, first, last) in [
        ("terminate-workspaces", &alice.desktop, "Requested", "AlreadyGone"),
        ("deregister-device", &alice.device, "Requested", "AlreadyGone"),
        ("deregister-from-workmail", &alice.mailbox, "Removed", "Removed"),
    ] {
        let status = |status: &str| vec![format!("{id} {status}")];
        let reports = reports(&closing, operation);
        assert_eq!(outcomes(plan(&closing, operation)), status("Planned"));
        assert_eq!(outcomes(&reports["First"]), status(first));
        assert_eq!(outcomes(&reports["Last"]), status(last));
        assert_eq!((&reports["Last"]["Complete"], &reports["Failure"]), (&json!(true), &Value::Null));
    }
    let execution = company.execution_of("OffboardUser").await;
    assert_eq!((execution.status_name(), execution.name.as_str()), ("SUCCEEDED", "HR-2027-0042"));
    assert!(!closing.to_string().contains("alice@"), "{closing}");
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desktop_that_is_suspended_at_first_goes_on_a_later_look() {
    let company = Company::live(world()).await;
    company.put(alice_leaves_in(&company, 1)).await;
    company.advance(DAY * 8).await;
    company.aws().edit(|world| world.workspaces[0].state = WorkspaceState::Suspended);
    company.settle().await.unwrap();
    let closing = company.closing("User Offboarding Completed").await;
    let reports = reports(&closing, "terminate-workspaces");
    let desktop = person(ALICE).desktop;
    assert_eq!(outcomes(&reports["First"]), [format!("{desktop} NotReady")]);
    assert_eq!(outcomes(&reports["Last"]), [format!("{desktop} AlreadyGone")]);
    assert_eq!(company.changes(), alice_is_gone());
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn throttling_is_waited_out() {
    let company = Company::live(world()).await;
    for (operation, status) in
        [("DescribeWorkspaceDirectories", 400), ("GetDevice", 429), ("DescribeUser", 400)]
    {
        company.aws().fail(Fault::new(operation, status, "ThrottlingException", "Rate exceeded").times(15));
    }
    company.offboard(alice_leaves_in(&company, 1)).await;
    company.closing("User Offboarding Completed").await;
    assert_eq!(company.changes(), alice_is_gone());
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_alice_is_given_after_the_first_report_is_not_asked_about() {
    let company = Company::live(world()).await;
    company.put(alice_leaves_in(&company, 1)).await;
    company.advance(DAY * 8 + Duration::from_mins(10)).await;
    let new = desktop("ws-comesback", ALICE, end_to_end::DIRECTORY);
    company.aws().edit(|world| world.workspaces.push(serde_json::from_value(new).unwrap()));
    company.settle().await.unwrap();
    company.closing("User Offboarding Completed").await;
    assert!(company.changes().contains(&"+ ws-comesback AVAILABLE".to_owned()));
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_takes_the_same_way_at_once_and_changes_nothing() {
    for (parameters, dry_run) in
        [(vec![("DryRun", "true")], Value::Null), (vec![("DryRun", "false")], json!(true))]
    {
        let company = Company::deployed(world(), &parameters).await;
        let mut request = alice_leaves_in(&company, 100);
        request["DryRun"] = dry_run;
        company.offboard(request).await;
        let closing = company.closing("User Offboarding Completed").await;
        assert_eq!(closing["DryRun"], json!(true));
        for operation in ["terminate-workspaces", "deregister-device", "deregister-from-workmail"] {
            assert!(outcomes(&reports(&closing, operation)["Last"])[0].ends_with(" Planned"));
        }
        for delivery in company.deliveries().await {
            assert_eq!(delivery.payload["DryRun"], json!(true), "whatever the deployment becomes meanwhile");
        }
        let execution = company.execution_of("OffboardUser").await;
        assert!(execution.stopped.unwrap() - execution.started < time::Duration::MINUTE);
        assert_eq!((company.changes(), company.changing_calls()), (Vec::new(), Vec::new()));
        company.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn started_by_hand_without_a_date_it_begins_at_once_and_desktops_still_wait() {
    let company = Company::live(world()).await;
    company.start_execution("OffboardUser", Some("by-hand-7"), json!({"Request": alice()})).await.unwrap();
    company.advance(DAY * 6).await;
    assert!(!company.changes().contains(&format!("- {} AVAILABLE", person(ALICE).desktop)));
    company.settle().await.unwrap();
    assert_eq!(company.changes(), alice_is_gone());
    let closing = company.closing("User Offboarding Completed").await;
    assert_eq!(
        (&closing["OffboardingId"], &closing["RetentionSeconds"]),
        (&json!("by-hand-7"), &json!(604_800))
    );
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_may_bring_its_own_retention_period_and_the_stack_has_one() {
    for (parameters, own, expected) in [
        (vec![("RetentionDays", "30")], Value::Null, 30 * 86_400),
        (vec![("RetentionDays", "30")], json!(3600), 3600),
        (vec![], Value::Null, 604_800),
    ] {
        let parameters = [vec![("DryRun", "false")], parameters].concat();
        let company = Company::deployed(world(), &parameters).await;
        let mut request = alice_leaves_in(&company, 2);
        request["RetentionSeconds"] = own;
        let day = company.clock().now() + DAY * 2;
        company.offboard(request).await;
        let closing = company.closing("User Offboarding Completed").await;
        assert_eq!(closing["RetentionSeconds"], expected);
        let deliveries = company.deliveries_of("terminate-workspaces").await;
        let live = deliveries.iter().find(|delivery| delivery.payload["DryRun"] != json!(true)).unwrap();
        let waited = (live.started - day).whole_seconds();
        assert!((expected..expected + 600).contains(&waited), "{waited} s");
        company.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_fixture_of_a_dated_event_reaches_its_day() {
    let mut world = world();
    world["Devices"] = json!([]);
    let company = Company::live(world).await;
    let mut event = event("user-offboarding-requested-dated.json");
    event["detail"]["User"] = json!({"UserName": ALICE, "OrganizationId": organization()});
    event["detail"]["EffectiveAt"] = company.ahead(DAY).into();
    company.put_event(event).await.unwrap();
    company.settle().await.unwrap();
    assert_eq!(
        company.execution_of("OffboardUser").await.status_name(),
        "FAILED",
        "no device could be looked up"
    );
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_whose_date_is_null_is_done_once_at_once() {
    let company = Company::live(world()).await;
    let mut request = alice();
    request["EffectiveAt"] = Value::Null;
    company.offboard(request).await;
    assert_eq!(company.changes(), alice_is_gone());
    assert_eq!(company.execution_of("StartOffboarding").await.status_name(), "SUCCEEDED");
    assert_eq!(company.executions_of("OffboardUser").await.len(), 0);
    company.close().await;
}
