//! Ending WorkSpaces, 25 a call, and reading the refusals inside the 200.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_workspaces::operation::terminate_workspaces::TerminateWorkspacesOutput;
use aws_sdk_workspaces::types::TerminateRequest;
use shared::aws::{AwsError, Trouble, may_pass};
use shared::operation::Run;
use shared::removal::{Removal, State};
use shared::report::{Refusal, Resource, Verdict};

use crate::desktops::{IDS_PER_CALL, by_ids, not_found};
use crate::{Target, TerminateWorkspaces};

type Verdicts = HashMap<Resource, Verdict>;

/// Ends standbys first and primaries after them, each in its own Region. A primary whose standby
/// could not be ended stays: nobody would find the standby again without it.
pub(crate) async fn terminate(
    operation: &TerminateWorkspaces,
    run: &Run,
    targets: &[(Resource, Target)],
) -> Verdicts {
    let is_standby =
        |resource: &Resource| targets.iter().any(|(_, target)| target.standbys.contains(resource));
    let (standbys, others): (Vec<_>, Vec<_>) =
        targets.iter().partition::<Vec<_>, _>(|(resource, _)| is_standby(resource));
    let mut verdicts = by_region(operation, run, &standbys).await;
    let stays = |resource: &Resource| {
        matches!(verdicts.get(resource), Some(Verdict::Failed(_) | Verdict::NotReady(_) | Verdict::Held(_)))
    };
    let (waiting, free): (Vec<_>, Vec<_>) =
        others.into_iter().partition::<Vec<_>, _>(|(_, target)| target.standbys.iter().any(stays));
    for (resource, _) in waiting {
        verdicts.insert(resource.clone(), Verdict::NotReady("its standby could not be ended".to_owned()));
    }
    verdicts.extend(by_region(operation, run, &free).await);
    verdicts
}

async fn by_region(operation: &TerminateWorkspaces, run: &Run, targets: &[&(Resource, Target)]) -> Verdicts {
    let mut regions: BTreeMap<Option<&str>, Vec<&(Resource, Target)>> = BTreeMap::new();
    for target in targets {
        regions.entry(target.0.region.as_deref()).or_default().push(target);
    }
    let mut verdicts = Verdicts::new();
    for targets in regions.values() {
        for targets in targets.chunks(IDS_PER_CALL) {
            verdicts.extend(one_call(operation, run, targets).await);
        }
    }
    verdicts
}

/// Ends at most 25 of one Region.
async fn one_call(operation: &TerminateWorkspaces, run: &Run, targets: &[&(Resource, Target)]) -> Verdicts {
    let resources: Vec<&Resource> = targets.iter().map(|(resource, _)| resource).collect();
    match send(operation, run, &resources).await {
        Ok(answer) => read(operation, run, &resources, &answer).await,
        // A denial of one denies all 25, and so may a refusal.
        Err(error) if targets.len() > 1 && matches!(error.trouble, Trouble::Denied | Trouble::Refused) => {
            one_by_one(operation, run, targets).await
        }
        Err(error) => {
            resources.into_iter().map(|resource| (resource.clone(), Verdict::from_error(&error))).collect()
        }
    }
}

/// Tries each by itself after its tags were read again: what the role denies may be a hold that is
/// younger than the first reading.
async fn one_by_one(operation: &TerminateWorkspaces, run: &Run, targets: &[&(Resource, Target)]) -> Verdicts {
    let mut verdicts = Verdicts::new();
    for (resource, target) in targets {
        let verdict = match operation.hold(run, resource, target).await {
            Some(held) => held,
            None => match send(operation, run, &[resource]).await {
                Ok(answer) => {
                    verdicts.extend(read(operation, run, &[resource], &answer).await);
                    continue;
                }
                Err(error) => Verdict::from_error(&error),
            },
        };
        verdicts.insert(resource.clone(), verdict);
    }
    verdicts
}

async fn send(
    operation: &TerminateWorkspaces,
    run: &Run,
    resources: &[&Resource],
) -> Result<TerminateWorkspacesOutput, AwsError> {
    let region = resources.first().and_then(|resource| resource.region.as_deref());
    let requests = resources.iter().filter_map(|resource| {
        // The builder fails only without an id.
        TerminateRequest::builder().workspace_id(&resource.id).build().ok()
    });
    let client = operation.clients.of(region);
    let call = client.terminate_workspaces().set_terminate_workspace_requests(Some(requests.collect()));
    run.call("TerminateWorkspaces", call.send()).await
}

/// A 200 is not success: what it lists as failed was refused. The codes are free text, so it is
/// looked at once more what became of those.
async fn read(
    operation: &TerminateWorkspaces,
    run: &Run,
    resources: &[&Resource],
    answer: &TerminateWorkspacesOutput,
) -> Verdicts {
    let mut verdicts: Verdicts =
        resources.iter().map(|resource| ((*resource).clone(), Verdict::Requested)).collect();
    let refused: Vec<(&Resource, Refusal)> = answer
        .failed_requests()
        .iter()
        .flat_map(|failed| {
            let code = failed.error_code().unwrap_or("Unknown");
            let message = failed.error_message().unwrap_or("AWS gave no reason");
            let refusal =
                Refusal { code: code.to_owned(), message: message.to_owned(), retryable: may_pass(code) };
            // A refusal that names none of them may be of any of them.
            let named = resources
                .iter()
                .copied()
                .find(|resource| Some(resource.id.as_str()) == failed.workspace_id());
            let meant = named.map_or_else(|| resources.to_vec(), |resource| vec![resource]);
            meant.into_iter().map(move |resource| (resource, refusal.clone()))
        })
        .collect();
    if refused.is_empty() {
        return verdicts;
    }
    let region = refused[0].0.region.as_deref();
    let ids: Vec<String> = refused.iter().map(|(resource, _)| resource.id.clone()).collect();
    let now = by_ids(&operation.clients, run, region, &ids).await;
    for (resource, refusal) in refused {
        let verdict = match now.as_ref().map(|listed| listed.get(&resource.id)) {
            Ok(None) => not_found(),
            Ok(Some(desktop)) => match desktop.standing() {
                State::Settled(verdict) => verdict,
                State::Waiting(_, reason) => Verdict::NotReady(reason),
                State::Removable(_) => Verdict::Failed(refusal),
            },
            Err(_) => Verdict::Failed(refusal),
        };
        verdicts.insert(resource.clone(), verdict);
    }
    verdicts
}
