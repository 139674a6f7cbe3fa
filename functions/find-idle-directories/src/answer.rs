//! What is said of the directories.

use serde::{Serialize, Serializer};
use shared::clock::rfc3339;
use shared::operation::{Answer, Effect, Entry, Job, Operation, Run};
use shared::report::ResourceType;
use time::OffsetDateTime;

use crate::decide::Decision;
use crate::{FindIdleDirectories, Request};

/// Whether a directory is idle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Verdict {
    /// A WorkSpace or a pool is in it.
    InUse,
    /// Empty, and not for long enough.
    Watching,
    Idle,
    /// A guard keeps it; the reason names the guard.
    Held,
    /// Not to be looked after.
    Excluded,
    /// Could not be read to the end, or is not registered.
    Unknown,
}

impl Verdict {
    pub const NAMES: [&'static str; 6] = ["InUse", "Watching", "Idle", "Held", "Excluded", "Unknown"];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::InUse => "InUse",
            Self::Watching => "Watching",
            Self::Idle => "Idle",
            Self::Held => "Held",
            Self::Excluded => "Excluded",
            Self::Unknown => "Unknown",
        }
    }
}

/// A directory and its verdict.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Finding {
    pub(crate) directory_id: String,
    pub(crate) directory_type: Option<String>,
    #[serde(flatten)]
    pub(crate) decision: Decision,
    /// Whether it carries `DELETE_TAG_KEY`, as far as its tags could be read.
    pub(crate) delete: bool,
}

impl Finding {
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.decision.verdict
    }
}

/// The answer to one request.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct IdleDirectories {
    operation: &'static str,
    offboarding_id: String,
    dry_run: bool,
    #[serde(serialize_with = "date")]
    checked_at: OffsetDateTime,
    idle_days: u32,
    directories: Vec<Finding>,
    idle_directory_ids: Vec<String>,
    #[serde(skip)]
    is_early: bool,
}

impl IdleDirectories {
    pub(crate) fn new(run: &Run, job: &Job<Request>, idle_days: u32, directories: Vec<Finding>) -> Self {
        let idle = directories.iter().filter(|finding| finding.verdict() == Verdict::Idle);
        Self {
            operation: FindIdleDirectories::NAME,
            offboarding_id: job.offboarding_id.to_string(),
            dry_run: run.effect == Effect::DryRun,
            checked_at: run.now,
            idle_days,
            idle_directory_ids: idle.map(|finding| finding.directory_id.clone()).collect(),
            directories,
            is_early: run.effect == Effect::Early,
        }
    }
}

fn date<S: Serializer>(when: &OffsetDateTime, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&rfc3339(*when))
}

impl Answer for IdleDirectories {
    /// One that is not registered is no reason to ask again; one that could not be read is.
    fn is_done(&self) -> bool {
        let unread = |finding: &Finding| finding.decision.error_code.is_some();
        !self.is_early && !self.directories.iter().any(unread)
    }

    fn is_wanting(&self) -> bool {
        !self.is_done()
    }

    fn looked_up(&self) -> bool {
        true
    }

    fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.directories.iter().map(|finding| Entry {
            resource_type: ResourceType::WorkSpacesDirectory.as_str(),
            resource_id: Some(&finding.directory_id),
            status: finding.verdict().name(),
            error_code: finding.decision.error_code.as_deref(),
            // Where a call failed the reason is AWS's message.
            reason: finding.decision.error_code.is_none().then_some(finding.decision.reason.as_str()),
        })
    }
}
