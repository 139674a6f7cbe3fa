//! A group of states of which one is the first: a machine, a branch, the processor of a Map.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;

use super::error::{DefinitionError, Location};
use super::fields::{Fields, text, unexpected};
use super::state::State;

/// States that lead to each other and to no others.
#[derive(Debug)]
pub(crate) struct Scope {
    pub(crate) start: Target,
    states: Vec<Arc<State>>,
}

/// A state of the same scope, to go to.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    index: usize,
    pub(crate) name: String,
}

/// The names of a scope's states.
pub(crate) struct Names<'a>(HashMap<&'a str, usize>);

impl Scope {
    pub(super) const FIELDS: &[&str] = &["StartAt", "States"];

    pub(super) fn parse(fields: &Fields) -> Result<Arc<Self>, DefinitionError> {
        let at = fields.at().key("States");
        let states = fields.required("States", |value, at| {
            value.as_object().ok_or_else(|| unexpected("an object", value, at))
        })?;
        let names = Names(states.keys().enumerate().map(|(index, name)| (name.as_str(), index)).collect());
        let start = fields.required("StartAt", |value, at| names.target(value, at))?;
        let states = states.iter().map(|(name, state)| {
            check_name(name, &at.key(name))?;
            State::parse(name, state, at.key(name), &names).map(Arc::new)
        });
        Ok(Arc::new(Self { start, states: states.collect::<Result<_, _>>()? }))
    }

    pub(crate) fn state(&self, target: &Target) -> Arc<State> {
        Arc::clone(&self.states[target.index])
    }

    pub(super) fn states(&self) -> impl Iterator<Item = &State> {
        self.states.iter().map(Arc::as_ref)
    }

    /// The states that can be come to, each once.
    pub(super) fn reachable(&self) -> Vec<&State> {
        let mut seen = vec![false; self.states.len()];
        let mut reachable = Vec::new();
        let mut ahead = vec![self.start.index];
        while let Some(index) = ahead.pop() {
            if !std::mem::replace(&mut seen[index], true) {
                let state = &*self.states[index];
                ahead.extend(state.targets().into_iter().map(|target| target.index));
                reachable.push(state);
            }
        }
        reachable
    }
}

impl Names<'_> {
    /// The state that a field names.
    pub(super) fn target(&self, value: &Value, at: &Location) -> Result<Target, DefinitionError> {
        let name = text(value, at)?;
        match self.0.get(name.as_str()) {
            Some(&index) => Ok(Target { index, name }),
            None => Err(at.error(format!("there is no state {name:?} here"))),
        }
    }
}

/// A name has 1 to 80 characters (developer guide, "Intro to states").
fn check_name(name: &str, at: &Location) -> Result<(), DefinitionError> {
    match name.chars().count() {
        1..=80 => Ok(()),
        count => Err(at.error(format!("a state's name has 1 to 80 characters, this one {count}"))),
    }
}
