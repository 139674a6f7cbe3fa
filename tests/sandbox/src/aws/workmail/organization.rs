//! A `WorkMail` organization and what is in it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::entity::{Entity, GROUP, Kind, RESOURCE, USER};
use crate::aws::shape::{Shape, TEXT, list, optional, required, text, text_like};

pub(crate) const ORGANIZATION_ID: Shape = text_like(34, 34, "^m-[0-9a-f]{32}$");

/// Words of letters and digits with hyphens between them, and not `d-…`, which the model says with
/// a lookahead that this crate's regular expressions do not have.
const ALIAS: Shape = text_like(1, 62, r"[\da-zA-Z]+|([\da-ce-zA-Z]|[\da-zA-Z]{2,})(-[\da-zA-Z]+)+");

/// An organization, with the members of AWS's `DescribeOrganization` answer, and its entities.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Organization {
    pub organization_id: String,
    /// `Active` for one that can be worked with; other values are free text in the model.
    #[serde(default = "active")]
    pub state: String,
    #[serde(default)]
    pub users: Vec<Entity>,
    #[serde(default)]
    pub groups: Vec<Entity>,
    #[serde(default)]
    pub resources: Vec<Entity>,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Organization {
    pub(crate) fn is_active(&self) -> bool {
        self.state.eq_ignore_ascii_case("active")
    }

    /// The entities of one kind.
    pub(crate) fn of_kind(&self, kind: Kind) -> &[Entity] {
        match kind {
            Kind::User => &self.users,
            Kind::Group => &self.groups,
            Kind::Resource => &self.resources,
        }
    }

    /// Everyone and everything in it; users first, where a name fits several.
    pub(crate) fn entities(&self) -> impl Iterator<Item = (Kind, &Entity)> {
        Kind::ALL.into_iter().flat_map(|kind| self.of_kind(kind).iter().map(move |entity| (kind, entity)))
    }

    pub(crate) fn entities_mut(&mut self) -> impl Iterator<Item = &mut Entity> {
        self.users.iter_mut().chain(&mut self.groups).chain(&mut self.resources)
    }

    /// Fills in what AWS always says of an organization, its users and its resources.
    pub(crate) fn complete(&mut self, region: &str, account: &str) {
        let id = &self.organization_id;
        let arn = || format!("arn:aws:workmail:{region}:{account}:organization/{id}").into();
        self.other.entry("ARN").or_insert_with(arn);
        for user in &mut self.users {
            user.other.entry("UserRole").or_insert_with(|| "USER".into());
        }
        for resource in &mut self.resources {
            resource.other.entry("Type").or_insert_with(|| "ROOM".into());
        }
    }
}

fn active() -> String {
    "Active".to_owned()
}

pub(crate) const ORGANIZATION: Shape = Shape::Structure(&[
    required("OrganizationId", ORGANIZATION_ID),
    optional("Alias", ALIAS),
    optional("State", text(0, 256)),
    optional("DirectoryId", text(0, 256)),
    optional("DirectoryType", text(0, 256)),
    optional("DefaultMailDomain", text(0, 256)),
    optional("CompletedDate", Shape::Timestamp),
    optional("ErrorMessage", text(0, 256)),
    optional("ARN", TEXT),
    optional("MigrationAdmin", TEXT),
    optional("InteroperabilityEnabled", Shape::Boolean),
    optional("Users", list(&USER)),
    optional("Groups", list(&GROUP)),
    optional("Resources", list(&RESOURCE)),
]);
