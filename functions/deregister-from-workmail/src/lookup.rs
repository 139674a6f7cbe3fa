//! Looking entities up, each once in an invocation.

use std::collections::HashMap;

use aws_sdk_workmail::Client;
use aws_sdk_workmail::types::EntityType;
use shared::aws::AwsError;
use shared::error::Error;
use shared::operation::Run;
use shared::request::OrganizationId;

use crate::entity::{Entity, Kind};
use crate::request::Address;

/// What an address belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Owner {
    pub id: String,
    pub kind: Option<EntityType>,
}

/// What one invocation has looked up: what was asked of AWS once is not asked again.
pub(crate) struct Lookup<'a> {
    client: &'a Client,
    run: &'a Run,
    entities: HashMap<(Kind, OrganizationId, String), Result<Option<Entity>, Error>>,
    owners: HashMap<(OrganizationId, Address), Result<Option<Owner>, Error>>,
}

impl<'a> Lookup<'a> {
    pub(crate) fn new(client: &'a Client, run: &'a Run) -> Self {
        Self { client, run, entities: HashMap::new(), owners: HashMap::new() }
    }

    /// The entity of one kind that an id, name or address stands for, if there is one.
    pub(crate) async fn entity(
        &mut self,
        kind: Kind,
        organization_id: &OrganizationId,
        name: &str,
    ) -> Result<Option<Entity>, Error> {
        let key = (kind, organization_id.clone(), name.to_owned());
        if let Some(known) = self.entities.get(&key) {
            return known.clone();
        }
        let entity = describe(self.client, self.run, kind, organization_id, name).await;
        self.entities.insert(key, entity.clone());
        entity
    }

    /// What an address belongs to, if to anything.
    pub(crate) async fn owner(
        &mut self,
        organization_id: &OrganizationId,
        address: &Address,
    ) -> Result<Option<Owner>, Error> {
        let key = (organization_id.clone(), address.clone());
        if let Some(known) = self.owners.get(&key) {
            return known.clone();
        }
        let owner = describe_owner(self.client, self.run, organization_id, address).await;
        self.owners.insert(key, owner.clone());
        owner
    }
}

/// A fresh look at an entity.
pub(crate) async fn describe(
    client: &Client,
    run: &Run,
    kind: Kind,
    organization_id: &OrganizationId,
    name: &str,
) -> Result<Option<Entity>, Error> {
    let organization_id = organization_id.as_str();
    let (call, answer) = match kind {
        Kind::User => {
            let call = client.describe_user().organization_id(organization_id).user_id(name);
            let answer = run.call("DescribeUser", call.send()).await;
            ("DescribeUser", answer.map(|user| (user.user_id, user.name, user.state, user.user_role)))
        }
        Kind::Group => {
            let call = client.describe_group().organization_id(organization_id).group_id(name);
            let answer = run.call("DescribeGroup", call.send()).await;
            ("DescribeGroup", answer.map(|group| (group.group_id, group.name, group.state, None)))
        }
        Kind::Resource => {
            let call = client.describe_resource().organization_id(organization_id).resource_id(name);
            let answer = run.call("DescribeResource", call.send()).await;
            let fields = answer.map(|found| (found.resource_id, found.name, found.state, None));
            ("DescribeResource", fields)
        }
    };
    known(answer)?
        .map(|(id, name, state, role)| Ok(Entity { kind, id: resolved(id, call)?, name, state, role }))
        .transpose()
}

async fn describe_owner(
    client: &Client,
    run: &Run,
    organization_id: &OrganizationId,
    address: &Address,
) -> Result<Option<Owner>, Error> {
    let call =
        client.describe_entity().organization_id(organization_id.as_str()).email(address.as_str()).send();
    known(run.call("DescribeEntity", call).await)?
        .map(|owner| Ok(Owner { id: resolved(owner.entity_id, "DescribeEntity")?, kind: owner.r#type }))
        .transpose()
}

fn known<T>(answer: Result<T, AwsError>) -> Result<Option<T>, Error> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if error.is("EntityNotFoundException") => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Nothing is removed by a name: without AWS's id there is nothing to go by.
fn resolved(id: Option<String>, call: &str) -> Result<String, Error> {
    id.ok_or_else(|| Error::Internal(format!("{call}: no id in its answer")))
}
