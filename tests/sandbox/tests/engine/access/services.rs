//! What services do in a role: rules, schedules, state machines.

use sandbox::Sandbox;
use sandbox::stack::{Destination, Rule, Schedule, Stack, StateMachine, Target};
use serde_json::{Value, json};

use super::{ROLE, allow, denial, queue, role};
use crate::stand::{start, state_machine, whole};

const MACHINE: &str = "arn:aws:states:us-east-1:123456789012:stateMachine:stack-Machine";
const ECHO: &str = "arn:aws:lambda:us-east-1:123456789012:function:stack-echo";
const BUS: &str = "arn:aws:events:us-east-1:123456789012:event-bus/stack-bus";

/// The whole stack with the role and a machine in it, of which `Start` is the first state.
fn with_machine(statements: Value, start: &Value) -> Stack {
    let machine = state_machine("Machine", &json!({ "Start": start }));
    let machine = StateMachine { role_arn: ROLE.into(), ..machine };
    let roles = vec![role(statements)];
    Stack { roles, state_machines: vec![machine], schedules: Vec::new(), ..whole() }
}

fn passing() -> Value {
    json!({ "Type": "Pass", "End": true })
}

#[tokio::test]
async fn a_rule_whose_role_may_not_start_its_target_sends_the_event_to_its_dead_letter_queue() {
    for (statements, started) in [(json!([]), 0), (json!([allow("states:StartExecution", MACHINE)]), 1)] {
        let mut stack = with_machine(statements, &passing());
        let target = Target {
            id: "machine".into(),
            to: Destination::StateMachine("Machine".into()),
            input: None,
            role_arn: Some(ROLE.into()),
            dead_letter_queue: Some("Dead".into()),
        };
        stack.rules = vec![Rule { targets: vec![target], ..stack.rules.remove(0) }];
        let sandbox = start(stack).await;
        let event = json!({ "source": "hr", "detail-type": "Left", "detail": {} });
        sandbox.put_event(event).await.unwrap();
        sandbox.settle().await.unwrap();
        assert_eq!(sandbox.executions().await.len(), started);
        assert_eq!(sandbox.messages("Dead").await.len(), 1 - started);
        let denied = denial("Left", "states:StartExecution", MACHINE, false);
        assert_eq!(sandbox.denials(), [denied].into_iter().skip(started).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn a_schedule_reaches_its_target_and_its_dead_letter_queue_in_its_role() {
    let (start_it, keep_it) =
        (allow("states:StartExecution", MACHINE), allow("sqs:SendMessage", &queue("Dead")));
    for (statements, started, kept, lost) in
        [(json!([start_it]), 1, 0, 0), (json!([keep_it]), 0, 1, 0), (json!([]), 0, 0, 1)]
    {
        let mut stack = with_machine(statements, &passing());
        stack.schedules = vec![Schedule {
            to: Destination::StateMachine("Machine".into()),
            enabled: false,
            role_arn: Some(ROLE.into()),
            dead_letter_queue: Some("Dead".into()),
            dead_letter_role_arn: Some(ROLE.into()),
            ..whole().schedules.remove(0)
        }];
        let sandbox = start(stack).await;
        sandbox.trigger_schedule("Daily").await.unwrap();
        sandbox.settle().await.unwrap();
        assert_eq!(sandbox.executions().await.len(), started);
        assert_eq!(sandbox.messages("Dead").await.len(), kept);
        assert_eq!(sandbox.lost().await.len(), lost);
    }
}

/// A state machine whose only task is this, in a role with these statements, after it has ended.
async fn tried(statements: Value, resource: &str, parameters: Value) -> Sandbox {
    let task = json!({ "Type": "Task", "Resource": resource, "Parameters": parameters, "End": true });
    let sandbox = start(with_machine(statements, &task)).await;
    sandbox.start_execution("Machine", None, json!({})).await.unwrap();
    sandbox.settle().await.unwrap();
    sandbox
}

async fn error(sandbox: &Sandbox) -> Option<String> {
    let executions = sandbox.executions().await;
    executions[0].failure().map(|failure| failure.error.clone())
}

#[tokio::test]
async fn a_task_that_the_role_does_not_allow_fails_under_the_name_of_the_services_sdk() {
    let entry = json!({ "Source": "mine", "DetailType": "Done", "Detail": {}, "EventBusName": "stack-bus" });
    for (resource, parameters, expected, action, on) in [
        (
            "arn:aws:states:::lambda:invoke",
            json!({ "FunctionName": ECHO, "Payload": {} }),
            "Lambda.AWSLambdaException",
            "lambda:InvokeFunction",
            ECHO,
        ),
        (
            "arn:aws:states:::events:putEvents",
            json!({ "Entries": [entry] }),
            "EventBridge.AmazonEventBridgeException",
            "events:PutEvents",
            BUS,
        ),
        (
            "arn:aws:states:::states:startExecution",
            json!({ "StateMachineArn": MACHINE, "Name": "again", "Input": {} }),
            "StepFunctions.AWSStepFunctionsException",
            "states:StartExecution",
            MACHINE,
        ),
        (
            "arn:aws:states:::aws-sdk:directory:deleteDirectory",
            json!({ "DirectoryId": "d-9067000001" }),
            "Directory.AccessDeniedException",
            "ds:DeleteDirectory",
            "arn:aws:ds:us-east-1:123456789012:directory/d-9067000001",
        ),
    ] {
        let sandbox = tried(json!([]), resource, parameters).await;
        assert_eq!(error(&sandbox).await.as_deref(), Some(expected));
        assert_eq!(sandbox.denials(), [denial("Machine", action, on, false)]);
    }
}

#[tokio::test]
async fn a_role_can_be_held_to_one_source_of_events() {
    for (source, expected) in
        [("mine", None), ("theirs", Some("EventBridge.AmazonEventBridgeException".to_owned()))]
    {
        let entry =
            json!({ "Source": source, "DetailType": "Done", "Detail": {}, "EventBusName": "stack-bus" });
        let statements = json!([{
            "Effect": "Allow", "Action": "events:PutEvents", "Resource": BUS,
            "Condition": { "StringEquals": { "events:source": "mine" } }
        }]);
        let parameters = json!({ "Entries": [entry] });
        let sandbox = tried(statements, "arn:aws:states:::events:putEvents", parameters).await;
        assert_eq!(error(&sandbox).await, expected);
    }
}
