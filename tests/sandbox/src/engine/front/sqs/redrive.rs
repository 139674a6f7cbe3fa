//! Sending what a dead-letter queue holds back to work.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::reply::Refusal;
use super::{invalid, no_queue, read};
use crate::engine::message::{Draft, Message};
use crate::engine::queue::{MoveTask, Queue};
use crate::engine::simulation::Simulation;

/// The most tasks that are listed.
const MOST: usize = 10;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct StartMessageMoveTask {
    source_arn: String,
    destination_arn: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ListMessageMoveTasks {
    source_arn: String,
    max_results: Option<usize>,
}

/// Moves everything visible at once; SQS takes its time. A moved message is a new one, with a new
/// id and age (SQS developer guide, "dead-letter queue redrive").
pub(super) fn start(simulation: &mut Simulation, body: &Bytes, _: &str) -> Result<Value, Refusal> {
    let request: StartMessageMoveTask = read(body)?;
    let source = by_arn(simulation, &request.source_arn)?;
    let is_target = |queue: &Queue| {
        queue.spec().redrive.as_ref().is_some_and(|redrive| redrive.dead_letter_queue == source)
    };
    if !simulation.queues.values().any(is_target) {
        return Err(invalid("Source queue must be configured as a Dead Letter Queue."));
    }
    let to = request.destination_arn.as_ref().map(|arn| by_arn(simulation, arn)).transpose()?;
    let is_fifo = |queue: &str| simulation.queues.get(queue).is_some_and(|queue| queue.spec().fifo);
    // A message of the other type could not be sent on, and would be lost.
    if to.as_deref().is_some_and(|to| is_fifo(to) != is_fifo(&source)) {
        return Err(invalid("Source queue and destination queue must be of the same type."));
    }
    let now = simulation.clock.now();
    let queue = simulation.queues.get_mut(&source).ok_or_else(no_queue)?;
    for message in queue.move_visible(request.destination_arn, now) {
        let to = match (&to, &message.given_up_by) {
            (Some(to), _) => to.clone(),
            (None, Some(arn)) => by_arn(simulation, arn)?,
            // It never was in another queue, so it has no way back.
            (None, None) => source.clone(),
        };
        resend(simulation, &to, message)?;
    }
    Ok(json!({ "TaskHandle": Uuid::new_v4().to_string() }))
}

fn resend(simulation: &mut Simulation, to: &str, message: Message) -> Result<(), Refusal> {
    let Message { body, group, deduplication, .. } = message;
    match simulation.send_message(to, Draft { body, group, deduplication, delay: None }) {
        Some(sent) => sent.map(drop).map_err(Refusal::from),
        None => Err(no_queue()),
    }
}

/// Every task is completed, and a completed one has no handle (model: `ListMessageMoveTasksResultEntry`).
pub(super) fn list(simulation: &mut Simulation, body: &Bytes, _: &str) -> Result<Value, Refusal> {
    let request: ListMessageMoveTasks = read(body)?;
    let source = by_arn(simulation, &request.source_arn)?;
    let most = request.max_results.unwrap_or(1);
    if !(1..=MOST).contains(&most) {
        let what = format!(
            "Value {most} for parameter MaxResults is invalid. Reason: Must be between 1 and {MOST}."
        );
        return Err(invalid(what));
    }
    let queue = simulation.queues.get(&source).ok_or_else(no_queue)?;
    let tasks: Vec<Value> = queue.moves().take(most).map(|task| shown(task, &request.source_arn)).collect();
    Ok(json!({ "Results": tasks }))
}

fn shown(task: &MoveTask, source: &str) -> Value {
    let mut shown = json!({
        "Status": "COMPLETED",
        "SourceArn": source,
        "ApproximateNumberOfMessagesMoved": task.moved,
        "ApproximateNumberOfMessagesToMove": task.moved,
        "StartedTimestamp": milliseconds(task),
    });
    if let Some(destination) = &task.destination {
        shown["DestinationArn"] = json!(destination);
    }
    shown
}

fn milliseconds(task: &MoveTask) -> i64 {
    task.started.unix_timestamp() * 1000 + i64::from(task.started.millisecond())
}

fn by_arn(simulation: &Simulation, arn: &str) -> Result<String, Refusal> {
    let found = simulation.queues.values().find(|queue| queue.arn() == arn);
    let missing = || Refusal::bad_request("ResourceNotFoundException", format!("there is no queue {arn}"));
    found.map(|queue| queue.spec().logical_id.clone()).ok_or_else(missing)
}
