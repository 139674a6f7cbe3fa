//! Wait: does nothing for a time, or until one.

use serde_json::Value;
use time::{Duration, OffsetDateTime};

use super::error::{DefinitionError, Location};
use super::fields::{Fields, unexpected, whole};
use super::flow::Then;
use super::scope::Names;
use crate::states::data::{Path, Scene, timestamp};
use crate::states::failure::Failure;

#[derive(Debug)]
pub(crate) struct Wait {
    until: Until,
    pub(crate) then: Then,
}

#[derive(Debug)]
enum Until {
    Seconds(u32),
    SecondsPath(Path),
    Timestamp(OffsetDateTime),
    TimestampPath(Path),
}

/// The longest wait that can be asked for (developer guide, "Wait workflow state").
const MOST_SECONDS: u32 = 99_999_999;

impl Wait {
    pub(super) const FIELDS: &[&str] = &["Seconds", "SecondsPath", "Timestamp", "TimestampPath"];

    pub(super) fn parse(fields: &Fields, names: &Names) -> Result<Self, DefinitionError> {
        let until = match fields.one_of(Self::FIELDS)? {
            "Seconds" => fields.required("Seconds", whole(0..=MOST_SECONDS)).map(Until::Seconds),
            "SecondsPath" => fields.required("SecondsPath", Path::parse).map(Until::SecondsPath),
            "Timestamp" => fields.required("Timestamp", parse_timestamp).map(Until::Timestamp),
            _ => fields.required("TimestampPath", Path::parse).map(Until::TimestampPath),
        }?;
        Ok(Self { until, then: Then::parse(fields, names)? })
    }

    /// When the wait is over that begins now.
    pub(crate) fn until(&self, scene: Scene, now: OffsetDateTime) -> Result<OffsetDateTime, Failure> {
        let after = |seconds: u32| now.saturating_add(Duration::seconds(seconds.into()));
        match &self.until {
            Until::Seconds(seconds) => Ok(after(*seconds)),
            Until::Timestamp(time) => Ok(*time),
            Until::SecondsPath(path) => {
                let value = path.get(scene, "SecondsPath")?;
                let seconds = value.as_u64().and_then(|seconds| u32::try_from(seconds).ok());
                let seconds = seconds.filter(|seconds| *seconds <= MOST_SECONDS);
                seconds.map(after).ok_or_else(|| {
                    let expected = format!("a whole number from 0 to {MOST_SECONDS}");
                    Failure::runtime(format!("SecondsPath: the path {path} does not lead to {expected}"))
                })
            }
            Until::TimestampPath(path) => {
                let value = path.get(scene, "TimestampPath")?;
                value.as_str().and_then(timestamp::parse).ok_or_else(|| {
                    Failure::runtime(format!("TimestampPath: the path {path} does not lead to a timestamp"))
                })
            }
        }
    }
}

fn parse_timestamp(value: &Value, at: &Location) -> Result<OffsetDateTime, DefinitionError> {
    let time = value.as_str().and_then(timestamp::parse);
    time.ok_or_else(|| unexpected("a timestamp such as 2030-01-31T17:00:00Z", value, at))
}
