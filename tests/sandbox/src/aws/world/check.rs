//! What no shape can say of a world: that ids, names and addresses are unique and lead somewhere.

use std::collections::BTreeSet;

use super::{World, WorldError};
use crate::aws::workmail::Organization;
use crate::aws::workspaces::{Directory, Workspace};
use crate::engine::account;

impl World {
    pub(super) fn check(&self) -> Result<(), WorldError> {
        let ids = self.resource_ids()?;
        self.check_directories()?;
        self.check_service_directories()?;
        self.check_related()?;
        self.organizations.iter().try_for_each(check_entities)?;
        if let Some(id) = self.tags.ids().find(|id| !ids.contains(id)) {
            return Err(WorldError::NothingToTag(id.to_owned()));
        }
        match twice(self.tags.ids()) {
            Some(id) => Err(WorldError::Duplicate { member: "Tags", id: id.to_owned() }),
            None => Ok(()),
        }
    }

    fn resource_ids(&self) -> Result<BTreeSet<&str>, WorldError> {
        let mut ids = BTreeSet::new();
        let directories = self.directories.iter().map(|one| ("Directories", &one.directory_id));
        let workspaces = self.workspaces.iter().map(|one| ("Workspaces", &one.workspace_id));
        let pools = self.workspaces_pools.iter().map(|one| ("WorkspacesPools", &one.pool_id));
        let devices = self.devices.iter().map(|one| ("Devices", &one.id));
        let organizations = self.organizations.iter().map(|one| ("Organizations", &one.organization_id));
        for (member, id) in directories.chain(workspaces).chain(pools).chain(devices).chain(organizations) {
            if !ids.insert(id.as_str()) {
                return Err(WorldError::Duplicate { member, id: id.clone() });
            }
        }
        Ok(ids)
    }

    fn check_directories(&self) -> Result<(), WorldError> {
        for pool in &self.workspaces_pools {
            self.check_directory("WorkspacesPools", &pool.pool_id, &pool.directory_id)?;
        }
        for workspace in &self.workspaces {
            let (id, directory_id) = (&workspace.workspace_id, &workspace.directory_id);
            self.check_directory("Workspaces", id, directory_id)?;
            if let Some(region) =
                workspace.region.as_ref().filter(|region| *region != self.region_of(workspace))
            {
                let (id, region, directory_id) = (id.clone(), region.clone(), directory_id.clone());
                return Err(WorldError::OtherRegion { id, region, directory_id });
            }
        }
        Ok(())
    }

    /// Their ids are a list of their own: the same directory may be registered with `WorkSpaces`, and
    /// then is in the same Region.
    fn check_service_directories(&self) -> Result<(), WorldError> {
        if let Some(id) = twice(self.directory_service_directories.iter().map(|one| &one.directory_id)) {
            return Err(WorldError::Duplicate { member: "DirectoryServiceDirectories", id: id.clone() });
        }
        for directory in &self.directory_service_directories {
            let Some(region) = &directory.region else { continue };
            let registered = self.directory(&directory.directory_id);
            if registered.is_some_and(|registered| self.region_of_directory(registered) != region) {
                let (id, region) = (directory.directory_id.clone(), region.clone());
                return Err(WorldError::RegisteredElsewhere { id, region });
            }
        }
        Ok(())
    }

    fn check_directory(&self, member: &'static str, id: &str, directory_id: &str) -> Result<(), WorldError> {
        if self.directory(directory_id).is_some() {
            return Ok(());
        }
        let (id, directory_id) = (id.to_owned(), directory_id.to_owned());
        Err(WorldError::NoSuchDirectory { member, id, directory_id })
    }

    /// A primary and its standbys are where they say that the other is.
    fn check_related(&self) -> Result<(), WorldError> {
        for workspace in &self.workspaces {
            let lost = workspace.related_workspaces.iter().find(|related| {
                let other = self.workspace(&related.workspace_id);
                other.is_none_or(|other| self.region_of(other) != related.region)
            });
            if let Some(related) = lost {
                let (id, region) = (workspace.workspace_id.clone(), related.region.clone());
                return Err(WorldError::NoSuchRelated { id, related: related.workspace_id.clone(), region });
            }
        }
        Ok(())
    }

    /// Where a `WorkSpace` is: where its directory is.
    fn region_of<'a>(&'a self, workspace: &'a Workspace) -> &'a str {
        match self.directory(&workspace.directory_id) {
            Some(directory) => self.region_of_directory(directory),
            None => workspace.region.as_deref().or(self.region.as_deref()).unwrap_or(account::REGION),
        }
    }

    /// Where a directory is: where it says, or a `WorkSpace` in it, or where the sandbox is.
    fn region_of_directory<'a>(&'a self, directory: &'a Directory) -> &'a str {
        let inside = self.workspaces.iter().filter(|one| one.directory_id == directory.directory_id);
        let said = directory.region.as_deref();
        said.or_else(|| inside.into_iter().find_map(|one| one.region.as_deref()))
            .or(self.region.as_deref())
            .unwrap_or(account::REGION)
    }
}

/// An address belongs to one entity (model: `EmailAddressInUseException`), and users' names differ
/// (`NameAvailabilityException`). A group or a resource may have the name of a user: `WorkMail` looks
/// for each kind apart.
fn check_entities(organization: &Organization) -> Result<(), WorldError> {
    let id = || organization.organization_id.clone();
    if let Some(twice) = twice(organization.entities().map(|(_, entity)| entity.id())) {
        return Err(WorldError::Duplicate { member: "Organizations", id: twice.to_owned() });
    }
    let addresses = organization.entities().filter_map(|(_, entity)| entity.email.as_ref());
    if let Some(email) = twice(addresses.map(|email| email.to_ascii_lowercase())) {
        return Err(WorldError::SharedAddress { organization: id(), email });
    }
    match twice(organization.users.iter().map(|user| user.name.to_ascii_lowercase())) {
        Some(name) => Err(WorldError::SharedName { organization: id(), name }),
        None => Ok(()),
    }
}

/// The first that is there for the second time.
fn twice<T: Ord + Clone>(mut all: impl Iterator<Item = T>) -> Option<T> {
    let mut seen = BTreeSet::new();
    all.find(|one| !seen.insert(one.clone()))
}
