//! Receiving.

use std::time::Duration;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::super::reply::Refusal;
use super::{find, invalid, read, seconds};
use crate::engine::queue::{LONGEST_VISIBILITY, Received};
use crate::engine::simulation::Simulation;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ReceiveMessage {
    queue_url: String,
    max_number_of_messages: Option<usize>,
    visibility_timeout: Option<u64>,
    wait_time_seconds: Option<u64>,
    #[serde(default)]
    attribute_names: Vec<String>,
    #[serde(default)]
    message_system_attribute_names: Vec<String>,
    // There are no message attributes that could be named.
    #[serde(default, rename = "MessageAttributeNames")]
    _message_attribute_names: Vec<String>,
}

pub(super) fn receive(simulation: &mut Simulation, body: &Bytes, _: &str) -> Result<Value, Refusal> {
    let request: ReceiveMessage = read(body)?;
    let name = find(simulation, &request.queue_url)?;
    let most = request.max_number_of_messages.unwrap_or(1);
    if !(1..=10).contains(&most) {
        let what = format!(
            "Value {most} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided."
        );
        return Err(invalid(what));
    }
    seconds("WaitTimeSeconds", request.wait_time_seconds, 20)?;
    let visibility = seconds("VisibilityTimeout", request.visibility_timeout, LONGEST_VISIBILITY.as_secs())?;
    let now = simulation.clock.now();
    let Some(queue) = simulation.queues.get_mut(&name) else { return Ok(json!({})) };
    let look = queue.receive(now, most, visibility);
    let fifo = queue.spec().fifo;
    simulation.bury(&name, look.given_up);
    let wanted = [request.attribute_names, request.message_system_attribute_names].concat();
    let messages: Vec<Value> = look.received.iter().map(|held| shown(held, fifo, &wanted)).collect();
    // SQS leaves the member out when there is nothing.
    Ok(if messages.is_empty() { json!({}) } else { json!({ "Messages": messages }) })
}

fn shown(held: &Received, fifo: bool, wanted: &[String]) -> Value {
    let all = wanted.iter().any(|name| name == "All");
    let attributes: Map<String, Value> =
        held.message.attributes(fifo).into_iter().filter(|(name, _)| all || wanted.contains(name)).collect();
    let mut shown = json!({
        "MessageId": held.message.message_id,
        "ReceiptHandle": held.receipt,
        "MD5OfBody": held.message.md5(),
        "Body": held.message.body,
    });
    if !attributes.is_empty() {
        shown["Attributes"] = Value::Object(attributes);
    }
    shown
}

/// How long a `ReceiveMessage` waits for a message; what is wrong with the request is said later.
pub(super) fn wait(body: &Bytes) -> Duration {
    let request: Result<ReceiveMessage, _> = read(body);
    let wait = request.ok().and_then(|request| request.wait_time_seconds).unwrap_or(0);
    Duration::from_secs(wait.min(20))
}
