//! Deregisters one directory from WorkSpaces.
//!
//! A directory is deregistered when all of this holds: its id was asked for; it is REGISTERED; a
//! listing to its end found no WorkSpace in it and no pool; it does not carry the hold tag, and
//! its tags could be read. AWS refuses one that WorkSpaces are assigned to as well
//! (`OperationNotSupportedException`), so what comes in between looking and removing is safe.
//!
//! Deliberately not removed: the directory itself. It stays in Directory Service with its users, and
//! is charged there: Simple AD and AD Connector are free only while WorkSpaces uses them, so
//! deregistering is the step before deleting and saves nothing by itself (API reference).
//!
//! Repeating is safe: what is DEREGISTERING is `InProgress`, what is no longer listed is
//! `AlreadyGone`. That it is no longer listed is the proof, for the call is asynchronous and the
//! state DEREGISTERED is brief.

mod find;

use std::collections::HashMap;

use aws_config::SdkConfig;
use aws_sdk_workspaces::Client;
use shared::aws::{AwsError, NoEmptyAnswers};
use shared::error::Error;
use shared::operation::{Job, Run};
use shared::removal::{Found, Removal};
use shared::report::{Resource, ResourceType, Verdict};
use shared::request::{DirectoryId, Fields, Invalid, required};
use shared::settings::{Environment, SettingError, Settings};
use shared::workspaces;

/// See the [crate's documentation](crate).
#[derive(Debug)]
pub struct DeregisterWorkspaceDirectory {
    settings: Settings,
    client: Client,
}

impl DeregisterWorkspaceDirectory {
    /// # Errors
    /// Names the variable that cannot be understood.
    pub fn from_environment(environment: &Environment, config: &SdkConfig) -> Result<Self, SettingError> {
        let config = aws_sdk_workspaces::config::Builder::from(config).interceptor(NoEmptyAnswers);
        Self::new(environment, Client::from_conf(config.build()))
    }

    /// # Errors
    /// Names the variable that cannot be understood.
    pub fn new(environment: &Environment, client: Client) -> Result<Self, SettingError> {
        Ok(Self { settings: Settings::from_environment(environment)?, client })
    }

    async fn deregister(&self, run: &Run, directory_id: &str) -> Verdict {
        let call = self.client.deregister_workspace_directory().directory_id(directory_id).send();
        match run.call("DeregisterWorkspaceDirectory", call).await {
            Ok(_) => Verdict::Requested,
            Err(error) => refused(&error),
        }
    }
}

/// The verdict on a directory that AWS did not deregister. Two refusals pass: the directory is not
/// empty after all, or in a state "not valid", as is often seen right after its registration
/// (replies recorded by others; the model lists both).
fn refused(error: &AwsError) -> Verdict {
    if error.is("OperationNotSupportedException") || error.is("InvalidResourceStateException") {
        Verdict::NotReady(format!("AWS does not deregister it yet: {}", error.code()))
    } else if error.is("ResourceNotFoundException") {
        find::not_found()
    } else {
        Verdict::from_error(error)
    }
}

impl Removal for DeregisterWorkspaceDirectory {
    const NAME: &'static str = env!("CARGO_PKG_NAME");
    const RESOURCE: ResourceType = ResourceType::WorkSpacesDirectory;
    type Request = DirectoryId;
    type Target = ();

    fn settings(&self) -> &Settings {
        &self.settings
    }

    fn read(&self, fields: &mut Fields) -> Result<DirectoryId, Invalid> {
        required(fields.text("DirectoryId")?, "DirectoryId").map_err(|missing| fields.lack(missing))
    }

    fn named(&self, id: &DirectoryId) -> Vec<Resource> {
        vec![directory(id)]
    }

    async fn find(&self, run: &Run, jobs: &[Job<DirectoryId>]) -> Vec<Result<Found<()>, Error>> {
        find::find(&self.client, run, jobs).await
    }

    async fn tag_keys(&self, run: &Run, directory: &Resource, (): &()) -> Result<Vec<String>, AwsError> {
        Ok(workspaces::tags(run, &self.client, &directory.id).await?.into_keys().collect())
    }

    async fn remove(&self, run: &Run, targets: &[(Resource, ())]) -> HashMap<Resource, Verdict> {
        let mut verdicts = HashMap::new();
        for (directory, ()) in targets {
            verdicts.insert(directory.clone(), self.deregister(run, &directory.id).await);
        }
        verdicts
    }
}

fn directory(id: &DirectoryId) -> Resource {
    Resource::new(ResourceType::WorkSpacesDirectory, id.as_str())
}

#[cfg(test)]
mod tests;
