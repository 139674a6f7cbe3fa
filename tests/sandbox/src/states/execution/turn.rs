//! What the states of an execution share while it runs.

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::About;
use super::step::{Place, Step, Token};
use crate::states::Failure;
use crate::states::data::timestamp;

/// One run: the time, what is known about the execution, and its log.
pub(super) struct Turn<'a> {
    pub(super) now: OffsetDateTime,
    pub(super) about: &'a About,
    pub(super) input: &'a Value,
    pub(super) log: &'a mut Log,
}

/// What happened since it was last asked for, and how much altogether.
#[derive(Debug, Default)]
pub(super) struct Log {
    steps: Vec<Step>,
    events: usize,
    tokens: u64,
}

/// The quota on an execution's history (developer guide, "Avoid reaching the history quota"). It
/// also ends a machine that goes in circles without ever waiting.
const MOST_EVENTS: usize = 25_000;

impl Turn<'_> {
    /// The context object of a state that is entered now; `map` is the item around it, if any.
    pub(super) fn context(&self, state: &str, map: Option<&Value>) -> Value {
        let mut context = json!({
            "Execution": {
                "Id": self.about.execution_arn,
                "Input": self.input,
                "Name": self.about.execution_name,
                "StartTime": timestamp::show(self.about.started),
            },
            "State": {"EnteredTime": timestamp::show(self.now), "Name": state},
            "StateMachine": {"Id": self.about.state_machine_arn, "Name": self.about.state_machine_name},
        });
        if let Some(map) = map {
            context["Map"] = map.clone();
        }
        context
    }
}

impl Log {
    pub(super) fn record(&mut self, step: Step) {
        self.events += match &step {
            // Scheduled, started and ended.
            Step::Task { .. } => 3,
            Step::Entered { .. } | Step::Exited { .. } | Step::Ended(_) => 1,
            Step::Waiting { .. } | Step::Failed { .. } | Step::RetryPlanned { .. } | Step::Caught { .. } => 0,
        };
        self.steps.push(step);
    }

    pub(super) fn take(&mut self) -> Vec<Step> {
        std::mem::take(&mut self.steps)
    }

    pub(super) fn next_token(&mut self) -> Token {
        self.tokens += 1;
        Token(self.tokens)
    }

    /// Fails when the history is full.
    pub(super) fn check_quota(&self, place: &Place) -> Result<(), Failure> {
        if self.events < MOST_EVENTS {
            return Ok(());
        }
        Err(Failure::runtime(format!("at {place} the execution has more than {MOST_EVENTS} events")))
    }
}
