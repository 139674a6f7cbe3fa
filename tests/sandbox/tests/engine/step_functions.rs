//! The stack's state machines, over HTTP.

use serde_json::{Value, json};

use crate::front::{Answer, post};
use crate::stand::{start, state_machine, whole};

const MACHINE: &str = "arn:aws:states:us-east-1:123456789012:stateMachine:stack-Machine";

async fn with_a_waiting_machine() -> sandbox::Sandbox {
    let wait = json!({ "Start": { "Type": "Wait", "Seconds": 60, "End": true } });
    let state_machines = vec![state_machine("Machine", &wait)];
    start(sandbox::stack::Stack { state_machines, ..whole() }).await
}

async fn call(sandbox: &sandbox::Sandbox, operation: &str, body: Value) -> Answer {
    post(sandbox, &format!("AWSStepFunctions.{operation}"), &body.to_string()).await
}

async fn refused(sandbox: &sandbox::Sandbox, operation: &str, body: Value) -> String {
    let answer = call(sandbox, operation, body).await;
    assert_eq!(answer.status, 400, "{}", answer.body);
    answer.json()["__type"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_execution_is_started_looked_at_and_seen_to_end() {
    let sandbox = with_a_waiting_machine().await;
    let begin = json!({ "stateMachineArn": MACHINE, "name": "HR-1", "input": "{\"a\": 1}" });
    let started = call(&sandbox, "StartExecution", begin.clone()).await.json();
    let arn = "arn:aws:states:us-east-1:123456789012:execution:stack-Machine:HR-1";
    assert_eq!(started["executionArn"], arn);
    assert_eq!(call(&sandbox, "StartExecution", begin).await.json(), started, "the same again is the same");
    let describe = json!({ "executionArn": arn });
    let running = call(&sandbox, "DescribeExecution", describe.clone()).await.json();
    assert_eq!((&running["status"], &running["input"]), (&json!("RUNNING"), &json!("{\"a\":1}")));
    sandbox.settle().await.unwrap();
    let ended = call(&sandbox, "DescribeExecution", describe).await.json();
    assert_eq!((&ended["status"], &ended["output"]), (&json!("SUCCEEDED"), &json!("{\"a\":1}")));
    assert!(ended["stopDate"].as_f64().unwrap() - ended["startDate"].as_f64().unwrap() >= 60.0);
}

#[tokio::test]
async fn an_execution_is_stopped_with_a_reason() {
    let sandbox = with_a_waiting_machine().await;
    let started = call(&sandbox, "StartExecution", json!({ "stateMachineArn": MACHINE })).await.json();
    let arn = &started["executionArn"];
    let stop = json!({ "executionArn": arn, "error": "Cancelled", "cause": "alice stays" });
    assert!(call(&sandbox, "StopExecution", stop).await.json()["stopDate"].is_f64());
    let stopped = call(&sandbox, "DescribeExecution", json!({ "executionArn": arn })).await.json();
    assert_eq!((&stopped["status"], &stopped["error"]), (&json!("ABORTED"), &json!("Cancelled")));
    assert_eq!(stopped["cause"], "alice stays");
}

#[tokio::test]
async fn executions_are_listed_page_by_page_and_the_last_comes_first() {
    let sandbox = with_a_waiting_machine().await;
    for name in ["one", "two", "three"] {
        call(&sandbox, "StartExecution", json!({ "stateMachineArn": MACHINE, "name": name })).await;
    }
    let mut list = json!({ "stateMachineArn": MACHINE, "maxResults": 2, "statusFilter": "RUNNING" });
    let first = call(&sandbox, "ListExecutions", list.clone()).await.json();
    let names = |page: &Value| {
        let page = page["executions"].as_array().unwrap();
        page.iter().map(|run| run["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&first), ["three", "two"]);
    list["nextToken"] = first["nextToken"].clone();
    let second = call(&sandbox, "ListExecutions", list.clone()).await.json();
    assert_eq!((names(&second), second.get("nextToken")), (vec!["one".to_owned()], None));
    list["nextToken"] = json!("made up");
    assert_eq!(refused(&sandbox, "ListExecutions", list).await, "InvalidToken");
}

#[tokio::test]
async fn state_machines_are_listed_and_described() {
    let sandbox = with_a_waiting_machine().await;
    let list = call(&sandbox, "ListStateMachines", json!({})).await.json();
    assert_eq!(list["stateMachines"][0]["stateMachineArn"], MACHINE);
    let machine = call(&sandbox, "DescribeStateMachine", json!({ "stateMachineArn": MACHINE })).await.json();
    let definition: Value = serde_json::from_str(machine["definition"].as_str().unwrap()).unwrap();
    assert_eq!(definition["StartAt"], "Start");
    assert_eq!((&machine["name"], &machine["type"]), (&json!("stack-Machine"), &json!("STANDARD")));
}

#[tokio::test]
async fn step_functions_refuses_with_the_codes_of_its_model() {
    let sandbox = with_a_waiting_machine().await;
    let begin = |name: &str, input: &str| json!({ "stateMachineArn": MACHINE, "name": name, "input": input });
    call(&sandbox, "StartExecution", begin("HR-1", "{}")).await;
    let nobody = MACHINE.replace("stack-Machine", "stack-Nobody");
    let elsewhere = "arn:aws:states:us-east-1:123456789012:execution:stack-Machine:nothing";
    for (operation, body, code) in [
        ("StartExecution", begin("HR-1", "{\"other\": 1}"), "ExecutionAlreadyExists"),
        ("StartExecution", begin("two words", "{}"), "InvalidName"),
        ("StartExecution", begin("x", "{"), "InvalidExecutionInput"),
        ("StartExecution", json!({ "stateMachineArn": nobody }), "StateMachineDoesNotExist"),
        ("StartExecution", json!({ "stateMachineArn": "Machine" }), "InvalidArn"),
        ("StartExecution", json!({ "stateMachineArn": format!("{MACHINE}:1") }), "InvalidArn"),
        ("StopExecution", json!({ "executionArn": elsewhere }), "ExecutionDoesNotExist"),
        ("DescribeExecution", json!({ "executionArn": MACHINE }), "InvalidArn"),
        ("DescribeStateMachine", json!({ "stateMachineArn": nobody }), "StateMachineDoesNotExist"),
        ("ListExecutions", json!({ "stateMachineArn": nobody }), "StateMachineDoesNotExist"),
        ("ListExecutions", json!({ "mapRunArn": "x" }), "ValidationException"),
        ("CreateStateMachine", json!({}), "UnknownOperationException"),
    ] {
        assert_eq!(refused(&sandbox, operation, body.clone()).await, code, "{operation} {body}");
    }
}
