//! `ListOrganizations`: all of them, in every state.

use serde_json::{Map, Value};

use super::{MAX_RESULTS, NEXT_TOKEN, Organization, SUCCESS, listing, page};
use crate::aws::access::on_everything;
use crate::aws::operation::{Context, Operation, members};
use crate::aws::refusal::Refusal;
use crate::aws::shape::{Shape, optional};

pub(super) const OPERATION: Operation = Operation {
    name: "ListOrganizations",
    input: Shape::Structure(&[optional("MaxResults", MAX_RESULTS), optional("NextToken", NEXT_TOKEN)]),
    needs: on_everything,
    success: SUCCESS,
    run,
};

/// The members of `OrganizationSummary`.
const SUMMARY: [&str; 5] = ["OrganizationId", "Alias", "DefaultMailDomain", "ErrorMessage", "State"];

fn run(context: &mut Context<'_>, mut input: Value) -> Result<Value, Refusal> {
    let listing = listing(context, OPERATION.name, &mut input);
    let here = context.reaches(None);
    let organizations = context.world.organizations.iter().filter(|_| here);
    let found = organizations.map(|one| (one.organization_id.clone(), summary(one))).collect();
    page(context, &listing, "OrganizationSummaries", found)
}

fn summary(organization: &Organization) -> Value {
    let mut summary: Map<_, _> = members(organization);
    summary.retain(|name, _| SUMMARY.contains(&name.as_str()));
    summary.into()
}
