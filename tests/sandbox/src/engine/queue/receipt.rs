//! What can be done with a message that was received, by its receipt handle.

use std::time::Duration;

use time::OffsetDateTime;

use super::{Entry, Queue};

/// Why a visibility timeout could not be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unchanged {
    /// The message was deleted, moved away, or received again under another handle.
    Gone,
    /// The message is in the queue, and its visibility timeout is over.
    NotInFlight,
}

impl Queue {
    /// Whether this queue ever gave out the handle. It stays one after its message is gone.
    #[must_use]
    pub fn has_issued(&self, receipt: &str) -> bool {
        self.receipts.contains(receipt)
    }

    /// Deletes the message that was last received under `receipt`; one that is gone is no error.
    ///
    /// An outdated handle (the message was received again since) deletes nothing here. SQS calls
    /// that unreliable; a test double takes the case that programs must be able to bear.
    pub fn delete(&mut self, receipt: &str) -> bool {
        let before = self.entries.len();
        self.entries.retain(|entry| !entry.is_held_by(receipt));
        self.entries.len() < before
    }

    /// Hides a message that is in flight for `timeout` from now; zero brings it back at once.
    pub fn change_visibility(
        &mut self,
        receipt: &str,
        now: OffsetDateTime,
        timeout: Duration,
    ) -> Result<(), Unchanged> {
        let held = self.entries.iter_mut().find(|entry| entry.is_held_by(receipt)).ok_or(Unchanged::Gone)?;
        if held.visible_at <= now {
            return Err(Unchanged::NotInFlight);
        }
        held.visible_at = now + timeout;
        Ok(())
    }

    /// When the message under this handle comes back by itself.
    #[must_use]
    pub fn back_at(&self, receipt: &str) -> Option<OffsetDateTime> {
        self.entries.iter().find(|entry| entry.is_held_by(receipt)).map(|entry| entry.visible_at)
    }
}

impl Entry {
    fn is_held_by(&self, receipt: &str) -> bool {
        self.receipt.as_deref() == Some(receipt)
    }
}
