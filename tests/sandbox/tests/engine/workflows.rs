//! State machines: what starts them, what their tasks call, and how they pass the time.

use std::time::Duration;

use sandbox::Sandbox;
use sandbox::engine::executions::{ExecutionRecord, StartRefusal};
use sandbox::engine::invocation::Trigger;
use sandbox::stack::{Destination, Rule, Schedule, Stack, StateMachine, Target};
use sandbox::states::{Failure, Status};
use sandbox::transform::InputTransformer;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::stand::{start, state_machine, whole};

const ECHO: &str = "arn:aws:lambda:us-east-1:123456789012:function:stack-echo";

fn with(state_machines: Vec<StateMachine>) -> Stack {
    Stack { state_machines, schedules: Vec::new(), ..whole() }
}

fn invoke(payload: &Value) -> Value {
    json!({
        "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
        "Parameters": { "FunctionName": ECHO, "Payload": payload }
    })
}

/// The one execution that there is, after everything has settled.
async fn settled(sandbox: &Sandbox) -> ExecutionRecord {
    sandbox.settle().await.unwrap();
    sandbox.executions().await.remove(0)
}

/// What becomes of a machine with these states.
async fn ended(states: Value, input: Value) -> (Sandbox, ExecutionRecord) {
    let sandbox = start(with(vec![state_machine("Machine", &states)])).await;
    sandbox.start_execution("Machine", None, input).await.unwrap();
    let record = settled(&sandbox).await;
    (sandbox, record)
}

fn failure(record: &ExecutionRecord) -> &Failure {
    record.failure().unwrap_or_else(|| panic!("it has not failed: {:?}", record.status))
}

