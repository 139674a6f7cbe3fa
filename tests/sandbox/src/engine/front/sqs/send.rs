//! Sending.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::super::reply::Refusal;
use super::batch::Batch;
use super::{addressed, invalid, no_queue, seconds};
use crate::engine::message::{Draft, md5_of};
use crate::engine::queue::{LARGEST_MESSAGE, SendError, Sent};
use crate::engine::simulation::Simulation;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Content {
    message_body: String,
    delay_seconds: Option<u64>,
    message_group_id: Option<String>,
    message_deduplication_id: Option<String>,
    #[serde(default)]
    message_attributes: Map<String, Value>,
    #[serde(default)]
    message_system_attributes: Map<String, Value>,
}

pub(super) fn one(simulation: &mut Simulation, body: &Bytes, _: &str) -> Result<Value, Refusal> {
    let (queue, content) = addressed(simulation, body)?;
    send(simulation, &queue, content)
}

pub(super) fn batch(simulation: &mut Simulation, body: &Bytes, _: &str) -> Result<Value, Refusal> {
    let batch = Batch::read(simulation, body, "SendMessageBatchRequestEntry")?;
    let bodies = batch.entries.iter().filter_map(|entry| entry.get("MessageBody")?.as_str());
    if bodies.map(str::len).sum::<usize>() > LARGEST_MESSAGE {
        let what = format!("Batch requests cannot be longer than {LARGEST_MESSAGE} bytes.");
        return Err(Refusal::bad_request("BatchRequestTooLong", what));
    }
    Ok(batch.each(|queue, content| send(simulation, queue, content)))
}

fn send(simulation: &mut Simulation, queue: &str, content: Value) -> Result<Value, Refusal> {
    let content: Content = serde_json::from_value(content).map_err(|error| invalid(error.to_string()))?;
    if !content.message_attributes.is_empty() || !content.message_system_attributes.is_empty() {
        let what = "the sandbox does not know message attributes";
        return Err(Refusal::bad_request("UnsupportedOperation", what));
    }
    let md5 = md5_of(&content.message_body);
    let draft = Draft {
        body: content.message_body,
        group: content.message_group_id,
        deduplication: content.message_deduplication_id,
        delay: seconds("DelaySeconds", content.delay_seconds, 900)?,
    };
    let Sent { message_id, sequence } = match simulation.send_message(queue, draft) {
        Some(sent) => sent?,
        None => return Err(no_queue()),
    };
    let mut answer = json!({ "MessageId": message_id, "MD5OfMessageBody": md5 });
    if let Some(sequence) = sequence {
        answer["SequenceNumber"] = json!(sequence);
    }
    Ok(answer)
}

impl From<SendError> for Refusal {
    fn from(error: SendError) -> Self {
        let code = match error {
            SendError::Empty | SendError::NoGroup => "MissingParameter",
            SendError::Character(_) => "InvalidMessageContents",
            SendError::TooLarge
            | SendError::NoDeduplication
            | SendError::NotForThisQueue(_)
            | SendError::Delay => "InvalidParameterValue",
        };
        Self::bad_request(code, error.to_string())
    }
}
