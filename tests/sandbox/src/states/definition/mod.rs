//! State machine definitions, read and checked whole.
//!
//! A file for each type of state says which fields it may have, what they may hold and what they
//! mean for the data; [`super::execution`] does what they say.

mod choice;
mod error;
mod fail;
mod fields;
mod flow;
mod group;
mod pass;
mod recovery;
mod scope;
mod state;
mod structure;
mod task;
mod wait;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use serde_json::Value;
use time::Duration;

pub use error::{DefinitionError, Location};
pub use task::{Integration, TaskSpec};

pub(crate) use fields::{Fields, flag, list, text, unexpected};
pub(crate) use group::{Map, Parallel};
pub(crate) use scope::{Scope, Target};
pub(crate) use state::{Kind, State};
pub(crate) use task::Task;

/// A state machine's definition that has been read to the last field.
#[derive(Debug)]
pub struct Definition {
    pub(crate) machine: Arc<Scope>,
    pub(crate) timeout: Option<Duration>,
}

impl Definition {
    /// Reads and checks a definition.
    pub fn parse(definition: &Value) -> Result<Self, DefinitionError> {
        let known = [Scope::FIELDS, &["Version", "TimeoutSeconds"]];
        let fields = Fields::open(definition, Location::default(), &known)?;
        fields.optional("Version", check_version)?;
        let timeout = fields.optional("TimeoutSeconds", task::timeout)?;
        let machine = Scope::parse(&fields)?;
        structure::check(&machine)?;
        Ok(Self { machine, timeout })
    }

    /// Every Task state at any depth, in the order in which they are written.
    pub fn tasks(&self) -> impl Iterator<Item = TaskSpec<'_>> {
        let mut tasks = Vec::new();
        collect_tasks(&self.machine, &mut tasks);
        tasks.into_iter()
    }
}

fn collect_tasks<'a>(scope: &'a Scope, tasks: &mut Vec<TaskSpec<'a>>) {
    for state in scope.states() {
        if let Kind::Task(task) = &state.kind {
            tasks.push(task.spec(&state.name));
        }
        for (nested, _) in state.scopes(&Location::default()) {
            collect_tasks(nested, tasks);
        }
    }
}

fn check_version(value: &Value, at: &Location) -> Result<(), DefinitionError> {
    if value == "1.0" { Ok(()) } else { Err(unexpected("\"1.0\"", value, at)) }
}
