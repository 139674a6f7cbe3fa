//! `ListTagsForResource`, `TagResource` and `UntagResource`, by the ARN of a device.

use std::collections::BTreeMap;

use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{no_device, rights};
use crate::aws::operation::{Context, Operation, read};
use crate::aws::refusal::Refusal;
use crate::aws::shape::{Shape, TEXT, TEXTS, list, required};

pub(super) const LIST: Operation = Operation {
    name: "ListTagsForResource",
    input: Shape::Structure(&[required("resourceArn", TEXT)]),
    needs: rights::by_arn,
    success: StatusCode::OK,
    run: list_tags,
};

pub(super) const TAG: Operation = Operation {
    name: "TagResource",
    input: Shape::Structure(&[required("resourceArn", TEXT), required("tags", TEXTS)]),
    needs: rights::by_arn,
    success: StatusCode::OK,
    run: tag,
};

pub(super) const UNTAG: Operation = Operation {
    name: "UntagResource",
    input: Shape::Structure(&[required("resourceArn", TEXT), required("tagKeys", list(&TEXT))]),
    needs: rights::by_arn,
    success: StatusCode::OK,
    run: untag,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    resource_arn: String,
    #[serde(default)]
    tags: BTreeMap<String, String>,
    #[serde(default)]
    tag_keys: Vec<String>,
}

fn list_tags(context: &mut Context<'_>, input: Value) -> Result<Value, Refusal> {
    let id = device_id(context, &read::<Request>(input)?.resource_arn)?;
    Ok(json!({"tags": context.world.tags.of(&id)}))
}

fn tag(context: &mut Context<'_>, input: Value) -> Result<Value, Refusal> {
    let request = read::<Request>(input)?;
    let id = device_id(context, &request.resource_arn)?;
    for (key, value) in &request.tags {
        context.world.tags.put(&id, key, value);
    }
    Ok(json!({}))
}

fn untag(context: &mut Context<'_>, input: Value) -> Result<Value, Refusal> {
    let request = read::<Request>(input)?;
    let id = device_id(context, &request.resource_arn)?;
    for key in &request.tag_keys {
        context.world.tags.take_off(&id, key);
    }
    Ok(json!({}))
}

fn device_id(context: &Context<'_>, arn: &str) -> Result<String, Refusal> {
    let device = context.world.devices.iter().find(|device| device.arn() == Some(arn));
    let device = device.filter(|_| context.reaches(None)).ok_or_else(|| no_device(arn))?;
    Ok(device.id.clone())
}
