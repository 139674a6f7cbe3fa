//! Cancelled, held, and asked for twice.

use end_to_end::{ALICE, Company, ago, person, world};
use sandbox::states::Failure;
use serde_json::{Value, json};

use super::{DAY, alice_leaves_in, outcomes, reports};
use crate::offboarding::alice_is_gone;

#[tokio::test(flavor = "multi_thread")]
async fn stopped_before_its_day_nothing_ever_happens() {
    let company = Company::live(world()).await;
    company.put(alice_leaves_in(&company, 10)).await;
    company.advance(DAY * 9).await;
    let arn = company.execution_of("OffboardUser").await.arn;
    company.stop_execution(&arn, Failure::new("Cancelled", "she stays")).await.unwrap();
    company.advance(DAY * 30).await;
    assert_eq!((company.changes(), company.told().await), (Vec::new(), Vec::new()));
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stopped_in_the_retention_period_the_desktops_stay() {
    let company = Company::live(world()).await;
    company.put(alice_leaves_in(&company, 10)).await;
    company.advance(DAY * 12).await;
    let arn = company.execution_of("OffboardUser").await.arn;
    company.stop_execution(&arn, Failure::new("Cancelled", "she stays")).await.unwrap();
    company.advance(DAY * 30).await;
    assert!(!company.changes().contains(&format!("- {} AVAILABLE", person(ALICE).desktop)));
    assert_eq!(company.execution_of("OffboardUser").await.status_name(), "ABORTED");
    assert_eq!(company.told().await, Vec::new());
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_before_the_desktops_go_keeps_them_and_is_told() {
    let company = Company::live(world()).await;
    let desktop = person(ALICE).desktop;
    company.put(alice_leaves_in(&company, 1)).await;
    company.advance(DAY * 5).await;
    let tags = json!({desktop.clone(): {"offboarding:hold": "legal case 7"}});
    company.aws().edit(|world| world.tags = serde_json::from_value(tags).unwrap());
    company.settle().await.unwrap();
    let closing = company.closing("User Offboarding Incomplete").await;
    assert_eq!(closing["Reason"]["Error"], "Held");
    assert_eq!(outcomes(&reports(&closing, "terminate-workspaces")["Last"]), [format!("{desktop} Held")]);
    assert!(!company.changes().contains(&format!("- {desktop} AVAILABLE")));
    assert!(company.changes().contains(&format!("+ {} DEREGISTERED", person(ALICE).device)));
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_is_delivered_twice_starts_one_offboarding() {
    let company = Company::live(world()).await;
    let event = json!({
        "id": "5f0d9c1e-6a8b-4c6e-8f1a-2b3c4d5e6f70", "time": ago(std::time::Duration::ZERO), "source": "com.example.hr",
        "detail-type": "User Offboarding Requested", "detail": alice_leaves_in(&company, 2),
    });
    company.put_event(event.clone()).await.unwrap();
    company.put_event(event).await.unwrap();
    company.settle().await.unwrap();
    company.closing("User Offboarding Completed").await;
    assert_eq!(company.executions_of("StartOffboarding").await.len(), 2);
    assert_eq!(company.execution_of("OffboardUser").await.status_name(), "SUCCEEDED");
    assert_eq!(company.changes(), alice_is_gone());
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_event_for_another_day_changes_nothing_and_says_so() {
    let company = Company::live(world()).await;
    company.put(alice_leaves_in(&company, 10)).await;
    let later = alice_leaves_in(&company, 20);
    company.put(later.clone()).await;
    company.advance(DAY).await;
    let told = company.closing("User Offboarding Already Started").await;
    assert_eq!(told, json!({"OffboardingId": "HR-2027-0042", "EffectiveAt": later["EffectiveAt"]}));
    assert_eq!(company.executions_of("OffboardUser").await.len(), 1);
    let second = company.executions_of("StartOffboarding").await.pop().unwrap();
    assert_eq!(second.failure().unwrap().error, "AlreadyStarted", "somebody has to look");
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_was_sent_again_starts_nothing_and_worries_nobody() {
    let company = Company::live(world()).await;
    let request = alice_leaves_in(&company, 10);
    company.put(request.clone()).await;
    company.advance(DAY).await;
    company.put(request).await;
    company.advance(DAY).await;
    assert_eq!(company.executions_of("OffboardUser").await.len(), 1);
    for execution in company.executions_of("StartOffboarding").await {
        assert_eq!(execution.status_name(), "SUCCEEDED");
    }
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_else_under_the_same_id_is_not_lost_silently() {
    let company = Company::live(world()).await;
    company.put(alice_leaves_in(&company, 10)).await;
    let mut bobs = alice_leaves_in(&company, 10);
    bobs["User"]["UserName"] = "bob".into();
    company.put(bobs).await;
    company.advance(DAY).await;
    let second = company.executions_of("StartOffboarding").await.pop().unwrap();
    assert_eq!(second.failure().unwrap().error, "AlreadyStarted");
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_offboarding_id_the_events_id_names_the_execution() {
    let company = Company::live(world()).await;
    let mut request = alice_leaves_in(&company, 1);
    request["OffboardingId"] = Value::Null;
    let id = company
        .put_event(json!({"source": "com.example.hr", "detail-type": "User Offboarding Requested", "detail": request}))
        .await
        .unwrap();
    company.settle().await.unwrap();
    assert_eq!(company.execution_of("OffboardUser").await.name, id);
    assert_eq!(company.closing("User Offboarding Completed").await["OffboardingId"], id.as_str());
    company.close().await;
}
