//! `EventBridge` over HTTP: [`PutEvents`](super::super::put_events).

use bytes::Bytes;
use http::{Request, Response};
use serde::Deserialize;
use serde_json::Value;

use super::Front;
use super::reply::{Protocol, Refusal, outcome};
use crate::engine::access::Session;
use crate::engine::put_events::Entry;
use crate::iam::Authorize as _;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct PutEvents {
    entries: Vec<Entry>,
}

pub(super) async fn answer(
    front: &Front,
    operation: &str,
    request: &Request<Bytes>,
    caller: &Session<'_>,
) -> Response<Bytes> {
    let result = match operation {
        "PutEvents" => put_events(front, request.body(), caller).await,
        other => {
            let what = format!("of EventBridge the sandbox knows PutEvents only, not {other}");
            Err(Refusal::bad_request("UnknownOperationException", what))
        }
    };
    outcome(Protocol::AwsJson11, &result)
}

async fn put_events(front: &Front, body: &Bytes, caller: &Session<'_>) -> Result<Value, Refusal> {
    let request: PutEvents = serde_json::from_slice(body)
        .map_err(|error| Refusal::bad_request("SerializationException", error.to_string()))?;
    request.entries.iter().try_for_each(|entry| caller.authorize(entry.need()))?;
    let put = front.simulation.call(move |simulation| simulation.put_entries(request.entries, None)).await;
    put.map(|entries| entries.answer()).map_err(|refused| Refusal::bad_request(refused.code, refused.message))
}
