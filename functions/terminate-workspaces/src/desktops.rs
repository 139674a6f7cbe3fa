//! What AWS says of WorkSpaces.

use std::collections::HashMap;

use aws_sdk_workspaces::types::{
    RelatedWorkspaceProperties, StandbyWorkspaceRelationshipType, Workspace, WorkspaceState,
};
use shared::aws::AwsError;
use shared::operation::Run;
use shared::removal::State;
use shared::report::{Resource, Verdict};
use shared::request::UserName;

use crate::{Clients, Target, workspace};

/// `DescribeWorkspaces` and `TerminateWorkspaces` take at most 25 ids (service model).
pub(crate) const IDS_PER_CALL: usize = 25;

/// A WorkSpace as it was described.
#[derive(Debug, Clone)]
pub(crate) struct Desktop {
    pub user_name: Option<String>,
    pub directory_id: Option<String>,
    pub state: Option<WorkspaceState>,
    /// Standby WorkSpaces of this primary; none where AWS does not say clearly which they are.
    pub standbys: Option<Vec<Resource>>,
}

impl Desktop {
    fn read(clients: &Clients, described: &Workspace) -> Self {
        let standbys: Option<Vec<Resource>> = described
            .related_workspaces()
            .iter()
            .filter(|related| related.r#type() != Some(&StandbyWorkspaceRelationshipType::Primary))
            .map(|related| standby(clients, related))
            .collect();
        Self {
            user_name: described.user_name().map(str::to_owned),
            directory_id: described.directory_id().map(str::to_owned),
            state: described.state().cloned(),
            standbys,
        }
    }

    pub(crate) fn belongs_to(&self, user: &UserName) -> bool {
        self.user_name.as_deref().is_some_and(|name| user.is(name))
    }

    /// Whether the two are one person's. Unknown is not the same.
    pub(crate) fn shares_user_with(&self, other: &Self) -> bool {
        match (&self.user_name, &other.user_name) {
            (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
            _ => false,
        }
    }

    /// Any state but SUSPENDED can be ended, also one that is not known yet (API reference).
    pub(crate) fn standing(&self) -> State<Target> {
        let target = Target { standbys: self.standbys.clone().unwrap_or_default() };
        match &self.state {
            Some(WorkspaceState::Terminating) => {
                State::Settled(Verdict::InProgress("it is TERMINATING".to_owned()))
            }
            Some(WorkspaceState::Terminated) => {
                State::Settled(Verdict::AlreadyGone("it is TERMINATED".to_owned()))
            }
            Some(WorkspaceState::Suspended) => {
                State::Waiting(target, "it is SUSPENDED: an image is being made of it".to_owned())
            }
            _ => State::Removable(target),
        }
    }
}

/// A standby, if it is one for certain and can be found.
fn standby(clients: &Clients, related: &RelatedWorkspaceProperties) -> Option<Resource> {
    related.r#type().filter(|kind| **kind == StandbyWorkspaceRelationshipType::Standby)?;
    let region = clients.other_than_home(related.region()?);
    Some(Resource { region, ..workspace(related.workspace_id()?) })
}

/// The verdict on an id that is not listed.
pub(crate) fn not_found() -> Verdict {
    Verdict::AlreadyGone("not found".to_owned())
}

/// Describes WorkSpaces of one Region by id. Those that are gone are not in the answer.
pub(crate) async fn by_ids(
    clients: &Clients,
    run: &Run,
    region: Option<&str>,
    ids: &[String],
) -> Result<HashMap<String, Desktop>, AwsError> {
    let client = clients.of(region);
    let mut found = HashMap::new();
    for ids in ids.chunks(IDS_PER_CALL) {
        let call = client.describe_workspaces().set_workspace_ids(Some(ids.to_vec()));
        // Only what was asked for is touched, whatever a listing returns.
        let listed = pages(clients, run, call).await?;
        found.extend(listed.into_iter().filter(|(id, _)| ids.contains(id)));
    }
    Ok(found)
}

/// A person's WorkSpaces in one directory.
pub(crate) async fn of_user(
    clients: &Clients,
    run: &Run,
    directory_id: &str,
    user: &UserName,
) -> Result<Vec<(String, Desktop)>, AwsError> {
    let client = clients.of(None);
    let call = client.describe_workspaces().directory_id(directory_id).user_name(user.as_str());
    let mut listed = pages(clients, run, call).await?;
    listed.retain(|(_, desktop)| {
        desktop.belongs_to(user) && desktop.directory_id.as_deref() == Some(directory_id)
    });
    Ok(listed)
}

type DescribeWorkspaces =
    aws_sdk_workspaces::operation::describe_workspaces::builders::DescribeWorkspacesFluentBuilder;

/// Follows a listing to the missing token: a page may be empty and still not be the last.
async fn pages(
    clients: &Clients,
    run: &Run,
    call: DescribeWorkspaces,
) -> Result<Vec<(String, Desktop)>, AwsError> {
    let mut listed = Vec::new();
    let mut token = None;
    loop {
        let page = run.call("DescribeWorkspaces", call.clone().set_next_token(token).send()).await?;
        for described in page.workspaces() {
            if let Some(id) = described.workspace_id() {
                listed.push((id.to_owned(), Desktop::read(clients, described)));
            }
        }
        token = page.next_token().map(str::to_owned);
        if token.is_none() {
            return Ok(listed);
        }
    }
}
