//! What a request for a mailbox says, and in which organization.

use std::str::FromStr;

use shared::request::{EntityId, Fields, Form, Invalid, OrganizationId, Person, required};

/// What to look up, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// AWS's own form.
    Entity { organization_id: OrganizationId, entity_id: EntityId },
    /// A person with a name or an address, or both, that `WorkMail` can express.
    Person(Leaver),
    /// A person with neither.
    Inexpressible,
}

/// A person, as far as `WorkMail` can express one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaver {
    pub organization_id: OrganizationId,
    pub user_name: Option<EntityId>,
    pub email: Option<Address>,
    /// What of the request cannot be looked up.
    pub notes: Vec<&'static str>,
}

/// An address that `DescribeEntity` takes (pattern of its model).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address(String);

impl Address {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Address {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_address = text.split_once('@').is_some_and(|(local, domain)| {
            let local_fits = (1..=64).contains(&local.len()) && local.chars().all(is_of_local);
            local_fits && domain.rsplit_once('.').is_some_and(|(host, top)| is_domain(host, top))
        });
        // 254: the longest that the model takes.
        if is_address && text.len() <= 254 {
            Ok(Self(text.to_owned()))
        } else {
            Err("must be an address that WorkMail takes")
        }
    }
}

fn is_of_local(c: char) -> bool {
    c.is_ascii_alphanumeric() || "._%+-".contains(c)
}

fn is_domain(host: &str, top: &str) -> bool {
    let of_host = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
    let of_top = |c: char| c.is_ascii_alphabetic() || c == '-';
    !host.is_empty() && host.chars().all(of_host) && top.len() >= 2 && top.chars().all(of_top)
}

/// Reads a request. `allowed` is the stack's own organization, where it has one.
pub(crate) fn read(fields: &mut Fields, allowed: Option<&OrganizationId>) -> Result<Request, Invalid> {
    let form = Form::take(fields, &["EntityId", "OrganizationId"], |fields| {
        Ok(Request::Entity {
            entity_id: required(fields.text("EntityId")?, "EntityId")?,
            organization_id: organization(fields.text("OrganizationId")?, allowed, "OrganizationId")?,
        })
    })?;
    match form {
        Form::Aws(request) => Ok(request),
        Form::Person(person) => leaver(&person, allowed),
    }
}

fn leaver(person: &Person, allowed: Option<&OrganizationId>) -> Result<Request, Invalid> {
    let user_name = person.user_name.as_ref().and_then(|name| name.as_str().parse().ok());
    let email = person.email.as_ref().and_then(|email| email.as_str().parse().ok());
    if user_name.is_none() && email.is_none() {
        return Ok(Request::Inexpressible);
    }
    let mut notes = Vec::new();
    if person.user_name.is_some() && user_name.is_none() {
        notes.push("WorkMail cannot express the user name: looked up by address only");
    }
    if person.email.is_some() && email.is_none() {
        notes.push("WorkMail cannot express the address: looked up by user name only");
    }
    let organization_id = organization(person.organization_id.clone(), allowed, "User.OrganizationId")?;
    Ok(Request::Person(Leaver { organization_id, user_name, email, notes }))
}

fn organization(
    named: Option<OrganizationId>,
    allowed: Option<&OrganizationId>,
    field: &str,
) -> Result<OrganizationId, Invalid> {
    match (named, allowed) {
        (Some(named), Some(allowed)) if named != *allowed => {
            Err(Invalid::new(field, "is not the organization that the stack allows"))
        }
        (named, allowed) => named
            .or_else(|| allowed.cloned())
            .ok_or_else(|| Invalid::new(field, "is missing, and WORKMAIL_ORGANIZATION_ID is not set")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_that_describe_entity_takes() {
        for address in ["alice@example.com", "a.b+c_d%e-f@mail.example.co", "a@b-.cd", "a@.example.com"] {
            assert!(address.parse::<Address>().is_ok(), "{address}");
        }
        let long = format!("{}@example.com", "a".repeat(65));
        for text in [
            "",
            "alice",
            "@example.com",
            "alice@example",
            "alice@.com",
            "alice@example.c",
            "alice@example.c0m",
            "al ice@example.com",
            "alice@bob@example.com",
            "älice@example.com",
            &long,
        ] {
            assert!(text.parse::<Address>().is_err(), "{text}");
        }
    }
}
