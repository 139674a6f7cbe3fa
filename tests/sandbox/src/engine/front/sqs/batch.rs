//! Batches: up to ten entries, of which each succeeds or fails by itself, inside a success.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::super::reply::Refusal;
use super::{find, read};
use crate::engine::simulation::Simulation;

/// The entries of a batch for one queue, with ids that are good for the answer.
pub(super) struct Batch {
    /// The queue's logical id.
    pub(super) queue: String,
    pub(super) entries: Vec<Map<String, Value>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Request {
    queue_url: String,
    entries: Vec<Map<String, Value>>,
}

impl Batch {
    /// A batch whose entries are called `entry` by the service model.
    pub(super) fn read(simulation: &Simulation, body: &Bytes, entry: &str) -> Result<Self, Refusal> {
        let Request { queue_url, entries } = read(body)?;
        let queue = find(simulation, &queue_url)?;
        check(&entries, entry)?;
        Ok(Self { queue, entries })
    }

    /// Does every entry and tells which of them failed, and why.
    pub(super) fn each(self, mut act: impl FnMut(&str, Value) -> Result<Value, Refusal>) -> Value {
        let (mut successful, mut failed) = (Vec::new(), Vec::new());
        for mut entry in self.entries {
            let id = entry.remove("Id").unwrap_or_default();
            match act(&self.queue, Value::Object(entry)) {
                Ok(mut answer) => {
                    answer["Id"] = id;
                    successful.push(answer);
                }
                Err(Refusal { code, message, .. }) => {
                    failed.push(json!({ "Id": id, "SenderFault": true, "Code": code, "Message": message }));
                }
            }
        }
        json!({ "Successful": successful, "Failed": failed })
    }
}

fn check(entries: &[Map<String, Value>], entry: &str) -> Result<(), Refusal> {
    let refuse = |code: &str, what: &str| Err(Refusal::bad_request(code, what));
    let ids: Vec<_> = entries.iter().map(|entry| entry.get("Id").and_then(Value::as_str)).collect();
    match ids.as_slice() {
        [] => refuse("EmptyBatchRequest", &format!("There should be at least one {entry} in the request.")),
        ids if ids.len() > 10 => {
            refuse("TooManyEntriesInBatchRequest", "Maximum number of entries per request are 10.")
        }
        ids if ids.contains(&None) => refuse("MissingParameter", "Every entry must contain an Id."),
        ids if !ids.iter().flatten().all(|id| is_id(id)) => refuse(
            "InvalidBatchEntryId",
            "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
        ),
        ids if (1..ids.len()).any(|index| ids[..index].contains(&ids[index])) => {
            refuse("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.")
        }
        _ => Ok(()),
    }
}

fn is_id(id: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (1..=80).contains(&id.len()) && id.bytes().all(allowed)
}
