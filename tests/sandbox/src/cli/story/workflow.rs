//! What state machines do, in words: the states that pass by, what they wait for and how it ends.

use sandbox::engine::happening::ExecutionName;
use sandbox::states::{Failure, Integration, Place, Status, Step};
use serde_json::Value;
use time::macros::format_description;
use time::{OffsetDateTime, UtcOffset};

use super::Story;
use super::lines::Line;
use crate::cli::screen::{BAD, GOOD, NOTE, paint};

/// Longer causes are cut: a failure's cause can be a whole report.
const LONGEST_CAUSE: usize = 200;

impl Story {
    pub(super) fn begun(&self, execution: &ExecutionName) -> Line {
        ("workflow", format!("{} begins{}", execution.state_machine, self.which(execution)))
    }

    /// The tasks that are begun at once share a line.
    pub(super) fn went_on(&self, execution: &ExecutionName, steps: &[Step], at: OffsetDateTime) -> Vec<Line> {
        let machine = &execution.state_machine;
        let tasks: Vec<String> = steps.iter().filter_map(task).collect();
        let tasks = (!tasks.is_empty()).then(|| ("step", format!("{machine}: {}", tasks.join(", "))));
        let others = steps.iter().filter_map(|step| self.step(machine, step, at));
        let lines = others.chain(tasks);
        lines.map(|(word, text)| (word, text + &self.which(execution))).collect()
    }

    /// What there is to tell about a step beside its task.
    fn step(&self, machine: &str, step: &Step, at: OffsetDateTime) -> Option<Line> {
        Some(match step {
            // Of a failure, what follows it is told: another try, a state that handles it, or the end.
            Step::Entered { .. } | Step::Exited { .. } | Step::Task { .. } | Step::Failed { .. } => {
                return None;
            }
            Step::Waiting { state, until } => {
                ("wait", format!("{machine}: {} until {}", name(state), self.when(*until, at)))
            }
            Step::RetryPlanned { state, failure, at: again, .. } => {
                let again = self.when(*again, at);
                (
                    "retry",
                    paint(NOTE, format!("{machine}: {} again at {again}: {}", name(state), told(failure))),
                )
            }
            Step::Caught { state, failure, next } => {
                ("caught", paint(NOTE, format!("{machine}: {}: {} → {next}", name(state), told(failure))))
            }
            Step::Ended(status) => ("workflow", ended(machine, status)),
        })
    }

    fn which(&self, execution: &ExecutionName) -> String {
        self.names.mark([execution.name.as_str()])
    }

    /// A moment of this story as the lines have it; far away, its date.
    fn when(&self, then: OffsetDateTime, now: OffsetDateTime) -> String {
        if then - now < time::Duration::DAY {
            return self.clock(then);
        }
        let date = format_description!("[year]-[month]-[day] [hour]:[minute] UTC");
        then.to_offset(UtcOffset::UTC).format(date).unwrap_or_default()
    }
}

/// What a step lets somebody do. Events, and executions that it starts, tell themselves.
fn task(step: &Step) -> Option<String> {
    match step {
        Step::Task { integration: Integration::PutEvents | Integration::StartExecution, .. } => None,
        Step::Task { state, .. } => Some(name(state)),
        _ => None,
    }
}

/// A state's name is its own in the whole machine; only of which item it is must be said.
fn name(place: &Place) -> String {
    let items = place.within.iter().filter_map(|within| within.item);
    items.fold(place.state.clone(), |name, item| name + &format!("[{item}]"))
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
