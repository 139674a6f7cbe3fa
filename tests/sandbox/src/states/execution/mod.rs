//! Executions: a definition, an input, and how far they have come.
//!
//! Inside of an [`Execution`] is a way through the machine's states (`branch`), which is always at
//! one of them (`visit`); a Parallel or Map state has such ways inside of it again (`group`).

mod branch;
mod group;
mod pending;
mod recover;
mod step;
mod turn;
mod visit;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use serde_json::Value;
use time::{Duration, OffsetDateTime};

use super::{Definition, Failure};
use branch::{Branch, Surroundings};
use turn::{Log, Turn};

pub use step::{Place, Status, Step, Token, Within};

/// What an execution can know about itself: the source of the context object (`$$`).
#[derive(Debug, Clone)]
pub struct About {
    /// `$$.Execution.Id`
    pub execution_arn: String,
    /// `$$.Execution.Name`
    pub execution_name: String,
    /// `$$.Execution.StartTime`
    pub started: OffsetDateTime,
    /// `$$.StateMachine.Id`
    pub state_machine_arn: String,
    /// `$$.StateMachine.Name`
    pub state_machine_name: String,
}

/// One run of a state machine.
#[derive(Debug)]
pub struct Execution {
    about: About,
    input: Value,
    deadline: OffsetDateTime,
    /// The latest time that it was told.
    now: OffsetDateTime,
    /// None once it has ended.
    way: Option<Branch>,
    status: Status,
    log: Log,
}

/// How long a standard workflow can run (developer guide, "Step Functions service quotas").
const LONGEST: Duration = Duration::days(365);

impl Execution {
    /// An execution that has not entered its first state yet.
    #[must_use]
    pub fn start(definition: Arc<Definition>, about: About, input: Value, now: OffsetDateTime) -> Self {
        let longest = definition.timeout.unwrap_or(LONGEST).min(LONGEST);
        Self {
            deadline: about.started.saturating_add(longest),
            now,
            way: Some(Branch::new(&definition.machine, Surroundings::default(), input.clone())),
            status: Status::Running,
            log: Log::default(),
            about,
            input,
        }
    }

    /// Does all that can be done by `now`, until only tasks and timers are left, and says what
    /// happened since the last run.
    ///
    /// What is overdue is done now and not as if it had been in time: a task that is asked for now
    /// has its whole time before it.
    pub fn run(&mut self, now: OffsetDateTime) -> Vec<Step> {
        self.now = now;
        if let Some(way) = &mut self.way {
            if self.deadline <= now {
                self.end(Status::TimedOut);
                return self.log.take();
            }
            way.advance(&mut Turn { now, about: &self.about, input: &self.input, log: &mut self.log });
            match way.ended().cloned() {
                Some(Ok(output)) => self.end(Status::Succeeded(output)),
                Some(Err(failure)) => self.end(Status::Failed(failure)),
                None => {}
            }
        }
        self.log.take()
    }

    /// How a task ended; [`Self::run`] goes on from there. A token whose task timed out, or whose
    /// state was left, is ignored.
    pub fn task_ended(&mut self, token: Token, result: Result<Value, Failure>) {
        if let Some(task) = self.way.as_mut().and_then(|way| way.task(token)) {
            task.end(result);
        }
    }

    /// When [`Self::run`] has something to do by itself, at the latest when the execution's time is
    /// over; none once it has ended.
    #[must_use]
    pub fn due(&self) -> Option<OffsetDateTime> {
        let way = self.way.as_ref()?;
        Some(way.due(self.now).map_or(self.deadline, |due| due.min(self.deadline)))
    }

    /// `StopExecution`: nothing that is under way counts any more. The next run tells it. One that
    /// has ended stays as it is.
    pub fn stop(&mut self, failure: Failure) {
        if self.way.is_some() {
            self.end(Status::Aborted(failure));
        }
    }

    /// How it stands.
    #[must_use]
    pub fn status(&self) -> &Status {
        &self.status
    }

    fn end(&mut self, status: Status) {
        self.way = None;
        self.log.record(Step::Ended(status.clone()));
        self.status = status;
    }
}
