//! `ListUsers`, `ListGroups` and `ListResources`, which differ in the members of their filters
//! and answers only.

use serde_json::{Map, Value};

use super::entity::{Entity, Kind, STATE};
use super::{MAX_RESULTS, NEXT_TOKEN, ORGANIZATION_ID, SUCCESS, active, listing, on_organization, page};
use crate::aws::operation::{Context, Operation, members};
use crate::aws::refusal::Refusal;
use crate::aws::shape::{Shape, optional, required, text, text_like};

const PREFIX: Shape = text(0, 256);

pub(super) const USERS: Operation = Operation {
    name: "ListUsers",
    input: Shape::Structure(&[
        required("OrganizationId", ORGANIZATION_ID),
        optional("NextToken", NEXT_TOKEN),
        optional("MaxResults", MAX_RESULTS),
        optional(
            "Filters",
            Shape::Structure(&[
                optional("UsernamePrefix", PREFIX),
                optional("DisplayNamePrefix", PREFIX),
                optional("PrimaryEmailPrefix", PREFIX),
                optional("State", STATE),
                optional("IdentityProviderUserIdPrefix", text_like(1, 47, "^[A-Fa-f0-9-]+$")),
            ]),
        ),
    ]),
    needs: on_organization,
    success: SUCCESS,
    run: |context, input| list(context, Kind::User, input),
};

pub(super) const GROUPS: Operation = Operation {
    name: "ListGroups",
    input: BY_NAME,
    needs: on_organization,
    success: SUCCESS,
    run: |context, input| list(context, Kind::Group, input),
};

pub(super) const RESOURCES: Operation = Operation {
    name: "ListResources",
    input: BY_NAME,
    needs: on_organization,
    success: SUCCESS,
    run: |context, input| list(context, Kind::Resource, input),
};

const BY_NAME: Shape = Shape::Structure(&[
    required("OrganizationId", ORGANIZATION_ID),
    optional("NextToken", NEXT_TOKEN),
    optional("MaxResults", MAX_RESULTS),
    optional(
        "Filters",
        Shape::Structure(&[
            optional("NamePrefix", PREFIX),
            optional("PrimaryEmailPrefix", PREFIX),
            optional("State", STATE),
        ]),
    ),
]);

/// The members that a listing has of an entity.
fn summary(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::User => &[
            "Email",
            "Name",
            "DisplayName",
            "State",
            "UserRole",
            "EnabledDate",
            "DisabledDate",
            "IdentityProviderUserId",
            "IdentityProviderIdentityStoreId",
        ],
        Kind::Group => &["Email", "Name", "State", "EnabledDate", "DisabledDate"],
        Kind::Resource => &["Email", "Name", "Type", "State", "EnabledDate", "DisabledDate", "Description"],
    }
}

fn list(context: &mut Context<'_>, kind: Kind, mut input: Value) -> Result<Value, Refusal> {
    let listing = listing(context, kind.list_member(), &mut input);
    let organization = active(context, input["OrganizationId"].as_str().unwrap_or_default())?;
    let no_filters = Map::new();
    let filters = input["Filters"].as_object().unwrap_or(&no_filters);
    let admitted = organization.of_kind(kind).iter().filter(|entity| admits(filters, entity));
    let found = admitted.map(|entity| (entity.id().to_owned(), listed(kind, entity))).collect();
    page(context, &listing, kind.list_member(), found)
}

fn listed(kind: Kind, entity: &Entity) -> Value {
    let mut listed = members(entity);
    listed.retain(|name, _| summary(kind).contains(&name.as_str()));
    listed.insert("Id".to_owned(), entity.id().into());
    listed.into()
}

/// Whether every filter fits; how AWS takes upper and lower case in prefixes is unverified.
fn admits(filters: &Map<String, Value>, entity: &Entity) -> bool {
    let entity = members(entity);
    filters.iter().all(|(filter, wanted)| {
        let member = match filter.as_str() {
            "UsernamePrefix" | "NamePrefix" => "Name",
            "PrimaryEmailPrefix" => "Email",
            other => other.trim_end_matches("Prefix"),
        };
        let value = entity.get(member).and_then(Value::as_str).unwrap_or_default().to_lowercase();
        value.starts_with(&wanted.as_str().unwrap_or_default().to_lowercase())
    })
}
