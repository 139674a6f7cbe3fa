//! Finds directories without WorkSpaces, and keeps the clock on them.
//!
//! A directory is idle when all of this holds: it is REGISTERED, of one of the types to look after
//! and for personal WorkSpaces; it does not carry the hold tag; a listing to its end found no
//! WorkSpace in it and no pool; and it was first seen so at least `IdleDays` ago. AWS does not say
//! since when a directory is empty, so the first time it is seen so is kept in a tag on it, and the
//! tag is removed when something is back in it. A directory that is on hold is looked at as well,
//! lest its clock runs on while it is used.
//!
//! Deliberately not done: nothing is removed, and no directory is idle at its first sight. What
//! could not be read to the end is `Unknown`, never idle. A request with more idle directories than
//! `MAX_RESOURCES` is refused whole, its clocks untouched.
//!
//! Why look for them: Simple AD and AD Connector are free while WorkSpaces uses them; after 30
//! days in a row without a WorkSpace AWS deregisters such a directory by itself, and it is charged
//! (API reference). Hence a clock of at most 29 days.
//!
//! Repeating is safe: a clock that runs is not set again.

mod answer;
mod decide;
mod look;
mod rules;

use std::collections::HashSet;

use aws_config::SdkConfig;
use aws_sdk_workspaces::Client;
use aws_sdk_workspaces::types::WorkspaceDirectory;
use shared::aws::NoEmptyAnswers;
use shared::error::Error;
use shared::guards;
use shared::operation::{Job, Operation, Run};
use shared::request::{DirectoryId, Fields, Invalid};
use shared::settings::{Environment, SettingError, Settings};
use shared::workspaces;

pub use crate::answer::{Finding, IdleDirectories, Verdict};
use crate::look::Look;
use crate::rules::{IDLE_DAYS, Rules};

/// See the [crate's documentation](crate).
#[derive(Debug)]
pub struct FindIdleDirectories {
    settings: Settings,
    rules: Rules,
    client: Client,
}

/// Which directories to look at (all of the Region where it does not say), and how many days an
/// idle one has been empty for (the setting where it does not say).
#[derive(Debug, Clone)]
pub struct Request {
    directory_ids: Option<Vec<DirectoryId>>,
    idle_days: Option<u32>,
}

impl FindIdleDirectories {
    /// # Errors
    /// Names the variable that cannot be understood.
    pub fn from_environment(environment: &Environment, config: &SdkConfig) -> Result<Self, SettingError> {
        let config = aws_sdk_workspaces::config::Builder::from(config).interceptor(NoEmptyAnswers);
        Self::new(environment, Client::from_conf(config.build()))
    }

    /// # Errors
    /// Names the variable that cannot be understood.
    pub fn new(environment: &Environment, client: Client) -> Result<Self, SettingError> {
        let settings = Settings::from_environment(environment)?;
        let rules = Rules::from_environment(environment, settings.hold_tag_key.as_deref())?;
        Ok(Self { settings, rules, client })
    }

    async fn find(
        &self,
        look: &mut Look<'_>,
        job: &Job<Request>,
        listed: &[WorkspaceDirectory],
    ) -> Result<IdleDirectories, Error> {
        let idle_days = job.request.idle_days.unwrap_or(self.rules.idle_days);
        let mut findings = Vec::new();
        for (id, directory) in asked_for(&job.request, listed) {
            findings.push(look.at(id, directory, idle_days).await);
        }
        let idle = findings.iter().filter(|finding| finding.verdict() == Verdict::Idle).count();
        guards::blast_radius(&self.settings, idle)?;
        for finding in &mut findings {
            look.keep_clock(finding).await;
        }
        Ok(IdleDirectories::new(look.run, job, idle_days, findings))
    }
}

impl Operation for FindIdleDirectories {
    const NAME: &'static str = env!("CARGO_PKG_NAME");
    const COUNTS: &'static [&'static str] = &Verdict::NAMES;
    type Request = Request;
    type Answer = IdleDirectories;

    fn settings(&self) -> &Settings {
        &self.settings
    }

    fn read(&self, fields: &mut Fields) -> Result<Request, Invalid> {
        Ok(Request {
            directory_ids: fields.texts("DirectoryIds")?,
            idle_days: fields.integer("IdleDays", IDLE_DAYS)?,
        })
    }

    async fn answer(&self, run: &Run, jobs: &[Job<Request>]) -> Vec<Result<IdleDirectories, Error>> {
        let listed = match workspaces::directories(run, &self.client, &[]).await {
            Ok(listed) => listed,
            Err(error) => return jobs.iter().map(|_| Err(error.clone().into())).collect(),
        };
        let mut look = Look::new(self, run);
        let mut answers = Vec::with_capacity(jobs.len());
        for job in jobs {
            answers.push(self.find(&mut look, job, &listed).await);
        }
        answers
    }
}

/// The directories that were asked for, in the order asked, else all that are listed; each once. One
/// that is not listed is not registered: a Region has at most 50, so that all are listed for a few as
/// well.
fn asked_for<'a>(
    request: &'a Request,
    listed: &'a [WorkspaceDirectory],
) -> Vec<(&'a str, Option<&'a WorkspaceDirectory>)> {
    if let Some(ids) = &request.directory_ids {
        let find = |id: &str| listed.iter().find(|listed| listed.directory_id() == Some(id));
        return ids.iter().map(|id| (id.as_str(), find(id.as_str()))).collect();
    }
    let mut seen = HashSet::new();
    let each = listed.iter().filter_map(|listed| Some((listed.directory_id()?, Some(listed))));
    each.filter(|(id, _)| seen.insert(*id)).collect()
}

#[cfg(test)]
mod tests;
