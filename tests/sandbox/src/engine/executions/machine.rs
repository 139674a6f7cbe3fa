//! A state machine of the stack, ready to run.

use std::sync::Arc;

use crate::engine::account;
use crate::stack::StateMachine;
use crate::states::{Definition, DefinitionError};

#[derive(Debug)]
pub(crate) struct Machine {
    pub(crate) spec: StateMachine,
    pub(crate) definition: Arc<Definition>,
}

/// A definition that Step Functions, or the sandbox, does not understand.
#[derive(Debug, thiserror::Error)]
#[error("state machine {state_machine}")]
pub struct DefinitionRefused {
    state_machine: String,
    source: DefinitionError,
}

impl Machine {
    pub(crate) fn new(spec: StateMachine) -> Result<Self, DefinitionRefused> {
        match Definition::parse(&spec.definition) {
            Ok(definition) => Ok(Self { spec, definition: Arc::new(definition) }),
            Err(source) => Err(DefinitionRefused { state_machine: spec.logical_id, source }),
        }
    }

    pub(crate) fn arn(&self) -> String {
        account::state_machine_arn(&self.spec.name)
    }

    /// Is it called by this logical id, name or ARN?
    pub(crate) fn answers_to(&self, name: &str) -> bool {
        self.spec.logical_id == name || self.spec.name == name || self.arn() == name
    }
}
