//! `StartExecution` and `StopExecution`.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::reply::Refusal;
use super::{arn, find, read, seconds};
use crate::engine::executions::StartRefusal;
use crate::engine::simulation::Simulation;
use crate::states::Failure;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Start {
    state_machine_arn: String,
    name: Option<String>,
    input: Option<String>,
    #[serde(rename = "traceHeader")]
    _trace_header: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Stop {
    execution_arn: String,
    #[serde(default)]
    error: String,
    #[serde(default)]
    cause: String,
}

pub(super) fn start(simulation: &mut Simulation, body: &Bytes) -> Result<Value, Refusal> {
    let request: Start = read(body)?;
    arn::check(&request.state_machine_arn, "stateMachine")?;
    let input = crate::json::parse(request.input.as_deref().unwrap_or("{}")).map_err(|error| {
        let what = format!("Invalid State Machine Execution Input: '{error}'");
        Refusal::bad_request("InvalidExecutionInput", what)
    })?;
    let index = simulation.start_execution(&request.state_machine_arn, request.name.as_deref(), input)?;
    let run = &simulation.executions[index];
    Ok(json!({ "executionArn": run.arn, "startDate": seconds(run.started) }))
}

pub(super) fn stop(simulation: &mut Simulation, body: &Bytes) -> Result<Value, Refusal> {
    let request: Stop = read(body)?;
    let index = find(simulation, &request.execution_arn)?;
    simulation.stop_execution(index, Failure::new(request.error, request.cause));
    let stopped = simulation.executions[index].stopped;
    Ok(json!({ "stopDate": stopped.map(seconds) }))
}

impl From<StartRefusal> for Refusal {
    fn from(refusal: StartRefusal) -> Self {
        Self::bad_request(refusal.code(), refusal.to_string())
    }
}
