//! Deregisters WorkSpaces Thin Client devices.
//!
//! # What is deregistered
//!
//! A device that the request names by id, or, where `MATCH_DEVICES_BY_LAST_USER` is true, one whose
//! `lastUserId` is the person's user name or address (ignoring ASCII case) in a complete listing. It
//! is off by default: the last user of a device is whoever used it last, not its owner. A person
//! without device ids, where matching is off, was not looked up, and the report says so.
//!
//! | status | asked to be `DEREGISTERED` | asked to be `ARCHIVED` |
//! |---|---|---|
//! | `REGISTERED`, or one never seen before | deregistered | archived |
//! | `DEREGISTERING` | in progress | in progress |
//! | `DEREGISTERED` | already gone | tried: AWS says whether it can |
//! | `ARCHIVED`, or not found | already gone | already gone |
//!
//! # What is not
//!
//! A device with the hold tag, or whose tags cannot be read. The device's environment and its
//! software sets are the company's, not the leaver's.
//!
//! # Why repeating is safe
//!
//! Each run looks first, and the `clientToken` is made of what identifies the work, so that AWS
//! takes a second request for the same work as the first one come again. Deregistering is
//! asynchronous: the proof is a later look that finds the device `DEREGISTERED`.
//!
//! Two requests of one invocation may name the same device. It is ended once, with the token of the
//! first; one that wants another status waits until the first has its way.

mod devices;
mod request;
mod work;

use std::collections::HashMap;

use aws_config::SdkConfig;
use aws_sdk_workspacesthinclient::Client;
use shared::aws::{AwsError, NoEmptyAnswers, Trouble};
use shared::error::Error;
use shared::guards;
use shared::operation::{Job, Run};
use shared::removal::{Candidate, Found, Removal, State};
use shared::report::{Resource, ResourceType, Verdict};
use shared::request::{DeviceId, Fields, Form, Invalid, Person};
use shared::settings::{Environment, SettingError, Settings};

use crate::devices::Devices;
pub use crate::request::{AskedDevice, Goal};
pub use crate::work::Work;

/// See the [crate's documentation](crate).
#[derive(Debug, Clone)]
pub struct DeregisterDevice {
    client: Client,
    settings: Settings,
    /// `MATCH_DEVICES_BY_LAST_USER`, default false.
    match_by_last_user: bool,
}

impl DeregisterDevice {
    /// # Errors
    /// Names the variable that cannot be understood.
    pub fn new(environment: &Environment, client: Client) -> Result<Self, SettingError> {
        Ok(Self {
            client,
            settings: Settings::from_environment(environment)?,
            match_by_last_user: environment.flag("MATCH_DEVICES_BY_LAST_USER", false)?,
        })
    }

    /// # Errors
    /// Names the variable that cannot be understood.
    pub fn from_environment(environment: &Environment, config: &SdkConfig) -> Result<Self, SettingError> {
        let config = aws_sdk_workspacesthinclient::config::Builder::from(config).interceptor(NoEmptyAnswers);
        Self::new(environment, Client::from_conf(config.build()))
    }

    async fn find_one(
        &self,
        devices: &mut Devices<'_>,
        job: &Job<Form<AskedDevice>>,
    ) -> Result<Found<Work>, Error> {
        let ids = match &job.request {
            Form::Aws(device) => vec![device.id.clone()],
            Form::Person(person) => match self.ids_of(devices, person).await? {
                Some(ids) => ids,
                None => return Ok(Found::not_looked_up("no device ids, and no matching by last user")),
            },
        };
        guards::blast_radius(&self.settings, ids.len())?;
        let mut candidates = Vec::with_capacity(ids.len());
        let mut failures = Vec::new();
        for id in ids {
            let looked = devices.get(&id).await;
            failures.extend(looked.as_ref().err().cloned());
            candidates.push(candidate(job, id, looked));
        }
        match failures.first() {
            Some(first) if failures.len() == candidates.len() && first.trouble != Trouble::Deadline => {
                Err(Error::Aws(first.clone()))
            }
            _ => Ok(Found::these(candidates)),
        }
    }

    /// The ids of a person's devices, those that were asked for first; none where there is nothing
    /// to look them up by.
    async fn ids_of(
        &self,
        devices: &mut Devices<'_>,
        person: &Person,
    ) -> Result<Option<Vec<DeviceId>>, Error> {
        let has_name = person.user_name.is_some() || person.email.is_some();
        if !(self.match_by_last_user && has_name) {
            return Ok(person.device_ids.clone());
        }
        let mut ids = person.device_ids.clone().unwrap_or_default();
        for id in devices.last_used_by(person).await? {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        Ok(Some(ids))
    }
}

/// What a look at a device makes of it.
fn candidate(
    job: &Job<Form<AskedDevice>>,
    id: DeviceId,
    looked: Result<Option<devices::Device>, AwsError>,
) -> Candidate<Work> {
    let resource = resource(&id);
    let goal = request::goal(&job.request);
    let state = match looked {
        Err(error) => State::Settled(Verdict::from_error(&error)),
        Ok(device) => match devices::settled(device.as_ref(), goal) {
            Some(verdict) => State::Settled(verdict),
            None => State::Removable(Work::new(job, id, device.and_then(|device| device.arn))),
        },
    };
    Candidate::new(resource, state)
}

fn resource(id: &DeviceId) -> Resource {
    Resource::new(ResourceType::ThinClientDevice, id.as_str())
}

impl Removal for DeregisterDevice {
    const NAME: &'static str = env!("CARGO_PKG_NAME");
    const RESOURCE: ResourceType = ResourceType::ThinClientDevice;
    type Request = Form<AskedDevice>;
    type Target = Work;

    fn settings(&self) -> &Settings {
        &self.settings
    }

    fn read(&self, fields: &mut Fields) -> Result<Self::Request, Invalid> {
        request::read(fields)
    }

    fn named(&self, request: &Self::Request) -> Vec<Resource> {
        match request {
            Form::Aws(device) => vec![resource(&device.id)],
            Form::Person(person) => person.device_ids.iter().flatten().map(resource).collect(),
        }
    }

    async fn find(&self, run: &Run, jobs: &[Job<Self::Request>]) -> Vec<Result<Found<Work>, Error>> {
        let mut devices = Devices::new(&self.client, run);
        let mut found = Vec::with_capacity(jobs.len());
        for job in jobs {
            found.push(self.find_one(&mut devices, job).await);
        }
        found
    }

    async fn tag_keys(&self, run: &Run, _: &Resource, work: &Work) -> Result<Vec<String>, AwsError> {
        // Without an ARN the SDK refuses to build the call, and what cannot be read stays.
        let call = self.client.list_tags_for_resource().set_resource_arn(work.arn().map(str::to_owned));
        let answer = run.call("ListTagsForResource", call.send()).await?;
        Ok(answer.tags.unwrap_or_default().into_keys().collect())
    }

    fn is_same_work(&self, first: &Work, other: &Work) -> bool {
        first.goal() == other.goal()
    }

    async fn remove(&self, run: &Run, targets: &[(Resource, Work)]) -> HashMap<Resource, Verdict> {
        let mut verdicts = HashMap::with_capacity(targets.len());
        for (resource, work) in targets {
            verdicts.insert(resource.clone(), work.carry_out(&self.client, run).await);
        }
        verdicts
    }
}

#[cfg(test)]
mod tests;
