//! One SQS message, and how AWS shows it: in `ReceiveMessage` and in the event of a Lambda function.

use md5::{Digest, Md5};
use serde_json::{Map, Value};
use time::OffsetDateTime;

/// What a sender gives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    pub body: String,
    /// `MessageGroupId`: required by a FIFO queue, allowed on any (fair queues).
    pub group: Option<String>,
    /// `MessageDeduplicationId`: FIFO queues only.
    pub deduplication: Option<String>,
    /// Takes the place of the queue's own delay; standard queues only.
    pub delay: Option<std::time::Duration>,
}

impl Draft {
    /// A message with nothing but a body.
    pub fn new(body: impl Into<String>) -> Self {
        Self { body: body.into(), ..Self::default() }
    }
}

/// A message as a queue keeps it.
#[derive(Debug, Clone)]
pub struct Message {
    pub message_id: String,
    pub body: String,
    pub group: Option<String>,
    pub deduplication: Option<String>,
    pub sent: OffsetDateTime,
    pub sequence: u128,
    /// How often it was received, the present time included.
    pub received: u32,
    pub first_received: Option<OffsetDateTime>,
    /// The ARN of the queue that gave it up, when it is in a dead-letter queue.
    pub given_up_by: Option<String>,
}

impl Message {
    /// The system attributes under AWS's names; all values are strings, times in epoch milliseconds.
    #[must_use]
    pub fn attributes(&self, fifo: bool) -> Map<String, Value> {
        let mut attributes = Map::new();
        let mut set = |name: &str, value: String| attributes.insert(name.to_owned(), Value::String(value));
        set("SenderId", "AIDAIENQZJOLO23YVJ4VO".to_owned());
        set("SentTimestamp", milliseconds(self.sent));
        set("ApproximateReceiveCount", self.received.to_string());
        if let Some(first) = self.first_received {
            set("ApproximateFirstReceiveTimestamp", milliseconds(first));
        }
        if let Some(group) = &self.group {
            set("MessageGroupId", group.clone());
        }
        if let Some(deduplication) = &self.deduplication {
            set("MessageDeduplicationId", deduplication.clone());
        }
        if fifo {
            set("SequenceNumber", format!("{:020}", self.sequence));
        }
        if let Some(queue) = &self.given_up_by {
            set("DeadLetterQueueSourceArn", queue.clone());
        }
        attributes
    }

    /// The message as it lies in a queue, under AWS's names.
    #[must_use]
    pub fn shown(&self) -> Value {
        let attributes = self.attributes(self.deduplication.is_some());
        serde_json::json!({ "MessageId": self.message_id, "Body": self.body, "Attributes": attributes })
    }

    /// `MD5OfBody`, by which SDKs notice a damaged body.
    #[must_use]
    pub fn md5(&self) -> String {
        md5_of(&self.body)
    }
}

/// The MD5 of a text in lower-case hexadecimal.
#[must_use]
pub fn md5_of(text: &str) -> String {
    use std::fmt::Write as _;
    Md5::digest(text).iter().fold(String::with_capacity(32), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn milliseconds(at: OffsetDateTime) -> String {
    (at.unix_timestamp_nanos() / 1_000_000).to_string()
}
