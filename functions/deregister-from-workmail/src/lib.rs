//! Takes a mailbox out of use at Amazon `WorkMail`.
//!
//! The mailbox can no longer be reached at once, is kept for 30 days and then gone. Until then
//! registering the same user again undoes it (`WorkMail` administrator guide).
//!
//! # What is deregistered
//!
//! * In AWS's own form: the user, group or resource that `EntityId` stands for, whether it is an id,
//!   a name or an address. `WorkMail` would take any of the three kinds for a name, so all three are
//!   asked for it, and a name that fits more than one entity is refused.
//! * For a person: a user with the role `USER`, and no one else. The user name must be the user's
//!   `Name`, and the address must belong to a user; where both are known they must lead to the same
//!   one.
//!
//! Either only in the state `ENABLED`, and always by the id that the look-up gave.
//!
//! # What is not
//!
//! A system user, in any form. For a person: a group or room of the same name or address, a user of
//! another directory (`REMOTE_USER`), and a user whose role is not known. IAM cannot tell one user of
//! an organization from another, so these guards are code. There are no tags to hold a user by.
//!
//! # Why repeating is safe
//!
//! Each run reads the state first, and what is `DISABLED` or `DELETED` is left as it is.

mod entity;
mod lookup;
mod person;
mod request;

use std::collections::HashMap;

use aws_config::SdkConfig;
use aws_sdk_workmail::Client;
use shared::aws::{AwsError, NoEmptyAnswers};
use shared::error::Error;
use shared::operation::{Job, Run};
use shared::removal::{Candidate, Found, Removal};
use shared::report::{Resource, ResourceType, Verdict};
use shared::request::{EntityId, Fields, Invalid, OrganizationId};
use shared::settings::{Environment, SettingError, Settings};

pub use crate::entity::Kind;
use crate::entity::{Entity, by_state, not_found};
use crate::lookup::{Lookup, describe};
pub use crate::request::{Leaver, Request};

/// See the [crate's documentation](crate).
#[derive(Debug, Clone)]
pub struct DeregisterFromWorkMail {
    client: Client,
    settings: Settings,
    /// `WORKMAIL_ORGANIZATION_ID`, default none: the organization of requests that name none, and
    /// where it is set the only one that a request may name.
    organization_id: Option<OrganizationId>,
}

/// An entity to deregister. Its id is the resource's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    organization_id: OrganizationId,
    kind: Kind,
}

impl DeregisterFromWorkMail {
    /// # Errors
    /// Names the variable that cannot be understood.
    pub fn new(environment: &Environment, client: Client) -> Result<Self, SettingError> {
        Ok(Self {
            client,
            settings: Settings::from_environment(environment)?,
            organization_id: environment.text("WORKMAIL_ORGANIZATION_ID")?,
        })
    }

    /// # Errors
    /// Names the variable that cannot be understood.
    pub fn from_environment(environment: &Environment, config: &SdkConfig) -> Result<Self, SettingError> {
        let config = aws_sdk_workmail::config::Builder::from(config).interceptor(NoEmptyAnswers);
        Self::new(environment, Client::from_conf(config.build()))
    }

    async fn deregister(&self, run: &Run, id: &str, mailbox: &Mailbox) -> Verdict {
        let call = self
            .client
            .deregister_from_work_mail()
            .organization_id(mailbox.organization_id.as_str())
            .entity_id(id);
        match run.call("DeregisterFromWorkMail", call.send()).await {
            Ok(_) => Verdict::Removed,
            Err(error) if error.is("EntityNotFoundException") => not_found(),
            Err(error) if error.is("EntityStateException") => {
                self.after_state_error(run, id, mailbox, &error).await
            }
            Err(error) => Verdict::from_error(&error),
        }
    }

    /// Whether an entity that is disabled already gets this error is not documented: a second look
    /// tells.
    async fn after_state_error(&self, run: &Run, id: &str, mailbox: &Mailbox, error: &AwsError) -> Verdict {
        match describe(&self.client, run, mailbox.kind, &mailbox.organization_id, id).await {
            Ok(None) => not_found(),
            Ok(Some(entity)) => match by_state(&entity) {
                Some(gone @ Verdict::AlreadyGone(_)) => gone,
                _ => Verdict::from_error(error),
            },
            Err(_) => Verdict::from_error(error),
        }
    }
}

