//! From an id to what can be done about the directory.

use std::collections::{HashMap, HashSet};

use aws_sdk_workspaces::Client;
use aws_sdk_workspaces::types::{WorkspaceDirectory, WorkspaceDirectoryState};
use shared::aws::{AwsError, Trouble};
use shared::error::Error;
use shared::operation::{Job, Run};
use shared::removal::{Candidate, Found, State};
use shared::report::{Refusal, Verdict};
use shared::request::DirectoryId;
use shared::workspaces::{DIRECTORY_IDS_PER_CALL, Inside, directories};

use crate::directory;

/// Looks at the directory of each request. All are described together first, each once; whether
/// they are empty is asked last, as close to the removal as a listing can be whose failure is still
/// an error of the request.
pub(crate) async fn find(
    client: &Client,
    run: &Run,
    jobs: &[Job<DirectoryId>],
) -> Vec<Result<Found<()>, Error>> {
    let mut seen = HashSet::new();
    let ids = jobs.iter().map(|job| &job.request).filter(|id| seen.insert(*id)).cloned();
    let mut inside = Inside::new(run, client);
    let mut states: HashMap<DirectoryId, Result<State<()>, AwsError>> = HashMap::new();
    for (id, described) in describe(client, run, &ids.collect::<Vec<_>>()).await {
        let state = match described {
            Ok(described) => state(&id, described.as_ref(), &mut inside).await,
            Err(error) => Err(error),
        };
        states.insert(id, state);
    }
    jobs.iter().map(|job| found(&job.request, &states[&job.request])).collect()
}

fn found(id: &DirectoryId, state: &Result<State<()>, AwsError>) -> Result<Found<()>, Error> {
    let state = state.clone()?;
    let candidate = Candidate::new(directory(id), state);
    Ok(Found::these(vec![candidate]))
}

type Described = Result<Option<WorkspaceDirectory>, AwsError>;

/// Describes directories by id; none for one that is not registered.
async fn describe(client: &Client, run: &Run, ids: &[DirectoryId]) -> Vec<(DirectoryId, Described)> {
    let mut described = Vec::with_capacity(ids.len());
    for together in ids.chunks(DIRECTORY_IDS_PER_CALL) {
        let listed = directories(run, client, together).await;
        // What AWS refuses for one request must not stand in the way of the others.
        let is_refused = listed.as_ref().is_err_and(|error| error.trouble == Trouble::Refused);
        for id in together {
            let one = if is_refused && together.len() > 1 {
                pick(id, &directories(run, client, std::slice::from_ref(id)).await)
            } else {
                pick(id, &listed)
            };
            described.push((id.clone(), one));
        }
    }
    described
}

/// The directory that was asked for, whatever a listing returns beside it.
fn pick(id: &DirectoryId, listed: &Result<Vec<WorkspaceDirectory>, AwsError>) -> Described {
    match listed {
        Ok(listed) => Ok(listed.iter().find(|listed| listed.directory_id() == Some(id.as_str())).cloned()),
        Err(error) if error.is("ResourceNotFoundException") => Ok(None),
        Err(error) => Err(error.clone()),
    }
}

async fn state(
    id: &DirectoryId,
    described: Option<&WorkspaceDirectory>,
    inside: &mut Inside<'_>,
) -> Result<State<()>, AwsError> {
    let state = standing(described);
    if !matches!(state, State::Removable(())) {
        return Ok(state);
    }
    let occupant = inside.of(id.as_str()).await?;
    Ok(occupant.map_or(state, |occupant| State::Waiting((), occupant.to_string())))
}

/// What the state of a directory allows. Only REGISTERED, and nothing that is not known yet, lets it
/// go.
fn standing(described: Option<&WorkspaceDirectory>) -> State<()> {
    let Some(directory) = described else { return State::Settled(not_found()) };
    match directory.state() {
        Some(WorkspaceDirectoryState::Registered) => State::Removable(()),
        Some(WorkspaceDirectoryState::Deregistering) => {
            State::Settled(Verdict::InProgress("it is DEREGISTERING".to_owned()))
        }
        Some(WorkspaceDirectoryState::Deregistered) => {
            State::Settled(Verdict::AlreadyGone("it is DEREGISTERED".to_owned()))
        }
        Some(WorkspaceDirectoryState::Error) => State::Settled(in_error(directory)),
        Some(other) => State::Waiting((), format!("it is {}", other.as_str())),
        None => State::Waiting((), "its state is not known".to_owned()),
    }
}

pub(crate) fn not_found() -> Verdict {
    Verdict::AlreadyGone("not found".to_owned())
}

/// A directory in ERROR stays so until a person mends it.
fn in_error(directory: &WorkspaceDirectory) -> Verdict {
    let message = directory.error_message().unwrap_or("the directory is in state ERROR");
    Verdict::Failed(Refusal { code: "ERROR".to_owned(), message: message.to_owned(), retryable: false })
}
