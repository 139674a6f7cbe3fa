//! `RegisterToWorkMail`: the way back for an entity that was deregistered.

use serde::Deserialize;
use serde_json::{Value, json};

use super::entity::EMAIL;
use super::{ENTITY_IDENTIFIER, EntityState, ORGANIZATION_ID, SUCCESS, active, no_entity, on_organization};
use crate::aws::operation::{Context, Operation, read};
use crate::aws::refusal::Refusal;
use crate::aws::shape::{Shape, required};

pub(super) const OPERATION: Operation = Operation {
    name: "RegisterToWorkMail",
    input: Shape::Structure(&[
        required("OrganizationId", ORGANIZATION_ID),
        required("EntityId", ENTITY_IDENTIFIER),
        required("Email", EMAIL),
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
    email: String,
}

/// API reference: "It performs no change if the user, group, or resource is enabled and fails if
/// the user, group, or resource is deleted."
fn run(context: &mut Context<'_>, input: Value) -> Result<Value, Refusal> {
    let request = read::<Request>(input)?;
    let now = context.now.unix_timestamp();
    let organization = active(context, &request.organization_id)?;
    let taken = |entity: &super::Entity| entity.has_email(&request.email) && !entity.is(&request.entity_id);
    if organization.entities().any(|(_, entity)| taken(entity)) {
        let message = format!("{} belongs to another entity.", request.email);
        return Err(Refusal::bad_request("EmailAddressInUseException", message));
    }
    let entity = organization.entities_mut().find(|entity| entity.is(&request.entity_id));
    let entity = entity.ok_or_else(|| no_entity(&request.entity_id))?;
    match entity.state {
        EntityState::Enabled => {}
        EntityState::Disabled => {
            entity.state = EntityState::Enabled;
            entity.email = Some(request.email);
            entity.other.remove("DisabledDate");
            entity.other.insert("EnabledDate".to_owned(), now.into());
        }
        EntityState::Deleted => {
            let message = format!("The entity {} is DELETED.", request.entity_id);
            return Err(Refusal::bad_request("EntityStateException", message));
        }
    }
    Ok(json!({}))
}
