//! `EventBridge`'s `PutEvents`, whoever calls it: a client over HTTP, or a state machine.
//!
//! Source: `EventBridge` API reference, `PutEvents`: 1–10 entries; one that is wrong fails by itself,
//! inside a success, unless none has what an entry needs.

mod entry;

use serde_json::{Value, json};

use super::event::{Event, LARGEST_ENTRY};
use super::simulation::Simulation;

pub(crate) use entry::Entry;
use entry::Failure;

/// Why a request failed as a whole: AWS's code, and a message.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

/// What came of each entry: its event's id, or why there is none.
#[derive(Debug)]
pub(crate) struct Entries(Vec<Result<String, Failure>>);

impl Entries {
    pub(crate) fn failed(&self) -> usize {
        self.0.iter().filter(|entry| entry.is_err()).count()
    }

    /// The answer of the operation.
    pub(crate) fn answer(&self) -> Value {
        let entries = self.0.iter().map(|entry| match entry {
            Ok(id) => json!({ "EventId": id }),
            Err((code, message)) => json!({ "ErrorCode": code, "ErrorMessage": message }),
        });
        json!({ "FailedEntryCount": self.failed(), "Entries": entries.collect::<Vec<_>>() })
    }
}

impl Simulation {
    /// Puts the events of all entries that are right; `by` is the execution that does it, if one does.
    pub(crate) fn put_entries(&mut self, entries: Vec<Entry>, by: Option<usize>) -> Result<Entries, Refused> {
        check(&entries)?;
        let now = self.clock.now();
        let mut events = Vec::new();
        for entry in entries {
            let bus = entry.bus().to_owned();
            if !self.router.knows(&bus) {
                let message = format!("Event bus {bus} does not exist.");
                return Err(Refused { code: "ResourceNotFoundException", message });
            }
            events.push((bus, entry.event(now)));
        }
        let put = events.into_iter().map(|(bus, event)| {
            let event: Event = event?;
            self.put_event(&bus, &event, by);
            Ok(event.id().to_owned())
        });
        Ok(Entries(put.collect()))
    }
}

/// What fails the request as a whole. The code for entries of which none is complete is unverified:
/// the model only says that the request fails.
fn check(entries: &[Entry]) -> Result<(), Refused> {
    let what = if !(1..=10).contains(&entries.len()) {
        "1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and 10"
    } else if entries.iter().map(Entry::size).sum::<usize>() > LARGEST_ENTRY {
        "Total size of the entries in the request is over the limit."
    } else if !entries.iter().any(Entry::is_complete) {
        "No entry has all of Source, DetailType and Detail."
    } else {
        return Ok(());
    };
    Err(Refused { code: "ValidationException", message: what.to_owned() })
}
