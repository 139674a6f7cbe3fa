//! Looking at queues, emptying them, and sending what a dead-letter queue holds back to work.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::reply::Refusal;
use super::{find, named, read};
use crate::engine::account;
use crate::engine::message::{Draft, Message};
use crate::engine::queue::{LARGEST_MESSAGE, Queue};
use crate::engine::simulation::Simulation;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ListQueues {
    #[serde(default)]
    queue_name_prefix: String,
    // All queues of a stack fit on one page.
    #[serde(rename = "MaxResults")]
    _max_results: Option<usize>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct GetQueueUrl {
    queue_name: String,
    #[serde(rename = "QueueOwnerAWSAccountId")]
    owner: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct OneQueue {
    queue_url: String,
    #[serde(default)]
    attribute_names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct StartMessageMoveTask {
    source_arn: String,
    destination_arn: Option<String>,
}

pub(super) fn list(simulation: &mut Simulation, body: &Bytes, base: &str) -> Result<Value, Refusal> {
    let request: ListQueues = read(body)?;
    let names = simulation.queues.values().map(|queue| queue.spec().name.as_str());
    let urls: Vec<String> = names
        .filter(|name| name.starts_with(&request.queue_name_prefix))
        .map(|name| url_of(base, name))
        .collect();
    Ok(json!({ "QueueUrls": urls }))
}

pub(super) fn url(simulation: &mut Simulation, body: &Bytes, base: &str) -> Result<Value, Refusal> {
    let request: GetQueueUrl = read(body)?;
    if request.owner.is_some_and(|owner| owner != account::ACCOUNT) {
        return Err(Refusal::bad_request("QueueDoesNotExist", "The specified queue does not exist."));
    }
    named(simulation, &request.queue_name)?;
    Ok(json!({ "QueueUrl": url_of(base, &request.queue_name) }))
}

fn url_of(base: &str, name: &str) -> String {
    format!("{base}/{}/{name}", account::ACCOUNT)
}

pub(super) fn attributes(simulation: &mut Simulation, body: &Bytes, _: &str) -> Result<Value, Refusal> {
    let request: OneQueue = read(body)?;
    let name = find(simulation, &request.queue_url)?;
    let Some(queue) = simulation.queues.get(&name) else { return Ok(json!({})) };
    let all = all_attributes(simulation, queue);
    if request.attribute_names.iter().any(|name| name == "All") {
        return Ok(json!({ "Attributes": all }));
    }
    let mut wanted = Map::new();
    for name in request.attribute_names {
        // A queue without redrive policy, for one, has no such attribute: SQS leaves it out.
        let optional = ["RedrivePolicy", "FifoQueue"].contains(&name.as_str());
        match all.get(&name) {
            Some(value) => _ = wanted.insert(name, value.clone()),
            None if optional => {}
            None => {
                let what = format!("Unknown Attribute {name}.");
                return Err(Refusal::bad_request("InvalidAttributeName", what));
            }
        }
    }
    Ok(if wanted.is_empty() { json!({}) } else { json!({ "Attributes": wanted }) })
}

fn all_attributes(simulation: &Simulation, queue: &Queue) -> Map<String, Value> {
    let spec = queue.spec();
    let counts = queue.counts(simulation.clock.now());
    let mut all = Map::new();
    let mut set = |name: &str, value: String| all.insert(name.to_owned(), Value::String(value));
    set("QueueArn", queue.arn());
    set("ApproximateNumberOfMessages", counts.visible.to_string());
    set("ApproximateNumberOfMessagesNotVisible", counts.in_flight.to_string());
    set("ApproximateNumberOfMessagesDelayed", counts.delayed.to_string());
    set("VisibilityTimeout", spec.visibility_timeout.as_secs().to_string());
    set("MessageRetentionPeriod", spec.retention.as_secs().to_string());
    set("DelaySeconds", spec.delay.as_secs().to_string());
    set("MaximumMessageSize", LARGEST_MESSAGE.to_string());
    if spec.fifo {
        set("FifoQueue", "true".to_owned());
    }
    if let Some(redrive) = &spec.redrive {
        let target = simulation.queues.get(&redrive.dead_letter_queue).map(Queue::arn);
        let policy = json!({ "deadLetterTargetArn": target, "maxReceiveCount": redrive.max_receive_count });
        set("RedrivePolicy", policy.to_string());
    }
    all
}

pub(super) fn purge(simulation: &mut Simulation, body: &Bytes, _: &str) -> Result<Value, Refusal> {
    let request: OneQueue = read(body)?;
    let name = find(simulation, &request.queue_url)?;
    if let Some(queue) = simulation.queues.get_mut(&name) {
        queue.purge();
    }
    Ok(json!({}))
}

/// Moves everything visible at once; SQS takes its time. A moved message is a new one, with a new
/// id and age (SQS developer guide, "dead-letter queue redrive").
pub(super) fn start_move(simulation: &mut Simulation, body: &Bytes, _: &str) -> Result<Value, Refusal> {
    let request: StartMessageMoveTask = read(body)?;
    let source = by_arn(simulation, &request.source_arn)?;
    let is_target = |queue: &Queue| {
        queue.spec().redrive.as_ref().is_some_and(|redrive| redrive.dead_letter_queue == source)
    };
    if !simulation.queues.values().any(is_target) {
        let what = "Source queue must be configured as a Dead Letter Queue.";
        return Err(Refusal::bad_request("InvalidParameterValue", what));
    }
    let destination = request.destination_arn.map(|arn| by_arn(simulation, &arn)).transpose()?;
    let now = simulation.clock.now();
    let moved = simulation.queues.get_mut(&source).map(|queue| queue.take_visible(now)).unwrap_or_default();
    for message in moved {
        let home = message.given_up_by.clone();
        let to = match (&destination, home) {
            (Some(destination), _) => destination.clone(),
            (None, Some(arn)) => by_arn(simulation, &arn)?,
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
        None => Ok(()),
    }
}

fn by_arn(simulation: &Simulation, arn: &str) -> Result<String, Refusal> {
    let found = simulation.queues.values().find(|queue| queue.arn() == arn);
    let missing = || Refusal::bad_request("ResourceNotFoundException", format!("there is no queue {arn}"));
    found.map(|queue| queue.spec().logical_id.clone()).ok_or_else(missing)
}
