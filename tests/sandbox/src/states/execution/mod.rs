//! Executions: a definition, an input, and how far it has come.

use std::fmt;
use std::sync::Arc;

use serde_json::Value;
use time::OffsetDateTime;

use super::{Definition, Failure, Integration};

/// What an execution can know about itself: the source of the context object (`$$`).
#[derive(Debug, Clone)]
pub struct About {
    pub execution_arn: String,
    pub execution_name: String,
    pub started: OffsetDateTime,
    pub state_machine_arn: String,
    pub state_machine_name: String,
}

/// A task that was asked for; what ended is told by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Token(u64);

/// A state and what it is inside of. Displays as `Every directory[2] / Deregister`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub within: Vec<Within>,
    pub state: String,
}

/// An enclosing Parallel or Map state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Within {
    pub state: String,
    /// The index of the item; none for a Parallel state, whose branches have states of their own.
    pub item: Option<usize>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Within { state, item } in &self.within {
            match item {
                Some(item) => write!(f, "{state}[{item}] / ")?,
                None => write!(f, "{state} / ")?,
            }
        }
        f.write_str(&self.state)
    }
}

/// How an execution stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Status {
    Running,
    Succeeded(Value),
    Failed(Failure),
    TimedOut,
    Aborted(Failure),
}

/// Something that happened in an execution.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    Entered {
        state: Place,
        at: OffsetDateTime,
        input: Value,
    },
    Exited {
        state: Place,
        output: Value,
    },
    /// To be done by whoever drives the execution, and then told to [`Execution::task_ended`].
    Task {
        token: Token,
        state: Place,
        integration: Integration,
        parameters: Value,
    },
    Waiting {
        state: Place,
        until: OffsetDateTime,
    },
    Failed {
        state: Place,
        failure: Failure,
    },
    /// The state's work will be done again at that time; `attempt` counts this retrier's from 1.
    RetryPlanned {
        state: Place,
        failure: Failure,
        attempt: u32,
        at: OffsetDateTime,
    },
    Caught {
        state: Place,
        failure: Failure,
        next: String,
    },
    Ended(Status),
}

/// One run of a state machine.
#[derive(Debug)]
pub struct Execution {
    status: Status,
}

impl Execution {
    /// An execution that has not entered its first state yet.
    #[must_use]
    pub fn start(_definition: Arc<Definition>, _about: About, _input: Value, _now: OffsetDateTime) -> Self {
        Self { status: Status::Running }
    }

    /// Does all that can be done by `now`, until only tasks and timers are left.
    pub fn run(&mut self, _now: OffsetDateTime) -> Vec<Step> {
        Vec::new()
    }

    /// How a task ended; [`Self::run`] goes on from there. A token whose task timed out, or whose
    /// state was left, is ignored.
    pub fn task_ended(&mut self, _token: Token, _result: Result<Value, Failure>) {}

    /// When [`Self::run`] has something to do by itself; none when it waits for tasks or has ended.
    #[must_use]
    pub fn due(&self) -> Option<OffsetDateTime> {
        None
    }

    /// `StopExecution`: nothing that is under way counts any more. The next run tells it.
    pub fn stop(&mut self, failure: Failure) {
        self.status = Status::Aborted(failure);
    }

    #[must_use]
    pub fn status(&self) -> &Status {
        &self.status
    }
}
