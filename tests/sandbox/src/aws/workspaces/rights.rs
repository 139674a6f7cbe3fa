//! What callers of `WorkSpaces` need the right to. The looking operations, and those of tags, cannot be
//! limited to a resource.

use crate::aws::access::{Asked, with_tag, with_tag_keys};
use crate::iam::Request;

/// Each of the `WorkSpaces`: a denial for one of them is a denial of the call.
pub(super) fn to_terminate(asked: &Asked) -> Vec<Request> {
    let context = asked.context;
    let ids = asked.list("TerminateWorkspaceRequests").iter();
    let ids = ids.filter_map(|request| request["WorkspaceId"].as_str());
    let one = |id| {
        let found = context.world.workspace(id);
        let is_there = found.is_some_and(|found| context.reaches(found.region.as_deref()));
        tagged(asked, asked.on("workspace", id), id, is_there)
    };
    ids.map(one).collect()
}

pub(super) fn to_deregister(asked: &Asked) -> Vec<Request> {
    let (context, id) = (asked.context, asked.text("DirectoryId"));
    let found = context.world.directory(id);
    let is_there = found.is_some_and(|found| context.reaches(found.region.as_deref()));
    vec![tagged(asked, asked.on("directory", id), id, is_there)]
}

pub(super) fn to_tag(asked: &Asked) -> Vec<Request> {
    let tags = asked.list("Tags").iter();
    let add = |request, tag: &serde_json::Value| {
        with_tag(request, tag["Key"].as_str().unwrap_or_default(), tag["Value"].as_str().unwrap_or_default())
    };
    vec![tags.fold(asked.on_arn("*"), add)]
}

pub(super) fn to_untag(asked: &Asked) -> Vec<Request> {
    let keys = asked.list("TagKeys").iter().filter_map(serde_json::Value::as_str);
    vec![with_tag_keys(asked.on_arn("*"), keys)]
}

/// What is in another Region does not exist for the call, and so have its tags.
fn tagged(asked: &Asked, request: Request, id: &str, is_there: bool) -> Request {
    if is_there { request.with_resource_tags(&asked.context.world.tags.of(id)) } else { request }
}
