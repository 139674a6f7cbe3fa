//! SQS over JSON: enough to send to the stack's queues and to look after its dead-letter queues.
//!
//! Source: SQS API reference and service model. A member that is not known here is refused, and so
//! are message attributes, which nothing in this project reads.

mod attributes;
mod batch;
mod handled;
mod queues;
mod receive;
mod redrive;
mod send;

use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, header};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::time::Instant;

use super::reply::{Protocol, Refusal, outcome};
use super::{Front, rights};
use crate::engine::access::Session;
use crate::engine::account;
use crate::engine::simulation::Simulation;
use crate::iam::Authorize as _;

/// How often a long poll looks again.
const LONG_POLL_PAUSE: Duration = Duration::from_millis(50);

/// An operation on the simulation. The text is the URL under which the queues are told.
type Operation = fn(&mut Simulation, &Bytes, &str) -> Result<Value, Refusal>;

pub(super) async fn answer(
    front: &Front,
    operation: &str,
    request: &Request<Bytes>,
    caller: &Session<'_>,
) -> Response<Bytes> {
    let act: Operation = match operation {
        "ListQueues" => queues::list,
        "GetQueueUrl" => queues::url,
        "GetQueueAttributes" => attributes::get,
        "PurgeQueue" => queues::purge,
        "StartMessageMoveTask" => redrive::start,
        "ListMessageMoveTasks" => redrive::list,
        "SendMessage" => send::one,
        "SendMessageBatch" => send::batch,
        "ReceiveMessage" => receive::receive,
        "DeleteMessage" => handled::delete,
        "DeleteMessageBatch" => handled::delete_batch,
        "ChangeMessageVisibility" => handled::change,
        "ChangeMessageVisibilityBatch" => handled::change_batch,
        other => {
            let refusal = Refusal::bad_request(
                "UnsupportedOperation",
                format!("the sandbox does not know the SQS operation {other}"),
            );
            return refusal.respond(Protocol::Sqs);
        }
    };
    if let Err(denied) = caller.authorize(rights::to_queue(operation, request.body())) {
        return Refusal::from(denied).respond(Protocol::Sqs);
    }
    let base = base_url(request);
    let wait = if operation == "ReceiveMessage" { receive::wait(request.body()) } else { Duration::ZERO };
    let until = Instant::now() + wait;
    loop {
        let (body, base) = (request.body().clone(), base.clone());
        let result = front.simulation.call(move |simulation| act(simulation, &body, &base)).await;
        let nothing_yet =
            matches!(&result, Ok(answer) if answer.as_object().is_some_and(serde_json::Map::is_empty));
        if !nothing_yet || Instant::now() >= until {
            return outcome(Protocol::Sqs, &result);
        }
        tokio::time::sleep(LONG_POLL_PAUSE).await;
    }
}

/// Queues are told under the address by which the client reached the sandbox.
fn base_url(request: &Request<Bytes>) -> String {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    format!("http://{}", host.unwrap_or("aws.test"))
}

fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|error| invalid(error.to_string()))
}

/// The queue that a request is for, by its logical id, and the rest of the request.
fn addressed(simulation: &Simulation, body: &Bytes) -> Result<(String, Value), Refusal> {
    #[derive(Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Addressed {
        queue_url: String,
        #[serde(flatten)]
        rest: Value,
    }
    let Addressed { queue_url, rest } = read(body)?;
    Ok((find(simulation, &queue_url)?, rest))
}

/// The logical id of the queue with this URL. The host is whatever the client calls the sandbox;
/// the path is the account and the queue's name.
fn find(simulation: &Simulation, url: &str) -> Result<String, Refusal> {
    let path = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map(|(_, path)| path);
    match path.and_then(|path| path.split_once('/')) {
        Some((account::ACCOUNT, name)) => named(simulation, name),
        Some(_) => Err(no_queue()),
        None => {
            let what = format!("The address {url} is not valid for this endpoint.");
            Err(Refusal::bad_request("InvalidAddress", what))
        }
    }
}

fn named(simulation: &Simulation, name: &str) -> Result<String, Refusal> {
    simulation.queue_named(name).map(|queue| queue.spec().logical_id.clone()).ok_or_else(no_queue)
}

fn no_queue() -> Refusal {
    Refusal::bad_request("QueueDoesNotExist", "The specified queue does not exist.")
}

fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::bad_request("InvalidParameterValue", message)
}

/// A number of seconds within bounds.
fn seconds(name: &str, value: Option<u64>, most: u64) -> Result<Option<Duration>, Refusal> {
    match value {
        Some(value) if value > most => {
            let what = format!(
                "Value {value} for parameter {name} is invalid. Reason: Must be between 0 and {most}."
            );
            Err(invalid(what))
        }
        value => Ok(value.map(Duration::from_secs)),
    }
}
