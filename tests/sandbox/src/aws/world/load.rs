//! Reading a world, and refusing one that could not exist: a test against such a world would
//! prove nothing.

use std::str::FromStr;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use thiserror::Error;

use super::{World, written_tags};
use crate::aws::directory_service::DIRECTORY_DESCRIPTION;
use crate::aws::shape::{Shape, Violation, list, optional, without_nulls};
use crate::aws::thin_client::DEVICE;
use crate::aws::workmail::{Kind, ORGANIZATION};
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
    #[error(
        "DirectoryServiceDirectories: {id} is in Region {region}, and registered with WorkSpaces elsewhere"
    )]
    RegisteredElsewhere { id: String, region: String },
    #[error("Organizations: {entity} must have one id, either Id or {member}")]
    NotOneId { member: &'static str, entity: Value },
    #[error("Organizations: {organization} has more than one entity with the address {email}")]
    SharedAddress { organization: String, email: String },
    #[error("Organizations: {organization} has more than one user with the name {name}")]
    SharedName { organization: String, name: String },
    #[error("Workspaces: {id} is related to {related} in Region {region}, where no such WorkSpace is")]
    NoSuchRelated { id: String, related: String, region: String },
    #[error("Tags: there is no resource {0}")]
    NothingToTag(String),
}

/// Tags are read apart, because they may be written in two ways.
const WORLD: Shape = Shape::Structure(&[
    optional("Region", REGION),
    optional("Directories", list(&DIRECTORY)),
    optional("Workspaces", list(&WORKSPACE)),
    optional("WorkspacesPools", list(&POOL)),
    optional("DirectoryServiceDirectories", list(&DIRECTORY_DESCRIPTION)),
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
        let tags = fields.remove("Tags").map(written_tags::read).transpose()?;
        let mut fields = conforming(fields)?;
        fields.extend(tags.map(|tags| ("Tags".to_owned(), tags)));
        check_entity_ids(&fields)?;
        let world = Self::read(fields)?;
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
    let value = WORLD.with_times_in_seconds(Value::Object(fields));
    let found = WORLD.check(&value);
    match value {
        Value::Object(fields) if found.is_empty() => Ok(fields),
        _ => Err(found.into()),
    }
}

impl From<Vec<Violation>> for WorldError {
    fn from(violations: Vec<Violation>) -> Self {
        Self::Invalid(violations.iter().map(Violation::to_string).collect())
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
    fn read(mut fields: Map<String, Value>) -> Result<Self, WorldError> {
        Ok(Self {
            region: read(&mut fields, "Region")?,
            directories: read(&mut fields, "Directories")?,
            workspaces: read(&mut fields, "Workspaces")?,
            workspaces_pools: read(&mut fields, "WorkspacesPools")?,
            directory_service_directories: read(&mut fields, "DirectoryServiceDirectories")?,
            devices: read(&mut fields, "Devices")?,
            organizations: read(&mut fields, "Organizations")?,
            tags: read(&mut fields, "Tags")?,
        })
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
