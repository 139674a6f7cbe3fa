//! A fleet of devices that answers the operation's calls and remembers them.

use std::sync::{Arc, Mutex, MutexGuard};

use aws_sdk_workspacesthinclient::Client;
use aws_sdk_workspacesthinclient::config::http::HttpResponse;
use aws_sdk_workspacesthinclient::config::retry::RetryConfig;
use aws_sdk_workspacesthinclient::operation::deregister_device::DeregisterDeviceOutput;
use aws_sdk_workspacesthinclient::operation::get_device::GetDeviceOutput;
use aws_sdk_workspacesthinclient::operation::list_devices::ListDevicesOutput;
use aws_sdk_workspacesthinclient::operation::list_tags_for_resource::ListTagsForResourceOutput;
use aws_sdk_workspacesthinclient::types::builders::DeviceBuilder;
use aws_sdk_workspacesthinclient::types::{Device, DeviceStatus, DeviceSummary};
use aws_smithy_mocks::{MockResponse, Rule, RuleMode, mock, mock_client};

/// The id of a device.
pub(super) fn id(number: usize) -> String {
    format!("device{number:018}")
}

fn arn(id: &str) -> String {
    format!("arn:aws:thinclient:us-east-1:123456789012:device/{id}")
}

pub(super) type Refusal = (u16, &'static str);
const NOT_FOUND: Refusal = (404, "ResourceNotFoundException");

#[derive(Default)]
pub(super) struct State {
    devices: Vec<Device>,
    held: Vec<String>,
    calls: Vec<String>,
    /// Calls that are refused, by the words with which they are remembered.
    refused: Vec<(String, Refusal)>,
    /// What a refused removal leaves a device in, for another request got there first.
    meanwhile: Option<DeviceStatus>,
}

#[derive(Clone, Default)]
pub(super) struct Fleet(Arc<Mutex<State>>);

impl Fleet {
    /// `count` devices in the status `REGISTERED`.
    pub(super) fn of(count: usize) -> Self {
        let fleet = Self::default();
        (1..=count).for_each(|number| fleet.add(number, |device| device));
        fleet
    }

    pub(super) fn add(&self, number: usize, with: impl Fn(DeviceBuilder) -> DeviceBuilder) {
        let device = Device::builder().id(id(number)).arn(arn(&id(number))).status(DeviceStatus::Registered);
        self.state().devices.push(with(device).build());
    }

    pub(super) fn used_by(self, number: usize, user: &str) -> Self {
        self.add(number, |device| device.last_user_id(user));
        self
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    pub(super) fn set(&self, number: usize, status: &str) {
        self.state().device(&id(number)).unwrap().status = Some(status.into());
    }

    pub(super) fn hold(&self, number: usize) {
        self.state().held.push(arn(&id(number)));
    }

    pub(super) fn refuse(&self, call: &str, number: usize, refusal: Refusal) {
        let named = match call {
            "ListDevices" => call.to_owned(),
            "ListTagsForResource" => format!("{call} {}", arn(&id(number))),
            _ => format!("{call} {}", id(number)),
        };
        self.state().refused.push((named, refusal));
    }

    pub(super) fn refuse_while_it_becomes(&self, number: usize, status: &str, refusal: Refusal) {
        self.state().meanwhile = Some(status.into());
        self.refuse("DeregisterDevice", number, refusal);
    }

    /// The calls made so far, each with what it names.
    pub(super) fn calls(&self) -> Vec<String> {
        self.state().calls.clone()
    }

    /// The calls so far that change something.
    pub(super) fn changes(&self) -> Vec<String> {
        self.calls().into_iter().filter(|call| call.starts_with("DeregisterDevice")).collect()
    }

    pub(super) fn client(&self) -> Client {
        let rules = [self.gets(), self.lists(), self.reads_tags(), self.deregisters()];
        mock_client!(aws_sdk_workspacesthinclient, RuleMode::MatchAny, &rules, |config| {
            config.retry_config(RetryConfig::disabled())
        })
    }

    fn gets(&self) -> Rule {
        let fleet = self.clone();
        mock!(Client::get_device).then_compute_response(move |input| {
            let id = input.id().unwrap();
            fleet.answer(&format!("GetDevice {id}"), "", |state| {
                let device = state.device(id).ok_or(NOT_FOUND)?;
                Ok(GetDeviceOutput::builder().device(device.clone()).build())
            })
        })
    }

    /// One device a page, with an empty page after each but the last.
    fn lists(&self) -> Rule {
        let fleet = self.clone();
        mock!(Client::list_devices).then_compute_response(move |input| {
            let page: usize = input.next_token().map_or(0, |token| token.parse().unwrap());
            fleet.answer("ListDevices", "", |state| {
                let device = state.devices.get(page / 2).filter(|_| page.is_multiple_of(2)).map(summary);
                let next = (page + 2 < state.devices.len() * 2).then(|| (page + 1).to_string());
                let devices = device.map(|device| vec![device]);
                Ok(ListDevicesOutput::builder().set_devices(devices).set_next_token(next).build())
            })
        })
    }

    fn reads_tags(&self) -> Rule {
        let fleet = self.clone();
        mock!(Client::list_tags_for_resource).then_compute_response(move |input| {
            let arn = input.resource_arn().unwrap_or_default().to_owned();
            fleet.answer(&format!("ListTagsForResource {arn}"), "", |state| {
                let tags = ListTagsForResourceOutput::builder().tags("Department", "Sales");
                let held = state.held.contains(&arn);
                Ok(if held { tags.tags("offboarding:hold", "") } else { tags }.build())
            })
        })
    }

    fn deregisters(&self) -> Rule {
        let fleet = self.clone();
        mock!(Client::deregister_device).then_compute_response(move |input| {
            let id = input.id().unwrap();
            let goal = input.target_device_status().unwrap();
            let details = format!(" {goal} {}", input.client_token().unwrap());
            fleet.answer(&format!("DeregisterDevice {id}"), &details, |state| {
                state.device(id).ok_or(NOT_FOUND)?.status = Some(DeviceStatus::Deregistering);
                Ok(DeregisterDeviceOutput::builder().build())
            })
        })
    }

    fn answer<O, E>(
        &self,
        call: &str,
        details: &str,
        answer: impl FnOnce(&mut State) -> Result<O, Refusal>,
    ) -> MockResponse<O, E> {
        let mut state = self.state();
        state.calls.push(format!("{call}{details}"));
        let refusal = state.refused.iter().find(|(refused, _)| refused == call).map(|(_, refusal)| *refusal);
        if refusal.is_some()
            && let Some(status) = state.meanwhile.clone()
        {
            state.devices.iter_mut().for_each(|device| device.status = Some(status.clone()));
        }
        match refusal.map_or_else(|| answer(&mut state), Err) {
            Ok(output) => MockResponse::Output(output),
            Err((status, code)) => MockResponse::Http(refused(status, code)),
        }
    }
}

impl State {
    fn device(&mut self, id: &str) -> Option<&mut Device> {
        self.devices.iter_mut().find(|device| device.id() == Some(id))
    }
}

fn summary(device: &Device) -> DeviceSummary {
    let user = device.last_user_id.clone();
    DeviceSummary::builder().set_id(device.id.clone()).set_last_user_id(user).build()
}

fn refused(status: u16, code: &'static str) -> HttpResponse {
    let body = format!(r#"{{"message": "{code} of the test"}}"#);
    let mut response = HttpResponse::new(status.try_into().unwrap(), body.into());
    response.headers_mut().insert("x-amzn-errortype", code);
    response.headers_mut().insert("x-amzn-requestid", "aws-request-1");
    response
}
