//! `WorkMail`: organizations and the users, groups and resources in them.

mod deregister_from_workmail;
mod describe_entity;
mod describe_organization;
mod entity;
mod list_entities;
mod list_organizations;
mod organization;
mod register_to_workmail;

#[cfg(test)]
mod tests;

pub(crate) use entity::Kind;
pub use entity::{Entity, EntityId, EntityState};
use http::StatusCode;
pub use organization::Organization;
pub(crate) use organization::{ORGANIZATION, ORGANIZATION_ID};
use serde_json::Value;

use super::access::Asked;
use super::operation::{Context, Protocol, Service};
use super::paging::{InvalidToken, Listing};
use super::refusal::Refusal;
use super::shape::{Shape, text, text_like};
use crate::iam::Request;

pub(crate) static SERVICE: Service = Service {
    name: "WorkMailService",
    prefix: "workmail",
    protocol: Protocol::AwsJson { message: "Message" },
    // Model: every operation declares it, for parameters that "don't match the service's
    // restrictions", and none declares `ValidationException`. Which of the two AWS answers to a
    // malformed id is unverified.
    invalid: "InvalidParameterException",
    operations: &[
        list_organizations::OPERATION,
        describe_organization::OPERATION,
        list_entities::USERS,
        list_entities::GROUPS,
        list_entities::RESOURCES,
        describe_entity::USER,
        describe_entity::GROUP,
        describe_entity::RESOURCE,
        describe_entity::ENTITY,
        deregister_from_workmail::OPERATION,
        register_to_workmail::OPERATION,
    ],
};

/// All operations answer with this status; what they refuse is 400.
const SUCCESS: StatusCode = StatusCode::OK;

/// The most that a page of any listing has (model: `MaxResults`).
const PAGE: usize = 100;
const MAX_RESULTS: Shape = Shape::Integer { min: 1, max: 100 };
const NEXT_TOKEN: Shape = text(1, 1024);
const ENTITY_IDENTIFIER: Shape = text_like(1, 256, "[a-zA-Z0-9._%+@-]+");

/// IAM stops at the organization: no policy can name somebody in it.
fn on_organization(asked: &Asked) -> Vec<Request> {
    vec![asked.on("organization", asked.text("OrganizationId"))]
}

/// The organization with this id, in whatever state.
fn organization<'a>(context: &'a mut Context<'_>, id: &str) -> Result<&'a mut Organization, Refusal> {
    let not_found =
        || Refusal::bad_request("OrganizationNotFoundException", format!("There is no organization {id}."));
    if !context.reaches(None) {
        return Err(not_found());
    }
    context.world.organization_mut(id).ok_or_else(not_found)
}

/// The organization with this id, if its members can be worked with.
fn active<'a>(context: &'a mut Context<'_>, id: &str) -> Result<&'a mut Organization, Refusal> {
    let organization = organization(context, id)?;
    if organization.is_active() {
        Ok(organization)
    } else {
        let message = format!("The organization {id} is {}.", organization.state);
        Err(Refusal::bad_request("OrganizationStateException", message))
    }
}

fn no_entity(identifier: &str) -> Refusal {
    Refusal::bad_request("EntityNotFoundException", format!("There is no entity {identifier}."))
}

fn page(
    context: &mut Context<'_>,
    listing: &Listing,
    member: &str,
    items: Vec<(String, Value)>,
) -> Result<Value, Refusal> {
    let invalid = |InvalidToken| {
        Refusal::bad_request("InvalidParameterException", "The NextToken is not one of this listing.")
    };
    Ok(context.pages.page(listing, items).map_err(invalid)?.answer(member, "NextToken"))
}

fn listing(context: &Context<'_>, operation: &str, input: &mut Value) -> Listing {
    Listing::taken_from(input, operation, context.region, ("MaxResults", "NextToken"), PAGE)
}
