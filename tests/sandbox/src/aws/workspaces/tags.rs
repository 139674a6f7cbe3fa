//! `DescribeTags`, `CreateTags` and `DeleteTags`, for `WorkSpaces`, directories and pools. (The
//! model also names images, bundles, IP groups and connection aliases, which no world has.)

use serde::Deserialize;
use serde_json::{Value, json};

use super::{SUCCESS, invalid_values, not_found, rights};
use crate::aws::access::on_everything;
use crate::aws::operation::{Context, Operation, read};
use crate::aws::refusal::Refusal;
use crate::aws::shape::{Shape, list, list_of, optional, required, text};

/// The most tags that a resource can have (model: `CreateTagsRequest`).
const MOST: usize = 50;
/// How long a key can be.
const KEY: (usize, usize) = (1, 127);
const VALUE: Shape = text(0, 255);

const NON_EMPTY: Shape = text(1, usize::MAX);
const TAG: Shape = Shape::Structure(&[required("Key", text(KEY.0, KEY.1)), optional("Value", VALUE)]);

/// All tags of a resource, as `DescribeTags` answers them.
pub(crate) const TAG_LIST: Shape = list_of(&TAG, 0, MOST);
/// All tags of a resource, by their keys.
pub(crate) const TAG_MAP: Shape = Shape::Map { names: KEY, of: &VALUE, max: MOST };

pub(super) const DESCRIBE: Operation = Operation {
    name: "DescribeTags",
    input: Shape::Structure(&[required("ResourceId", NON_EMPTY)]),
    needs: on_everything,
    success: SUCCESS,
    run: describe,
};

pub(super) const CREATE: Operation = Operation {
    name: "CreateTags",
    input: Shape::Structure(&[required("ResourceId", NON_EMPTY), required("Tags", list(&TAG))]),
    needs: rights::to_tag,
    success: SUCCESS,
    run: create,
};

pub(super) const DELETE: Operation = Operation {
    name: "DeleteTags",
    input: Shape::Structure(&[required("ResourceId", NON_EMPTY), required("TagKeys", list(&NON_EMPTY))]),
    needs: rights::to_untag,
    success: SUCCESS,
    run: delete,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    resource_id: String,
    #[serde(default)]
    tags: Vec<Tag>,
    #[serde(default)]
    tag_keys: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Tag {
    key: String,
    #[serde(default)]
    value: String,
}

fn describe(context: &mut Context<'_>, input: Value) -> Result<Value, Refusal> {
    let request = resolved(context, input)?;
    let tags = context.world.tags.of(&request.resource_id).into_iter();
    Ok(json!({"TagList": tags.map(|(key, value)| json!({"Key": key, "Value": value})).collect::<Vec<_>>()}))
}

fn create(context: &mut Context<'_>, input: Value) -> Result<Value, Refusal> {
    let request = resolved(context, input)?;
    if let Some(tag) = request.tags.iter().find(|tag| tag.key.starts_with("aws:")) {
        return Err(invalid_values(&format!("The tag key {} begins with aws:, which is reserved.", tag.key)));
    }
    let mut keys = context.world.tags.of(&request.resource_id);
    keys.extend(request.tags.iter().map(|tag| (tag.key.clone(), String::new())));
    if keys.len() > MOST {
        let message = format!("{} would have more than {MOST} tags.", request.resource_id);
        return Err(Refusal::bad_request("ResourceLimitExceededException", message));
    }
    for tag in &request.tags {
        context.world.tags.put(&request.resource_id, &tag.key, &tag.value);
    }
    Ok(json!({}))
}

fn delete(context: &mut Context<'_>, input: Value) -> Result<Value, Refusal> {
    let request = resolved(context, input)?;
    for key in &request.tag_keys {
        context.world.tags.take_off(&request.resource_id, key);
    }
    Ok(json!({}))
}

/// The request, if its resource exists where it is asked for.
fn resolved(context: &Context<'_>, input: Value) -> Result<Request, Refusal> {
    let request = read::<Request>(input)?;
    let id = &request.resource_id;
    let world = &context.world;
    let pool = world.workspaces_pools.iter().find(|pool| pool.pool_id == *id);
    let directory = world.directory(pool.map_or(id, |pool| &pool.directory_id));
    let region = match (world.workspace(id), directory) {
        (Some(workspace), _) => workspace.region.as_deref(),
        (None, Some(directory)) => directory.region.as_deref(),
        (None, None) => return Err(not_found(id)),
    };
    if context.reaches(region) { Ok(request) } else { Err(not_found(id)) }
}
