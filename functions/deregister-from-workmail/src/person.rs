//! Finding a person's user by name, by address, or both.

use aws_sdk_workmail::types::EntityType;
use shared::error::Error;
use shared::removal::Found;
use shared::request::{EntityId, OrganizationId};

use crate::entity::{self, Entity, Kind};
use crate::lookup::Lookup;
use crate::request::{Address, Leaver};
use crate::{Mailbox, candidate};

/// What came of a look-up: a user who is the person, or a line on why what was found is not.
enum Match {
    User(Entity),
    Nothing,
    Another(&'static str),
}

/// The user who is the person, if there is one.
pub(crate) async fn find(lookup: &mut Lookup<'_>, leaver: &Leaver) -> Result<Found<Mailbox>, Error> {
    let mut found = Found::these(Vec::new());
    found.notes.extend(leaver.notes.iter().map(|note| (*note).to_owned()));
    let mut users: Vec<Entity> = Vec::new();
    let by_name = match &leaver.user_name {
        Some(name) => by_name(lookup, &leaver.organization_id, name).await?,
        None => Match::Nothing,
    };
    let by_email = match &leaver.email {
        Some(address) => by_address(lookup, &leaver.organization_id, address).await?,
        None => Match::Nothing,
    };
    for matched in [by_name, by_email] {
        match matched {
            Match::User(user) if users.iter().all(|known| known.id != user.id) => users.push(user),
            Match::User(_) | Match::Nothing => {}
            Match::Another(note) => found.notes.push(note.to_owned()),
        }
    }
    if users.len() > 1 {
        return Err(Error::AmbiguousUser("the name and the address lead to different users".to_owned()));
    }
    let to_candidate = |user: &Entity| candidate(&leaver.organization_id, user, entity::as_person(user));
    found.resources.extend(users.iter().map(to_candidate));
    Ok(found)
}

/// `DescribeUser` takes ids and addresses for names, too: only a user of that `Name` is the person.
async fn by_name(
    lookup: &mut Lookup<'_>,
    organization_id: &OrganizationId,
    name: &EntityId,
) -> Result<Match, Error> {
    let is_named =
        |user: &Entity| user.name.as_deref().is_some_and(|found| found.eq_ignore_ascii_case(name.as_str()));
    Ok(match lookup.entity(Kind::User, organization_id, name.as_str()).await? {
        None => Match::Nothing,
        Some(user) if is_named(&user) => Match::User(user),
        Some(_) => Match::Another("the user name led to a user of another name, who was left alone"),
    })
}

async fn by_address(
    lookup: &mut Lookup<'_>,
    organization_id: &OrganizationId,
    address: &Address,
) -> Result<Match, Error> {
    let Some(owner) = lookup.owner(organization_id, address).await? else { return Ok(Match::Nothing) };
    match owner.kind {
        Some(EntityType::User) => {}
        Some(EntityType::Group) => {
            return Ok(Match::Another("the address belongs to a group, which was left alone"));
        }
        Some(EntityType::Resource) => {
            return Ok(Match::Another("the address belongs to a resource, which was left alone"));
        }
        _ => return Ok(Match::Another("the address belongs to what may not be a user: left alone")),
    }
    Ok(match lookup.entity(Kind::User, organization_id, &owner.id).await? {
        None => Match::Nothing,
        Some(user) if user.id == owner.id => Match::User(user),
        Some(_) => Match::Another("the address led to a user of another id, who was left alone"),
    })
}
