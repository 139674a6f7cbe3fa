//! What `WorkSpaces` keeps: `WorkSpaces`, their directories, and pools. Each resource is a type with
//! the members that some behaviour depends on, and the shape that AWS's model gives it, which
//! also admits all the others; those are kept as they are.

mod directory;
mod directory_shape;
mod pool;
mod workspace;

pub use directory::{Directory, DirectoryState, WorkspaceType};
pub(crate) use directory_shape::DIRECTORY;
pub use pool::Pool;
pub(crate) use pool::{POOL, POOL_ID};
pub(crate) use workspace::{BUNDLE_ID, WORKSPACE, WORKSPACE_ID, WORKSPACE_NAME};
pub use workspace::{RelatedWorkspace, Workspace, WorkspaceState};

use crate::aws::shape::{Shape, pattern, text, text_like};

pub(crate) const DIRECTORY_ID: Shape = text_like(10, 65, "^(d-[0-9a-f]{8,63}$)|(wsd-[0-9a-z]{8,63}$)");
pub(crate) const USER_NAME: Shape = text(1, 63);
pub(crate) const REGION: Shape = pattern("^[-0-9a-z]{1,31}$");
