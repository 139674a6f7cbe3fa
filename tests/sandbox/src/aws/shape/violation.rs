//! A value that is not what its shape says, and the two ways to say where.

use std::fmt;

/// One thing that is wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Violation {
    pub(crate) path: Path,
    pub(crate) problem: Problem,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Problem {
    /// The model has no such member.
    Unknown,
    /// Another JSON type than the model's.
    Type { expected: &'static str },
    /// The right type, but out of bounds. A required member that is missing is AWS's `null`.
    Constraint { value: String, rule: String },
}

impl Problem {
    /// AWS reads the request first and checks its values afterwards, with an error for each step.
    pub(crate) fn unreadable(&self) -> bool {
        match self {
            Self::Unknown | Self::Type { .. } => true,
            Self::Constraint { .. } => false,
        }
    }
}

impl Violation {
    /// In the words of AWS's validation errors.
    pub(crate) fn in_request(&self) -> String {
        let path = self.path.in_request();
        match &self.problem {
            Problem::Unknown => format!("'{path}' is not a member of this request"),
            Problem::Type { expected } => format!("'{path}' must be {expected}"),
            Problem::Constraint { value, rule } => {
                format!("Value {value} at '{path}' failed to satisfy constraint: {rule}")
            }
        }
    }
}

/// In the words of someone who reads a world file.
impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.path)?;
        match &self.problem {
            Problem::Unknown => f.write_str("AWS has no such member"),
            Problem::Type { expected } => write!(f, "must be {expected}"),
            Problem::Constraint { value, rule } => write!(f, "{value} is not allowed: {rule}"),
        }
    }
}

/// Where a value stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Path(Vec<Step>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Member(String),
    Element(usize),
}

impl Path {
    pub(crate) fn member(&self, name: &str) -> Self {
        self.then(Step::Member(name.to_owned()))
    }

    pub(super) fn element(&self, index: usize) -> Self {
        self.then(Step::Element(index))
    }

    fn then(&self, step: Step) -> Self {
        Self(self.0.iter().cloned().chain([step]).collect())
    }

    /// `terminateWorkspaceRequests.1.member.workspaceId`: lower camel case, elements from 1.
    fn in_request(&self) -> String {
        let steps = self.0.iter().map(|step| match step {
            Step::Member(name) => lower_camel(name),
            Step::Element(index) => format!("{}.member", index + 1),
        });
        steps.collect::<Vec<_>>().join(".")
    }
}

/// `Workspaces[0].WorkspaceId`.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Member(name) if position == 0 => f.write_str(name)?,
                Step::Member(name) => write!(f, ".{name}")?,
                Step::Element(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

fn lower_camel(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
