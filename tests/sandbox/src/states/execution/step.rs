//! What an execution tells about itself.

use std::fmt;

use serde_json::Value;
use time::OffsetDateTime;

use crate::states::{Failure, Integration};

/// A task that was asked for; how it ended is told by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token(pub(super) u64);

/// How an execution stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Status {
    /// It has not ended.
    Running,
    /// It came to its end, with this output.
    Succeeded(Value),
    /// A state failed, and nothing was done about it.
    Failed(Failure),
    /// The machine's time was over, or the year that an execution can live.
    TimedOut,
    /// It was stopped.
    Aborted(Failure),
}

/// Something that happened in an execution.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// The way came to a state. `input` is what it was given, before `InputPath`.
    Entered { state: Place, at: OffsetDateTime, input: Value },
    /// The state is done and hands on its output.
    Exited { state: Place, output: Value },
    /// To be done by whoever drives the execution, and then told to
    /// [`Execution::task_ended`](super::Execution::task_ended).
    Task { token: Token, state: Place, integration: Integration, parameters: Value },
    /// A Wait state has begun.
    Waiting { state: Place, until: OffsetDateTime },
    /// The state's work failed.
    Failed { state: Place, failure: Failure },
    /// The work will be done again at that time; `attempt` counts this retrier's from 1.
    RetryPlanned { state: Place, failure: Failure, attempt: u32, at: OffsetDateTime },
    /// The failure was caught; the way goes on in the state of this name.
    Caught { state: Place, failure: Failure, next: String },
    /// Nothing more will happen.
    Ended(Status),
}

/// A state and what it is inside of. Displays as `Every directory[2] / Deregister`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// From the outermost to the innermost.
    pub within: Vec<Within>,
    /// The state's name.
    pub state: String,
}

/// An enclosing Parallel or Map state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Within {
    /// Its name.
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
