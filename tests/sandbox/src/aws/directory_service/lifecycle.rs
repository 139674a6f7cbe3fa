//! What happens to directories by itself.

use std::time::Duration;

use super::directory::{DirectoryDescription, DirectoryStage, WORKSPACES};
use crate::aws::lifecycle::Moment;
use crate::aws::world::World;

/// No source says how long it takes; ten minutes are an example.
const DELETING: Duration = Duration::from_mins(10);
/// The stage is in the model, and hardly ever seen.
const DELETED: Duration = Duration::from_mins(1);
/// Administration guide: after an application was removed, "wait 30 to 60 minutes before trying again".
const LINGERING: Duration = Duration::from_mins(30);

/// Applies what is due.
pub(crate) fn settle(world: &mut World, moment: &mut Moment<'_>) {
    let registered: Vec<_> = world.directories.iter().map(|one| one.directory_id.clone()).collect();
    world.directory_service_directories.retain_mut(|directory| {
        authorize(directory, registered.contains(&directory.directory_id), moment);
        stays(directory, moment)
    });
}

/// Registering a directory with `WorkSpaces` authorizes that as an application, and for a while after
/// deregistering it still counts as one.
fn authorize(directory: &mut DirectoryDescription, is_registered: bool, moment: &mut Moment<'_>) {
    let applications = &mut directory.authorized_applications;
    let is_authorized = applications.iter().any(|one| one == WORKSPACES);
    if is_registered && !is_authorized {
        applications.push(WORKSPACES.to_owned());
    } else if !is_registered
        && is_authorized
        && moment.is_over(&directory.directory_id, "authorized for WorkSpaces", LINGERING)
    {
        applications.retain(|one| one != WORKSPACES);
    }
}

/// Stages that are not here last until somebody changes them.
fn stays(directory: &DirectoryDescription, moment: &mut Moment<'_>) -> bool {
    let id = &directory.directory_id;
    match directory.stage {
        DirectoryStage::Deleting => !moment.is_over(id, "Deleting", DELETING),
        DirectoryStage::Deleted => !moment.is_over(id, "Deleted", DELETED),
        _ => true,
    }
}
