//! Looking at devices, at each once in an invocation.

use std::collections::HashMap;

use aws_sdk_workspacesthinclient::Client;
use aws_sdk_workspacesthinclient::types::{DeviceStatus, DeviceSummary};
use shared::aws::AwsError;
use shared::error::Error;
use shared::operation::Run;
use shared::report::Verdict;
use shared::request::{DeviceId, Person};

use crate::request::Goal;

/// The page size of `ListDevices` is at most this (its model).
const PAGE: i32 = 50;

/// What AWS says of a device.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Device {
    pub status: Option<DeviceStatus>,
    pub arn: Option<String>,
}

/// The devices that one invocation is about: what was asked of AWS once is not asked again.
pub(crate) struct Devices<'a> {
    client: &'a Client,
    run: &'a Run,
    seen: HashMap<DeviceId, Result<Option<Device>, AwsError>>,
    listing: Option<Result<Vec<DeviceSummary>, AwsError>>,
}

impl<'a> Devices<'a> {
    pub(crate) fn new(client: &'a Client, run: &'a Run) -> Self {
        Self { client, run, seen: HashMap::new(), listing: None }
    }

    /// The device with an id, if there is one.
    pub(crate) async fn get(&mut self, id: &DeviceId) -> Result<Option<Device>, AwsError> {
        if let Some(known) = self.seen.get(id) {
            return known.clone();
        }
        let device = get(self.client, self.run, id).await;
        self.seen.insert(id.clone(), device.clone());
        device
    }

    /// The ids of the devices that the person used last.
    pub(crate) async fn last_used_by(&mut self, person: &Person) -> Result<Vec<DeviceId>, Error> {
        let listing = match self.listing.take() {
            Some(listing) => listing,
            None => list(self.client, self.run).await,
        };
        let devices = self.listing.insert(listing).as_ref().map_err(Clone::clone)?;
        devices.iter().filter(|device| is_last_user(person, device)).map(id).collect()
    }
}

fn is_last_user(person: &Person, device: &DeviceSummary) -> bool {
    device.last_user_id().is_some_and(|last| {
        person.user_name.as_ref().is_some_and(|name| name.is(last))
            || person.email.as_ref().is_some_and(|email| email.as_str().eq_ignore_ascii_case(last))
    })
}

/// A device that matched must not be lost for want of an id.
fn id(device: &DeviceSummary) -> Result<DeviceId, Error> {
    let id = device.id().unwrap_or_default().parse();
    id.map_err(|problem| Error::Internal(format!("ListDevices: an id of its answer {problem}")))
}

/// What settles a device without a call: it is gone, going, or as it shall be. A status that was
/// never seen before settles nothing: AWS says whether such a device can be deregistered.
pub(crate) fn settled(device: Option<&Device>, goal: Goal) -> Option<Verdict> {
    let Some(device) = device else { return Some(not_found()) };
    match (device.status.as_ref()?, goal) {
        (DeviceStatus::Deregistering, _) => Some(Verdict::InProgress("it is DEREGISTERING".to_owned())),
        (status @ DeviceStatus::Deregistered, Goal::Deregistered) | (status @ DeviceStatus::Archived, _) => {
            Some(Verdict::AlreadyGone(format!("it is {status}")))
        }
        _ => None,
    }
}

pub(crate) fn not_found() -> Verdict {
    Verdict::AlreadyGone("not found".to_owned())
}

/// A fresh look at a device.
pub(crate) async fn get(client: &Client, run: &Run, id: &DeviceId) -> Result<Option<Device>, AwsError> {
    match run.call("GetDevice", client.get_device().id(id.as_str()).send()).await {
        Ok(answer) => {
            let device = answer.device.map(|device| Device { status: device.status, arn: device.arn });
            Ok(Some(device.unwrap_or_default()))
        }
        Err(error) if error.is("ResourceNotFoundException") => Ok(None),
        Err(error) => Err(error),
    }
}

/// All devices of the Region. A page may be empty and still not be the last.
async fn list(client: &Client, run: &Run) -> Result<Vec<DeviceSummary>, AwsError> {
    let mut devices = Vec::new();
    let mut token = None;
    loop {
        let call = client.list_devices().max_results(PAGE).set_next_token(token);
        let page = run.call("ListDevices", call.send()).await?;
        devices.extend(page.devices.unwrap_or_default());
        token = page.next_token;
        if token.is_none() {
            return Ok(devices);
        }
    }
}
