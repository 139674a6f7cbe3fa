//! `DeregisterDevice`: once for a `clientToken`, however often it is asked.

use std::collections::BTreeMap;

use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::device::DEVICE_ID;
use super::{DeviceStatus, device, rights};
use crate::aws::operation::{Context, Operation, read};
use crate::aws::refusal::Refusal;
use crate::aws::shape::{Shape, optional, required, text};

pub(super) const OPERATION: Operation = Operation {
    name: "DeregisterDevice",
    input: Shape::Structure(&[
        required("id", DEVICE_ID),
        optional("targetDeviceStatus", Shape::OneOf(&["DEREGISTERED", "ARCHIVED"])),
        optional("clientToken", text(1, 512)),
    ]),
    needs: rights::by_id,
    success: StatusCode::ACCEPTED,
    run,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    id: String,
    #[serde(default = "deregistered")]
    target_device_status: DeviceStatus,
    client_token: Option<String>,
}

fn deregistered() -> DeviceStatus {
    DeviceStatus::Deregistered
}

/// What was asked for with which token, and what each device is on its way to.
#[derive(Debug, Default)]
pub(crate) struct Deregistrations {
    by_token: BTreeMap<String, (String, DeviceStatus)>,
    targets: BTreeMap<String, DeviceStatus>,
}

impl Deregistrations {
    /// What a device becomes that is being deregistered.
    pub(super) fn target(&mut self, id: &str) -> DeviceStatus {
        self.targets.remove(id).unwrap_or_else(deregistered)
    }

    /// Whether the same was asked for with the same token before.
    fn repeats(&self, request: &Request) -> Result<bool, Refusal> {
        let earlier = request.client_token.as_ref().and_then(|token| self.by_token.get(token));
        match earlier {
            None => Ok(false),
            Some((id, target)) if *id == request.id && *target == request.target_device_status => Ok(true),
            // Model, `clientToken`: "the retry fails with an IdempotentParameterMismatch error",
            // which is not among the operation's errors; its status is unverified.
            Some(_) => Err(Refusal::bad_request(
                "IdempotentParameterMismatch",
                "The clientToken was used before with other parameters.",
            )),
        }
    }

    fn remember(&mut self, request: Request) {
        self.targets.insert(request.id.clone(), request.target_device_status);
        if let Some(token) = request.client_token {
            self.by_token.insert(token, (request.id, request.target_device_status));
        }
    }
}

/// Which changes AWS allows is unverified. Here a registered device can go either way, one that is
/// deregistered can still be archived, and everything else is a conflict.
fn run(context: &mut Context<'_>, input: Value) -> Result<Value, Refusal> {
    let request = read::<Request>(input)?;
    if context.deregistrations.repeats(&request)? {
        return Ok(json!({}));
    }
    let now = context.now.unix_timestamp();
    let device = device(context, &request.id)?;
    match (device.status, request.target_device_status) {
        (DeviceStatus::Registered, _) => device.status = DeviceStatus::Deregistering,
        (DeviceStatus::Deregistered, DeviceStatus::Archived) => device.status = DeviceStatus::Archived,
        _ => return Err(conflict(&request.id)),
    }
    device.other.insert("updatedAt".to_owned(), now.into());
    context.deregistrations.remember(request);
    Ok(json!({}))
}

fn conflict(id: &str) -> Refusal {
    let message = format!("The device {id} is not in a status that this can be done in.");
    Refusal::new(StatusCode::CONFLICT, "ConflictException", message)
        .with("resourceId", id)
        .with("resourceType", "device")
}
