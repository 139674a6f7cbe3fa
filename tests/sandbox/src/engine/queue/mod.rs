//! An SQS queue as a plain value: every method takes the present, none of them waits.
//!
//! Source of the behaviour: the SQS developer guide (visibility timeout, dead-letter queues, FIFO
//! delivery logic) and the API reference.

mod receipt;
mod redrive;
mod send;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::time::Duration;

use time::OffsetDateTime;
use uuid::Uuid;

use super::account;
use super::message::Message;
use crate::stack;

pub use receipt::Unchanged;
pub use redrive::MoveTask;
pub use send::{LARGEST_MESSAGE, SendError, Sent};

/// The longest visibility timeout, counted from the receipt.
pub const LONGEST_VISIBILITY: Duration = Duration::from_hours(12);

/// A queue with its messages.
#[derive(Debug)]
pub struct Queue {
    spec: stack::Queue,
    entries: Vec<Entry>,
    accepted: Vec<send::Accepted>,
    sequence: u128,
    /// Every receipt handle that this queue ever gave out.
    receipts: BTreeSet<String>,
    moves: Vec<MoveTask>,
}

#[derive(Debug)]
struct Entry {
    message: Message,
    visible_at: OffsetDateTime,
    receipt: Option<String>,
}

/// A message in somebody's hands, with the handle by which it is deleted.
#[derive(Debug, Clone)]
pub struct Received {
    pub message: Message,
    pub receipt: String,
}

/// What one look into a queue gave.
#[derive(Debug, Default)]
pub struct Look {
    pub received: Vec<Received>,
    /// Messages that were received too often: they belong into the dead-letter queue now.
    pub given_up: Vec<Message>,
}

/// `ApproximateNumberOfMessages`, `…NotVisible` and `…Delayed`; here they are exact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub visible: usize,
    pub in_flight: usize,
    pub delayed: usize,
}

impl Queue {
    #[must_use]
    pub fn new(spec: stack::Queue) -> Self {
        let (entries, accepted, moves) = (Vec::new(), Vec::new(), Vec::new());
        Self { spec, entries, accepted, sequence: 0, receipts: BTreeSet::new(), moves }
    }

    #[must_use]
    pub fn spec(&self) -> &stack::Queue {
        &self.spec
    }

    #[must_use]
    pub fn arn(&self) -> String {
        account::queue_arn(&self.spec.name)
    }

    /// Receives up to `most` visible messages and hides them for `visibility` (the queue's own when absent).
    ///
    /// A message whose receive count would exceed `maxReceiveCount` is not received but given up:
    /// SQS notices that when the message is asked for, not when it becomes visible.
    pub fn receive(&mut self, now: OffsetDateTime, most: usize, visibility: Option<Duration>) -> Look {
        let mut look = Look::default();
        while look.received.len() < most {
            let Some(index) = self.next_receivable(now, &look) else { break };
            if self.is_spent(&self.entries[index].message) {
                look.given_up.push(self.entries.remove(index).message);
            } else {
                look.received.push(self.hand_out(index, now, visibility));
            }
        }
        look
    }

    /// In a FIFO queue a message whose group has an earlier one in other hands has to wait; one
    /// look may still take several of a group, in their order.
    fn next_receivable(&self, now: OffsetDateTime, look: &Look) -> Option<usize> {
        let mut blocked: Vec<&str> = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            let group = entry.message.group.as_deref().filter(|_| self.spec.fifo);
            let waits = group.is_some_and(|group| blocked.contains(&group));
            let in_this_look = look.received.iter().any(|held| Some(&held.receipt) == entry.receipt.as_ref());
            // Without a visibility timeout it is visible again at once, and one look brings it once.
            if entry.visible_at <= now && !waits && !in_this_look {
                return Some(index);
            }
            if let Some(group) = group.filter(|_| !in_this_look) {
                blocked.push(group);
            }
        }
        None
    }

    fn is_spent(&self, message: &Message) -> bool {
        self.spec.redrive.as_ref().is_some_and(|redrive| message.received >= redrive.max_receive_count)
    }

    fn hand_out(&mut self, index: usize, now: OffsetDateTime, visibility: Option<Duration>) -> Received {
        let hidden = visibility.unwrap_or(self.spec.visibility_timeout);
        let entry = &mut self.entries[index];
        entry.message.received += 1;
        entry.message.first_received.get_or_insert(now);
        entry.visible_at = now + hidden;
        let receipt = Uuid::new_v4().to_string();
        entry.receipt = Some(receipt.clone());
        self.receipts.insert(receipt.clone());
        Received { message: entry.message.clone(), receipt }
    }

    pub fn purge(&mut self) {
        self.entries.clear();
    }

    /// Drops what is older than the retention period.
    pub fn expire(&mut self, now: OffsetDateTime) {
        let retention = self.spec.retention;
        self.entries.retain(|entry| entry.message.sent + retention > now);
    }

    /// When a message that is hidden now becomes visible.
    #[must_use]
    pub fn next_visible(&self, now: OffsetDateTime) -> Option<OffsetDateTime> {
        self.entries.iter().map(|entry| entry.visible_at).filter(|at| *at > now).min()
    }

    #[must_use]
    pub fn counts(&self, now: OffsetDateTime) -> Counts {
        let mut counts = Counts::default();
        for entry in &self.entries {
            match (entry.visible_at > now, &entry.receipt) {
                (false, _) => counts.visible += 1,
                (true, Some(_)) => counts.in_flight += 1,
                (true, None) => counts.delayed += 1,
            }
        }
        counts
    }

    /// Every message, visible or not, oldest first.
    pub fn messages(&self) -> impl Iterator<Item = &Message> {
        self.entries.iter().map(|entry| &entry.message)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}
