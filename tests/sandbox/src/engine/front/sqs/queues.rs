//! Finding queues, and emptying them.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::reply::Refusal;
use super::{find, named, no_queue, read};
use crate::engine::account;
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
struct PurgeQueue {
    queue_url: String,
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
        return Err(no_queue());
    }
    named(simulation, &request.queue_name)?;
    Ok(json!({ "QueueUrl": url_of(base, &request.queue_name) }))
}

fn url_of(base: &str, name: &str) -> String {
    format!("{base}/{}/{name}", account::ACCOUNT)
}

pub(super) fn purge(simulation: &mut Simulation, body: &Bytes, _: &str) -> Result<Value, Refusal> {
    let request: PurgeQueue = read(body)?;
    let name = find(simulation, &request.queue_url)?;
    if let Some(queue) = simulation.queues.get_mut(&name) {
        queue.purge();
    }
    Ok(json!({}))
}
