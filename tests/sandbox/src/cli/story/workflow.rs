//! What state machines do, in words: the states that pass by, what they wait for and how it ends.

use sandbox::engine::happening::ExecutionName;
use sandbox::states::{Failure, Status, Step};
use serde_json::Value;
use time::OffsetDateTime;
use time::macros::format_description;

use super::Story;
use super::lines::Line;
use crate::cli::screen::{BAD, GOOD, NOTE, paint};

/// Longer causes are cut: a failure's cause can be a whole report.
const LONGEST_CAUSE: usize = 200;

/// States that one execution enters one after the other, for one line.
#[derive(Debug)]
pub(super) struct Passing {
    execution: ExecutionName,
    at: OffsetDateTime,
    states: Vec<String>,
}

impl Story {
    pub(super) fn begun(&self, execution: &ExecutionName) -> Line {
        ("workflow", format!("{} begins{}", execution.state_machine, self.which(execution)))
    }

    /// The line that tells a step, where it has one of its own.
    pub(super) fn step(&self, execution: &ExecutionName, step: &Step) -> Option<Line> {
        let machine = &execution.state_machine;
        let (word, text) = match step {
            // States pass by in a line of their own; of tasks the functions tell; of a failure what
            // follows it, which is another try, a state that handles it, or the end.
            Step::Entered { .. } | Step::Exited { .. } | Step::Task { .. } | Step::Failed { .. } => {
                return None;
            }
            Step::Waiting { state, until } => {
                ("wait", format!("{machine}: {state}, until {}", self.when(*until)))
            }
            Step::RetryPlanned { state, failure, at, .. } => {
                let text = format!("{machine}: {state} again at {}: {}", self.when(*at), failure.error);
                ("retry", paint(NOTE, text))
            }
            Step::Caught { state, failure, next } => {
                ("caught", paint(NOTE, format!("{machine}: {state}: {} → {next}", told(failure))))
            }
            Step::Ended(status) => ("workflow", ended(machine, status)),
        };
        Some((word, text + &self.which(execution)))
    }

    /// Takes note of a state that is entered; gives back what must be told before.
    pub(super) fn pass(
        &mut self,
        execution: &ExecutionName,
        at: OffsetDateTime,
        state: String,
    ) -> Option<Passing> {
        match &mut self.passing {
            Some(passing) if passing.execution == *execution => {
                passing.states.push(state);
                None
            }
            passing => {
                let states = vec![state];
                passing.replace(Passing { execution: execution.clone(), at, states })
            }
        }
    }

    pub(super) fn passed(&self, passing: &Passing) -> (OffsetDateTime, Line) {
        let Passing { execution, at, states } = passing;
        let text = format!("{}: {}{}", execution.state_machine, states.join(" → "), self.which(execution));
        (*at, ("step", text))
    }

    fn which(&self, execution: &ExecutionName) -> String {
        self.names.mark([execution.name.as_str()])
    }

    /// A moment of this story; of another day, the date.
    fn when(&self, at: OffsetDateTime) -> String {
        if at - self.began < time::Duration::DAY {
            return self.clock(at);
        }
        at.format(format_description!("[year]-[month]-[day] [hour]:[minute] UTC")).unwrap_or_default()
    }
}

fn ended(machine: &str, status: &Status) -> String {
    match status {
        Status::Running => format!("{machine} goes on"),
        Status::Succeeded(_) => paint(GOOD, format!("{machine} has ended")),
        Status::Failed(failure) => paint(BAD, format!("{machine} failed: {}", told(failure))),
        Status::TimedOut => paint(BAD, format!("{machine} timed out")),
        Status::Aborted(failure) => paint(NOTE, format!("{machine} was stopped: {}", told(failure))),
    }
}

/// An error and its cause; of the error of a function, which is JSON, its message.
fn told(failure: &Failure) -> String {
    let function: Value = serde_json::from_str(&failure.cause).unwrap_or_default();
    let cause = function["errorMessage"].as_str().unwrap_or(&failure.cause);
    let cut: String = cause.chars().take(LONGEST_CAUSE).collect();
    let more = if cut.len() < cause.len() { " …" } else { "" };
    if cut.is_empty() { failure.error.clone() } else { format!("{}: {cut}{more}", failure.error) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_of_a_function_is_told_by_its_message_and_a_long_cause_is_cut() {
        let failure = Failure::new("Expired", r#"{"errorType":"Expired","errorMessage":"too old"}"#);
        assert_eq!(told(&failure), "Expired: too old");
        assert_eq!(told(&Failure::new("States.Timeout", "")), "States.Timeout");
        let long = told(&Failure::new("X", "y".repeat(300)));
        assert!(long.ends_with("y …") && long.len() < 220, "{long}");
    }
}
