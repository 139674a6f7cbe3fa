//! `DescribeOrganization`.

use serde::Deserialize;
use serde_json::Value;

use super::{Kind, ORGANIZATION_ID, SUCCESS, on_organization, organization};
use crate::aws::operation::{Context, Operation, members, read};
use crate::aws::refusal::Refusal;
use crate::aws::shape::{Shape, required};

pub(super) const OPERATION: Operation = Operation {
    name: "DescribeOrganization",
    input: Shape::Structure(&[required("OrganizationId", ORGANIZATION_ID)]),
    needs: on_organization,
    success: SUCCESS,
    run,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    organization_id: String,
}

/// Everything but who is in it.
fn run(context: &mut Context<'_>, input: Value) -> Result<Value, Refusal> {
    let request = read::<Request>(input)?;
    let mut described = members(organization(context, &request.organization_id)?);
    for kind in Kind::ALL {
        described.remove(kind.list_member());
    }
    Ok(described.into())
}
