//! `DescribeExecution` and `DescribeStateMachine`.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::reply::Refusal;
use super::{arn, find, read, seconds, summary};
use crate::engine::executions::StartRefusal;
use crate::engine::simulation::Simulation;
use crate::states::Status;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct DescribeExecution {
    execution_arn: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct DescribeStateMachine {
    state_machine_arn: String,
}

pub(super) fn execution(simulation: &mut Simulation, body: &Bytes) -> Result<Value, Refusal> {
    let DescribeExecution { execution_arn } = read(body)?;
    let run = &simulation.executions[find(simulation, &execution_arn)?];
    let mut answer = summary(run);
    answer["input"] = json!(run.input.to_string());
    match run.status() {
        Status::Succeeded(output) => answer["output"] = json!(output.to_string()),
        Status::Failed(failure) | Status::Aborted(failure) => {
            answer["error"] = json!(failure.error);
            answer["cause"] = json!(failure.cause);
        }
        Status::Running | Status::TimedOut => {}
    }
    Ok(answer)
}

pub(super) fn state_machine(simulation: &mut Simulation, body: &Bytes) -> Result<Value, Refusal> {
    let DescribeStateMachine { state_machine_arn } = read(body)?;
    arn::check(&state_machine_arn, "stateMachine")?;
    let created = seconds(simulation.started);
    let Some(machine) = simulation.state_machine(&state_machine_arn) else {
        return Err(StartRefusal::NoSuchMachine(state_machine_arn).into());
    };
    Ok(json!({
        "stateMachineArn": machine.arn(), "name": machine.spec.name, "status": "ACTIVE",
        "definition": machine.spec.definition.to_string(), "roleArn": machine.spec.role_arn,
        "type": "STANDARD", "creationDate": created,
    }))
}