/// What AWS's own form is about: the one entity that an id, name or address stands for.
async fn find_entity(
    lookup: &mut Lookup<'_>,
    organization_id: &OrganizationId,
    entity_id: &EntityId,
) -> Result<Found<Mailbox>, Error> {
    let mut found: Vec<Entity> = Vec::new();
    let mut unfit = None;
    for kind in Kind::ALL {
        match lookup.entity(kind, organization_id, entity_id.as_str()).await {
            Ok(Some(entity)) if found.iter().all(|known| known.id != entity.id) => found.push(entity),
            Ok(_) => {}
            Err(error) if is_unfit(&error) => unfit = unfit.or(Some(error)),
            Err(error) => return Err(error),
        }
    }
    if found.is_empty() {
        found.extend(by_alias(lookup, organization_id, entity_id).await?);
    }
    let candidate = match (found.as_slice(), unfit) {
        ([entity], _) => candidate(organization_id, entity, entity::as_named(entity)),
        ([], Some(error)) => return Err(error),
        ([], None) => Candidate::settled(named(entity_id), not_found()).unresolved(),
        _ => return Err(Error::AmbiguousUser("`EntityId` fits more than one entity".to_owned())),
    };
    Ok(Found::these(vec![candidate]))
}

/// The entity that an address belongs to. Whether the kinds know all of their aliases is not
/// documented, and an address that is in use must not be taken for gone.
async fn by_alias(
    lookup: &mut Lookup<'_>,
    organization_id: &OrganizationId,
    entity_id: &EntityId,
) -> Result<Option<Entity>, Error> {
    let Ok(address) = entity_id.as_str().parse() else { return Ok(None) };
    let Some(owner) = lookup.owner(organization_id, &address).await? else { return Ok(None) };
    let Some(kind) = owner.kind.as_ref().and_then(Kind::of) else {
        return Err(Error::Internal(
            "DescribeEntity: the address belongs to a kind that is not known".to_owned(),
        ));
    };
    lookup.entity(kind, organization_id, &owner.id).await
}

/// Whether AWS says that an id cannot be one of this kind. Another kind may know it.
fn is_unfit(error: &Error) -> bool {
    let codes = ["InvalidParameterException", "UnsupportedOperationException"];
    matches!(error, Error::Aws(error) if codes.iter().any(|code| error.is(code)))
}

fn named(entity_id: &EntityId) -> Resource {
    Resource::new(ResourceType::WorkMailEntity, entity_id.as_str())
}

fn candidate(
    organization_id: &OrganizationId,
    entity: &Entity,
    settled: Option<Verdict>,
) -> Candidate<Mailbox> {
    let resource = Resource::new(ResourceType::WorkMailEntity, &entity.id);
    match settled {
        Some(verdict) => Candidate::settled(resource, verdict),
        None => Candidate::removable(
            resource,
            Mailbox { organization_id: organization_id.clone(), kind: entity.kind },
        ),
    }
}

impl Removal for DeregisterFromWorkMail {
    const NAME: &'static str = env!("CARGO_PKG_NAME");
    const RESOURCE: ResourceType = ResourceType::WorkMailEntity;
    type Request = Request;
    type Target = Mailbox;

    fn settings(&self) -> &Settings {
        &self.settings
    }

    fn read(&self, fields: &mut Fields) -> Result<Request, Invalid> {
        request::read(fields, self.organization_id.as_ref())
    }

    fn named(&self, request: &Request) -> Vec<Resource> {
        match request {
            Request::Entity { entity_id, .. } => vec![named(entity_id)],
            Request::Person(_) | Request::Inexpressible => Vec::new(),
        }
    }

    async fn find(&self, run: &Run, jobs: &[Job<Request>]) -> Vec<Result<Found<Mailbox>, Error>> {
        let mut lookup = Lookup::new(&self.client, run);
        let mut found = Vec::with_capacity(jobs.len());
        for job in jobs {
            found.push(match &job.request {
                Request::Entity { organization_id, entity_id } => {
                    find_entity(&mut lookup, organization_id, entity_id).await
                }
                Request::Person(leaver) => person::find(&mut lookup, leaver).await,
                Request::Inexpressible => {
                    Ok(Found::not_looked_up("no user name or address that WorkMail can express"))
                }
            });
        }
        found
    }

    /// `WorkMail` has no tags for users, groups and resources.
    async fn tag_keys(&self, _: &Run, _: &Resource, _: &Mailbox) -> Result<Vec<String>, AwsError> {
        Ok(Vec::new())
    }

    /// Two organizations on one directory may know the same id.
    fn is_same_work(&self, first: &Mailbox, other: &Mailbox) -> bool {
        first.organization_id == other.organization_id
    }

    async fn remove(&self, run: &Run, targets: &[(Resource, Mailbox)]) -> HashMap<Resource, Verdict> {
        let mut verdicts = HashMap::with_capacity(targets.len());
        for (resource, mailbox) in targets {
            verdicts.insert(resource.clone(), self.deregister(run, &resource.id, mailbox).await);
        }
        verdicts
    }
}

#[cfg(test)]
mod tests;
