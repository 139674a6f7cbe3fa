//! Reading directories at WorkSpaces: which there are, which tags they have, and whether one is
//! empty.
//!
//! Every listing is followed to the missing token: a page may be empty and still not be the last
//! (API reference). Who asks whether a directory is empty gets the same answer everywhere, for two
//! operations act on it.

use std::collections::{HashMap, HashSet};
use std::fmt;

use aws_sdk_workspaces::Client;
use aws_sdk_workspaces::types::WorkspaceDirectory;

use crate::aws::AwsError;
use crate::operation::Run;
use crate::request::DirectoryId;

/// `DescribeWorkspaceDirectories` takes at most this many ids (service model).
pub const DIRECTORY_IDS_PER_CALL: usize = 25;

/// The directories of these ids, or all of the Region where `ids` is empty. One that is not
/// registered is not in the answer.
///
/// # Errors
/// What AWS said to the first page that it refused.
pub async fn directories(
    run: &Run,
    client: &Client,
    ids: &[DirectoryId],
) -> Result<Vec<WorkspaceDirectory>, AwsError> {
    let ids = (!ids.is_empty()).then(|| ids.iter().map(ToString::to_string).collect());
    let call = client.describe_workspace_directories().set_directory_ids(ids);
    let mut listed = Vec::new();
    let mut token = None;
    loop {
        let page = call.clone().set_next_token(token).send();
        let page = run.call("DescribeWorkspaceDirectories", page).await?;
        listed.extend_from_slice(page.directories());
        token = page.next_token;
        if token.is_none() {
            return Ok(listed);
        }
    }
}

/// The tags of a WorkSpace or directory, by key.
///
/// # Errors
/// What AWS said.
pub async fn tags(
    run: &Run,
    client: &Client,
    resource_id: &str,
) -> Result<HashMap<String, String>, AwsError> {
    let tags = run.call("DescribeTags", client.describe_tags().resource_id(resource_id).send()).await?;
    let tag = |tag: &aws_sdk_workspaces::types::Tag| {
        (tag.key().to_owned(), tag.value().unwrap_or_default().to_owned())
    };
    Ok(tags.tag_list().iter().map(tag).collect())
}

/// What keeps a directory from being empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occupant {
    Workspace,
    Pool,
}

impl fmt::Display for Occupant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Workspace => "it has WorkSpaces",
            Self::Pool => "it has a pool",
        })
    }
}

/// Looks into directories, in one invocation. There is no asking for the pools of one directory, so
/// all are listed, once, when the first directory without a WorkSpace needs it.
#[derive(Debug)]
pub struct Inside<'a> {
    run: &'a Run,
    client: &'a Client,
    with_pools: Option<Result<HashSet<String>, AwsError>>,
}

impl<'a> Inside<'a> {
    #[must_use]
    pub fn new(run: &'a Run, client: &'a Client) -> Self {
        Self { run, client, with_pools: None }
    }

    /// The first thing found in a directory; none is proof that it is empty.
    ///
    /// # Errors
    /// What AWS said where a listing could not be read that far.
    pub async fn of(&mut self, directory_id: &str) -> Result<Option<Occupant>, AwsError> {
        if self.has_workspace(directory_id).await? {
            return Ok(Some(Occupant::Workspace));
        }
        let with_pools = match &mut self.with_pools {
            Some(listed) => listed,
            none => none.insert(with_pools(self.run, self.client).await),
        };
        let with_pools = with_pools.as_ref().map_err(Clone::clone)?;
        // A pool that does not say where it is may be anywhere.
        let has_pool = with_pools.contains(directory_id) || with_pools.contains("");
        Ok(has_pool.then_some(Occupant::Pool))
    }

    async fn has_workspace(&self, directory_id: &str) -> Result<bool, AwsError> {
        let call = self.client.describe_workspaces().directory_id(directory_id);
        let mut token = None;
        loop {
            let page = call.clone().set_next_token(token).send();
            let page = self.run.call("DescribeWorkspaces", page).await?;
            if !page.workspaces().is_empty() {
                return Ok(true);
            }
            token = page.next_token;
            if token.is_none() {
                return Ok(false);
            }
        }
    }
}

/// The ids of the directories that have a pool.
async fn with_pools(run: &Run, client: &Client) -> Result<HashSet<String>, AwsError> {
    let mut directory_ids = HashSet::new();
    let mut token = None;
    loop {
        let page = client.describe_workspaces_pools().set_next_token(token).send();
        let page = run.call("DescribeWorkspacesPools", page).await?;
        directory_ids.extend(page.workspaces_pools().iter().map(|pool| pool.directory_id().to_owned()));
        token = page.next_token;
        if token.is_none() {
            return Ok(directory_ids);
        }
    }
}
