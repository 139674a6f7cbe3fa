//! Directory Service: the directories behind those that are registered with `WorkSpaces`. They are what
//! AWS charges for once nothing uses them, and deleting one ends that.

mod delete_directory;
mod describe_directories;
mod directory;
mod lifecycle;
mod rights;

#[cfg(test)]
mod tests;

pub(crate) use directory::DIRECTORY_DESCRIPTION;
pub use directory::{DirectoryDescription, DirectoryStage};
use http::StatusCode;
pub(crate) use lifecycle::settle;

use super::operation::{Context, Protocol, Service};
use super::refusal::Refusal;
use super::shape::{Shape, pattern};

pub(crate) static SERVICE: Service = Service {
    name: "DirectoryService_20150416",
    prefix: "ds",
    protocol: Protocol::AwsJson { message: "Message" },
    // Not in the model: it comes from the frame that awsJson services share, before the operation is
    // reached. Unverified.
    invalid: "ValidationException",
    operations: &[describe_directories::OPERATION, delete_directory::OPERATION],
};

/// All operations answer with this status; what they refuse is 400.
const SUCCESS: StatusCode = StatusCode::OK;

const DIRECTORY_ID: Shape = pattern("^d-[0-9a-f]{10}$");

/// The directory with this id, where this request can see it.
fn directory<'a>(context: &'a mut Context<'_>, id: &str) -> Result<&'a mut DirectoryDescription, Refusal> {
    let (region, home) = (context.region, context.home);
    let directory = context.world.service_directory_mut(id);
    let directory = directory.filter(|one| one.region.as_deref().unwrap_or(home) == region);
    directory.ok_or_else(|| no_directory(id))
}

fn no_directory(id: &str) -> Refusal {
    Refusal::bad_request("EntityDoesNotExistException", format!("There is no directory {id} in this Region."))
}
