//! `DeleteDirectory`: only for a directory that no application uses any more. It cannot be undone.

use serde::Deserialize;
use serde_json::{Value, json};

use super::directory::DirectoryStage;
use super::{DIRECTORY_ID, SUCCESS, directory, no_directory, rights};
use crate::aws::operation::{Context, Operation, read};
use crate::aws::refusal::Refusal;
use crate::aws::shape::{Shape, required};

pub(super) const OPERATION: Operation = Operation {
    name: "DeleteDirectory",
    input: Shape::Structure(&[required("DirectoryId", DIRECTORY_ID)]),
    needs: rights::to_delete,
    success: SUCCESS,
    run,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    directory_id: String,
}

fn run(context: &mut Context<'_>, input: Value) -> Result<Value, Refusal> {
    let id = read::<Request>(input)?.directory_id;
    let now = context.now.unix_timestamp();
    let directory = directory(context, &id)?;
    match directory.stage {
        DirectoryStage::Deleted => return Err(no_directory(&id)),
        // Unverified, as is whether AWS does not rather say that there is none: Terraform's provider
        // has met directories that are listed and, to this operation, do not exist.
        DirectoryStage::Deleting => return Err(refused(format!("The directory {id} is being deleted."))),
        _ => {}
    }
    let applications = &directory.authorized_applications;
    if !applications.is_empty() {
        let applications = applications.join(", ");
        return Err(refused(format!(
            "The directory {id} still has authorized applications: {applications}."
        )));
    }
    directory.stage = DirectoryStage::Deleting;
    directory.other.insert("StageLastUpdatedDateTime".to_owned(), now.into());
    Ok(json!({"DirectoryId": id}))
}

/// Of the errors that the model declares for it, the one for what the caller did.
fn refused(message: String) -> Refusal {
    Refusal::bad_request("ClientException", message)
}
