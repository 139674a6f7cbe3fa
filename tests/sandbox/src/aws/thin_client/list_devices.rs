//! `ListDevices`: all of them, in every state; there is no filter.

use http::StatusCode;
use serde_json::Value;

use super::Device;
use crate::aws::access::on_everything;
use crate::aws::operation::{Context, Operation, members};
use crate::aws::paging::{InvalidToken, Listing};
use crate::aws::refusal::Refusal;
use crate::aws::shape::{Shape, optional, text_like};

/// The most that a page has (model: `MaxResults`).
const PAGE: usize = 50;

pub(super) const OPERATION: Operation = Operation {
    name: "ListDevices",
    input: Shape::Structure(&[
        optional("nextToken", text_like(0, 2048, r"\S*")),
        optional("maxResults", Shape::Integer { min: 1, max: 50 }),
    ]),
    needs: on_everything,
    success: StatusCode::OK,
    run,
};

fn run(context: &mut Context<'_>, mut input: Value) -> Result<Value, Refusal> {
    let members = ("maxResults", "nextToken");
    let listing = Listing::taken_from(&mut input, OPERATION.name, context.region, members, PAGE);
    let here = context.reaches(None);
    let devices = context.world.devices.iter().filter(|_| here);
    let page = context.pages.page(&listing, devices.map(listed));
    let invalid = |InvalidToken| {
        Refusal::bad_request("ValidationException", "The nextToken is not one of this listing.")
            .with("reason", "other")
    };
    Ok(page.map_err(invalid)?.answer("devices", "nextToken"))
}

fn listed(device: &Device) -> (String, Value) {
    (device.id.clone(), members(&device.summary()).into())
}
