//! Task: work that is done outside of the machine.

use std::fmt;

use serde_json::Value;
use time::Duration;

use super::error::{DefinitionError, Location};
use super::fields::{Fields, text, whole};
use super::flow::Landing;
use super::recovery::Recovery;
use super::scope::Names;
use crate::states::data::{Payload, Scene, within_limit};
use crate::states::failure::Failure;

/// What a Task state calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Integration {
    /// `arn:aws:states:::lambda:invoke`
    InvokeFunction,
    /// `arn:aws:states:::events:putEvents`
    PutEvents,
    /// `arn:aws:states:::states:startExecution`
    StartExecution,
    /// `arn:aws:states:::aws-sdk:directory:describeDirectories`
    DescribeDirectories,
    /// `arn:aws:states:::aws-sdk:directory:deleteDirectory`
    DeleteDirectory,
}

/// A Task state as it is written.
#[derive(Debug, Clone, Copy)]
pub struct TaskSpec<'a> {
    /// The state's name, which no other state of the machine has.
    pub state: &'a str,
    /// What it calls.
    pub integration: Integration,
    /// `Parameters` as written: members whose names end in `.$` are paths.
    pub parameters: &'a Value,
}

#[derive(Debug)]
pub(crate) struct Task {
    pub(crate) integration: Integration,
    written: Value,
    parameters: Payload,
    pub(crate) timeout: Option<Duration>,
    pub(crate) recovery: Recovery,
    pub(crate) landing: Landing,
}

impl Task {
    pub(super) const FIELDS: &[&str] = &["Resource", "Parameters", "TimeoutSeconds", Landing::SELECTOR];

    pub(super) fn parse(fields: &Fields, names: &Names) -> Result<Self, DefinitionError> {
        let integration = fields.required("Resource", Integration::parse)?;
        fields.required("Parameters", |value, at| integration.check_parameters(value, at))?;
        Ok(Self {
            integration,
            written: fields.required("Parameters", |value, _| Ok(value.clone()))?,
            parameters: fields.required("Parameters", Payload::parse)?,
            timeout: fields.optional("TimeoutSeconds", timeout)?,
            recovery: Recovery::parse(fields, names)?,
            landing: Landing::parse(fields, names)?,
        })
    }

    pub(super) fn spec<'a>(&'a self, state: &'a str) -> TaskSpec<'a> {
        TaskSpec { state, integration: self.integration, parameters: &self.written }
    }

    /// What the call is made with.
    pub(crate) fn parameters(&self, scene: Scene) -> Result<Value, Failure> {
        within_limit("task's input", self.parameters.fill(scene)?)
    }
}

impl Integration {
    const ALL: [Self; 5] = [
        Self::InvokeFunction,
        Self::PutEvents,
        Self::StartExecution,
        Self::DescribeDirectories,
        Self::DeleteDirectory,
    ];

    fn parse(value: &Value, at: &Location) -> Result<Self, DefinitionError> {
        let resource = text(value, at)?;
        Self::ALL.into_iter().find(|known| known.to_string() == resource).ok_or_else(|| {
            let known = Self::ALL.map(|known| known.to_string()).join(", ");
            at.error(format!("{resource} is unknown or unsupported; known are {known}"))
        })
    }

    /// The parameter that it cannot do without, and those that it can.
    fn parameters(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::InvokeFunction => ("FunctionName", &["Payload"]),
            Self::PutEvents => ("Entries", &[]),
            Self::StartExecution => ("StateMachineArn", &["Input", "Name"]),
            Self::DescribeDirectories => ("DirectoryIds", &[]),
            Self::DeleteDirectory => ("DirectoryId", &[]),
        }
    }

    fn check_parameters(self, value: &Value, at: &Location) -> Result<(), DefinitionError> {
        let fields = Fields::any(value, at.clone())?;
        let (required, optional) = self.parameters();
        for written in fields.names() {
            let name = written.strip_suffix(".$").unwrap_or(written);
            if name != required && !optional.contains(&name) {
                return Err(at.key(written).error(format!("unknown or unsupported parameter of {self}")));
            }
        }
        if !fields.has(required) && !fields.has(&format!("{required}.$")) {
            return Err(at.error(format!("{required} is missing")));
        }
        Ok(())
    }
}

impl fmt::Display for Integration {
    /// The ARN that stands for it in `Resource`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InvokeFunction => "arn:aws:states:::lambda:invoke",
            Self::PutEvents => "arn:aws:states:::events:putEvents",
            Self::StartExecution => "arn:aws:states:::states:startExecution",
            Self::DescribeDirectories => "arn:aws:states:::aws-sdk:directory:describeDirectories",
            Self::DeleteDirectory => "arn:aws:states:::aws-sdk:directory:deleteDirectory",
        })
    }
}

/// `TimeoutSeconds` of a task or a machine.
pub(super) fn timeout(value: &Value, at: &Location) -> Result<Duration, DefinitionError> {
    whole(1..=99_999_999)(value, at).map(|seconds| Duration::seconds(seconds.into()))
}
