//! What happened on the stage, for whoever compares it.

use sandbox::Sandbox;
use sandbox::engine::executions::ExecutionRecord;
use sandbox::states::{Place, Step};
use serde_json::{Value, json};

pub(crate) async fn of(sandbox: &Sandbox) -> Value {
    let executions: Vec<Value> = sandbox.executions().await.iter().map(execution).collect();
    let events: Vec<Value> = sandbox.events().await.iter().map(|put| put.event.json().clone()).collect();
    json!({
        "Executions": executions, "Events": events, "World": sandbox.world(),
        "Escapes": sandbox.escapes(), "Lost": sandbox.lost().await,
    })
}

fn execution(record: &ExecutionRecord) -> Value {
    let failure = record.failure();
    json!({
        "Arn": record.arn, "Status": record.status_name(), "Input": record.input, "Output": record.output(),
        "Error": failure.map(|failure| &failure.error), "Cause": failure.map(|failure| &failure.cause),
        "Steps": record.history.iter().filter_map(|moment| step(&moment.step)).collect::<Vec<_>>(),
    })
}

/// The states that were entered, and what their tasks asked for.
fn step(step: &Step) -> Option<Value> {
    match step {
        Step::Entered { state, .. } => Some(json!({ "At": place(state) })),
        Step::Task { state, parameters, .. } => Some(json!({ "At": place(state), "Asks": parameters })),
        _ => None,
    }
}

/// The names from the outermost state to this one, each of a Map followed by the item's number.
fn place(place: &Place) -> Value {
    let within = place.within.iter().flat_map(|within| [json!(within.state), json!(within.item)]);
    within.filter(|part| !part.is_null()).chain([json!(place.state)]).collect()
}
