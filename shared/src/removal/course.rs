//! From the requests of one invocation to a report for each.

use std::collections::{HashMap, HashSet};

use super::together::keep_together;
use super::{Candidate, Found, Removal, State};
use crate::aws::{Trouble, is_denial};
use crate::clock::rfc3339;
use crate::error::Error;
use crate::guards;
use crate::operation::{Effect, Job, Operation, Run};
use crate::report::{Outcome, Refusal, Report, Resource, Verdict};
use crate::request::{Fields, Invalid};
use crate::settings::Settings;

impl<R: Removal> Operation for R {
    const NAME: &'static str = R::NAME;
    const COUNTS: &'static [&'static str] = &Verdict::STATUSES;
    const GOES_LAST: bool = R::GOES_LAST;
    type Request = R::Request;
    type Answer = Report;

    fn settings(&self) -> &Settings {
        Removal::settings(self)
    }

    fn read(&self, fields: &mut Fields) -> Result<Self::Request, Invalid> {
        Removal::read(self, fields)
    }

    async fn answer(&self, run: &Run, jobs: &[Job<R::Request>]) -> Vec<Result<Report, Error>> {
        let mut found = look(self, run, jobs).await;
        match run.effect {
            Effect::Early => {}
            Effect::DryRun => hold_back(self, run, &mut found).await,
            Effect::Live => {
                hold_back(self, run, &mut found).await;
                remove(self, run, &mut found).await;
            }
        }
        let reports = jobs.iter().zip(found);
        reports.map(|(job, found)| found.map(|found| report::<R>(run, job, found))).collect()
    }
}

/// Finds what is meant, once each, and refuses what is too much.
async fn look<R: Removal>(
    operation: &R,
    run: &Run,
    jobs: &[Job<R::Request>],
) -> Vec<Result<Found<R::Target>, Error>> {
    let found = operation.find(run, jobs).await;
    let checked = jobs.iter().zip(found).map(|(job, found)| {
        let mut found = found.or_else(|error| out_of_time(&operation.named(&job.request), error))?;
        let mut seen = HashSet::new();
        found.resources.retain(|candidate| seen.insert(candidate.resource.clone()));
        guards::blast_radius(operation.settings(), found.resources.len())?;
        Ok(found)
    });
    checked.collect()
}

/// A request that names its resources has an outcome for each even where there was no time to look.
fn out_of_time<T>(named: &[Resource], error: Error) -> Result<Found<T>, Error> {
    let no_time = matches!(&error, Error::Aws(error) if error.trouble == Trouble::Deadline);
    if !no_time || named.is_empty() {
        return Err(error);
    }
    let later =
        |resource: &Resource| Candidate::settled(resource.clone(), Verdict::out_of_time()).unresolved();
    Ok(Found::these(named.iter().map(later).collect()))
}

/// Settles what the hold guard keeps, reading the tags of each resource once.
async fn hold_back<R: Removal>(operation: &R, run: &Run, found: &mut [Result<Found<R::Target>, Error>]) {
    let mut read: HashMap<Resource, Option<Verdict>> = HashMap::new();
    for found in found.iter_mut().flatten() {
        for candidate in &mut found.resources {
            let (State::Removable(target) | State::Waiting(target, _)) = &candidate.state else { continue };
            let held = match read.get(&candidate.resource) {
                Some(held) => held.clone(),
                None => operation.hold(run, &candidate.resource, target).await,
            };
            read.insert(candidate.resource.clone(), held.clone());
            if let Some(verdict) = held {
                candidate.settle(verdict);
            }
        }
        keep_together(&mut found.resources);
    }
}

/// Removes what is left, each resource once, whichever requests name it.
async fn remove<R: Removal>(operation: &R, run: &Run, found: &mut [Result<Found<R::Target>, Error>]) {
    let mut targets: Vec<(Resource, R::Target)> = Vec::new();
    for candidate in found.iter_mut().flatten().flat_map(|found| &mut found.resources) {
        let State::Removable(target) = &candidate.state else { continue };
        match targets.iter().find(|(resource, _)| *resource == candidate.resource) {
            None => targets.push((candidate.resource.clone(), target.clone())),
            Some((_, first)) if operation.is_same_work(first, target) => {}
            Some(_) => candidate.settle(Verdict::NotReady(
                "another request, which wants something else of it, goes first".to_owned(),
            )),
        }
    }
    if targets.is_empty() {
        return;
    }
    let mut verdicts = operation.remove(run, &targets).await;
    for (resource, target) in &targets {
        // IAM denies the removal of what was put on hold a moment ago, too.
        let denied =
            matches!(verdicts.get(resource), Some(Verdict::Failed(refusal)) if is_denial(&refusal.code));
        if denied && let Some(held @ Verdict::Held(_)) = operation.hold(run, resource, target).await {
            verdicts.insert(resource.clone(), held);
        }
    }
    for candidate in found.iter_mut().flatten().flat_map(|found| &mut found.resources) {
        if matches!(candidate.state, State::Removable(_)) {
            candidate.settle(verdicts.get(&candidate.resource).cloned().unwrap_or_else(unaccounted));
        }
    }
}

fn unaccounted() -> Verdict {
    Verdict::Failed(Refusal {
        code: "Internal".to_owned(),
        message: "what became of it was not recorded".to_owned(),
        retryable: true,
    })
}

fn report<R: Removal>(run: &Run, job: &Job<R::Request>, found: Found<R::Target>) -> Report {
    let early = run.effect == Effect::Early;
    let day = job.due.filter(|day| run.now < *day).map(rfc3339);
    let verdict = |state| match (state, &day) {
        (_, Some(day)) if early => Verdict::NotReady(format!("its day, {day}, has not come")),
        (State::Settled(verdict), _) => verdict,
        (State::Waiting(_, reason), _) => Verdict::NotReady(reason),
        (State::Removable(_), _) => Verdict::Planned,
    };
    let outcome = |candidate: Candidate<R::Target>| Outcome {
        resource: candidate.resource,
        resolved: candidate.resolved,
        verdict: verdict(candidate.state),
    };
    let mut notes = found.notes;
    if let Some(day) = &day {
        notes.push(format!("its day, {day}, has not come: nothing is removed before it"));
    }
    Report {
        operation: R::NAME,
        kind: R::RESOURCE,
        offboarding_id: job.offboarding_id.clone(),
        dry_run: run.effect == Effect::DryRun,
        early,
        looked_up: found.looked_up,
        outcomes: found.resources.into_iter().map(outcome).collect(),
        notes,
    }
}
