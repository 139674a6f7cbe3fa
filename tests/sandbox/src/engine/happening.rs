//! What goes on in a sandbox, as it goes on: for people who watch.

use std::fmt;

use serde::Deserialize;
use serde_json::Value;
use time::OffsetDateTime;
use tokio::sync::broadcast;

use super::access::Denial;
use super::event::Event;
use super::invocation::{Ending, Trigger};
use crate::states::Step;

/// Something that happened, and when on the sandbox's clock.
#[derive(Debug, Clone)]
pub struct Happening {
    pub at: OffsetDateTime,
    pub what: What,
}

/// What happened. Queues, rules, functions and schedules go by their logical ids.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    EventPut {
        bus: String,
        event: Event,
        /// The execution that put it, if one did.
        by: Option<ExecutionName>,
    },
    RuleMatched {
        rule: String,
        event: String,
    },
    /// An event that no rule wanted: `EventBridge` drops it without a word.
    NoRuleMatched {
        event: String,
    },
    ScheduleDue {
        schedule: String,
    },
    MessageQueued {
        queue: String,
        message_id: String,
        body: String,
    },
    Invoked {
        function: String,
        request_id: String,
        trigger: Trigger,
    },
    /// A line of the function's log that tells what became of one resource.
    Outcome {
        function: String,
        outcome: Outcome,
    },
    /// A warning or an error in the function's log.
    Complaint {
        function: String,
        complaint: Complaint,
    },
    Ended {
        function: String,
        request_id: String,
        ending: Ending,
    },
    MessageDone {
        queue: String,
        message_id: String,
    },
    /// A message that was not acknowledged comes back at this time.
    MessageReturned {
        queue: String,
        message_id: String,
        received: u32,
        back_at: OffsetDateTime,
    },
    DeadLettered {
        queue: String,
        dead_letter_queue: String,
        message_id: String,
    },
    /// An asynchronous invocation failed and is tried again at this time.
    RetryPlanned {
        function: String,
        request_id: String,
        attempt: u32,
        at: OffsetDateTime,
    },
    /// What was given up because nothing in the stack would keep it.
    Lost {
        what: String,
        why: String,
    },
    StateChanged {
        resource: Resource,
        from: Option<String>,
        to: Option<String>,
    },
    ExecutionStarted {
        execution: ExecutionName,
        input: Value,
    },
    /// An execution went on, as far as it could without waiting.
    ExecutionWentOn {
        execution: ExecutionName,
        steps: Vec<Step>,
    },
    /// A role does not allow what somebody in it wanted to do.
    Denied(Denial),
    /// Something tried to leave the machine and was refused.
    EscapeRefused {
        what: String,
    },
}

/// What an execution goes by. Displays as `NAME of STATE MACHINE`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExecutionName {
    /// Logical id.
    pub state_machine: String,
    pub name: String,
}

impl fmt::Display for ExecutionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.name, self.state_machine)
    }
}

/// A resource of the world.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Resource {
    /// `WorkSpace`, `WorkSpacesDirectory`, … as in the functions' reports.
    pub kind: &'static str,
    pub id: String,
}

/// The outcome of one resource, as the functions log it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    pub resource_type: String,
    pub resource_id: String,
    pub status: String,
    #[serde(default)]
    pub offboarding_id: Option<String>,
    #[serde(default)]
    pub error_code: Option<String>,
    #[serde(default)]
    pub reason: Option<String>,
}

impl Outcome {
    /// The outcome in a line of log, if it tells one.
    #[must_use]
    pub fn in_line(line: &str) -> Option<Self> {
        serde_json::from_str(line).ok()
    }
}

/// A line of log that somebody should look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Complaint {
    pub level: String,
    pub message: String,
    #[serde(default)]
    pub offboarding_id: Option<String>,
    #[serde(default)]
    pub error_type: Option<String>,
    #[serde(default)]
    pub error: Option<String>,
}

impl Complaint {
    /// The complaint in a line of log, if it is one.
    #[must_use]
    pub fn in_line(line: &str) -> Option<Self> {
        let complaint: Self = serde_json::from_str(line).ok()?;
        matches!(complaint.level.as_str(), "WARN" | "ERROR").then_some(complaint)
    }
}

/// Tells everybody who listens; nobody need.
#[derive(Debug, Clone)]
pub(crate) struct Announcer(broadcast::Sender<Happening>);

impl Announcer {
    pub(crate) fn new() -> Self {
        // A listener that falls further behind than this misses the oldest.
        Self(broadcast::Sender::new(16_384))
    }

    pub(crate) fn tell(&self, at: OffsetDateTime, what: What) {
        // Fails only where nobody listens.
        let _ = self.0.send(Happening { at, what });
    }

    pub(crate) fn listen(&self) -> broadcast::Receiver<Happening> {
        self.0.subscribe()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_and_errors_are_complaints_and_other_lines_are_not() {
        let line =
            |level: &str| format!(r#"{{"level":"{level}","message":"sent back","errorType":"Expired"}}"#);
        assert_eq!(Complaint::in_line(&line("ERROR")).unwrap().error_type.as_deref(), Some("Expired"));
        assert_eq!(Complaint::in_line(&line("INFO")), None);
        assert_eq!(Complaint::in_line("ERROR in plain text"), None);
    }

    #[test]
    fn an_outcome_is_read_from_a_line_of_log_and_other_lines_are_passed_over() {
        let line = r#"{"timestamp":"…","level":"INFO","message":"outcome","resourceType":"WorkSpace",
            "resourceId":"ws-1","status":"Requested"}"#;
        assert_eq!(Outcome::in_line(line).unwrap().status, "Requested");
        assert_eq!(Outcome::in_line(r#"{"level":"INFO","message":"started"}"#), None);
        assert_eq!(Outcome::in_line("panicked at src/main.rs"), None);
    }
}
