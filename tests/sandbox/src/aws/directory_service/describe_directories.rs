//! `DescribeDirectories`: all of them, or those with the given ids, which must all be there.

use serde::Deserialize;
use serde_json::Value;

use super::directory::DirectoryDescription;
use super::{DIRECTORY_ID, SUCCESS, directory};
use crate::aws::access::on_everything;
use crate::aws::operation::{Context, Operation, members, read};
use crate::aws::paging::{InvalidToken, Listing};
use crate::aws::refusal::Refusal;
use crate::aws::shape::{Shape, TEXT, list, optional};

/// The most that a page has. The model gives no bound; this is an example.
const PAGE: usize = 100;

pub(super) const OPERATION: Operation = Operation {
    name: "DescribeDirectories",
    input: Shape::Structure(&[
        optional("DirectoryIds", list(&DIRECTORY_ID)),
        optional("Limit", Shape::Integer { min: 0, max: i64::MAX }),
        optional("NextToken", TEXT),
    ]),
    needs: on_everything,
    success: SUCCESS,
    run,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    directory_ids: Option<Vec<String>>,
}

fn run(context: &mut Context<'_>, mut input: Value) -> Result<Value, Refusal> {
    without_zero(&mut input);
    let listing =
        Listing::taken_from(&mut input, OPERATION.name, context.region, ("Limit", "NextToken"), PAGE);
    let wanted = read::<Request>(input)?.directory_ids;
    if wanted.as_ref().is_some_and(Vec::is_empty) {
        // The member's documentation in the model.
        return Err(Refusal::bad_request("InvalidParameterException", "DirectoryIds is an empty list."));
    }
    for id in wanted.iter().flatten() {
        directory(context, id)?;
    }
    let is_wanted = |id: &String| wanted.as_ref().is_none_or(|ids| ids.contains(id));
    let all = context.world.directory_service_directories.iter();
    let found = all.filter(|one| context.reaches(one.region.as_deref()) && is_wanted(&one.directory_id));
    let found: Vec<_> = found.map(described).collect();
    let page = context.pages.page(&listing, found);
    let invalid = |InvalidToken| {
        Refusal::bad_request("InvalidNextTokenException", "The NextToken is not one of this listing.")
    };
    Ok(page.map_err(invalid)?.answer("DirectoryDescriptions", "NextToken"))
}

/// A limit of 0 is none (the member's documentation in the model).
fn without_zero(input: &mut Value) {
    if input["Limit"] == 0
        && let Some(members) = input.as_object_mut()
    {
        members.remove("Limit");
    }
}

/// As AWS has it: without the members that are the sandbox's.
fn described(directory: &DirectoryDescription) -> (String, Value) {
    let mut members = members(directory);
    members.remove("AuthorizedApplications");
    members.remove("Region");
    (directory.directory_id.clone(), members.into())
}
