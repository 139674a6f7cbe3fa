//! `GetQueueAttributes`.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use super::super::reply::Refusal;
use super::{find, no_queue, read};
use crate::engine::queue::{LARGEST_MESSAGE, Queue};
use crate::engine::simulation::Simulation;

/// What only some queues have: SQS leaves it out for the others.
const SOMETIMES: [&str; 5] =
    ["RedrivePolicy", "FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit"];
/// What SQS has (model: `QueueAttributeName`) and the sandbox does not keep.
const NOT_KEPT: [&str; 5] = [
    "Policy",
    "RedriveAllowPolicy",
    "KmsMasterKeyId",
    "KmsDataKeyReusePeriodSeconds",
    "SqsManagedSseEnabled",
];

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct GetQueueAttributes {
    queue_url: String,
    #[serde(default)]
    attribute_names: Vec<String>,
}

/// `All` are those that the sandbox keeps.
pub(super) fn get(simulation: &mut Simulation, body: &Bytes, _: &str) -> Result<Value, Refusal> {
    let request: GetQueueAttributes = read(body)?;
    let name = find(simulation, &request.queue_url)?;
    let queue = simulation.queues.get(&name).ok_or_else(no_queue)?;
    let mut attributes = all(simulation, queue);
    if let Some(refusal) = request.attribute_names.iter().find_map(|name| refused(name, &attributes)) {
        return Err(refusal);
    }
    if !request.attribute_names.iter().any(|name| name == "All") {
        attributes.retain(|name, _| request.attribute_names.contains(name));
    }
    Ok(if attributes.is_empty() { json!({}) } else { json!({ "Attributes": attributes }) })
}

fn refused(name: &str, attributes: &Map<String, Value>) -> Option<Refusal> {
    if name == "All" || attributes.contains_key(name) || SOMETIMES.contains(&name) {
        None
    } else if NOT_KEPT.contains(&name) {
        let what = format!("the sandbox does not know the queue attribute {name}");
        Some(Refusal::bad_request("UnsupportedOperation", what))
    } else {
        Some(Refusal::bad_request("InvalidAttributeName", format!("Unknown Attribute {name}.")))
    }
}

fn all(simulation: &Simulation, queue: &Queue) -> Map<String, Value> {
    let spec = queue.spec();
    let counts = queue.counts(simulation.clock.now());
    // Queues are made with the stack, and nobody can change them.
    let created = seconds(simulation.started);
    let mut all = Map::new();
    let mut set = |name: &str, value: String| _ = all.insert(name.to_owned(), Value::String(value));
    set("QueueArn", queue.arn());
    set("ApproximateNumberOfMessages", counts.visible.to_string());
    set("ApproximateNumberOfMessagesNotVisible", counts.in_flight.to_string());
    set("ApproximateNumberOfMessagesDelayed", counts.delayed.to_string());
    set("CreatedTimestamp", created.clone());
    set("LastModifiedTimestamp", created);
    set("VisibilityTimeout", spec.visibility_timeout.as_secs().to_string());
    set("MessageRetentionPeriod", spec.retention.as_secs().to_string());
    set("DelaySeconds", spec.delay.as_secs().to_string());
    set("MaximumMessageSize", LARGEST_MESSAGE.to_string());
    // A look that does not say how long it waits does not wait here.
    set("ReceiveMessageWaitTimeSeconds", "0".to_owned());
    if spec.fifo {
        set("FifoQueue", "true".to_owned());
        set("ContentBasedDeduplication", "false".to_owned());
        set("DeduplicationScope", "queue".to_owned());
        set("FifoThroughputLimit", "perQueue".to_owned());
    }
    if let Some(redrive) = &spec.redrive {
        let target = simulation.queues.get(&redrive.dead_letter_queue).map(Queue::arn);
        let policy = json!({ "deadLetterTargetArn": target, "maxReceiveCount": redrive.max_receive_count });
        set("RedrivePolicy", policy.to_string());
    }
    all
}

fn seconds(at: OffsetDateTime) -> String {
    at.unix_timestamp().to_string()
}
