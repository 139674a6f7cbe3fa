//! What an operator reads: one JSON object a line on standard output.
//!
//! No line has a user name, an address or a payload. `timestamp` and `level` are at the top because
//! Lambda takes a line without a valid RFC 3339 `timestamp` for INFO whatever its level.

use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use crate::clock;
use crate::error::Error;
use crate::metrics::Tally;
use crate::operation::Entry;
use crate::request::OffboardingId;

/// The lines of one invocation.
#[derive(Debug, Clone)]
pub struct Log<'a> {
    operation: &'static str,
    request_id: &'a str,
}

impl<'a> Log<'a> {
    #[must_use]
    pub fn new(operation: &'static str, request_id: &'a str) -> Self {
        Self { operation, request_id }
    }

    /// What became of a resource.
    pub fn outcome(&self, offboarding_id: &OffboardingId, entry: &Entry<'_>) {
        let level = if entry.status == "Failed" { "ERROR" } else { "INFO" };
        self.line(level, "outcome", offboarding_id, json!(entry));
    }

    /// There was nothing to look a person up by.
    pub fn not_looked_up(&self, offboarding_id: &OffboardingId) {
        let message = "there was nothing to look the person up by: not proof that nothing is there";
        self.line("WARN", message, offboarding_id, Value::Null);
    }

    /// A request that failed as a whole.
    pub fn error(&self, offboarding_id: &OffboardingId, error: &Error) {
        let fields = json!({"errorType": error.error_type().as_str(), "error": error.for_log()});
        self.line("ERROR", "the request failed", offboarding_id, fields);
    }

    /// A message that its queue will bring again.
    pub fn returned(&self, offboarding_id: &OffboardingId, message_id: &str) {
        let message = "not proved done: the message goes back to its queue";
        self.line("INFO", message, offboarding_id, json!({"messageId": message_id}));
    }

    /// The counts of the invocation, from which CloudWatch makes metrics.
    pub fn metrics(&self, offboarding_id: &OffboardingId, tally: &Tally, now: OffsetDateTime) {
        self.line("INFO", "metrics", offboarding_id, tally.embedded_metrics(now));
    }

    fn line(&self, level: &str, message: &str, offboarding_id: &OffboardingId, fields: Value) {
        let context = json!({
            "requestId": self.request_id, "operation": self.operation, "offboardingId": offboarding_id.as_str(),
        });
        write(level, message, context, fields);
    }
}

/// A line outside any invocation: why a function cannot start.
pub fn outside(operation: &str, message: &str) {
    write("ERROR", message, json!({"operation": operation}), Value::Null);
}

fn write(level: &str, message: &str, context: Value, fields: Value) {
    let mut line = Map::new();
    line.insert("timestamp".to_owned(), clock::rfc3339(clock::now()).into());
    line.insert("level".to_owned(), level.into());
    line.insert("message".to_owned(), message.into());
    for part in [context, fields] {
        if let Value::Object(part) = part {
            line.extend(part);
        }
    }
    println!("{}", Value::Object(line));
}