/// A rule on `Left` events, whose target is the machine `Machine`.
fn rule(template: &str) -> Rule {
    let paths = [("id", "$.id"), ("request", "$.detail")];
    let paths = paths.map(|(name, path)| (name.to_owned(), path.to_owned())).into();
    let target = Target {
        id: "machine".into(),
        to: Destination::StateMachine("Machine".into()),
        input: Some(InputTransformer::parse(&paths, template).unwrap()),
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
    let pass = json!({ "Start": { "Type": "Pass", "End": true } });
    let spoilt = rule(r#"{"Who": "<request>"}"#);
    let sandbox = start(Stack { rules: vec![spoilt], ..with(vec![state_machine("Machine", &pass)]) }).await;
    sandbox.put_event(event(&json!({}))).await.unwrap();
    sandbox.settle().await.unwrap();
    let kept = sandbox.messages("Dead").await;
    assert_eq!(serde_json::from_str::<Value>(&kept[0].body).unwrap()["id"], "e-1");
    assert!(sandbox.executions().await.is_empty());
}

#[tokio::test]
async fn a_schedule_starts_an_execution_with_its_input() {
    let pass = json!({ "Start": { "Type": "Pass", "End": true } });
    let to = Destination::StateMachine("Machine".into());
    let schedules = vec![Schedule { to, ..whole().schedules.remove(0) }];
    let sandbox = start(Stack { schedules, ..with(vec![state_machine("Machine", &pass)]) }).await;
    sandbox.advance(Duration::from_hours(25)).await;
    let record = sandbox.executions().await.remove(0);
    assert_eq!(record.status, Status::Succeeded(json!({ "say": "good morning" })));
}

#[tokio::test]
async fn the_answer_of_a_function_is_the_payload_of_the_result() {
    let (_, record) = ended(json!({ "Start": invoke(&json!({ "a": 1 })) }), json!({})).await;
    let result = json!({ "ExecutedVersion": "$LATEST", "Payload": { "a": 1 }, "StatusCode": 200 });
    assert_eq!(record.status, Status::Succeeded(result));
}

#[tokio::test]
async fn the_error_of_a_function_goes_by_its_type_and_its_cause_is_the_whole_error() {
    let (_, record) = ended(json!({ "Start": invoke(&json!({ "fail": "Expired" })) }), json!({})).await;
    let failure = failure(&record);
    assert_eq!(failure.error, "Expired");
    let cause: Value = serde_json::from_str(&failure.cause).unwrap();
    assert_eq!(cause, json!({ "errorType": "Expired", "errorMessage": "as asked" }));
}

#[tokio::test]
async fn a_function_without_room_is_tried_again_when_its_time_has_come() {
    let mut task = invoke(&json!({}));
    task["Retry"] = json!([{
        "ErrorEquals": ["Lambda.TooManyRequestsException"], "IntervalSeconds": 3600, "MaxAttempts": 2
    }]);
    let mut stack = with(vec![state_machine("Machine", &json!({ "Start": task }))]);
    stack.functions[0].reserved_concurrency = Some(0);
    let sandbox = start(stack).await;
    sandbox.start_execution("Machine", None, json!({})).await.unwrap();
    let record = settled(&sandbox).await;
    assert_eq!(failure(&record).error, "Lambda.TooManyRequestsException");
    assert!(record.stopped.unwrap() - record.started >= time::Duration::hours(3), "one hour, then two");
}

#[tokio::test]
async fn a_task_whose_time_is_over_does_not_wait_for_its_function() {
    let mut task = invoke(&json!({ "sleep": 3000 }));
    task["TimeoutSeconds"] = json!(1);
    let (_, record) = ended(json!({ "Start": task }), json!({})).await;
    assert_eq!(failure(&record).error, "States.Timeout");
}

#[tokio::test]
async fn an_execution_starts_another_once_for_each_name() {
    let start_child = json!({
        "Type": "Task", "Resource": "arn:aws:states:::states:startExecution", "End": true,
        "Parameters": {
            "StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:stack-Child",
            "Name.$": "$.Name", "Input": { "Who.$": "$.Who" }
        }
    });
    let wait = json!({ "Start": { "Type": "Wait", "Seconds": 60, "End": true } });
    let parent = state_machine("Parent", &json!({ "Start": start_child }));
    let sandbox = start(with(vec![parent, state_machine("Child", &wait)])).await;
    for (name, who) in [("HR-1", "alice"), ("HR-1", "alice"), ("HR-1", "bob"), ("two words", "bob")] {
        sandbox.start_execution("Parent", None, json!({ "Name": name, "Who": who })).await.unwrap();
    }
    sandbox.settle().await.unwrap();
    let all = sandbox.executions().await;
    let child: Vec<_> = all.iter().filter(|record| record.state_machine == "Child").collect();
    assert_eq!((child.len(), child[0].name.as_str()), (1, "HR-1"));
    assert_eq!(child[0].status, Status::Succeeded(json!({ "Who": "alice" })));
    let parents: Vec<_> = all.iter().filter(|record| record.state_machine == "Parent").collect();
    assert_eq!(parents[0].output().unwrap()["ExecutionArn"], json!(child[0].arn));
    assert_eq!(parents[1].output(), parents[0].output(), "the same request again is the same execution");
    assert_eq!(failure(parents[2]).error, "StepFunctions.ExecutionAlreadyExistsException");
    assert_eq!(failure(parents[3]).error, "StepFunctions.InvalidNameException");
}

#[tokio::test]
async fn events_that_a_bus_does_not_take_fail_their_task() {
    let put = |entry: Value| {
        json!({ "Start": {
            "Type": "Task", "Resource": "arn:aws:states:::events:putEvents", "End": true,
            "Parameters": { "Entries": [entry] }
        } })
    };
    let entry = |source: &str, bus: Value| {
        let mut entry = json!({ "Source": source, "DetailType": "Done", "Detail": {} });
        entry.as_object_mut().unwrap().extend(bus.as_object().unwrap().clone());
        entry
    };
    let (_, reserved) = ended(put(entry("aws.mine", json!({}))), json!({})).await;
    assert_eq!(failure(&reserved).error, "EventBridge.FailedEntry");
    assert!(failure(&reserved).cause.contains("NotAuthorizedForSourceException"));
    let unknown = entry("mine", json!({ "EventBusName.$": "$.Bus" }));
    let (_, unknown) = ended(put(unknown), json!({ "Bus": "nowhere" })).await;
    assert_eq!(failure(&unknown).error, "EventBridge.ResourceNotFoundException");
}

#[tokio::test]
async fn a_stopped_execution_goes_no_further() {
    let wait = json!({ "Type": "Wait", "Seconds": 86_400, "Next": "Work" });
    let states = json!({ "Start": wait, "Work": invoke(&json!({})) });
    let sandbox = start(with(vec![state_machine("Machine", &states)])).await;
    let arn = sandbox.start_execution("Machine", Some("HR-1"), json!({})).await.unwrap();
    assert_eq!(sandbox.pending().await, ["the execution HR-1 of Machine"]);
    sandbox.stop_execution(&arn, Failure::new("Cancelled", "alice stays")).await.unwrap();
    let record = settled(&sandbox).await;
    assert_eq!(record.status, Status::Aborted(Failure::new("Cancelled", "alice stays")));
    assert_eq!(record.states(), ["Start"]);
    assert!(sandbox.deliveries().await.is_empty());
    assert!(sandbox.stop_execution("arn:aws:states:::execution:x:y", Failure::new("", "")).await.is_err());
}

#[tokio::test]
async fn a_name_is_free_again_ninety_days_after_its_execution_has_ended() {
    let pass = json!({ "Start": { "Type": "Pass", "End": true } });
    let sandbox = start(with(vec![state_machine("Machine", &pass)])).await;
    let start = || sandbox.start_execution("Machine", Some("HR-1"), json!({}));
    let arn = start().await.unwrap();
    sandbox.settle().await.unwrap();
    assert_eq!(start().await, Err(StartRefusal::AlreadyExists(arn.clone())));
    sandbox.advance(Duration::from_hours(91 * 24)).await;
    assert_eq!(start().await, Ok(arn));
}

#[tokio::test]
async fn an_input_or_a_machine_that_cannot_be_is_refused() {
    let pass = json!({ "Start": { "Type": "Pass", "End": true } });
    let sandbox = start(with(vec![state_machine("Machine", &pass)])).await;
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

#[tokio::test]
async fn everything_is_on_the_record() {
    let mut task = invoke(&json!({ "fail": "Expired" }));
    task["Catch"] = json!([{ "ErrorEquals": ["Expired"], "ResultPath": "$.Error", "Next": "Rest" }]);
    let rest = json!({ "Type": "Wait", "Seconds": 60, "End": true });
    let (_, record) = ended(json!({ "Start": task, "Rest": rest }), json!({ "a": 1 })).await;
    let shown = record.shown();
    assert_eq!((&shown["Status"], &shown["Input"]), (&json!("SUCCEEDED"), &json!({ "a": 1 })));
    assert_eq!(shown["Output"]["Error"]["Error"], "Expired");
    let told = |member: &str| {
        let history = shown["History"].as_array().unwrap();
        history.iter().find(|moment| moment.get(member).is_some()).unwrap().clone()
    };
    assert_eq!((&told("Caught")["Caught"], &told("Caught")["Next"]), (&json!("Start"), &json!("Rest")));
    assert_eq!(told("Failed")["Error"], "Expired");
    let until = OffsetDateTime::parse(told("Waiting")["Until"].as_str().unwrap(), &Rfc3339).unwrap();
    assert!(until > record.started);
    assert_eq!(shown["History"].as_array().unwrap().last().unwrap()["Ended"], true);
}
