//! `DescribeWorkspacesPools`: by ids or by name. There is no filter for a directory.

use serde::Deserialize;
use serde_json::Value;

use super::resources::{POOL_ID, Pool};
use super::{LIMIT, NEXT_TOKEN, SUCCESS, listing, not_found, page};
use crate::aws::access::on_everything;
use crate::aws::operation::{Context, Operation, members, read};
use crate::aws::refusal::Refusal;
use crate::aws::shape::{Shape, list_of, optional, required, text_like};

const FILTER_VALUE: Shape = text_like(1, 128, "^[A-Za-z0-9][A-Za-z0-9_.-]+$");

pub(super) const OPERATION: Operation = Operation {
    name: "DescribeWorkspacesPools",
    input: Shape::Structure(&[
        optional("PoolIds", list_of(&POOL_ID, 1, 25)),
        optional("Filters", list_of(&FILTER, 1, 25)),
        optional("Limit", LIMIT),
        optional("NextToken", NEXT_TOKEN),
    ]),
    needs: on_everything,
    success: SUCCESS,
    run,
};

const FILTER: Shape = Shape::Structure(&[
    required("Name", Shape::OneOf(&["PoolName"])),
    required("Values", list_of(&FILTER_VALUE, 1, 25)),
    required("Operator", Shape::OneOf(&["EQUALS", "NOTEQUALS", "CONTAINS", "NOTCONTAINS"])),
]);

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    pool_ids: Option<Vec<String>>,
    #[serde(default)]
    filters: Vec<Filter>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Filter {
    values: Vec<String>,
    operator: Operator,
}

#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Operator {
    Equals,
    NotEquals,
    Contains,
    NotContains,
}

fn run(context: &mut Context<'_>, mut input: Value) -> Result<Value, Refusal> {
    let listing = listing(context, OPERATION.name, &mut input);
    let request = read::<Request>(input)?;
    let reached: Vec<_> =
        context.world.workspaces_pools.iter().filter(|pool| context.reaches(region(context, pool))).collect();
    let missing = |id: &&String| reached.iter().all(|pool| pool.pool_id != **id);
    if let Some(id) = request.pool_ids.iter().flatten().find(missing) {
        return Err(not_found(id));
    }
    let admitted = reached.into_iter().filter(|pool| request.admits(pool));
    let found = admitted.map(|pool| (pool.pool_id.clone(), members(pool).into())).collect();
    page(context, &listing, "WorkspacesPools", found)
}

/// A pool is where its directory is.
fn region<'a>(context: &'a Context<'_>, pool: &Pool) -> Option<&'a str> {
    context.world.directory(&pool.directory_id)?.region.as_deref()
}

impl Request {
    fn admits(&self, pool: &Pool) -> bool {
        self.pool_ids.as_ref().is_none_or(|ids| ids.contains(&pool.pool_id))
            && self.filters.iter().all(|filter| filter.admits(pool.name()))
    }
}

impl Filter {
    fn admits(&self, name: &str) -> bool {
        match self.operator {
            Operator::Equals => self.values.iter().any(|value| value == name),
            Operator::NotEquals => self.values.iter().all(|value| value != name),
            Operator::Contains => self.values.iter().any(|value| name.contains(value)),
            Operator::NotContains => self.values.iter().all(|value| !name.contains(value)),
        }
    }
}
