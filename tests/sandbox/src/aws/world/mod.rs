//! Everything that exists in the sandbox's AWS account, as one JSON document that a person can
//! write and a test can compare.
//!
//! The members are AWS's own, so that the answer of a describing call can be pasted into it. Three
//! are the sandbox's: `Tags`, which AWS keeps apart from the resources, `Region`, for the directories
//! and `WorkSpaces` that are not where the sandbox is, and `AuthorizedApplications` of a directory in
//! Directory Service, which no call tells. What a resource leaves out gets the value that a healthy one
//! has.
//!
//! Directories are there twice, as in AWS: those that are registered with `WorkSpaces`, and those of
//! Directory Service, which may or may not be the same.

mod check;
mod load;
mod tags;
mod written_tags;

#[cfg(test)]
mod tests;

pub use load::WorldError;
use serde::Serialize;
pub use tags::Tags;

use super::directory_service::DirectoryDescription;
use super::thin_client::Device;
use super::workmail::Organization;
use super::workspaces::{Directory, Pool, Workspace};

/// The resources of an account. What is gone is no longer in the lists; the order is kept.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct World {
    /// Where everything is that does not say otherwise; absent for the sandbox's Region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    pub directories: Vec<Directory>,
    pub workspaces: Vec<Workspace>,
    pub workspaces_pools: Vec<Pool>,
    pub directory_service_directories: Vec<DirectoryDescription>,
    pub devices: Vec<Device>,
    pub organizations: Vec<Organization>,
    pub tags: Tags,
}

impl World {
    /// Fills in what was left out and AWS always says.
    pub(crate) fn complete(&mut self, region: &str, account: &str) {
        let home = self.region.clone().unwrap_or_else(|| region.to_owned());
        for directory in &mut self.directories {
            directory.complete();
        }
        self.share_regions();
        for directory in &mut self.directory_service_directories {
            let id = &directory.directory_id;
            let registered = self.directories.iter().find(|one| one.directory_id == *id);
            directory.complete(registered);
        }
        for pool in &mut self.workspaces_pools {
            pool.complete(&home, account);
        }
        for device in &mut self.devices {
            device.complete(&home, account);
        }
        for organization in &mut self.organizations {
            organization.complete(&home, account);
        }
    }

    /// A `WorkSpace` is where its directory is, so it is enough that one of them says where.
    fn share_regions(&mut self) {
        for directory in &mut self.directories {
            let id = directory.directory_id.clone();
            let inside = |workspace: &&mut Workspace| workspace.directory_id == id;
            let said =
                self.workspaces.iter_mut().filter(inside).find_map(|workspace| workspace.region.clone());
            directory.region = directory.region.take().or(said);
            for workspace in self.workspaces.iter_mut().filter(inside) {
                workspace.region.clone_from(&directory.region);
            }
        }
    }

    #[must_use]
    pub fn workspace(&self, id: &str) -> Option<&Workspace> {
        self.workspaces.iter().find(|workspace| workspace.workspace_id == id)
    }

    pub fn workspace_mut(&mut self, id: &str) -> Option<&mut Workspace> {
        self.workspaces.iter_mut().find(|workspace| workspace.workspace_id == id)
    }

    #[must_use]
    pub fn directory(&self, id: &str) -> Option<&Directory> {
        self.directories.iter().find(|directory| directory.directory_id == id)
    }

    pub fn directory_mut(&mut self, id: &str) -> Option<&mut Directory> {
        self.directories.iter_mut().find(|directory| directory.directory_id == id)
    }

    /// The directory with this id in Directory Service.
    #[must_use]
    pub fn service_directory(&self, id: &str) -> Option<&DirectoryDescription> {
        self.directory_service_directories.iter().find(|directory| directory.directory_id == id)
    }

    pub fn service_directory_mut(&mut self, id: &str) -> Option<&mut DirectoryDescription> {
        self.directory_service_directories.iter_mut().find(|directory| directory.directory_id == id)
    }

    #[must_use]
    pub fn device(&self, id: &str) -> Option<&Device> {
        self.devices.iter().find(|device| device.id == id)
    }

    pub fn device_mut(&mut self, id: &str) -> Option<&mut Device> {
        self.devices.iter_mut().find(|device| device.id == id)
    }

    #[must_use]
    pub fn organization(&self, id: &str) -> Option<&Organization> {
        self.organizations.iter().find(|organization| organization.organization_id == id)
    }

    pub fn organization_mut(&mut self, id: &str) -> Option<&mut Organization> {
        self.organizations.iter_mut().find(|organization| organization.organization_id == id)
    }
}
