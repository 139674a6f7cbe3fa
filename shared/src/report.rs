//! What became of every resource.

use serde::ser::{Serialize, SerializeStruct, Serializer};
use serde_json::{Value, json};

use crate::aws::AwsError;
use crate::request::OffboardingId;

/// The kinds of things that are ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ResourceType {
    WorkSpace,
    WorkSpacesDirectory,
    ThinClientDevice,
    WorkMailEntity,
}

impl ResourceType {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WorkSpace => "WorkSpace",
            Self::WorkSpacesDirectory => "WorkSpacesDirectory",
            Self::ThinClientDevice => "ThinClientDevice",
            Self::WorkMailEntity => "WorkMailEntity",
        }
    }
}

/// One thing, wherever it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Resource {
    pub kind: ResourceType,
    pub id: String,
    /// Where it is not the function's own Region.
    pub region: Option<String>,
}

impl Resource {
    #[must_use]
    pub fn new(kind: ResourceType, id: impl Into<String>) -> Self {
        Self { kind, id: id.into(), region: None }
    }
}

/// A refusal: AWS's own code and message, and whether asking again can help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub code: String,
    pub message: String,
    pub retryable: bool,
}

/// What became of one resource. A reason is part of those that mean nothing without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// A dry run: it would be removed.
    Planned,
    /// AWS accepted the removal, which is under way.
    Requested,
    /// Its removal was already under way.
    InProgress(String),
    /// Removed by this call, finished.
    Removed,
    /// Nothing left to remove: not found, or in which state.
    AlreadyGone(String),
    /// A guard keeps it; the reason names the guard.
    Held(String),
    /// Cannot be removed yet, ask again later.
    NotReady(String),
    /// AWS refused.
    Failed(Refusal),
}

impl Verdict {
    pub const STATUSES: [&'static str; 8] =
        ["Planned", "Requested", "InProgress", "Removed", "AlreadyGone", "Held", "NotReady", "Failed"];

    /// The verdict on a resource whose call did not succeed.
    #[must_use]
    pub fn from_error(error: &AwsError) -> Self {
        if error.trouble == crate::aws::Trouble::Deadline {
            return Self::out_of_time();
        }
        Self::Failed(Refusal {
            code: error.code().to_owned(),
            message: error.message().to_owned(),
            retryable: error.is_retryable(),
        })
    }

    #[must_use]
    pub fn out_of_time() -> Self {
        Self::NotReady("the invocation was about to end: nothing new was started".to_owned())
    }

    #[must_use]
    pub fn status(&self) -> &'static str {
        match self {
            Self::Planned => "Planned",
            Self::Requested => "Requested",
            Self::InProgress(_) => "InProgress",
            Self::Removed => "Removed",
            Self::AlreadyGone(_) => "AlreadyGone",
            Self::Held(_) => "Held",
            Self::NotReady(_) => "NotReady",
            Self::Failed(_) => "Failed",
        }
    }

    /// Whether asking again would find nothing new.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        match self {
            Self::Planned | Self::Removed | Self::AlreadyGone(_) | Self::Held(_) => true,
            Self::Requested | Self::InProgress(_) | Self::NotReady(_) => false,
            Self::Failed(refusal) => !refusal.retryable,
        }
    }

    /// Why, in this project's own words.
    pub(crate) fn reason(&self) -> Option<&str> {
        match self {
            Self::InProgress(reason)
            | Self::AlreadyGone(reason)
            | Self::Held(reason)
            | Self::NotReady(reason) => Some(reason),
            Self::Planned | Self::Requested | Self::Removed | Self::Failed(_) => None,
        }
    }

    fn refusal(&self) -> Option<&Refusal> {
        if let Self::Failed(refusal) = self { Some(refusal) } else { None }
    }
}

/// A resource and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub resource: Resource,
    /// Whether `resource.id` is AWS's own id. If not it is what the caller wrote, which may be a
    /// person's address, and is kept out of the logs.
    pub resolved: bool,
    pub verdict: Verdict,
}

impl Serialize for Outcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut outcome = serializer.serialize_struct("Outcome", 8)?;
        outcome.serialize_field("ResourceType", self.resource.kind.as_str())?;
        outcome.serialize_field("ResourceId", &self.resource.id)?;
        if let Some(region) = &self.resource.region {
            outcome.serialize_field("Region", region)?;
        }
        outcome.serialize_field("Status", self.verdict.status())?;
        if let Some(reason) = self.verdict.reason() {
            outcome.serialize_field("Reason", reason)?;
        }
        if let Some(refusal) = self.verdict.refusal() {
            outcome.serialize_field("ErrorCode", &refusal.code)?;
            outcome.serialize_field("ErrorMessage", &refusal.message)?;
            outcome.serialize_field("Retryable", &refusal.retryable)?;
        }
        outcome.end()
    }
}

/// The answer of an operation that removes things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub operation: &'static str,
    pub kind: ResourceType,
    pub offboarding_id: OffboardingId,
    pub dry_run: bool,
    /// The day has not come: nothing was removed and nothing is complete.
    pub early: bool,
    /// Whether there was anything to look the person up by.
    pub looked_up: bool,
    pub outcomes: Vec<Outcome>,
    pub notes: Vec<String>,
}

impl Report {
    /// Whether asking again would find nothing new.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.early && self.outcomes.iter().all(|outcome| outcome.verdict.is_settled())
    }

    /// `FailedRequests` is the `TerminateWorkspaces` reply's own field, for callers that read it there.
    fn failed_requests(&self) -> Vec<Value> {
        let failed = |outcome: &Outcome| {
            let refusal = outcome.verdict.refusal()?;
            let (id, code, message) = (&outcome.resource.id, &refusal.code, &refusal.message);
            Some(json!({"WorkspaceId": id, "ErrorCode": code, "ErrorMessage": message}))
        };
        self.outcomes.iter().filter_map(failed).collect()
    }
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut report = serializer.serialize_struct("Report", 8)?;
        report.serialize_field("Operation", self.operation)?;
        report.serialize_field("OffboardingId", self.offboarding_id.as_str())?;
        report.serialize_field("DryRun", &self.dry_run)?;
        report.serialize_field("Complete", &self.is_complete())?;
        report.serialize_field("LookedUp", &self.looked_up)?;
        report.serialize_field("Outcomes", &self.outcomes)?;
        report.serialize_field("Notes", &self.notes)?;
        if self.kind == ResourceType::WorkSpace {
            report.serialize_field("FailedRequests", &self.failed_requests())?;
        }
        report.end()
    }
}
