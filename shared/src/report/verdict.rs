//! What became of one resource.

use std::borrow::Cow;

use crate::aws::{AwsError, Trouble};

/// A refusal: AWS's own code and message, and whether asking again can help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub code: String,
    pub message: String,
    pub retryable: bool,
}

/// The reports of a workflow travel together in one event of at most 256 KiB, and each may hold a
/// hundred refusals. AWS's messages are shorter as a rule.
const LONGEST_MESSAGE: usize = 350;

impl Refusal {
    /// The message in at most 350 bytes of JSON text.
    pub(super) fn brief_message(&self) -> Cow<'_, str> {
        let (mut length, mut cut) = (0, 0);
        for (at, character) in self.message.char_indices() {
            if length + '…'.len_utf8() <= LONGEST_MESSAGE {
                cut = at;
            }
            length += written_length(character);
            if length > LONGEST_MESSAGE {
                return Cow::Owned(format!("{}…", &self.message[..cut]));
            }
        }
        Cow::Borrowed(&self.message)
    }
}

/// How many bytes a character has in JSON text.
fn written_length(character: char) -> usize {
    match character {
        '"' | '\\' | '\n' | '\r' | '\t' | '\u{8}' | '\u{c}' => 2,
        character if character < ' ' => 6,
        character => character.len_utf8(),
    }
}

/// What became of one resource. A reason is part of those that mean nothing without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// A dry run: it would be removed.
    Planned,
    /// AWS accepted the removal, which is under way.
    Requested,
    /// Its removal was already under way.
    InProgress(String),
    /// Removed by this call, finished.
    Removed,
    /// Nothing left to remove: not found, or in which state.
    AlreadyGone(String),
    /// A guard keeps it; the reason names the guard.
    Held(String),
    /// Cannot be removed yet, ask again later.
    NotReady(String),
    /// AWS refused.
    Failed(Refusal),
}

impl Verdict {
    pub const STATUSES: [&'static str; 8] =
        ["Planned", "Requested", "InProgress", "Removed", "AlreadyGone", "Held", "NotReady", "Failed"];

    /// The verdict on a resource whose call did not succeed.
    #[must_use]
    pub fn from_error(error: &AwsError) -> Self {
        if error.trouble == Trouble::Deadline {
            return Self::out_of_time();
        }
        Self::Failed(Refusal {
            code: error.code().to_owned(),
            message: error.message().to_owned(),
            retryable: error.is_retryable(),
        })
    }

    #[must_use]
    pub fn out_of_time() -> Self {
        Self::NotReady("the invocation was about to end: nothing new was started".to_owned())
    }

    #[must_use]
    pub fn status(&self) -> &'static str {
        match self {
            Self::Planned => "Planned",
            Self::Requested => "Requested",
            Self::InProgress(_) => "InProgress",
            Self::Removed => "Removed",
            Self::AlreadyGone(_) => "AlreadyGone",
            Self::Held(_) => "Held",
            Self::NotReady(_) => "NotReady",
            Self::Failed(_) => "Failed",
        }
    }

    /// Whether asking again would find nothing new.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        match self {
            Self::Planned | Self::Removed | Self::AlreadyGone(_) | Self::Held(_) => true,
            Self::Requested | Self::InProgress(_) | Self::NotReady(_) => false,
            Self::Failed(refusal) => !refusal.retryable,
        }
    }

    /// Why, in this project's own words.
    pub(crate) fn reason(&self) -> Option<&str> {
        match self {
            Self::InProgress(reason)
            | Self::AlreadyGone(reason)
            | Self::Held(reason)
            | Self::NotReady(reason) => Some(reason),
            Self::Planned | Self::Requested | Self::Removed | Self::Failed(_) => None,
        }
    }

    pub(super) fn refusal(&self) -> Option<&Refusal> {
        if let Self::Failed(refusal) = self { Some(refusal) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_of_any_length_fits_into_a_report() {
        let brief = |message: &str| {
            let refusal = Refusal { code: String::new(), message: message.to_owned(), retryable: false };
            refusal.brief_message().into_owned()
        };
        assert_eq!(brief(&"é".repeat(175)), "é".repeat(175));
        for character in ["é", "\"", "\u{1}"] {
            let cut = brief(&character.repeat(176));
            let written = serde_json::to_string(&cut).unwrap().len() - 2;
            assert!((340..=LONGEST_MESSAGE).contains(&written), "{written}: {cut}");
            assert!(cut.ends_with(&format!("{character}…")));
        }
    }
}
