//! The way back from a dead-letter queue, and what is remembered of it.

use time::OffsetDateTime;

use super::Queue;
use crate::engine::message::Message;

/// Messages that were moved out of a queue at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveTask {
    pub started: OffsetDateTime,
    /// The ARN of the queue that all of them went to; absent when each went where it came from.
    pub destination: Option<String>,
    pub moved: usize,
}

impl Queue {
    /// Hands over what is visible, to move it elsewhere, and remembers that it did.
    pub fn move_visible(&mut self, destination: Option<String>, now: OffsetDateTime) -> Vec<Message> {
        let visible = self.entries.extract_if(.., |entry| entry.visible_at <= now);
        let messages: Vec<_> = visible.map(|entry| entry.message).collect();
        self.moves.push(MoveTask { started: now, destination, moved: messages.len() });
        messages
    }

    /// What was moved out of this queue, the latest first.
    pub fn moves(&self) -> impl Iterator<Item = &MoveTask> {
        self.moves.iter().rev()
    }
}
