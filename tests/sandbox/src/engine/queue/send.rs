//! How a message gets into a queue.

use std::time::Duration;

use time::OffsetDateTime;
use uuid::Uuid;

use super::{Entry, Queue};
use crate::engine::message::{Draft, Message};

/// 1 MiB: a message's, and a whole batch's, size limit (SQS API reference, `SendMessage`).
pub const LARGEST_MESSAGE: usize = 1_048_576;
/// `DelaySeconds` may be 0–900.
const LONGEST_DELAY: Duration = Duration::from_mins(15);
/// How long a FIFO queue recognises a deduplication id.
const DEDUPLICATION_INTERVAL: Duration = Duration::from_mins(5);

/// A deduplication id that a FIFO queue still remembers.
#[derive(Debug)]
pub(super) struct Accepted {
    deduplication: String,
    at: OffsetDateTime,
    sent: Sent,
}

/// The answer to a sender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub message_id: String,
    /// FIFO queues only.
    pub sequence: Option<String>,
}

/// Why a queue did not take a message.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SendError {
    #[error("The request must contain the parameter MessageBody.")]
    Empty,
    #[error(
        "One or more parameters are invalid. Reason: Message must be shorter than {LARGEST_MESSAGE} bytes."
    )]
    TooLarge,
    #[error(
        "Invalid binary character '#x{0:X}' was found in the message body, the set of allowed characters is #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF"
    )]
    Character(u32),
    #[error("The request must contain the parameter MessageGroupId.")]
    NoGroup,
    #[error(
        "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly"
    )]
    NoDeduplication,
    #[error("The request includes a parameter that is not valid for this queue type: {0}")]
    NotForThisQueue(&'static str),
    #[error("DelaySeconds must be between 0 and 900.")]
    Delay,
}

impl Queue {
    /// Takes a message in. A FIFO queue answers a duplicate as it answered the first one, and keeps one.
    pub fn send(&mut self, draft: Draft, now: OffsetDateTime) -> Result<Sent, SendError> {
        self.check(&draft)?;
        self.accepted.retain(|accepted| accepted.at + DEDUPLICATION_INTERVAL > now);
        if let Some(accepted) = self
            .accepted
            .iter()
            .find(|accepted| Some(&accepted.deduplication) == draft.deduplication.as_ref())
        {
            return Ok(accepted.sent.clone());
        }
        self.sequence += 1;
        let message = Message {
            message_id: Uuid::new_v4().to_string(),
            body: draft.body,
            group: draft.group,
            deduplication: draft.deduplication,
            sent: now,
            sequence: self.sequence,
            received: 0,
            first_received: None,
            given_up_by: None,
        };
        let sequence = self.spec.fifo.then(|| format!("{:020}", self.sequence));
        let sent = Sent { message_id: message.message_id.clone(), sequence };
        if let Some(deduplication) = message.deduplication.clone() {
            self.accepted.push(Accepted { deduplication, at: now, sent: sent.clone() });
        }
        let visible_at = now + draft.delay.unwrap_or(self.spec.delay);
        self.entries.push(Entry { message, visible_at, receipt: None });
        Ok(sent)
    }

    fn check(&self, draft: &Draft) -> Result<(), SendError> {
        if let Some(character) = draft.body.chars().find(|character| !is_allowed(*character)) {
            return Err(SendError::Character(character.into()));
        }
        let fifo = self.spec.fifo;
        match draft {
            Draft { body, .. } if body.is_empty() => Err(SendError::Empty),
            Draft { body, .. } if body.len() > LARGEST_MESSAGE => Err(SendError::TooLarge),
            Draft { delay: Some(delay), .. } if *delay > LONGEST_DELAY => Err(SendError::Delay),
            Draft { group: None, .. } if fifo => Err(SendError::NoGroup),
            Draft { deduplication: None, .. } if fifo => Err(SendError::NoDeduplication),
            Draft { delay: Some(_), .. } if fifo => Err(SendError::NotForThisQueue("DelaySeconds")),
            Draft { deduplication: Some(_), .. } if !fifo => {
                Err(SendError::NotForThisQueue("MessageDeduplicationId"))
            }
            _ => Ok(()),
        }
    }

    /// Takes a message that another queue gave up. Its id stays; its age starts again in a FIFO
    /// queue only (SQS developer guide, "Dead-letter queues and message retention periods").
    /// Whether the receive count starts again is not written; it stays here, as evidence.
    pub fn bury(&mut self, mut message: Message, given_up_by: &str, now: OffsetDateTime) {
        message.given_up_by = Some(given_up_by.to_owned());
        if self.spec.fifo {
            message.sent = now;
        }
        self.entries.push(Entry { message, visible_at: now, receipt: None });
    }
}

/// SQS takes the characters that XML 1.0 has (API reference, `SendMessage`).
fn is_allowed(character: char) -> bool {
    !matches!(character, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\u{FFFE}' | '\u{FFFF}')
}
