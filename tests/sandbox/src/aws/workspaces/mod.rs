//! `WorkSpaces`: desktops, the directories that they are in, and pools.

mod deregister_workspace_directory;
mod describe_workspace_directories;
mod describe_workspaces;
mod describe_workspaces_pools;
mod lifecycle;
mod resources;
mod rights;
mod tags;
mod terminate_workspaces;

#[cfg(test)]
mod tests;

use http::StatusCode;
pub(crate) use lifecycle::settle;
pub(crate) use resources::{DIRECTORY, POOL, REGION, WORKSPACE};
pub use resources::{
    Directory, DirectoryState, Pool, RelatedWorkspace, Workspace, WorkspaceState, WorkspaceType,
};
use serde_json::Value;
pub(crate) use tags::{TAG_LIST, TAG_MAP};

use super::operation::{Context, Protocol, Service};
use super::paging::{InvalidToken, Listing};
use super::refusal::Refusal;
use super::shape::{Shape, text};

pub(crate) static SERVICE: Service = Service {
    name: "WorkspacesService",
    prefix: "workspaces",
    protocol: Protocol::AwsJson { message: "message" },
    // Not in the model, of which some operations declare no error at all: it comes from the frame
    // that awsJson services share, before the operation is reached. Unverified.
    invalid: "ValidationException",
    operations: &[
        describe_workspace_directories::OPERATION,
        describe_workspaces::OPERATION,
        describe_workspaces_pools::OPERATION,
        tags::DESCRIBE,
        tags::CREATE,
        tags::DELETE,
        terminate_workspaces::OPERATION,
        deregister_workspace_directory::OPERATION,
    ],
};

/// All operations answer with this status; what they refuse is 400.
const SUCCESS: StatusCode = StatusCode::OK;

/// The most that a page of any listing has (model: `Limit`).
const PAGE: usize = 25;
const LIMIT: Shape = Shape::Integer { min: 1, max: 25 };
const NEXT_TOKEN: Shape = text(1, 2048);

fn listing(context: &Context<'_>, operation: &str, input: &mut Value) -> Listing {
    Listing::taken_from(input, operation, context.region, ("Limit", "NextToken"), PAGE)
}

fn page(
    context: &mut Context<'_>,
    listing: &Listing,
    member: &str,
    items: Vec<(String, Value)>,
) -> Result<Value, Refusal> {
    let page = context.pages.page(listing, items);
    let page = page.map_err(|InvalidToken| invalid_values("The NextToken is not one of this listing."))?;
    Ok(page.answer(member, "NextToken"))
}

fn invalid_values(message: &str) -> Refusal {
    Refusal::bad_request("InvalidParameterValuesException", message)
}

fn not_found(id: &str) -> Refusal {
    Refusal::bad_request("ResourceNotFoundException", format!("There is no resource {id} in this Region."))
        .with("ResourceId", id)
}
