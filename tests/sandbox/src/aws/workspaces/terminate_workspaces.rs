//! `TerminateWorkspaces`: accepts up to 25 ids at once and refuses single ones inside a success.
//!
//! The model has no error for it at all, and says of `ErrorCode` only that it is text. The codes
//! here are examples, not AWS's: nothing may depend on them.

use serde::Deserialize;
use serde_json::{Value, json};

use super::resources::{WORKSPACE_ID, WorkspaceState};
use super::{SUCCESS, rights};
use crate::aws::operation::{Context, Operation, read};
use crate::aws::refusal::Refusal;
use crate::aws::shape::{Shape, list_of, required};

pub(super) const OPERATION: Operation = Operation {
    name: "TerminateWorkspaces",
    input: Shape::Structure(&[required("TerminateWorkspaceRequests", list_of(&REQUEST, 1, 25))]),
    needs: rights::to_terminate,
    success: SUCCESS,
    run,
};

const REQUEST: Shape = Shape::Structure(&[required("WorkspaceId", WORKSPACE_ID)]);

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    terminate_workspace_requests: Vec<TerminateRequest>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TerminateRequest {
    workspace_id: String,
}

fn run(context: &mut Context<'_>, input: Value) -> Result<Value, Refusal> {
    let request = read::<Request>(input)?;
    let ids = request.terminate_workspace_requests.into_iter().map(|one| one.workspace_id);
    let refused = |id: String| {
        let (code, message) = terminate(context, &id).err()?;
        Some(json!({"WorkspaceId": id, "ErrorCode": code, "ErrorMessage": message}))
    };
    Ok(json!({"FailedRequests": ids.filter_map(refused).collect::<Vec<_>>()}))
}

/// API reference: "You can terminate a `WorkSpace` that is in any state except `SUSPENDED`", so one
/// that is `TERMINATING` is no failure.
fn terminate(context: &mut Context<'_>, id: &str) -> Result<(), (&'static str, &'static str)> {
    let (region, home) = (context.region, context.home);
    let workspace = context.world.workspace_mut(id);
    let workspace = workspace.filter(|one| one.region.as_deref().unwrap_or(home) == region);
    let workspace = workspace.ok_or(("ResourceNotFound.Workspace", "The WorkSpace cannot be found."))?;
    match workspace.state {
        WorkspaceState::Suspended => {
            return Err(("InvalidResourceState.Workspace", "A SUSPENDED WorkSpace cannot be terminated."));
        }
        WorkspaceState::Terminating | WorkspaceState::Terminated => {}
        _ => workspace.state = WorkspaceState::Terminating,
    }
    Ok(())
}
