//! What holds for a whole machine rather than for a field of it.
//!
//! Source: the specification, "Structure of a State Machine" and "States".

use std::collections::HashSet;

use super::error::{DefinitionError, Location};
use super::scope::Scope;
use super::state::State;

/// Checks a machine to any depth.
pub(super) fn check(machine: &Scope) -> Result<(), DefinitionError> {
    check_scope(machine, &Location::default(), &mut HashSet::new())
}

fn check_scope<'a>(
    scope: &'a Scope,
    at: &Location,
    names: &mut HashSet<&'a str>,
) -> Result<(), DefinitionError> {
    let at = at.key("States");
    let reachable: HashSet<_> = scope.reachable().into_iter().map(|state| state.name.as_str()).collect();
    for state in scope.states() {
        let at = at.key(&state.name);
        if !names.insert(&state.name) {
            return Err(at.error("another state of this machine has the same name"));
        }
        if !reachable.contains(state.name.as_str()) {
            return Err(at.error("no state leads here"));
        }
        for (nested, at) in state.scopes(&at) {
            check_scope(nested, &at, names)?;
        }
    }
    if !scope.states().any(State::is_terminal) {
        return Err(at.error("none of these states is an end"));
    }
    Ok(())
}
