//! Users, groups and resources of a `WorkMail` organization: the three kinds of entity that can be
//! registered to `WorkMail`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::aws::shape::{Shape, TEXT, optional, required, text, text_like};

/// A user, group or resource, with the members of AWS's listing and of its describing answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Entity {
    #[serde(flatten)]
    pub id: EntityId,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(default)]
    pub state: EntityState,
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// An id under the name it was given by: AWS's listings say `Id`, its describing answers
/// `UserId`, `GroupId` or `ResourceId`. A world may use either and gets its own back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntityId {
    Id(String),
    UserId(String),
    GroupId(String),
    ResourceId(String),
}

/// `EntityState` of the model.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum EntityState {
    #[default]
    Enabled,
    Disabled,
    Deleted,
}

/// `EntityType` of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    User,
    Group,
    Resource,
}

impl Kind {
    pub(crate) const ALL: [Self; 3] = [Self::User, Self::Group, Self::Resource];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::User => "USER",
            Self::Group => "GROUP",
            Self::Resource => "RESOURCE",
        }
    }

    /// The list of an organization, and of a listing's answer, that has them.
    pub(crate) fn list_member(self) -> &'static str {
        match self {
            Self::User => "Users",
            Self::Group => "Groups",
            Self::Resource => "Resources",
        }
    }

    /// What the describing answer calls the id.
    pub(crate) fn id_member(self) -> &'static str {
        match self {
            Self::User => "UserId",
            Self::Group => "GroupId",
            Self::Resource => "ResourceId",
        }
    }
}

impl Entity {
    #[must_use]
    pub fn id(&self) -> &str {
        match &self.id {
            EntityId::Id(id) | EntityId::UserId(id) | EntityId::GroupId(id) | EntityId::ResourceId(id) => id,
        }
    }

    /// Whether `text` is its id, its name or its e-mail address, any of which the operations take
    /// (model: "The identifier can be the `UserId`, `Username`, or email"). Mail addresses and
    /// directory names do not depend on case; that `WorkMail` sees it so is unverified.
    pub(crate) fn is(&self, text: &str) -> bool {
        self.id() == text || self.name.eq_ignore_ascii_case(text) || self.has_email(text)
    }

    pub(crate) fn has_email(&self, text: &str) -> bool {
        self.email.as_deref().is_some_and(|email| email.eq_ignore_ascii_case(text))
    }
}

impl EntityState {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Enabled => "ENABLED",
            Self::Disabled => "DISABLED",
            Self::Deleted => "DELETED",
        }
    }
}

pub(crate) const EMAIL: Shape = text_like(1, 254, r"[a-zA-Z0-9._%+-]{1,64}@[a-zA-Z0-9.-]+\.[a-zA-Z-]{2,}");
pub(crate) const STATE: Shape = Shape::OneOf(&["ENABLED", "DISABLED", "DELETED"]);
const ID: Shape = text(12, 256);
const RESOURCE_ID: Shape = text_like(34, 34, "^r-[0-9a-f]{32}$");
/// The name of a user or a resource: a word, or an address.
const NAME: &str = r"[\w\-.]+(@[a-zA-Z0-9.\-]+\.[a-zA-Z0-9-]{2,})?";
const ATTRIBUTE: Shape = text(0, 256);

pub(crate) const USER: Shape = Shape::Structure(&[
    optional("Id", ID),
    optional("UserId", ID),
    required("Name", text_like(1, 64, NAME)),
    optional("Email", EMAIL),
    optional("DisplayName", ATTRIBUTE),
    optional("State", STATE),
    optional("UserRole", Shape::OneOf(&["USER", "RESOURCE", "SYSTEM_USER", "REMOTE_USER"])),
    optional("EnabledDate", Shape::Timestamp),
    optional("DisabledDate", Shape::Timestamp),
    optional("MailboxProvisionedDate", Shape::Timestamp),
    optional("MailboxDeprovisionedDate", Shape::Timestamp),
    optional("FirstName", ATTRIBUTE),
    optional("LastName", ATTRIBUTE),
    optional("HiddenFromGlobalAddressList", Shape::Boolean),
    optional("Initials", ATTRIBUTE),
    optional("Telephone", ATTRIBUTE),
    optional("Street", ATTRIBUTE),
    optional("JobTitle", ATTRIBUTE),
    optional("City", ATTRIBUTE),
    optional("Company", ATTRIBUTE),
    optional("ZipCode", ATTRIBUTE),
    optional("Department", ATTRIBUTE),
    optional("Country", ATTRIBUTE),
    optional("Office", ATTRIBUTE),
    optional("IdentityProviderUserId", TEXT),
    optional("IdentityProviderIdentityStoreId", TEXT),
]);

pub(crate) const GROUP: Shape = Shape::Structure(&[
    optional("Id", ID),
    optional("GroupId", ID),
    required("Name", text_like(1, 256, r"[\u{20}-\u{FF}]+")),
    optional("Email", EMAIL),
    optional("State", STATE),
    optional("EnabledDate", Shape::Timestamp),
    optional("DisabledDate", Shape::Timestamp),
    optional("HiddenFromGlobalAddressList", Shape::Boolean),
]);

pub(crate) const RESOURCE: Shape = Shape::Structure(&[
    optional("Id", RESOURCE_ID),
    optional("ResourceId", RESOURCE_ID),
    required("Name", text_like(1, 20, NAME)),
    optional("Email", EMAIL),
    optional("Type", Shape::OneOf(&["ROOM", "EQUIPMENT"])),
    optional("State", STATE),
    optional("EnabledDate", Shape::Timestamp),
    optional("DisabledDate", Shape::Timestamp),
    optional("Description", text(1, 64)),
    optional("HiddenFromGlobalAddressList", Shape::Boolean),
    optional(
        "BookingOptions",
        Shape::Structure(&[
            optional("AutoAcceptRequests", Shape::Boolean),
            optional("AutoDeclineRecurringRequests", Shape::Boolean),
            optional("AutoDeclineConflictingRequests", Shape::Boolean),
        ]),
    ),
]);
