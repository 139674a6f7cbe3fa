//! What callers of Thin Client need the right to: its actions are on a device, with the device's tags.

use serde_json::Value;

use crate::aws::access::{Asked, with_tag, with_tag_keys};
use crate::iam::Request;

/// Of a call that has the device's id.
pub(super) fn by_id(asked: &Asked) -> Vec<Request> {
    let id = asked.text("id");
    vec![tagged(asked, asked.on("device", id), id)]
}

/// Of a call that has the device's ARN, as those about its tags do.
pub(super) fn by_arn(asked: &Asked) -> Vec<Request> {
    let arn = asked.text("resourceArn");
    let request = tagged(asked, asked.on_arn(arn), arn.rsplit('/').next().unwrap_or_default());
    let keys = asked.list("tagKeys").iter().filter_map(Value::as_str);
    let tags = asked.input["tags"].as_object().into_iter().flatten();
    let add =
        |request, (key, value): (&String, &Value)| with_tag(request, key, value.as_str().unwrap_or_default());
    vec![tags.fold(with_tag_keys(request, keys), add)]
}

fn tagged(asked: &Asked, request: Request, id: &str) -> Request {
    let context = asked.context;
    if context.reaches(None) { request.with_resource_tags(&context.world.tags.of(id)) } else { request }
}
