//! `WorkSpaces` Thin Client: devices.

mod deregister_device;
mod device;
mod get_device;
mod lifecycle;
mod list_devices;
mod rights;
mod routes;
mod tags;

#[cfg(test)]
mod tests;

pub(crate) use deregister_device::Deregistrations;
pub(crate) use device::DEVICE;
pub use device::{Device, DeviceStatus};
use http::StatusCode;
pub(crate) use lifecycle::settle;
pub(crate) use routes::{bind, is_for};

use super::operation::{Context, Protocol, Service};
use super::refusal::Refusal;

pub(crate) static SERVICE: Service = Service {
    name: "thinclient",
    prefix: "thinclient",
    protocol: Protocol::RestJson,
    invalid: "ValidationException",
    operations: &[
        list_devices::OPERATION,
        get_device::OPERATION,
        tags::LIST,
        tags::TAG,
        tags::UNTAG,
        deregister_device::OPERATION,
    ],
};

/// The device with this id, where this request can see it.
fn device<'a>(context: &'a mut Context<'_>, id: &str) -> Result<&'a mut Device, Refusal> {
    let not_found = || no_device(id);
    if !context.reaches(None) {
        return Err(not_found());
    }
    context.world.device_mut(id).ok_or_else(not_found)
}

fn no_device(id: &str) -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "ResourceNotFoundException", format!("There is no device {id}."))
        .with("resourceId", id)
        .with("resourceType", "device")
}
