//! `DescribeUser`, `DescribeGroup` and `DescribeResource`, each of its own kind only and by id,
//! name or e-mail address; and `DescribeEntity`, of any kind but by e-mail address only.

use serde_json::{Value, json};

use super::entity::{EMAIL, Kind};
use super::{ENTITY_IDENTIFIER, ORGANIZATION_ID, SUCCESS, active, no_entity, on_organization};
use crate::aws::operation::{Context, Operation, members};
use crate::aws::refusal::Refusal;
use crate::aws::shape::{Shape, required};

pub(super) const USER: Operation = Operation {
    name: "DescribeUser",
    input: Shape::Structure(&[
        required("OrganizationId", ORGANIZATION_ID),
        required("UserId", ENTITY_IDENTIFIER),
    ]),
    needs: on_organization,
    success: SUCCESS,
    run: |context, input| describe(context, Kind::User, &input),
};

pub(super) const GROUP: Operation = Operation {
    name: "DescribeGroup",
    input: Shape::Structure(&[
        required("OrganizationId", ORGANIZATION_ID),
        required("GroupId", ENTITY_IDENTIFIER),
    ]),
    needs: on_organization,
    success: SUCCESS,
    run: |context, input| describe(context, Kind::Group, &input),
};

pub(super) const RESOURCE: Operation = Operation {
    name: "DescribeResource",
    input: Shape::Structure(&[
        required("OrganizationId", ORGANIZATION_ID),
        required("ResourceId", ENTITY_IDENTIFIER),
    ]),
    needs: on_organization,
    success: SUCCESS,
    run: |context, input| describe(context, Kind::Resource, &input),
};

pub(super) const ENTITY: Operation = Operation {
    name: "DescribeEntity",
    input: Shape::Structure(&[required("OrganizationId", ORGANIZATION_ID), required("Email", EMAIL)]),
    needs: on_organization,
    success: SUCCESS,
    run: |context, input| describe_any(context, &input),
};

fn describe(context: &mut Context<'_>, kind: Kind, input: &Value) -> Result<Value, Refusal> {
    let identifier = text(input, kind.id_member());
    let organization = active(context, text(input, "OrganizationId"))?;
    let entity = organization.of_kind(kind).iter().find(|entity| entity.is(identifier));
    let entity = entity.ok_or_else(|| no_entity(identifier))?;
    let mut described = members(entity);
    described.remove("Id");
    described.insert(kind.id_member().to_owned(), entity.id().into());
    Ok(described.into())
}

fn describe_any(context: &mut Context<'_>, input: &Value) -> Result<Value, Refusal> {
    let email = text(input, "Email");
    let organization = active(context, text(input, "OrganizationId"))?;
    let found = organization.entities().find(|(_, entity)| entity.has_email(email));
    let (kind, entity) = found.ok_or_else(|| no_entity(email))?;
    Ok(json!({"EntityId": entity.id(), "Name": entity.name, "Type": kind.name()}))
}

/// A required member, which was checked to be there.
fn text<'a>(input: &'a Value, member: &str) -> &'a str {
    input[member].as_str().unwrap_or_default()
}
