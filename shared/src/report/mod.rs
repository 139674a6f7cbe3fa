//! What became of every resource.

mod verdict;

use serde::ser::{Serialize, SerializeStruct, Serializer};
use serde_json::{Value, json};

use crate::operation::{Answer, Entry};
use crate::request::OffboardingId;

pub use verdict::{Refusal, Verdict};

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
            outcome.serialize_field("ErrorMessage", &refusal.brief_message())?;
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
            let (id, code, message) = (&outcome.resource.id, &refusal.code, refusal.brief_message());
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

impl Answer for Report {
    fn is_done(&self) -> bool {
        self.is_complete()
            && !self.outcomes.iter().any(|outcome| matches!(outcome.verdict, Verdict::Failed(_)))
    }

    /// Lambda's two retries are too few to see a removal end, so `Requested` is enough here.
    fn is_wanting(&self) -> bool {
        let wanting = |verdict: &Verdict| matches!(verdict, Verdict::NotReady(_) | Verdict::Failed(_));
        self.early || self.outcomes.iter().any(|outcome| wanting(&outcome.verdict))
    }

    fn looked_up(&self) -> bool {
        self.looked_up
    }

    fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.outcomes.iter().map(|outcome| Entry {
            resource_type: outcome.resource.kind.as_str(),
            resource_id: outcome.resolved.then_some(outcome.resource.id.as_str()),
            status: outcome.verdict.status(),
            error_code: match &outcome.verdict {
                Verdict::Failed(refusal) => Some(refusal.code.as_str()),
                _ => None,
            },
            reason: outcome.verdict.reason(),
        })
    }
}
