//! Step Functions over HTTP: enough to start, stop and look at executions.
//!
//! Source: Step Functions API reference and service model. A member that is not known here is refused.

mod arn;
mod describe;
mod execute;
mod list;

use bytes::Bytes;
use http::{Request, Response};
use serde::de::DeserializeOwned;
use serde_json::Value;
use time::OffsetDateTime;

use super::reply::{Protocol, Refusal, outcome};
use super::{Front, rights};
use crate::engine::access::Session;
use crate::engine::executions::Run;
use crate::engine::simulation::Simulation;
use crate::iam::Authorize as _;

type Operation = fn(&mut Simulation, &Bytes) -> Result<Value, Refusal>;

pub(super) async fn answer(
    front: &Front,
    operation: &str,
    request: &Request<Bytes>,
    caller: &Session<'_>,
) -> Response<Bytes> {
    let act: Operation = match operation {
        "StartExecution" => execute::start,
        "StopExecution" => execute::stop,
        "DescribeExecution" => describe::execution,
        "DescribeStateMachine" => describe::state_machine,
        "ListExecutions" => list::executions,
        "ListStateMachines" => list::state_machines,
        other => {
            let what = format!("the sandbox does not know the Step Functions operation {other}");
            let refusal = Refusal::bad_request("UnknownOperationException", what);
            return refusal.respond(Protocol::AwsJson10);
        }
    };
    if let Err(denied) = caller.authorize(rights::to_state_machine(operation, request.body())) {
        return Refusal::from(denied).respond(Protocol::AwsJson10);
    }
    let body = request.body().clone();
    let result = front.simulation.call(move |simulation| act(simulation, &body)).await;
    outcome(Protocol::AwsJson10, &result)
}

fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, Refusal> {
    serde_json::from_slice(body)
        .map_err(|error| Refusal::bad_request("ValidationException", error.to_string()))
}

/// The execution with this ARN, by its index.
fn find(simulation: &Simulation, arn: &str) -> Result<usize, Refusal> {
    arn::check(arn, "execution")?;
    simulation.execution(arn).ok_or_else(|| {
        let what = format!("Execution Does Not Exist: '{arn}'");
        Refusal::bad_request("ExecutionDoesNotExist", what)
    })
}

/// What the lists and the description of an execution share.
fn summary(run: &Run) -> Value {
    let mut summary = serde_json::json!({
        "executionArn": run.arn, "stateMachineArn": run.state_machine_arn, "name": run.name.name,
        "status": run.status_name(), "startDate": seconds(run.started),
    });
    if let Some(stopped) = run.stopped {
        summary["stopDate"] = seconds(stopped).into();
    }
    summary
}

/// A time as awsJson writes it.
#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 are far below 2^53")]
fn seconds(at: OffsetDateTime) -> f64 {
    let milliseconds = at.unix_timestamp_nanos() / 1_000_000;
    milliseconds as f64 / 1000.0
}
