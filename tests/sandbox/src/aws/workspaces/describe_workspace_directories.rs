//! `DescribeWorkspaceDirectories`: the directories that are registered, by ids, names or filters.

use serde::Deserialize;
use serde_json::Value;

use super::resources::{DIRECTORY_ID, Directory};
use super::{LIMIT, NEXT_TOKEN, SUCCESS, listing, page};
use crate::aws::access::on_everything;
use crate::aws::operation::{Context, Operation, members, read};
use crate::aws::refusal::Refusal;
use crate::aws::shape::{Shape, list_of, optional, pattern, required};

const NAME: Shape = pattern(r"^[a-zA-Z0-9][a-zA-Z0-9_.\s-]{1,64}$");
const FILTER_VALUE: Shape = pattern(r"^[0-9a-zA-Z\*\.\\/\?-_]{0,64}$");

pub(super) const OPERATION: Operation = Operation {
    name: "DescribeWorkspaceDirectories",
    input: Shape::Structure(&[
        optional("DirectoryIds", list_of(&DIRECTORY_ID, 1, 25)),
        optional("WorkspaceDirectoryNames", list_of(&NAME, 1, 25)),
        optional("Limit", LIMIT),
        optional("NextToken", NEXT_TOKEN),
        optional("Filters", list_of(&FILTER, 1, 25)),
    ]),
    needs: on_everything,
    success: SUCCESS,
    run,
};

const FILTER: Shape = Shape::Structure(&[
    required("Name", Shape::OneOf(&["USER_IDENTITY_TYPE", "WORKSPACE_TYPE"])),
    required("Values", list_of(&FILTER_VALUE, 1, 25)),
]);

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    directory_ids: Option<Vec<String>>,
    workspace_directory_names: Option<Vec<String>>,
    #[serde(default)]
    filters: Vec<Filter>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Filter {
    name: FilterName,
    values: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum FilterName {
    UserIdentityType,
    WorkspaceType,
}

fn run(context: &mut Context<'_>, mut input: Value) -> Result<Value, Refusal> {
    let listing = listing(context, OPERATION.name, &mut input);
    let request = read::<Request>(input)?;
    let reached = context.world.directories.iter().filter(|one| context.reaches(one.region.as_deref()));
    let found = reached.filter(|directory| request.admits(directory)).map(described).collect();
    page(context, &listing, "Directories", found)
}

impl Request {
    fn admits(&self, directory: &Directory) -> bool {
        let name = directory.other.get("WorkspaceDirectoryName").and_then(Value::as_str).unwrap_or_default();
        self.directory_ids.as_ref().is_none_or(|ids| ids.contains(&directory.directory_id))
            && self.workspace_directory_names.as_ref().is_none_or(|names| names.iter().any(|one| one == name))
            && self.filters.iter().all(|filter| filter.admits(directory))
    }
}

impl Filter {
    fn admits(&self, directory: &Directory) -> bool {
        let value = match self.name {
            FilterName::WorkspaceType => directory.workspace_type.name(),
            FilterName::UserIdentityType => {
                directory.other.get("UserIdentityType").and_then(Value::as_str).unwrap_or_default()
            }
        };
        self.values.iter().any(|wanted| wanted == value)
    }
}

fn described(directory: &Directory) -> (String, Value) {
    let mut members = members(directory);
    members.remove("Region");
    (directory.directory_id.clone(), members.into())
}
