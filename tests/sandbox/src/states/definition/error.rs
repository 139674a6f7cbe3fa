//! What can be wrong with a definition, always with the place.

use std::fmt;

/// Why a definition was refused, and where in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {problem}")]
pub struct DefinitionError {
    /// The way to the fault, as in `States.Wait.SecondPath`.
    pub at: Location,
    /// What is wrong there.
    pub problem: String,
}

/// A place in a definition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Location(String);

impl Location {
    pub(crate) fn key(&self, key: &str) -> Self {
        if self.0.is_empty() { Self(key.to_owned()) } else { Self(format!("{}.{key}", self.0)) }
    }

    pub(crate) fn index(&self, index: usize) -> Self {
        Self(format!("{}[{index}]", self.0))
    }

    pub(crate) fn error(&self, problem: impl Into<String>) -> DefinitionError {
        DefinitionError { at: self.clone(), problem: problem.into() }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "the definition" } else { &self.0 })
    }
}
