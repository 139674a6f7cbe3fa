//! `ListExecutions` and `ListStateMachines`.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::reply::Refusal;
use super::{arn, read, seconds, summary};
use crate::engine::executions::StartRefusal;
use crate::engine::simulation::Simulation;

/// What a page has when nobody says (model: "The default is 100 and the maximum allowed page size is
/// 1000. A value of 0 uses the default").
const PAGE: usize = 100;
const LARGEST_PAGE: usize = 1000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ListExecutions {
    state_machine_arn: String,
    status_filter: Option<String>,
    max_results: Option<usize>,
    next_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ListStateMachines {
    max_results: Option<usize>,
    next_token: Option<String>,
}

/// The last that was started comes first.
pub(super) fn executions(simulation: &mut Simulation, body: &Bytes) -> Result<Value, Refusal> {
    let request: ListExecutions = read(body)?;
    arn::check(&request.state_machine_arn, "stateMachine")?;
    if simulation.state_machine(&request.state_machine_arn).is_none() {
        return Err(StartRefusal::NoSuchMachine(request.state_machine_arn).into());
    }
    let fits = request.status_filter.as_deref();
    let runs = simulation.executions.iter().rev().filter(|run| {
        run.state_machine_arn == request.state_machine_arn
            && fits.is_none_or(|status| status == run.status_name())
    });
    page("executions", runs.map(summary).collect(), request.max_results, request.next_token.as_deref())
}

pub(super) fn state_machines(simulation: &mut Simulation, body: &Bytes) -> Result<Value, Refusal> {
    let request: ListStateMachines = read(body)?;
    let created = seconds(simulation.started);
    let machines = simulation.machines.iter().map(|machine| {
        json!({
            "stateMachineArn": machine.arn(), "name": machine.spec.name, "type": "STANDARD",
            "creationDate": created,
        })
    });
    page("stateMachines", machines.collect(), request.max_results, request.next_token.as_deref())
}

/// A token is the number of what was told before.
fn page(
    list: &str,
    all: Vec<Value>,
    max_results: Option<usize>,
    token: Option<&str>,
) -> Result<Value, Refusal> {
    let size = max_results.filter(|size| *size > 0).unwrap_or(PAGE);
    if size > LARGEST_PAGE {
        let what = format!("maxResults must be at most {LARGEST_PAGE}");
        return Err(Refusal::bad_request("ValidationException", what));
    }
    let from = match token.map(str::parse::<usize>) {
        None => 0,
        Some(Ok(from)) if from < all.len() => from,
        Some(_) => {
            return Err(Refusal::bad_request("InvalidToken", "Invalid Token: it belongs to no list"));
        }
    };
    let rest = all.len() - from;
    let page: Vec<Value> = all.into_iter().skip(from).take(size).collect();
    let mut answer = json!({ list: page });
    if rest > size {
        answer["nextToken"] = json!((from + size).to_string());
    }
    Ok(answer)
}
