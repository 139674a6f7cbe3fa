//! Why the command could not do what it was asked.

use std::error::Error;
use std::process::ExitCode;

use super::screen;

/// A failure, with the exit code that it means.
#[derive(Debug)]
pub(crate) enum Failure {
    /// An input cannot be used: exit code 2, as for arguments that cannot.
    Input(String),
    /// Anything else: exit code 1.
    Other(String),
}

impl Failure {
    /// An input, named, and what is wrong with it.
    pub(super) fn input(name: impl std::fmt::Display, error: &dyn Error) -> Self {
        Self::Input(format!("{name}: {}", chain(error)))
    }

    pub(super) fn other(error: &dyn Error) -> Self {
        Self::Other(chain(error))
    }

    pub(crate) fn report(&self) -> ExitCode {
        let (what, code) = match self {
            Self::Input(what) => (what, 2),
            Self::Other(what) => (what, 1),
        };
        screen::warn(&format!("error: {what}"));
        ExitCode::from(code)
    }
}

/// An error and everything that caused it, in one line.
pub(super) fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
