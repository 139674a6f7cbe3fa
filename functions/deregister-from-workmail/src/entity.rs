//! What `WorkMail` knows of a user, group or resource, and what that says about removing it.

use aws_sdk_workmail::types::{EntityState, EntityType, UserRole};
use shared::report::Verdict;

/// The kinds of entities. One name may be of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    User,
    Group,
    Resource,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::User, Self::Group, Self::Resource];

    pub(crate) fn of(entity_type: &EntityType) -> Option<Self> {
        match entity_type {
            EntityType::User => Some(Self::User),
            EntityType::Group => Some(Self::Group),
            EntityType::Resource => Some(Self::Resource),
            _ => None,
        }
    }
}

/// An entity as the last look found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entity {
    pub kind: Kind,
    pub id: String,
    pub name: Option<String>,
    pub state: Option<EntityState>,
    /// Only users have one.
    pub role: Option<UserRole>,
}

/// What settles an entity that a request names: a system user stays, and so does a user who may be
/// one for all we know.
pub(crate) fn as_named(entity: &Entity) -> Option<Verdict> {
    match (entity.kind, &entity.role) {
        (Kind::User, Some(role @ UserRole::SystemUser)) => Some(held(role)),
        (Kind::User, None) => by_state(entity).or_else(|| Some(role_unknown())),
        (Kind::User, Some(_)) | (Kind::Group | Kind::Resource, _) => by_state(entity),
    }
}

/// What settles a person's user: only the role `USER` is anyone's own.
pub(crate) fn as_person(user: &Entity) -> Option<Verdict> {
    match &user.role {
        Some(UserRole::User) => by_state(user),
        Some(role) => Some(held(role)),
        None => by_state(user).or_else(|| Some(role_unknown())),
    }
}

/// What settles an entity of any kind: only one that is known to be `ENABLED` can be removed.
pub(crate) fn by_state(entity: &Entity) -> Option<Verdict> {
    match &entity.state {
        Some(EntityState::Enabled) => None,
        Some(state @ (EntityState::Disabled | EntityState::Deleted)) => {
            Some(Verdict::AlreadyGone(format!("it is {state}")))
        }
        Some(state) => Some(Verdict::NotReady(format!("it is {state}, and not ENABLED"))),
        None => Some(Verdict::NotReady("its state is not known".to_owned())),
    }
}

pub(crate) fn not_found() -> Verdict {
    Verdict::AlreadyGone("not found".to_owned())
}

fn held(role: &UserRole) -> Verdict {
    Verdict::Held(format!("its role is {role}"))
}

fn role_unknown() -> Verdict {
    Verdict::Held("its role is not known".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(role: Option<&str>, state: Option<&str>) -> Entity {
        Entity {
            kind: Kind::User,
            id: "12345678-1234-1234-1234-123456789012".to_owned(),
            name: Some("alice".to_owned()),
            state: state.map(EntityState::from),
            role: role.map(UserRole::from),
        }
    }

    fn statuses(role: Option<&str>, state: Option<&str>) -> [Option<&'static str>; 2] {
        let user = user(role, state);
        [as_named(&user), as_person(&user)].map(|verdict| verdict.map(|verdict| verdict.status()))
    }

    #[test]
    fn a_role_decides_for_the_named_and_the_person() {
        let held = Some("Held");
        for (role, expected) in [
            (Some("USER"), [None, None]),
            (Some("REMOTE_USER"), [None, held]),
            (Some("RESOURCE"), [None, held]),
            (Some("SYSTEM_USER"), [held, held]),
            (Some("SOMETHING_NEW"), [None, held]),
            (None, [held, held]),
        ] {
            assert_eq!(statuses(role, Some("ENABLED")), expected, "{role:?}");
        }
    }

    #[test]
    fn only_what_is_known_to_be_enabled_is_removed() {
        for (state, expected) in [
            (Some("DISABLED"), "AlreadyGone"),
            (Some("DELETED"), "AlreadyGone"),
            (Some("SOMETHING_NEW"), "NotReady"),
            (None, "NotReady"),
        ] {
            assert_eq!(statuses(Some("USER"), state), [Some(expected); 2], "{state:?}");
        }
    }

    #[test]
    fn a_system_user_is_held_in_any_state() {
        assert_eq!(statuses(Some("SYSTEM_USER"), Some("DISABLED")), [Some("Held"); 2]);
    }

    #[test]
    fn a_user_without_a_role_who_is_disabled_is_gone() {
        assert_eq!(statuses(None, Some("DISABLED")), [Some("AlreadyGone"); 2]);
    }
}
