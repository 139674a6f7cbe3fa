//! Reading a world, and refusing one that could not exist: a test against such a world would
//! prove nothing.

use std::collections::BTreeSet;
use std::str::FromStr;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use thiserror::Error;

use super::{Tags, World};
use crate::aws::shape::{Shape, Violation, list, optional, without_nulls};
use crate::aws::thin_client::DEVICE;
use crate::aws::workmail::{Kind, ORGANIZATION, Organization};
use crate::aws::workspaces::{DIRECTORY, POOL, REGION, WORKSPACE};

/// Why a world cannot be used.
#[derive(Debug, Error)]
pub enum WorldError {
    #[error("the world is not JSON: {0}")]
    NotJson(serde_json::Error),
    #[error("the world is a JSON object, not {0}")]
    NotAnObject(Value),
    /// A member that AWS does not have, or a value that AWS would not have.
    #[error("{}", .0.join("; "))]
    Invalid(Vec<String>),
    #[error("{member}: {source}")]
    Unreadable { member: &'static str, source: serde_json::Error },
    #[error("{member}: {id} is there twice")]
    Duplicate { member: &'static str, id: String },
    #[error("{member}: {id} is in directory {directory_id}, which is not in Directories")]
    NoSuchDirectory { member: &'static str, id: String, directory_id: String },
    #[error("Workspaces: {id} is in Region {region}, its directory {directory_id} is elsewhere")]
    OtherRegion { id: String, region: String, directory_id: String },
    #[error("Organizations: {entity} must have one id, either Id or {member}")]
    NotOneId { member: &'static str, entity: Value },
    #[error("Tags: there is no resource {0}")]
    NothingToTag(String),
}

/// Tags are read apart, because they may be written in two ways.
const WORLD: Shape = Shape::Structure(&[
    optional("Region", REGION),
    optional("Directories", list(&DIRECTORY)),
    optional("Workspaces", list(&WORKSPACE)),
    optional("WorkspacesPools", list(&POOL)),
    optional("Devices", list(&DEVICE)),
    optional("Organizations", list(&ORGANIZATION)),
]);

impl TryFrom<Value> for World {
    type Error = WorldError;

    fn try_from(value: Value) -> Result<Self, WorldError> {
        let mut fields = match without_nulls(value) {
            Value::Object(fields) => fields,
            other => return Err(WorldError::NotAnObject(other)),
        };
        let tags = read::<Tags>(&mut fields, "Tags")?;
        let fields = conforming(fields)?;
        check_entity_ids(&fields)?;
        let world = Self::read(fields, tags)?;
        world.check()?;
        Ok(world)
    }
}

impl FromStr for World {
    type Err = WorldError;

    fn from_str(text: &str) -> Result<Self, WorldError> {
        serde_json::from_str::<Value>(text).map_err(WorldError::NotJson)?.try_into()
    }
}

impl<'de> Deserialize<'de> for World {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer)?.try_into().map_err(D::Error::custom)
    }
}

fn conforming(fields: Map<String, Value>) -> Result<Map<String, Value>, WorldError> {
    let value = Value::Object(fields);
    let found = WORLD.check(&value);
    match value {
        Value::Object(fields) if found.is_empty() => Ok(fields),
        _ => Err(WorldError::Invalid(found.iter().map(Violation::to_string).collect())),
    }
}

fn read<T: DeserializeOwned + Default>(
    fields: &mut Map<String, Value>,
    member: &'static str,
) -> Result<T, WorldError> {
    let Some(value) = fields.remove(member) else { return Ok(T::default()) };
    serde_json::from_value(value).map_err(|source| WorldError::Unreadable { member, source })
}

impl World {
    fn read(mut fields: Map<String, Value>, tags: Tags) -> Result<Self, WorldError> {
        Ok(Self {
            region: read(&mut fields, "Region")?,
            directories: read(&mut fields, "Directories")?,
            workspaces: read(&mut fields, "Workspaces")?,
            workspaces_pools: read(&mut fields, "WorkspacesPools")?,
            devices: read(&mut fields, "Devices")?,
            organizations: read(&mut fields, "Organizations")?,
            tags,
        })
    }

    /// What no shape can say: that ids are unique and lead somewhere.
    fn check(&self) -> Result<(), WorldError> {
        let ids = self.resource_ids()?;
        self.check_directories()?;
        for organization in &self.organizations {
            check_entities(organization)?;
        }
        match self.tags.ids().find(|id| !ids.contains(id)) {
            Some(id) => Err(WorldError::NothingToTag(id.to_owned())),
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
            self.check_directory("WorkspacesPools", &pool.pool_id, &pool.directory_id, None)?;
        }
        for workspace in &self.workspaces {
            let region = workspace.region.as_deref();
            self.check_directory("Workspaces", &workspace.workspace_id, &workspace.directory_id, region)?;
        }
        Ok(())
    }

    fn check_directory(
        &self,
        member: &'static str,
        id: &str,
        directory_id: &str,
        region: Option<&str>,
    ) -> Result<(), WorldError> {
        let (id, directory_id) = (id.to_owned(), directory_id.to_owned());
        let Some(directory) = self.directory(&directory_id) else {
            return Err(WorldError::NoSuchDirectory { member, id, directory_id });
        };
        match (region, directory.region.as_deref()) {
            (Some(region), Some(other)) if region != other => {
                Err(WorldError::OtherRegion { id, region: region.to_owned(), directory_id })
            }
            _ => Ok(()),
        }
    }
}

fn check_entities(organization: &Organization) -> Result<(), WorldError> {
    let mut ids = BTreeSet::new();
    match organization.entities().find(|(_, entity)| !ids.insert(entity.id())) {
        Some((_, entity)) => {
            Err(WorldError::Duplicate { member: "Organizations", id: entity.id().to_owned() })
        }
        None => Ok(()),
    }
}

/// An id may go by either of two names, so no shape can require it.
fn check_entity_ids(fields: &Map<String, Value>) -> Result<(), WorldError> {
    let organizations = fields.get("Organizations").and_then(Value::as_array);
    for organization in organizations.into_iter().flatten() {
        for kind in Kind::ALL {
            let entities = organization.get(kind.list_member()).and_then(Value::as_array);
            for entity in entities.into_iter().flatten() {
                let given = ["Id", kind.id_member()].iter().filter(|name| entity.get(name).is_some()).count();
                if given != 1 {
                    return Err(WorldError::NotOneId { member: kind.id_member(), entity: entity.clone() });
                }
            }
        }
    }
    Ok(())
}
