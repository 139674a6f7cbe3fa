//! `GetDevice`.

use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::device::DEVICE_ID;
use super::{device, rights};
use crate::aws::operation::{Context, Operation, read};
use crate::aws::refusal::Refusal;
use crate::aws::shape::{Shape, required};

pub(super) const OPERATION: Operation = Operation {
    name: "GetDevice",
    input: Shape::Structure(&[required("id", DEVICE_ID)]),
    needs: rights::by_id,
    success: StatusCode::OK,
    run,
};

#[derive(Deserialize)]
struct Request {
    id: String,
}

fn run(context: &mut Context<'_>, input: Value) -> Result<Value, Refusal> {
    let request = read::<Request>(input)?;
    Ok(json!({"device": device(context, &request.id)?}))
}
