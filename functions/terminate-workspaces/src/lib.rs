//! Ends WorkSpaces, by id or by person.
//!
//! A WorkSpace is ended when all of this holds: its id was asked for, or its user name is the
//! person's and its directory is one to look in; it exists and is neither on its way out nor
//! SUSPENDED; neither it nor a standby of it carries the hold tag, and the tags of all of them could
//! be read. What is ended takes its user's data with it, for good.
//!
//! Deliberately not ended: what a listing returns beyond what was asked for, a person's WorkSpaces
//! in directories that were not named, and a standby that belongs to somebody else.
//!
//! Repeating is safe: what is TERMINATING is `InProgress`, what is no longer listed is
//! `AlreadyGone`. That a WorkSpace is no longer listed is the only proof that it is gone
//! (`TerminateWorkspaces` is asynchronous, takes about 5 minutes, and the state TERMINATED is rarely
//! seen; API reference).

mod desktops;
mod find;
mod person;
mod terminate;

use std::collections::HashMap;

use aws_config::{Region, SdkConfig};
use aws_sdk_workspaces::Client;
use shared::aws::{AwsError, NoEmptyAnswers};
use shared::error::Error;
use shared::operation::{Job, Run};
use shared::removal::{Found, Removal};
use shared::report::{Resource, ResourceType, Verdict};
use shared::request::{DirectoryId, Fields, Form, Invalid, RegionName, WorkspaceId, required};
use shared::settings::{Environment, SettingError, Settings};
use shared::workspaces::tags;

/// See the [crate's documentation](crate).
pub struct TerminateWorkspaces {
    settings: Settings,
    /// `DIRECTORY_IDS`: where a person is looked for, and the only directories a request may name.
    directory_ids: Option<Vec<DirectoryId>>,
    clients: Clients,
}

/// A client for this Region, and one for any other: a standby lives in another Region.
pub struct Clients {
    home: Client,
    home_region: Option<String>,
    elsewhere: Box<dyn Fn(&str) -> Client>,
}

impl Clients {
    #[must_use]
    pub fn new(home: Client, home_region: Option<String>, elsewhere: Box<dyn Fn(&str) -> Client>) -> Self {
        Self { home, home_region, elsewhere }
    }

    fn of(&self, region: Option<&str>) -> Client {
        region.map_or_else(|| self.home.clone(), &self.elsewhere)
    }

    /// `region` where it is not this one.
    fn other_than_home(&self, region: &str) -> Option<String> {
        (self.home_region.as_deref() != Some(region)).then(|| region.to_owned())
    }
}

impl From<&SdkConfig> for Clients {
    fn from(config: &SdkConfig) -> Self {
        let region = config.region().map(ToString::to_string);
        let config = aws_sdk_workspaces::config::Builder::from(config).interceptor(NoEmptyAnswers);
        let elsewhere = config.clone();
        let elsewhere = move |region: &str| {
            Client::from_conf(elsewhere.clone().region(Region::new(region.to_owned())).build())
        };
        Self::new(Client::from_conf(config.build()), region, Box::new(elsewhere))
    }
}

impl TerminateWorkspaces {
    /// # Errors
    /// Names the variable that cannot be understood.
    pub fn from_environment(environment: &Environment, config: &SdkConfig) -> Result<Self, SettingError> {
        Self::new(environment, Clients::from(config))
    }

    /// # Errors
    /// Names the variable that cannot be understood.
    pub fn new(environment: &Environment, clients: Clients) -> Result<Self, SettingError> {
        let settings = Settings::from_environment(environment)?;
        Ok(Self { settings, directory_ids: environment.list("DIRECTORY_IDS")?, clients })
    }
}

/// WorkSpaces by their ids, or a person.
pub type Request = Form<Vec<Resource>>;

/// What is known of a WorkSpace that can be ended: its standbys, which go first.
#[derive(Debug, Clone)]
pub struct Target {
    standbys: Vec<Resource>,
}

impl Removal for TerminateWorkspaces {
    const NAME: &'static str = env!("CARGO_PKG_NAME");
    const RESOURCE: ResourceType = ResourceType::WorkSpace;
    const GOES_LAST: bool = true;
    type Request = Request;
    type Target = Target;

    fn settings(&self) -> &Settings {
        &self.settings
    }

    fn read(&self, fields: &mut Fields) -> Result<Request, Invalid> {
        const REQUESTS: &str = "TerminateWorkspaceRequests";
        Form::take(fields, &[REQUESTS], |fields| {
            let ids = fields.list(REQUESTS, |request, path| {
                let id_path = format!("{path}.WorkspaceId");
                let mut request = Fields::of(request, &path)?;
                let id: WorkspaceId = required(request.text("WorkspaceId")?, &id_path)?;
                // Not in AWS's own request: what a report says of a standby can be asked about as it is.
                let region = request.text::<RegionName>("Region")?;
                request.finish()?;
                let region = region.and_then(|region| self.clients.other_than_home(region.as_str()));
                Ok(Resource { region, ..workspace(id.as_str()) })
            })?;
            required(ids, REQUESTS)
        })
    }

    fn named(&self, request: &Request) -> Vec<Resource> {
        match request {
            Form::Aws(asked) => asked.clone(),
            Form::Person(_) => Vec::new(),
        }
    }

    async fn find(&self, run: &Run, jobs: &[Job<Request>]) -> Vec<Result<Found<Target>, Error>> {
        find::find(self, run, jobs).await
    }

    async fn tag_keys(&self, run: &Run, resource: &Resource, _: &Target) -> Result<Vec<String>, AwsError> {
        let client = self.clients.of(resource.region.as_deref());
        Ok(tags(run, &client, &resource.id).await?.into_keys().collect())
    }

    async fn remove(&self, run: &Run, targets: &[(Resource, Target)]) -> HashMap<Resource, Verdict> {
        terminate::terminate(self, run, targets).await
    }
}

fn workspace(id: &str) -> Resource {
    Resource::new(ResourceType::WorkSpace, id)
}

#[cfg(test)]
mod tests;
