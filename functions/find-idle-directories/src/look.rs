//! Looking at directories, and keeping their clocks.

use aws_sdk_workspaces::types::{Tag, WorkspaceDirectory};
use shared::aws::AwsError;
use shared::clock::rfc3339;
use shared::guards;
use shared::operation::{Effect, Run};
use shared::report;
use shared::workspaces::{Inside, tags};

use crate::FindIdleDirectories;
use crate::answer::Finding;
use crate::decide::{Change, Decision, Facts, decide, set_aside};

/// One invocation's look at the Region.
pub(crate) struct Look<'a> {
    operation: &'a FindIdleDirectories,
    pub run: &'a Run,
    inside: Inside<'a>,
}

impl<'a> Look<'a> {
    pub(crate) fn new(operation: &'a FindIdleDirectories, run: &'a Run) -> Self {
        Self { operation, run, inside: Inside::new(run, &operation.client) }
    }

    /// Reads what there is to know of a directory, and decides. Its clock is left as it is.
    pub(crate) async fn at(
        &mut self,
        id: &str,
        listed: Option<&WorkspaceDirectory>,
        idle_days: u32,
    ) -> Finding {
        let (facts, delete) = match listed {
            Some(directory) => self.facts(id, directory).await,
            None => (Facts::NotListed, false),
        };
        let directory_type = listed.and_then(|listed| listed.directory_type());
        Finding {
            directory_id: id.to_owned(),
            directory_type: directory_type.map(|of_type| of_type.as_str().to_owned()),
            decision: decide(&facts, self.run.now, idle_days),
            delete,
        }
    }

    /// The facts, and whether the directory may be deleted.
    async fn facts(&mut self, id: &str, directory: &WorkspaceDirectory) -> (Facts, bool) {
        let FindIdleDirectories { settings, rules, client } = self.operation;
        let mut tags = tags(self.run, client, id).await;
        let delete = tags.as_ref().is_ok_and(|tags| tags.contains_key(&rules.delete_tag_key));
        let facts = match (set_aside(rules, directory), &mut tags) {
            (Some(facts), _) => facts,
            (None, Err(error)) => Facts::Unread(error.clone()),
            (None, Ok(tags)) => {
                let keys: Vec<String> = tags.keys().cloned().collect();
                let hold = match guards::hold(settings, &keys) {
                    Some(report::Verdict::Held(reason)) => Some(reason),
                    _ => None,
                };
                let clock = tags.remove(&rules.idle_since_tag_key);
                Facts::Read { hold, clock, inside: self.inside.of(id).await }
            }
        };
        (facts, delete)
    }

    /// Starts or removes the clock as was decided. Where that fails nothing is known any more; a dry
    /// or early run says what it would have done.
    pub(crate) async fn keep_clock(&self, finding: &mut Finding) {
        let decision = &mut finding.decision;
        let why_not = match self.run.effect {
            _ if decision.clock == Change::Keep => return,
            Effect::Live => {
                if let Err(error) = self.change_clock(&finding.directory_id, decision.clock).await {
                    *decision = Decision::unread(&error);
                }
                return;
            }
            Effect::DryRun => "this is a dry run",
            Effect::Early => "its day has not come",
        };
        let change = if decision.clock == Change::Start { "set" } else { "removed" };
        decision.reason = format!("{}; its clock was not {change}: {why_not}", decision.reason);
        decision.idle_since = None;
    }

    async fn change_clock(&self, id: &str, change: Change) -> Result<(), AwsError> {
        let FindIdleDirectories { rules, client, .. } = self.operation;
        let key = &rules.idle_since_tag_key;
        match change {
            Change::Keep => Ok(()),
            Change::Start => {
                let clock = Tag::builder().key(key).value(rfc3339(self.run.now)).build();
                let call = async { client.create_tags().resource_id(id).tags(clock?).send().await };
                self.run.call("CreateTags", call).await.map(|_| ())
            }
            Change::Remove => {
                let call = client.delete_tags().resource_id(id).tag_keys(key).send();
                self.run.call("DeleteTags", call).await.map(|_| ())
            }
        }
    }
}
