//! State machines: what starts them, what their tasks call, and how they pass the time.

mod starting;
mod tasks;
mod time;

use sandbox::Sandbox;
use sandbox::engine::executions::ExecutionRecord;
use sandbox::stack::{Stack, StateMachine};
use sandbox::states::Failure;
use serde_json::{Value, json};

use crate::stand::{start, state_machine, whole};

const ECHO: &str = "arn:aws:lambda:us-east-1:123456789012:function:stack-echo";

fn with(state_machines: Vec<StateMachine>) -> Stack {
    Stack { state_machines, schedules: Vec::new(), ..whole() }
}

/// A machine that ends at once.
fn passing() -> StateMachine {
    state_machine("Machine", &json!({ "Start": { "Type": "Pass", "End": true } }))
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
async fn ended(states: Value, input: Value) -> ExecutionRecord {
    let sandbox = start(with(vec![state_machine("Machine", &states)])).await;
    sandbox.start_execution("Machine", None, input).await.unwrap();
    settled(&sandbox).await
}

fn failure(record: &ExecutionRecord) -> &Failure {
    record.failure().unwrap()
}
