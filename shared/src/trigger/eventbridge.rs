//! An EventBridge event, straight or in the body of a message.

use serde_json::Value;

use super::{Received, text};
use crate::clock;
use crate::request::Invalid;

/// Whether `payload` is an event: no request has fields of these names.
pub(super) fn is_event(payload: &Value) -> bool {
    payload.get("detail-type").is_some() && payload.get("source").is_some()
}

/// The request in `payload`: an event's `detail`, or the payload itself.
///
/// # Errors
/// Where an event does not say when it happened, so that nobody can tell whether it is too old.
pub(super) fn receive(mut payload: Value) -> Result<Received, Invalid> {
    if !is_event(&payload) {
        return Ok(Received { request: payload, id: None, event_time: None });
    }
    let event_time = clock::parse_rfc3339(text(&payload, "time")?)
        .ok_or_else(|| Invalid::new("time", "must be an RFC 3339 date with an offset or Z"))?;
    let detail = payload["detail"].take();
    if !detail.is_object() {
        return Err(Invalid::new("detail", "must be a JSON object"));
    }
    let id = payload["id"].as_str().map(str::to_owned);
    Ok(Received { request: detail, id, event_time: Some(event_time) })
}
