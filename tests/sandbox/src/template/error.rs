//! What can be wrong with a template, always with the place.

use std::fmt;
use std::path::PathBuf;

use crate::iam::PolicyError;

/// Why a template cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// The file is not there, or is not text.
    #[error("the template {} cannot be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The text is not YAML.
    #[error("the template is not YAML: {0}")]
    NotYaml(String),
    /// AWS would refuse this, or it is something that the sandbox does not know.
    #[error("{at}: {problem}")]
    Invalid {
        /// The way to it, as in `Resources.Queue.Properties.VisibilityTimeout`.
        at: Location,
        /// What is wrong there.
        problem: String,
    },
}

/// A place in a template.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Location(String);

impl Location {
    /// A section of the template.
    pub(super) fn section(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// The properties of a resource that the template itself declares.
    pub(super) fn properties_of(logical_id: &str) -> Self {
        Self(format!("Resources.{logical_id}.Properties"))
    }

    pub(super) fn key(&self, key: &str) -> Self {
        if self.0.is_empty() { Self(key.to_owned()) } else { Self(format!("{}.{key}", self.0)) }
    }

    pub(super) fn index(&self, index: usize) -> Self {
        Self(format!("{}[{index}]", self.0))
    }

    /// What is wrong with the policy that is written here.
    pub(super) fn policy_error(&self, error: PolicyError) -> TemplateError {
        if error.place.is_empty() {
            self.error(error.problem)
        } else {
            self.key(&error.place).error(error.problem)
        }
    }

    pub(super) fn error(&self, problem: impl Into<String>) -> TemplateError {
        TemplateError::Invalid { at: self.clone(), problem: problem.into() }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.0.is_empty() { "template" } else { &self.0 })
    }
}
