//! One entry of `PutEvents`, and how it becomes an event.

use serde::Deserialize;
use serde_json::json;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::engine::account;
use crate::engine::event::{Event, EventError};
use crate::iam::Request;

/// What a time counts for in the size of an entry (user guide, "Calculating `PutEvents` event entry size").
const SIZE_OF_TIME: usize = 14;
/// Model: "Free-form string, with a maximum of 128 characters".
const LONGEST_DETAIL_TYPE: usize = 128;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct Entry {
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

/// Why an entry failed: AWS's code, and a message.
pub(super) type Failure = (&'static str, String);

impl Entry {
    /// The name of its bus.
    pub(super) fn bus(&self) -> &str {
        account::event_bus_name(self.event_bus_name.as_deref().unwrap_or("default"))
    }

    /// What putting it needs the right to (service authorization reference, Amazon `EventBridge`).
    pub(crate) fn need(&self) -> Request {
        let need = Request::new("events:PutEvents", account::event_bus_arn(self.bus()));
        let keys = [("events:source", &self.source), ("events:detail-type", &self.detail_type)];
        let said = keys.into_iter().filter_map(|(key, value)| Some((key, value.as_deref()?)));
        said.fold(need, |need, (key, value)| need.with(key, value))
    }

    pub(super) fn is_complete(&self) -> bool {
        let given = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
        given(&self.source) && given(&self.detail_type) && given(&self.detail)
    }

    /// What it counts for in the size of its request.
    pub(super) fn size(&self) -> usize {
        let texts = [&self.source, &self.detail_type, &self.detail].into_iter().flatten();
        let resources = self.resources.iter().flatten();
        let time = self.time.map_or(0, |_| SIZE_OF_TIME);
        time + texts.chain(resources).map(String::len).sum::<usize>()
    }

    pub(super) fn event(self, now: OffsetDateTime) -> Result<Event, Failure> {
        let source = required("Source", self.source)?;
        let detail_type = required("DetailType", self.detail_type)?;
        let detail = required("Detail", self.detail)?;
        if detail_type.chars().count() > LONGEST_DETAIL_TYPE {
            let reason = format!("DetailType has more than {LONGEST_DETAIL_TYPE} characters.");
            return Err(invalid("DetailType", &reason));
        }
        let malformed = |error| ("MalformedDetail", format!("Detail is malformed: {error}"));
        // Readers of JSON disagree on which of two equal members counts. What AWS does is unverified.
        let detail = crate::json::parse(&detail).map_err(malformed)?;
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

fn required(name: &str, value: Option<String>) -> Result<String, Failure> {
    let missing = || invalid(name, &format!("{name} is a required argument."));
    value.filter(|value| !value.is_empty()).ok_or_else(missing)
}

fn invalid(name: &str, reason: &str) -> Failure {
    ("InvalidArgument", format!("Parameter {name} is not valid. Reason: {reason}"))
}

/// The codes are those of `PutEventsResultEntry` in the model.
fn code(error: &EventError) -> &'static str {
    match error {
        EventError::ReservedSource => "NotAuthorizedForSourceException",
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
