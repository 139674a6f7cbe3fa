//! What follows the receipt of a message: deleting it, or changing how long it is hidden.

use std::time::Duration;

use bytes::Bytes;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::super::reply::Refusal;
use super::batch::Batch;
use super::{addressed, invalid, no_queue, seconds};
use crate::engine::queue::{LONGEST_VISIBILITY, Queue, Unchanged};
use crate::engine::simulation::Simulation;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Delete {
    receipt_handle: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ChangeVisibility {
    receipt_handle: String,
    visibility_timeout: Option<u64>,
}

pub(super) fn delete(simulation: &mut Simulation, body: &Bytes, _: &str) -> Result<Value, Refusal> {
    let (queue, content) = addressed(simulation, body)?;
    delete_from(simulation, &queue, content)
}

pub(super) fn delete_batch(simulation: &mut Simulation, body: &Bytes, _: &str) -> Result<Value, Refusal> {
    let batch = Batch::read(simulation, body, "DeleteMessageBatchRequestEntry")?;
    Ok(batch.each(|queue, content| delete_from(simulation, queue, content)))
}

pub(super) fn change(simulation: &mut Simulation, body: &Bytes, _: &str) -> Result<Value, Refusal> {
    let (queue, content) = addressed(simulation, body)?;
    change_in(simulation, &queue, content)
}

pub(super) fn change_batch(simulation: &mut Simulation, body: &Bytes, _: &str) -> Result<Value, Refusal> {
    let batch = Batch::read(simulation, body, "ChangeMessageVisibilityBatchRequestEntry")?;
    Ok(batch.each(|queue, content| change_in(simulation, queue, content)))
}

fn delete_from(simulation: &mut Simulation, queue: &str, content: Value) -> Result<Value, Refusal> {
    let Delete { receipt_handle } = parse(content)?;
    issuer(simulation, queue, &receipt_handle)?.delete(&receipt_handle);
    Ok(json!({}))
}

fn change_in(simulation: &mut Simulation, queue: &str, content: Value) -> Result<Value, Refusal> {
    let ChangeVisibility { receipt_handle, visibility_timeout } = parse(content)?;
    let timeout = timeout(visibility_timeout)?;
    let now = simulation.clock.now();
    let queue = issuer(simulation, queue, &receipt_handle)?;
    match queue.change_visibility(&receipt_handle, now, timeout) {
        Ok(()) => Ok(json!({})),
        Err(Unchanged::Gone) => Err(invalid(format!(
            "Value {receipt_handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change."
        ))),
        Err(Unchanged::NotInFlight) => {
            Err(Refusal::bad_request("MessageNotInflight", "The message referred to isn't in flight."))
        }
    }
}

fn timeout(given: Option<u64>) -> Result<Duration, Refusal> {
    let missing = || {
        Refusal::bad_request("MissingParameter", "The request must contain the parameter VisibilityTimeout.")
    };
    seconds("VisibilityTimeout", given, LONGEST_VISIBILITY.as_secs())?.ok_or_else(missing)
}

/// The queue, if it gave out this receipt handle. (What SQS does with the handle of another queue is
/// unverified.)
fn issuer<'a>(simulation: &'a mut Simulation, queue: &str, receipt: &str) -> Result<&'a mut Queue, Refusal> {
    let queue = simulation.queues.get_mut(queue).ok_or_else(no_queue)?;
    if queue.has_issued(receipt) {
        return Ok(queue);
    }
    let what = format!("The input receipt handle \"{receipt}\" is not a valid receipt handle.");
    Err(Refusal::bad_request("ReceiptHandleIsInvalid", what))
}

fn parse<T: DeserializeOwned>(content: Value) -> Result<T, Refusal> {
    serde_json::from_value(content).map_err(|error| invalid(error.to_string()))
}
