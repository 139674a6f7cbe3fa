//! What happens to `WorkSpaces` and directories by itself.

use std::time::Duration;

use super::resources::{Directory, DirectoryState, Workspace, WorkspaceState};
use crate::aws::lifecycle::Moment;
use crate::aws::world::World;

const MINUTE: Duration = Duration::from_mins(1);

/// Administration guide: about five minutes from terminating a `WorkSpace` until it is gone.
const TERMINATING: Duration = Duration::from_mins(5);
/// API reference: "returned only briefly".
const TERMINATED: Duration = MINUTE;
/// A `WorkSpace` is suspended while an image is made of it, for which the administration guide
/// allows 45 minutes.
const SUSPENDED: Duration = Duration::from_mins(45);
/// The API reference says only that (de)registering is asynchronous; two minutes are an example.
const REGISTERING: Duration = Duration::from_mins(2);
const DEREGISTERING: Duration = Duration::from_mins(2);

/// Applies what is due.
pub(crate) fn settle(world: &mut World, moment: &mut Moment<'_>) {
    let mut gone = Vec::new();
    for workspace in &mut world.workspaces {
        if settle_workspace(workspace, moment).is_none() {
            gone.push(workspace.workspace_id.clone());
        }
    }
    for directory in &mut world.directories {
        if settle_directory(directory, moment).is_none() {
            gone.push(directory.directory_id.clone());
        }
    }
    world.workspaces.retain(|workspace| !gone.contains(&workspace.workspace_id));
    world.directories.retain(|directory| !gone.contains(&directory.directory_id));
    for id in &gone {
        world.tags.forget(id);
    }
    relate(world, &gone);
}

/// None when the `WorkSpace` is gone. States that are not here last until somebody changes them.
fn settle_workspace(workspace: &mut Workspace, moment: &mut Moment<'_>) -> Option<()> {
    let id = &workspace.workspace_id;
    match workspace.state {
        WorkspaceState::Terminating if moment.is_over(id, "TERMINATING", TERMINATING) => None,
        WorkspaceState::Terminated if moment.is_over(id, "TERMINATED", TERMINATED) => None,
        WorkspaceState::Suspended if moment.is_over(id, "SUSPENDED", SUSPENDED) => {
            workspace.state = WorkspaceState::Available;
            Some(())
        }
        _ => Some(()),
    }
}

/// None when the directory is gone.
fn settle_directory(directory: &mut Directory, moment: &mut Moment<'_>) -> Option<()> {
    let id = &directory.directory_id;
    match directory.state {
        DirectoryState::Registering if moment.is_over(id, "REGISTERING", REGISTERING) => {
            directory.state = DirectoryState::Registered;
            Some(())
        }
        DirectoryState::Deregistering if moment.is_over(id, "DEREGISTERING", DEREGISTERING) => None,
        DirectoryState::Deregistered if moment.is_over(id, "DEREGISTERED", MINUTE) => None,
        _ => Some(()),
    }
}

/// A primary and its standbys know each other's state, and forget the one that is gone.
fn relate(world: &mut World, gone: &[String]) {
    let states: Vec<_> = world.workspaces.iter().map(|one| (one.workspace_id.clone(), one.state)).collect();
    for workspace in &mut world.workspaces {
        workspace.related_workspaces.retain(|related| !gone.contains(&related.workspace_id));
        for related in &mut workspace.related_workspaces {
            let known = states.iter().find(|(id, _)| *id == related.workspace_id);
            related.state = known.map_or(related.state, |(_, state)| *state);
        }
    }
}
