//! An event offboards a person.

use end_to_end::{ALICE, Company, organization, person, world};
use serde_json::{Value, json};

/// All that there is to know of alice.
pub(crate) fn alice() -> Value {
    let alice = person(ALICE);
    json!({"User": {"UserName": alice.name, "Email": "alice@example.com", "DirectoryIds": ["d-90670000a1"],
                    "OrganizationId": organization(), "DeviceIds": [alice.device]}})
}

/// What is different when alice, and nobody else, is offboarded.
pub(crate) fn alice_is_gone() -> Vec<String> {
    let alice = person(ALICE);
    vec![
        format!("- {} ENABLED", alice.mailbox),
        format!("- {} REGISTERED", alice.device),
        format!("- {} AVAILABLE", alice.desktop),
        format!("+ {} DISABLED", alice.mailbox),
        format!("+ {} DEREGISTERED", alice.device),
    ]
}

/// The same, but for what stays: the resource with this id.
pub(crate) fn alice_is_gone_but_for(id: &str) -> Vec<String> {
    alice_is_gone().into_iter().filter(|change| !change.contains(id)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_offboards_one_person_completely_and_touches_nobody_else() {
    let company = Company::live(world()).await;
    company.offboard(alice()).await;
    assert_eq!(company.changes(), alice_is_gone());
    assert_eq!(company.kept().await, Vec::<String>::new());
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_event_twice_has_the_effect_of_one() {
    let company = Company::live(world()).await;
    company.put(alice()).await;
    company.offboard(alice()).await;
    assert_eq!(company.changes(), alice_is_gone());
    let calls = company.changing_calls();
    company.offboard(alice()).await;
    assert_eq!((company.changes(), company.changing_calls()), (alice_is_gone(), calls));
    assert_eq!(company.kept().await, Vec::<String>::new());
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removal_is_confirmed_on_a_later_delivery() {
    let company = Company::live(world()).await;
    company.offboard(alice()).await;
    let returned = |answer: &Value| answer["batchItemFailures"].as_array().map(Vec::len);
    for (function, answers) in [
        ("terminate-workspaces", vec![Some(1), Some(0)]),
        ("deregister-device", vec![Some(1), Some(0)]),
        ("deregister-from-workmail", vec![Some(0)]),
    ] {
        let deliveries = company.deliveries_of(function).await;
        let answered = deliveries.iter().map(|delivery| match &delivery.ending {
            sandbox::engine::invocation::Ending::Answer(answer) => returned(answer),
            sandbox::engine::invocation::Ending::Error(error) => panic!("{function}: {error}"),
        });
        assert_eq!(answered.collect::<Vec<_>>(), answers, "{function}");
    }
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_deployment_changes_nothing_at_all() {
    let company = Company::deployed(world(), &[]).await;
    company.offboard(alice()).await;
    company.trigger_schedule("CleanUpIdleDirectoriesSchedule").await.unwrap();
    company.settle().await.unwrap();
    assert_eq!(company.changes(), Vec::<String>::new());
    assert_eq!(company.changing_calls(), Vec::<String>::new());
    assert_eq!(company.kept().await, Vec::<String>::new());
    let planned = company.report("terminate-workspaces", alice()).await;
    assert_eq!((&planned["DryRun"], &planned["Outcomes"][0]["Status"]), (&json!(true), &json!("Planned")));
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_from_a_source_that_is_not_trusted_does_nothing() {
    let company = Company::live(world()).await;
    let event =
        json!({"source": "com.example.shop", "detail-type": "User Offboarding Requested", "detail": alice()});
    company.put_event(event).await.unwrap();
    company.settle().await.unwrap();
    assert_eq!((company.changes(), company.deliveries().await.len()), (Vec::new(), 0));
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thin_client_call_reaches_the_sandbox_by_its_own_host() {
    let company = Company::live(world()).await;
    company.offboard(alice()).await;
    let device = person(ALICE).device;
    let urls: Vec<String> = company.exchanges().into_iter().map(|exchange| exchange.url).collect();
    assert!(urls.contains(&format!("http://api.aws.test/deregister-device/{device}")), "{urls:#?}");
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_put_straight_to_a_function_is_retried_and_kept_when_it_is_not_done() {
    let mut world = world();
    world["Workspaces"][0]["State"] = "SUSPENDED".into();
    let company = Company::live(world).await;
    let event = json!({"version": "0", "id": "0e5d1f9c-8a52-4f6c-9c1e-1a2b3c4d5e6f", "source": "com.example.hr",
        "detail-type": "User Offboarding Requested", "time": now(), "detail": alice()});
    company.invoke_async("terminate-workspaces", event).await.unwrap();
    company.settle().await.unwrap();
    let deliveries = company.deliveries_of("terminate-workspaces").await;
    assert_eq!(deliveries.len(), 3, "the first try and Lambda's two retries");
    assert_eq!(company.kept().await, ["AsyncFailuresQueue 1"]);
    company.close().await;
}

/// The present as EventBridge writes it.
pub(crate) fn now() -> String {
    end_to_end::ago(std::time::Duration::ZERO)
}
