//! Who starts an execution, and what is refused.

use std::time::Duration;

use sandbox::Sandbox;
use sandbox::engine::executions::StartRefusal;
use sandbox::engine::invocation::Trigger;
use sandbox::stack::{Destination, Rule, Schedule, Stack, Target};
use sandbox::states::Status;
use sandbox::transform::InputTransformer;
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;

use super::{invoke, passing, settled, with};
use crate::stand::{start, state_machine, whole};

/// A rule on `Left` events, whose target is the machine `Machine`.
fn rule(template: &str) -> Rule {
    let paths = [("id", "$.id"), ("request", "$.detail")];
    let paths = paths.map(|(name, path)| (name.to_owned(), path.to_owned())).into();
    let target = Target {
        id: "machine".into(),
        to: Destination::StateMachine("Machine".into()),
        input: Some(InputTransformer::parse(&paths, template).unwrap()),
        role_arn: None,
        dead_letter_queue: Some("Dead".into()),
    };
    Rule { targets: vec![target], ..whole().rules.remove(0) }
}

fn event(detail: &Value) -> Value {
    json!({ "id": "e-1", "source": "hr", "detail-type": "Left", "detail": detail })
}

#[tokio::test]
async fn an_event_starts_an_execution_that_waits_for_its_day_and_says_when_it_is_done() {
    let closing = json!({
        "Type": "Task", "Resource": "arn:aws:states:::events:putEvents", "End": true,
        "Parameters": { "Entries": [{
            "Source": "workflow", "DetailType": "Done", "EventBusName": "stack-bus",
            "Detail": { "Answer.$": "$.Payload" }, "Resources": ["alice"]
        }] }
    });
    let mut work = invoke(&json!({ "is_past": null }));
    work["Parameters"]["Payload"] = json!({ "is_past.$": "$.Request.EffectiveAt" });
    work["Next"] = json!("Tell");
    work.as_object_mut().unwrap().remove("End");
    let wait = json!({ "Type": "Wait", "TimestampPath": "$.Request.EffectiveAt", "Next": "Work" });
    let machine = state_machine("Machine", &json!({ "Start": wait, "Work": work, "Tell": closing }));
    let rules = vec![rule(r#"{"EventId": <id>, "Request": <request>}"#)];
    let sandbox = start(Stack { rules, ..with(vec![machine]) }).await;
    let day = (sandbox.clock().now() + time::Duration::days(300)).replace_nanosecond(0).unwrap();
    let effective_at = day.format(&Rfc3339).unwrap();

    sandbox.put_event(event(&json!({ "EffectiveAt": effective_at }))).await.unwrap();
    let record = settled(&sandbox).await;

    assert_eq!(record.states(), ["Start", "Work", "Tell"]);
    assert_eq!(record.input, json!({ "EventId": "e-1", "Request": { "EffectiveAt": effective_at } }));
    assert!(record.stopped.unwrap() >= day, "it waited");
    let delivery = &sandbox.deliveries().await[0];
    let trigger = Trigger::Task { execution: record.arn.clone(), state: "Work".into() };
    assert_eq!(delivery.trigger, trigger);
    let events = sandbox.events().await;
    let told = events.last().unwrap();
    assert_eq!((events.len(), told.bus.as_str(), told.event.detail_type()), (2, "stack-bus", "Done"));
    assert_eq!(
        told.event.json()["detail"],
        json!({ "Answer": true }),
        "for the function the day has come, too"
    );
    let machine = "arn:aws:states:us-east-1:123456789012:stateMachine:stack-Machine";
    assert_eq!(told.event.json()["resources"], json!(["alice", record.arn, machine]));
    assert!(sandbox.unmatched().await.is_empty(), "that the stack does not hear itself is nothing to notice");
}

#[tokio::test]
async fn an_event_that_cannot_be_transformed_or_started_goes_to_the_dead_letter_queue_of_its_target() {
    let spoilt = rule(r#"{"Who": "<request>"}"#);
    let sandbox = start(Stack { rules: vec![spoilt], ..with(vec![passing()]) }).await;
    sandbox.put_event(event(&json!({}))).await.unwrap();
    sandbox.settle().await.unwrap();
    let kept = sandbox.messages("Dead").await;
    assert_eq!(serde_json::from_str::<Value>(&kept[0].body).unwrap()["id"], "e-1");
    assert!(sandbox.executions().await.is_empty());
}

#[tokio::test]
async fn a_schedule_starts_an_execution_with_its_input() {
    let to = Destination::StateMachine("Machine".into());
    let schedules = vec![Schedule { to, ..whole().schedules.remove(0) }];
    let sandbox = start(Stack { schedules, ..with(vec![passing()]) }).await;
    sandbox.advance(Duration::from_hours(25)).await;
    let record = sandbox.executions().await.remove(0);
    assert_eq!(record.status, Status::Succeeded(json!({ "say": "good morning" })));
}

#[tokio::test]
async fn a_name_is_free_again_ninety_days_after_its_execution_has_ended() {
    let sandbox = start(with(vec![passing()])).await;
    let start = || sandbox.start_execution("Machine", Some("HR-1"), json!({}));
    let arn = start().await.unwrap();
    sandbox.settle().await.unwrap();
    assert_eq!(start().await, Err(StartRefusal::AlreadyExists(arn.clone())));
    sandbox.advance(Duration::from_hours(91 * 24)).await;
    assert_eq!(start().await, Ok(arn));
}

#[tokio::test]
async fn an_input_or_a_machine_that_cannot_be_is_refused() {
    let sandbox = start(with(vec![passing()])).await;
    let large = json!("x".repeat(262_143));
    let refused = sandbox.start_execution("Machine", None, large).await.unwrap_err();
    assert_eq!(refused, StartRefusal::InputTooLarge(262_145));
    let nowhere = sandbox.start_execution("Elsewhere", None, json!({})).await.unwrap_err();
    assert_eq!(nowhere, StartRefusal::NoSuchMachine("Elsewhere".into()));
}

#[tokio::test]
async fn a_definition_that_cannot_run_is_named_before_anything_runs() {
    let refused = async |states: Value| {
        let stack = with(vec![state_machine("Machine", &states)]);
        let error = Sandbox::builder().stack(stack).start().await.err().unwrap();
        std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source())
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(": ")
    };
    let unknown = refused(json!({ "Start": { "Type": "Pause", "End": true } })).await;
    assert!(unknown.starts_with("a definition cannot be used: state machine Machine: "), "{unknown}");
    let mut task = invoke(&json!({}));
    task["Parameters"]["FunctionName"] = json!("nobody");
    let dangling = refused(json!({ "Start": task })).await;
    assert_eq!(dangling, "the stack cannot run: Machine, Start: the stack has no FunctionName nobody");
}
