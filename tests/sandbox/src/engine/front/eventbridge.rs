//! `EventBridge`'s `PutEvents`.
//!
//! Source: `EventBridge` API reference, `PutEvents`: 1–10 entries; one that is wrong fails by itself,
//! inside a success.

use bytes::Bytes;
use http::{Request, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::Front;
use super::reply::{Protocol, Refusal, outcome};
use crate::engine::event::{Event, EventError};
use crate::engine::simulation::Simulation;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct PutEvents {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Entry {
    source: Option<String>,
    detail_type: Option<String>,
    detail: Option<String>,
    event_bus_name: Option<String>,
    resources: Option<Vec<String>>,
    /// Seconds since 1970, as awsJson writes times.
    time: Option<f64>,
    #[serde(rename = "TraceHeader")]
    _trace_header: Option<String>,
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
    if !(1..=10).contains(&request.entries.len()) {
        let what = "1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and 10";
        return Err(Refusal::bad_request("ValidationException", what));
    }
    let now = front.machine.now();
    front.simulation.call(move |simulation| put_all(simulation, request.entries, now)).await
}

fn put_all(simulation: &mut Simulation, entries: Vec<Entry>, now: OffsetDateTime) -> Result<Value, Refusal> {
    let mut events = Vec::new();
    for entry in entries {
        let bus = entry.event_bus_name.as_deref().unwrap_or("default");
        // A name or an ARN, of which the name is the last part.
        let bus = bus.rsplit('/').next().unwrap_or(bus).to_owned();
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

impl Entry {
    fn event(self, now: OffsetDateTime) -> Result<Event, (&'static str, String)> {
        let required = |name: &str, value: Option<String>| {
            let missing = || format!("Parameter {name} is not valid. Reason: {name} is a required argument.");
            value.filter(|value| !value.is_empty()).ok_or_else(|| ("InvalidArgument", missing()))
        };
        let source = required("Source", self.source)?;
        let detail_type = required("DetailType", self.detail_type)?;
        let detail: Value = serde_json::from_str(&required("Detail", self.detail)?)
            .map_err(|_| ("MalformedDetail", "Detail is malformed.".to_owned()))?;
        let mut event = json!({ "source": source, "detail-type": detail_type, "detail": detail });
        if let Some(time) = self.time {
            event["time"] = json!(rfc3339(time));
        }
        if let Some(resources) = self.resources {
            event["resources"] = json!(resources);
        }
        Event::complete(event, now).map_err(|error| (code(&error), error.to_string()))
    }
}

fn code(error: &EventError) -> &'static str {
    match error {
        EventError::ReservedSource => "NotAuthorizedForSource",
        EventError::Malformed { member: "detail", .. } => "MalformedDetail",
        EventError::NotAnObject
        | EventError::Missing(_)
        | EventError::Malformed { .. }
        | EventError::Unknown(_)
        | EventError::TooLarge(_) => "InvalidArgument",
    }
}

/// A time that cannot be is left to the event's own check to refuse.
#[expect(clippy::cast_possible_truncation, reason = "an event's time has whole seconds")]
fn rfc3339(seconds: f64) -> String {
    OffsetDateTime::from_unix_timestamp(seconds as i64)
        .ok()
        .and_then(|time| time.format(&Rfc3339).ok())
        .unwrap_or_default()
}
