//! The account of one execution.

use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::states::{Failure, Status, Step};

/// An execution, running or over. Times are on the sandbox's clock.
#[derive(Debug, Clone, PartialEq)]
pub struct ExecutionRecord {
    /// Logical id.
    pub state_machine: String,
    pub name: String,
    pub arn: String,
    pub input: Value,
    pub status: Status,
    pub started: OffsetDateTime,
    pub stopped: Option<OffsetDateTime>,
    pub history: Vec<Moment>,
}

/// A step of an execution, and when it was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    pub at: OffsetDateTime,
    pub step: Step,
}

impl ExecutionRecord {
    /// What came of it; none unless it succeeded.
    #[must_use]
    pub fn output(&self) -> Option<&Value> {
        match &self.status {
            Status::Succeeded(output) => Some(output),
            Status::Running | Status::Failed(_) | Status::TimedOut | Status::Aborted(_) => None,
        }
    }

    /// Why it did not succeed, where a reason was given.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        match &self.status {
            Status::Failed(failure) | Status::Aborted(failure) => Some(failure),
            Status::Running | Status::Succeeded(_) | Status::TimedOut => None,
        }
    }

    /// The states that were entered, in that order; those inside of others with the way to them.
    #[must_use]
    pub fn states(&self) -> Vec<String> {
        let entered = self.history.iter().filter_map(|moment| match &moment.step {
            Step::Entered { state, .. } => Some(state.to_string()),
            _ => None,
        });
        entered.collect()
    }

    /// The status as the API names it.
    #[must_use]
    pub fn status_name(&self) -> &'static str {
        status_name(&self.status)
    }

    /// As JSON, for people and programs that look at a whole run. States' inputs and outputs are left
    /// out: they repeat each other, and each may have 256 KiB.
    #[must_use]
    pub fn shown(&self) -> Value {
        let mut shown = json!({
            "StateMachine": self.state_machine, "Name": self.name, "Arn": self.arn, "Input": self.input,
            "Status": self.status_name(), "Started": text(self.started),
        });
        if let Some(stopped) = self.stopped {
            shown["Stopped"] = json!(text(stopped));
        }
        if let Some(output) = self.output() {
            shown["Output"] = output.clone();
        }
        if let Some(failure) = self.failure() {
            shown["Error"] = json!(failure.error);
            shown["Cause"] = json!(failure.cause);
        }
        shown["History"] = self.history.iter().map(Moment::shown).collect();
        shown
    }
}

/// A status as the API names it.
pub(super) fn status_name(status: &Status) -> &'static str {
    match status {
        Status::Running => "RUNNING",
        Status::Succeeded(_) => "SUCCEEDED",
        Status::Failed(_) => "FAILED",
        Status::TimedOut => "TIMED_OUT",
        Status::Aborted(_) => "ABORTED",
    }
}

impl Moment {
    fn shown(&self) -> Value {
        let mut shown = Map::from_iter([("At".to_owned(), json!(text(self.at)))]);
        let mut tell = |member: &str, value: Value| {
            shown.insert(member.to_owned(), value);
        };
        match &self.step {
            Step::Entered { state, .. } => tell("Entered", json!(state.to_string())),
            Step::Exited { state, .. } => tell("Exited", json!(state.to_string())),
            Step::Task { state, .. } => tell("TaskScheduled", json!(state.to_string())),
            Step::Waiting { state, until } => {
                tell("Waiting", json!(state.to_string()));
                tell("Until", json!(text(*until)));
            }
            Step::Failed { state, failure } => {
                tell("Failed", json!(state.to_string()));
                tell("Error", json!(failure.error));
                tell("Cause", json!(failure.cause));
            }
            Step::RetryPlanned { state, failure, attempt, at } => {
                tell("RetryPlanned", json!(state.to_string()));
                tell("Error", json!(failure.error));
                tell("Attempt", json!(attempt));
                tell("Until", json!(text(*at)));
            }
            Step::Caught { state, failure, next } => {
                tell("Caught", json!(state.to_string()));
                tell("Error", json!(failure.error));
                tell("Next", json!(next));
            }
            Step::Ended(_) => tell("Ended", json!(true)),
        }
        Value::Object(shown)
    }
}

fn text(at: OffsetDateTime) -> String {
    at.format(&Rfc3339).unwrap_or_default()
}
