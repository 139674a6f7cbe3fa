//! Sending.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::super::reply::Refusal;
use super::{find, read, seconds};
use crate::engine::message::{Draft, md5_of};
use crate::engine::queue::{LARGEST_MESSAGE, SendError, Sent};
use crate::engine::simulation::Simulation;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SendMessage {
    queue_url: String,
    #[serde(flatten)]
    content: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct SendMessageBatch {
    queue_url: String,
    entries: Vec<Map<String, Value>>,
}

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
    let request: SendMessage = read(body)?;
    let queue = find(simulation, &request.queue_url)?;
    send(simulation, &queue, request.content)
}

pub(super) fn batch(simulation: &mut Simulation, body: &Bytes, _: &str) -> Result<Value, Refusal> {
    let request: SendMessageBatch = read(body)?;
    let queue = find(simulation, &request.queue_url)?;
    check(&request.entries)?;
    let (mut sent, mut failed) = (Vec::new(), Vec::new());
    for mut entry in request.entries {
        let id = entry.remove("Id").unwrap_or_default();
        match send(simulation, &queue, Value::Object(entry)) {
            Ok(mut answer) => {
                answer["Id"] = id;
                sent.push(answer);
            }
            Err(Refusal { code, message, .. }) => {
                failed.push(json!({ "Id": id, "SenderFault": true, "Code": code, "Message": message }));
            }
        }
    }
    Ok(json!({ "Successful": sent, "Failed": failed }))
}

fn check(entries: &[Map<String, Value>]) -> Result<(), Refusal> {
    let refuse = |code: &str, what: &str| Err(Refusal::bad_request(code, what));
    let ids: Vec<_> = entries.iter().map(|entry| entry.get("Id").and_then(Value::as_str)).collect();
    let size: usize =
        entries.iter().filter_map(|entry| entry.get("MessageBody")?.as_str()).map(str::len).sum();
    match ids.as_slice() {
        [] => refuse(
            "EmptyBatchRequest",
            "There should be at least one SendMessageBatchRequestEntry in the request.",
        ),
        ids if ids.len() > 10 => {
            refuse("TooManyEntriesInBatchRequest", "Maximum number of entries per request are 10.")
        }
        ids if ids.contains(&None) => refuse("MissingParameter", "Every entry must contain an Id."),
        ids if (1..ids.len()).any(|index| ids[..index].contains(&ids[index])) => {
            refuse("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.")
        }
        _ if size > LARGEST_MESSAGE => {
            refuse("BatchRequestTooLong", "Batch requests cannot be longer than 1048576 bytes.")
        }
        _ => Ok(()),
    }
}

fn send(simulation: &mut Simulation, queue: &str, content: Value) -> Result<Value, Refusal> {
    let content: Content = serde_json::from_value(content)
        .map_err(|error| Refusal::bad_request("InvalidParameterValue", error.to_string()))?;
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
        None => return Err(Refusal::bad_request("QueueDoesNotExist", "The specified queue does not exist.")),
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
            SendError::TooLarge
            | SendError::NoDeduplication
            | SendError::NotForThisQueue(_)
            | SendError::Delay => "InvalidParameterValue",
        };
        Self::bad_request(code, error.to_string())
    }
}
