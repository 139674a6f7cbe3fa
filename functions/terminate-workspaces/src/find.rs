//! From a request to the WorkSpaces it is about.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_workspaces::types::WorkspaceDirectory;
use shared::aws::{AwsError, Trouble};
use shared::error::Error;
use shared::guards;
use shared::operation::{Job, Run};
use shared::removal::{Candidate, Found};
use shared::report::{Refusal, Resource, Verdict};
use shared::request::{Form, Person, UserName};
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
            Form::Aws(asked) => by_id(operation, run, asked, &together).await,
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

/// What the ids of all requests were described as, those of this Region.
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
                ids.extend(here(asked));
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
    asked: &[Resource],
    together: &Together,
) -> Result<Found<Target>, Error> {
    guards::blast_radius(&operation.settings, asked.len())?;
    let alone;
    let desktops = match &together.desktops {
        Ok(desktops) => desktops,
        // What AWS refuses for one request must not stand in the way of the others.
        Err(error)
            if together.requests > 1 && matches!(error.trouble, Trouble::Refused | Trouble::Denied) =>
        {
            alone = by_ids(&operation.clients, run, None, &here(asked).collect::<Vec<_>>()).await?;
            &alone
        }
        Err(error) => return Err(error.clone().into()),
    };
    let elsewhere = describe(operation, run, asked.iter().filter(|asked| asked.region.is_some())).await?;
    let described = |asked: &Resource| match asked.region {
        None => desktops.get(&asked.id).cloned(),
        Some(_) => elsewhere.get(asked).cloned().flatten(),
    };
    let asked = asked.iter().map(|asked| (asked.clone(), described(asked))).collect();
    with_standbys(operation, run, asked, &elsewhere).await
}

/// The ids of those that are in this Region.
fn here(asked: &[Resource]) -> impl Iterator<Item = String> {
    asked.iter().filter(|asked| asked.region.is_none()).map(|asked| asked.id.clone())
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
        theirs.extend(desktops.into_iter().map(|(id, desktop)| (workspace(&id), Some(desktop))));
    }
    with_standbys(operation, run, theirs, &Described::new()).await
}

/// Adds the standbys of primaries, each behind its primary. Those in `elsewhere` are described already.
async fn with_standbys(
    operation: &TerminateWorkspaces,
    run: &Run,
    asked: Vec<(Resource, Option<Desktop>)>,
    elsewhere: &Described,
) -> Result<Found<Target>, Error> {
    let of_primaries =
        asked.iter().flat_map(|(_, desktop)| desktop).flat_map(|desktop| desktop.standbys.iter().flatten());
    let (known, unknown): (Vec<_>, Vec<_>) =
        of_primaries.partition(|standby| elsewhere.contains_key(standby));
    let mut standbys = describe(operation, run, unknown.into_iter()).await?;
    standbys.extend(known.into_iter().map(|standby| (standby.clone(), elsewhere[standby].clone())));
    let mut candidates = Vec::with_capacity(asked.len());
    for (resource, desktop) in asked {
        let Some(desktop) = desktop else {
            // A standby that was asked for by its id alone is not listed here, but its primary knows it.
            if resource.region.is_some() || !standbys.keys().any(|standby| standby.id == resource.id) {
                candidates.push(Candidate::settled(resource, not_found()));
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
            candidates.push(Candidate::settled(resource, standby_of_another()));
            continue;
        };
        candidates.push(Candidate { after, ..candidate(resource, Some(&desktop)) });
        for standby in desktop.standbys.iter().flatten() {
            let described = standbys.get(standby).and_then(Option::as_ref);
            candidates.push(candidate(standby.clone(), described));
        }
    }
    Ok(Found::these(candidates))
}

/// WorkSpaces as they were described; none for one that is not listed in its Region.
type Described = BTreeMap<Resource, Option<Desktop>>;

/// Describes WorkSpaces, each in its own Region.
async fn describe(
    operation: &TerminateWorkspaces,
    run: &Run,
    resources: impl Iterator<Item = &Resource>,
) -> Result<Described, AwsError> {
    let mut by_region: BTreeMap<Option<String>, Vec<String>> = BTreeMap::new();
    for resource in resources {
        by_region.entry(resource.region.clone()).or_default().push(resource.id.clone());
    }
    let mut all = BTreeMap::new();
    for (region, ids) in by_region {
        let mut described = by_ids(&operation.clients, run, region.as_deref(), &ids).await?;
        for id in ids {
            let desktop = described.remove(&id);
            all.insert(Resource { region: region.clone(), ..workspace(&id) }, desktop);
        }
    }
    Ok(all)
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
