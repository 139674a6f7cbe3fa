//! An event as EventBridge hands it to its targets.
//!
//! Source: EventBridge user guide, "Event structure", and the API reference of `PutEvents`.

use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use super::account;

/// `PutEvents`: "the total entry size must be less than 1MB" (model of 2026, 256 KB before). Users
/// measured that 1,048,576 bytes are taken and one more is not.
pub(crate) const LARGEST_ENTRY: usize = 1_048_576;
const MEMBERS: [&str; 9] =
    ["version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail"];

/// Why something is not an event.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum EventError {
    #[error("an event is a JSON object")]
    NotAnObject,
    #[error("`{0}` is missing")]
    Missing(&'static str),
    #[error("`{member}` must be {expected}")]
    Malformed { member: &'static str, expected: &'static str },
    #[error("`{0}` is not a member of an event")]
    Unknown(String),
    #[error("`source` must not begin with `aws.`, which EventBridge keeps for AWS's own events")]
    ReservedSource,
    #[error("it has {0} bytes, and an event has at most {LARGEST_ENTRY}")]
    TooLarge(usize),
}

/// A complete event.
#[derive(Debug, Clone, PartialEq)]
pub struct Event(Value);

/// An event that was put on a bus, and when on the sandbox's clock.
#[derive(Debug, Clone, PartialEq)]
pub struct PutEvent {
    pub at: OffsetDateTime,
    /// The bus's name.
    pub bus: String,
    pub event: Event,
}

impl PutEvent {
    /// As JSON, for people and programs that look at a whole run.
    #[must_use]
    pub fn shown(&self) -> Value {
        json!({
            "At": self.at.format(&Rfc3339).unwrap_or_default(), "Bus": self.bus, "Event": self.event.json(),
        })
    }
}

impl Event {
    /// Checks an event and completes what EventBridge would set: version, id, account, time, Region, resources.
    pub fn complete(event: Value, now: OffsetDateTime) -> Result<Self, EventError> {
        let Value::Object(mut event) = event else { return Err(EventError::NotAnObject) };
        if let Some(unknown) = event.keys().find(|key| !MEMBERS.contains(&key.as_str())) {
            return Err(EventError::Unknown(unknown.clone()));
        }
        let mut default = |member: &str, value: Value| {
            event.entry(member).or_insert(value);
        };
        default("version", json!("0"));
        default("id", json!(Uuid::new_v4().to_string()));
        default("account", json!(account::ACCOUNT));
        default("time", json!(whole_seconds(now)));
        default("region", json!(account::REGION));
        default("resources", json!([]));
        check(&event)?;
        let size = size(&event);
        if size > LARGEST_ENTRY { Err(EventError::TooLarge(size)) } else { Ok(Self(Value::Object(event))) }
    }

    #[must_use]
    pub fn id(&self) -> &str {
        self.text("id")
    }

    #[must_use]
    pub fn source(&self) -> &str {
        self.text("source")
    }

    #[must_use]
    pub fn detail_type(&self) -> &str {
        self.text("detail-type")
    }

    #[must_use]
    pub fn json(&self) -> &Value {
        &self.0
    }

    fn text(&self, member: &str) -> &str {
        self.0[member].as_str().unwrap_or_default()
    }
}

fn check(event: &Map<String, Value>) -> Result<(), EventError> {
    for member in ["detail-type", "source", "id", "version", "account", "region", "time"] {
        let text = event.get(member).ok_or(EventError::Missing(member))?;
        if text.as_str().is_none_or(str::is_empty) {
            return Err(EventError::Malformed { member, expected: "a text that is not empty" });
        }
    }
    if event["source"].as_str().is_some_and(|source| source.starts_with("aws.")) {
        return Err(EventError::ReservedSource);
    }
    if event["time"].as_str().is_none_or(|time| OffsetDateTime::parse(time, &Rfc3339).is_err()) {
        return Err(EventError::Malformed { member: "time", expected: "a date and time as RFC 3339 has it" });
    }
    if !event["resources"].as_array().is_some_and(|list| list.iter().all(Value::is_string)) {
        return Err(EventError::Malformed { member: "resources", expected: "a list of texts" });
    }
    match event.get("detail") {
        None => Err(EventError::Missing("detail")),
        Some(Value::Object(_)) => Ok(()),
        Some(_) => Err(EventError::Malformed { member: "detail", expected: "an object" }),
    }
}

/// What counts towards the limit: the members that a sender gives (user guide, "Calculating
/// `PutEvents` event entry size"). A time would count as 14 bytes, but who gave it is not known here.
fn size(event: &Map<String, Value>) -> usize {
    let text = |member: &str| event[member].as_str().map_or(0, str::len);
    let resources = event["resources"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let resources: usize = resources.map(str::len).sum();
    text("source") + text("detail-type") + event["detail"].to_string().len() + resources
}

/// EventBridge's times have no fraction.
fn whole_seconds(at: OffsetDateTime) -> String {
    at.replace_nanosecond(0).unwrap_or(at).format(&Rfc3339).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::epoch;

    fn smallest() -> Value {
        json!({"source": "com.example.hr", "detail-type": "User Offboarding Requested", "detail": {}})
    }

    #[test]
    fn what_is_left_out_is_completed() {
        let event = Event::complete(smallest(), epoch()).unwrap();
        assert_eq!(event.json()["version"], "0");
        assert_eq!(event.json()["account"], "123456789012");
        assert_eq!(event.json()["region"], "us-east-1");
        assert_eq!(event.json()["time"], "2026-01-01T00:00:00Z");
        assert_eq!(event.json()["resources"], json!([]));
        assert_eq!(event.id().len(), 36);
    }

    #[test]
    fn what_is_given_is_kept() {
        let mut given = smallest();
        given["id"] = json!("e-1");
        given["time"] = json!("2020-02-02T02:02:02Z");
        let event = Event::complete(given, epoch()).unwrap();
        assert_eq!((event.id(), event.text("time")), ("e-1", "2020-02-02T02:02:02Z"));
    }

    #[test]
    fn what_is_no_event_is_refused_with_the_member_that_is_wrong() {
        let refused = |member: &str, value: Value| {
            let mut event = smallest();
            event[member] = value;
            Event::complete(event, epoch()).unwrap_err().to_string()
        };
        assert_eq!(refused("detailType", json!("x")), "`detailType` is not a member of an event");
        assert_eq!(refused("detail", json!("{}")), "`detail` must be an object");
        assert_eq!(refused("time", json!("today")), "`time` must be a date and time as RFC 3339 has it");
        assert_eq!(refused("source", json!("")), "`source` must be a text that is not empty");
        assert!(refused("source", json!("aws.workspaces")).contains("must not begin with `aws.`"));
        assert!(refused("detail", json!({"x": "y".repeat(1_048_576)})).contains("at most 1048576"));
        assert_eq!(Event::complete(json!([]), epoch()), Err(EventError::NotAnObject));
        assert_eq!(
            Event::complete(json!({"source": "a", "detail": {}}), epoch()),
            Err(EventError::Missing("detail-type"))
        );
    }
}
