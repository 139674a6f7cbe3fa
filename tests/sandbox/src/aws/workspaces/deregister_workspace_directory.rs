//! `DeregisterWorkspaceDirectory`: only for a directory that is registered and empty. The answers
//! are those of recorded AWS sessions.

use serde::Deserialize;
use serde_json::{Value, json};

use super::resources::{DIRECTORY_ID, DirectoryState};
use super::{SUCCESS, not_found, rights};
use crate::aws::operation::{Context, Operation, read};
use crate::aws::refusal::Refusal;
use crate::aws::shape::{Shape, required};
use crate::aws::world::World;

pub(super) const OPERATION: Operation = Operation {
    name: "DeregisterWorkspaceDirectory",
    input: Shape::Structure(&[required("DirectoryId", DIRECTORY_ID)]),
    needs: rights::to_deregister,
    success: SUCCESS,
    run,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    directory_id: String,
}

fn run(context: &mut Context<'_>, input: Value) -> Result<Value, Refusal> {
    let id = read::<Request>(input)?.directory_id;
    let in_use = is_in_use(context.world, &id);
    let (region, home) = (context.region, context.home);
    let directory = context.world.directory_mut(&id);
    let directory = directory.filter(|one| one.region.as_deref().unwrap_or(home) == region);
    let directory = directory.ok_or_else(|| not_found(&id))?;
    match directory.state {
        DirectoryState::Registered if in_use => Err(Refusal::bad_request(
            "OperationNotSupportedException",
            format!("There are WorkSpaces assigned to this directory, {id}. Remove them first."),
        )),
        DirectoryState::Registered => {
            directory.state = DirectoryState::Deregistering;
            Ok(json!({}))
        }
        // Recorded for one that has just been registered. That a directory in ERROR or on its way
        // out gets the same answer is unverified.
        DirectoryState::Registering | DirectoryState::Deregistering | DirectoryState::Error => {
            Err(Refusal::bad_request(
                "InvalidResourceStateException",
                format!("The directory {id} is not in a valid state for this operation."),
            ))
        }
        DirectoryState::Deregistered => Err(not_found(&id)),
    }
}

/// A `WorkSpace` counts until it is gone, also while it is `TERMINATING`.
fn is_in_use(world: &World, id: &str) -> bool {
    world.workspaces.iter().any(|workspace| workspace.directory_id == id)
        || world.workspaces_pools.iter().any(|pool| pool.directory_id == id)
}
