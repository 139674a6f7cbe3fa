//! From a request to the WorkSpaces it is about.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_workspaces::types::WorkspaceDirectory;
use shared::aws::{AwsError, Trouble};
use shared::error::Error;
use shared::guards;
use shared::operation::{Job, Run};
use shared::removal::{Candidate, Found};
use shared::report::{Refusal, Resource, Verdict};
use shared::request::{Form, Person, UserName, WorkspaceId};
use shared::workspaces::directories;

use crate::desktops::{Desktop, by_ids, not_found, of_user};
use crate::person::{Where, choose};
use crate::{Request, Target, TerminateWorkspaces, workspace};

/// Looks at what each request is about. The ids of all are described together, and the directories
/// are listed once for all.
pub(crate) async fn find(
    operation: &TerminateWorkspaces,
    run: &Run,
    jobs: &[Job<Request>],
) -> Vec<Result<Found<Target>, Error>> {
    let together = Together::describe(operation, run, jobs).await;
    let mut listed: Option<Result<Vec<WorkspaceDirectory>, AwsError>> = None;
    let mut found = Vec::with_capacity(jobs.len());
    for job in jobs {
        found.push(match &job.request {
            Form::Aws(ids) => by_id(operation, run, ids, &together).await,
            Form::Person(person) => {
                let Some(user) = &person.user_name else {
                    let note = "WorkSpaces are looked up by user name, and there was none";
                    found.push(Ok(Found::not_looked_up(note)));
                    continue;
                };
                let listed = match &mut listed {
                    Some(listed) => listed,
                    none => none.insert(directories(run, &operation.clients.home, &[]).await),
                };
                match listed {
                    Ok(listed) => by_person(operation, run, person, user, listed).await,
                    Err(error) => Err(error.clone().into()),
                }
            }
        });
    }
    found
}

/// What the ids of all requests were described as.
struct Together {
    desktops: Result<HashMap<String, Desktop>, AwsError>,
    requests: usize,
}

impl Together {
    async fn describe(operation: &TerminateWorkspaces, run: &Run, jobs: &[Job<Request>]) -> Self {
        let mut ids: Vec<String> = Vec::new();
        let mut requests = 0;
        for job in jobs {
            if let Form::Aws(asked) = &job.request
                && guards::blast_radius(&operation.settings, asked.len()).is_ok()
            {
                requests += 1;
                ids.extend(asked.iter().map(ToString::to_string));
            }
        }
        ids.sort_unstable();
        ids.dedup();
        Self { desktops: by_ids(&operation.clients, run, None, &ids).await, requests }
    }
}

async fn by_id(
    operation: &TerminateWorkspaces,
    run: &Run,
    ids: &[WorkspaceId],
    together: &Together,
) -> Result<Found<Target>, Error> {
    guards::blast_radius(&operation.settings, ids.len())?;
    let asked: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let alone;
    let desktops = match &together.desktops {
        Ok(desktops) => desktops,
        // What AWS refuses for one request must not stand in the way of the others.
        Err(error)
            if together.requests > 1 && matches!(error.trouble, Trouble::Refused | Trouble::Denied) =>
        {
            alone = by_ids(&operation.clients, run, None, &asked).await?;
            &alone
        }
        Err(error) => return Err(error.clone().into()),
    };
    let asked = asked.into_iter().map(|id| {
        let desktop = desktops.get(&id).cloned();
        (id, desktop)
    });
    with_standbys(operation, run, asked.collect()).await
}

async fn by_person(
    operation: &TerminateWorkspaces,
    run: &Run,
    person: &Person,
    user: &UserName,
    listed: &[WorkspaceDirectory],
) -> Result<Found<Target>, Error> {
    let directories = match choose(operation, person, listed)? {
        Where::In(directories) => directories,
        Where::Nowhere => {
            let note = "this Region has no directory for personal WorkSpaces, so nobody has one here";
            return Ok(Found { notes: vec![note.to_owned()], ..Found::these(Vec::new()) });
        }
        Where::Unclear => {
            let note = "no directory for personal WorkSpaces is REGISTERED here, and not all are gone";
            return Ok(Found::not_looked_up(note));
        }
    };
    let mut theirs = Vec::new();
    for directory_id in &directories {
        let desktops = of_user(&operation.clients, run, directory_id, user).await?;
        theirs.extend(desktops.into_iter().map(|(id, desktop)| (id, Some(desktop))));
    }
    with_standbys(operation, run, theirs).await
}

/// Adds the standbys of primaries, each behind its primary.
async fn with_standbys(
    operation: &TerminateWorkspaces,
    run: &Run,
    asked: Vec<(String, Option<Desktop>)>,
) -> Result<Found<Target>, Error> {
    let standbys = describe_standbys(operation, run, &asked).await?;
    let mut candidates = Vec::with_capacity(asked.len());
    for (id, desktop) in asked {
        let Some(desktop) = desktop else {
            // A standby that was asked for by its id is not listed here, but its primary knows it.
            if !standbys.keys().any(|standby| standby.id == id) {
                candidates.push(Candidate::settled(workspace(&id), not_found()));
            }
            continue;
        };
        let theirs = |standby: &Resource| {
            standbys
                .get(standby)
                .and_then(Option::as_ref)
                .is_none_or(|standby| desktop.shares_user_with(standby))
        };
        let Some(after) = desktop.standbys.clone().filter(|standbys| standbys.iter().all(theirs)) else {
            candidates.push(Candidate::settled(workspace(&id), standby_of_another()));
            continue;
        };
        candidates.push(Candidate { after, ..candidate(workspace(&id), Some(&desktop)) });
        for standby in desktop.standbys.iter().flatten() {
            let described = standbys.get(standby).and_then(Option::as_ref);
            candidates.push(candidate(standby.clone(), described));
        }
    }
    Ok(Found::these(candidates))
}

/// Describes the standbys of `asked`, each in its own Region; none for one that is gone.
async fn describe_standbys(
    operation: &TerminateWorkspaces,
    run: &Run,
    asked: &[(String, Option<Desktop>)],
) -> Result<BTreeMap<Resource, Option<Desktop>>, AwsError> {
    let mut by_region: BTreeMap<Option<String>, Vec<String>> = BTreeMap::new();
    for standby in
        asked.iter().flat_map(|(_, desktop)| desktop).flat_map(|desktop| desktop.standbys.iter().flatten())
    {
        by_region.entry(standby.region.clone()).or_default().push(standby.id.clone());
    }
    let mut standbys = BTreeMap::new();
    for (region, ids) in by_region {
        let mut described = by_ids(&operation.clients, run, region.as_deref(), &ids).await?;
        for id in ids {
            let desktop = described.remove(&id);
            standbys.insert(Resource { region: region.clone(), ..workspace(&id) }, desktop);
        }
    }
    Ok(standbys)
}

fn candidate(resource: Resource, desktop: Option<&Desktop>) -> Candidate<Target> {
    match desktop {
        Some(desktop) => Candidate::new(resource, desktop.standing()),
        None => Candidate::settled(resource, not_found()),
    }
}

fn standby_of_another() -> Verdict {
    Verdict::Failed(Refusal {
        code: "StandbyOfAnotherUser".to_owned(),
        message: "its standby WorkSpace is not known to belong to the same user".to_owned(),
        retryable: false,
    })
}
