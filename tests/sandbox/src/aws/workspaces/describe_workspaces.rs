//! `DescribeWorkspaces`: by ids, by directory and user, by bundle, or all.

use serde::Deserialize;
use serde_json::Value;

use super::resources::{BUNDLE_ID, DIRECTORY_ID, USER_NAME, WORKSPACE_ID, WORKSPACE_NAME, Workspace};
use super::{LIMIT, NEXT_TOKEN, SUCCESS, invalid_values, listing, page};
use crate::aws::access::on_everything;
use crate::aws::operation::{Context, Operation, members, read};
use crate::aws::refusal::Refusal;
use crate::aws::shape::{Shape, list_of, optional};

pub(super) const OPERATION: Operation = Operation {
    name: "DescribeWorkspaces",
    input: Shape::Structure(&[
        optional("WorkspaceIds", list_of(&WORKSPACE_ID, 1, 25)),
        optional("DirectoryId", DIRECTORY_ID),
        optional("UserName", USER_NAME),
        optional("BundleId", BUNDLE_ID),
        optional("WorkspaceName", WORKSPACE_NAME),
        optional("Limit", LIMIT),
        optional("NextToken", NEXT_TOKEN),
    ]),
    needs: on_everything,
    success: SUCCESS,
    run,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Filter {
    workspace_ids: Option<Vec<String>>,
    directory_id: Option<String>,
    user_name: Option<String>,
    bundle_id: Option<String>,
    workspace_name: Option<String>,
}

fn run(context: &mut Context<'_>, mut input: Value) -> Result<Value, Refusal> {
    let listing = listing(context, OPERATION.name, &mut input);
    let filter = read::<Filter>(input)?;
    filter.check()?;
    let reached = context.world.workspaces.iter().filter(|one| context.reaches(one.region.as_deref()));
    let found = reached.filter(|workspace| filter.admits(workspace)).map(described).collect();
    page(context, &listing, "Workspaces", found)
}

impl Filter {
    /// Model, `DescribeWorkspacesRequest`: ids, directory and bundle cannot be combined with any
    /// other filter, and a user is only known in a directory.
    fn check(&self) -> Result<(), Refusal> {
        let directory = self.directory_id.is_some();
        if self.user_name.is_some() && !directory {
            return Err(invalid_values("UserName must be given together with DirectoryId."));
        }
        let filters = [self.workspace_ids.is_some(), directory, self.bundle_id.is_some()];
        if filters.into_iter().filter(|given| *given).count() > 1 {
            return Err(invalid_values("WorkspaceIds, DirectoryId and BundleId cannot be combined."));
        }
        Ok(())
    }

    fn admits(&self, workspace: &Workspace) -> bool {
        let id = &workspace.workspace_id;
        self.workspace_ids.as_ref().is_none_or(|ids| ids.contains(id))
            && self.directory_id.as_ref().is_none_or(|directory| *directory == workspace.directory_id)
            && (self.bundle_id.is_none() || self.bundle_id == workspace.bundle_id)
            && (self.workspace_name.is_none() || self.workspace_name == workspace.workspace_name)
            && self.is_for(workspace)
    }

    /// Directory services do not tell user names apart by case; that the listing does not either
    /// is unverified.
    fn is_for(&self, workspace: &Workspace) -> bool {
        let name = workspace.user_name.as_deref().unwrap_or_default();
        self.user_name.as_deref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(name))
    }
}

fn described(workspace: &Workspace) -> (String, Value) {
    let mut members = members(workspace);
    members.remove("Region");
    (workspace.workspace_id.clone(), members.into())
}
