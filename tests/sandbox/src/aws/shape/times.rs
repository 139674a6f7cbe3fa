//! Times as people and the AWS CLI write them, in a world.

use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::Shape;

impl Shape {
    /// `value` with the seconds since 1970 wherever this shape has a time and `value` RFC 3339 text.
    /// What is neither is left to the check to name.
    pub(crate) fn with_times_in_seconds(&self, value: Value) -> Value {
        match (self, value) {
            (Self::Timestamp, Value::String(text)) => seconds(&text).unwrap_or(Value::String(text)),
            (Self::List { of, .. }, Value::Array(elements)) => {
                elements.into_iter().map(|element| of.with_times_in_seconds(element)).collect()
            }
            (Self::Structure(members), Value::Object(fields)) => {
                let fields = fields.into_iter().map(|(name, field)| {
                    let member = members.iter().find(|member| member.name == name);
                    let field = match member {
                        Some(member) => member.shape.with_times_in_seconds(field),
                        None => field,
                    };
                    (name, field)
                });
                Value::Object(fields.collect())
            }
            (_, value) => value,
        }
    }
}

/// A whole number where the time has no fraction, as AWS writes it.
#[expect(clippy::cast_precision_loss, reason = "AWS's own times are no more precise")]
fn seconds(text: &str) -> Option<Value> {
    let time = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    Some(match time.nanosecond() {
        0 => time.unix_timestamp().into(),
        _ => (time.unix_timestamp_nanos() as f64 / 1e9).into(),
    })
}
