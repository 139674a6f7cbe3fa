//! Where a person's WorkSpaces are looked for.

use aws_sdk_workspaces::types::{WorkspaceDirectory, WorkspaceDirectoryState, WorkspaceType};
use shared::error::Error;
use shared::request::{DirectoryId, Invalid, Person};

use crate::TerminateWorkspaces;

/// The directories to look in, or why there are none.
pub(crate) enum Where {
    In(Vec<String>),
    /// The Region has no directory for personal WorkSpaces, so nobody has one there.
    Nowhere,
    /// None is registered, but some are neither that nor gone.
    Unclear,
}

/// Where to look for `person`: where the request says, else where the stack says, else in the one
/// directory there is. Equal user names in two directories may be two people.
pub(crate) fn choose(
    operation: &TerminateWorkspaces,
    person: &Person,
    listed: &[WorkspaceDirectory],
) -> Result<Where, Error> {
    let allowed = operation.directory_ids.as_ref();
    if let Some(named) = &person.directory_ids {
        for (index, id) in named.iter().enumerate() {
            if allowed.is_some_and(|allowed| !allowed.contains(id)) {
                let field = format!("User.DirectoryIds[{index}]");
                return Err(
                    Invalid::new(field, "is not a directory that this stack allows (DIRECTORY_IDS)").into()
                );
            }
        }
        return known(named, listed, |index| format!("User.DirectoryIds[{index}]"));
    }
    if let Some(allowed) = allowed {
        return known(allowed, listed, |index| format!("DIRECTORY_IDS[{index}]"));
    }
    the_only_one(listed)
}

fn known(
    ids: &[DirectoryId],
    listed: &[WorkspaceDirectory],
    field: impl Fn(usize) -> String,
) -> Result<Where, Error> {
    let is_listed =
        |id: &DirectoryId| listed.iter().any(|directory| directory.directory_id() == Some(id.as_str()));
    match ids.iter().position(|id| !is_listed(id)) {
        Some(index) => Err(Invalid::new(field(index), "is not a directory that WorkSpaces knows").into()),
        None => Ok(Where::In(ids.iter().map(ToString::to_string).collect())),
    }
}

fn the_only_one(listed: &[WorkspaceDirectory]) -> Result<Where, Error> {
    let personal: Vec<&WorkspaceDirectory> = listed
        .iter()
        .filter(|directory| directory.workspace_type() != Some(&WorkspaceType::Pools))
        .filter(|directory| directory.state() != Some(&WorkspaceDirectoryState::Deregistered))
        .collect();
    let registered: Vec<&str> = personal
        .iter()
        .filter(|directory| directory.state() == Some(&WorkspaceDirectoryState::Registered))
        .filter_map(|directory| directory.directory_id())
        .collect();
    match registered.as_slice() {
        [only] => Ok(Where::In(vec![(*only).to_owned()])),
        [] if personal.is_empty() => Ok(Where::Nowhere),
        [] => Ok(Where::Unclear),
        several => Err(Error::AmbiguousUser(format!(
            "{} directories for personal WorkSpaces are registered here and equal user names in them may be \
             different people: name the ones to look in (User.DirectoryIds, or DIRECTORY_IDS)",
            several.len()
        ))),
    }
}
