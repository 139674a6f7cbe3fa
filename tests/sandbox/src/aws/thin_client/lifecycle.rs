//! What happens to devices by itself.

use std::time::Duration;

use super::{Deregistrations, DeviceStatus};
use crate::aws::lifecycle::Moment;
use crate::aws::world::World;

/// No source says how long it takes; three minutes are an example.
const DEREGISTERING: Duration = Duration::from_mins(3);

/// Applies what is due. A device stays in the listing when it is deregistered, under its new
/// status.
pub(crate) fn settle(world: &mut World, deregistrations: &mut Deregistrations, moment: &mut Moment<'_>) {
    let passing = world.devices.iter_mut().filter(|device| device.status == DeviceStatus::Deregistering);
    for device in passing {
        if moment.is_over(&device.id, "DEREGISTERING", DEREGISTERING) {
            device.status = deregistrations.target(&device.id);
        }
    }
}
