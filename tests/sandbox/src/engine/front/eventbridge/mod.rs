//! `EventBridge`'s `PutEvents`.
//!
//! Source: `EventBridge` API reference, `PutEvents`: 1–10 entries; one that is wrong fails by itself,
//! inside a success, unless none has what an entry needs.

mod entry;

use bytes::Bytes;
use http::{Request, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::Front;
use super::reply::{Protocol, Refusal, outcome};
use crate::engine::event::LARGEST_ENTRY;
use crate::engine::simulation::Simulation;
use entry::Entry;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct PutEvents {
    entries: Vec<Entry>,
}

pub(super) async fn answer(front: &Front, operation: &str, request: &Request<Bytes>) -> Response<Bytes> {
    let result = match operation {
        "PutEvents" => put_events(front, request.body()).await,
        other => {
            let what = format!("of EventBridge the sandbox knows PutEvents only, not {other}");
            Err(Refusal::bad_request("UnknownOperationException", what))
        }
    };
    outcome(Protocol::AwsJson11, &result)
}

async fn put_events(front: &Front, body: &Bytes) -> Result<Value, Refusal> {
    let request: PutEvents = serde_json::from_slice(body)
        .map_err(|error| Refusal::bad_request("SerializationException", error.to_string()))?;
    check(&request.entries)?;
    let now = front.clock.now();
    front.simulation.call(move |simulation| put_all(simulation, request.entries, now)).await
}

/// What fails the request as a whole. The code for entries of which none is complete is unverified:
/// the model only says that the request fails.
fn check(entries: &[Entry]) -> Result<(), Refusal> {
    let what = if !(1..=10).contains(&entries.len()) {
        "1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and 10"
    } else if entries.iter().map(Entry::size).sum::<usize>() > LARGEST_ENTRY {
        "Total size of the entries in the request is over the limit."
    } else if !entries.iter().any(Entry::is_complete) {
        "No entry has all of Source, DetailType and Detail."
    } else {
        return Ok(());
    };
    Err(Refusal::bad_request("ValidationException", what))
}

fn put_all(simulation: &mut Simulation, entries: Vec<Entry>, now: OffsetDateTime) -> Result<Value, Refusal> {
    let mut events = Vec::new();
    for entry in entries {
        let bus = entry.bus().to_owned();
        if !simulation.router.knows(&bus) {
            let what = format!("Event bus {bus} does not exist.");
            return Err(Refusal::bad_request("ResourceNotFoundException", what));
        }
        events.push((bus, entry.event(now)));
    }
    let failed = events.iter().filter(|(_, event)| event.is_err()).count();
    let answers: Vec<Value> = events
        .into_iter()
        .map(|(bus, event)| match event {
            Ok(event) => {
                simulation.put_event(&bus, &event);
                json!({ "EventId": event.id() })
            }
            Err((code, message)) => json!({ "ErrorCode": code, "ErrorMessage": message }),
        })
        .collect();
    Ok(json!({ "FailedEntryCount": failed, "Entries": answers }))
}
