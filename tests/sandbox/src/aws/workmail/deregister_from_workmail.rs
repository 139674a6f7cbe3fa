//! `DeregisterFromWorkMail`: a user, group or resource is no longer used, at once. (The mailbox is
//! kept for 30 days, which no call shows.)

use serde::Deserialize;
use serde_json::{Value, json};

use super::{ENTITY_IDENTIFIER, EntityState, ORGANIZATION_ID, SUCCESS, active, no_entity, on_organization};
use crate::aws::operation::{Context, Operation, read};
use crate::aws::refusal::Refusal;
use crate::aws::shape::{Shape, required};

pub(super) const OPERATION: Operation = Operation {
    name: "DeregisterFromWorkMail",
    input: Shape::Structure(&[
        required("OrganizationId", ORGANIZATION_ID),
        required("EntityId", ENTITY_IDENTIFIER),
    ]),
    needs: on_organization,
    success: SUCCESS,
    run,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    organization_id: String,
    entity_id: String,
}

/// Model: `EntityStateException` is for an entity that is not in the state that the operation
/// expects. That one which is disabled already gets it is unverified, and so is that the e-mail
/// address stays with the entity.
fn run(context: &mut Context<'_>, input: Value) -> Result<Value, Refusal> {
    let request = read::<Request>(input)?;
    let now = context.now.unix_timestamp();
    let organization = active(context, &request.organization_id)?;
    let entity = organization.entities_mut().find(|entity| entity.is(&request.entity_id));
    let entity = entity.ok_or_else(|| no_entity(&request.entity_id))?;
    if entity.state != EntityState::Enabled {
        let message = format!("The entity {} is {}.", request.entity_id, entity.state.name());
        return Err(Refusal::bad_request("EntityStateException", message));
    }
    entity.state = EntityState::Disabled;
    entity.other.insert("DisabledDate".to_owned(), now.into());
    Ok(json!({}))
}
