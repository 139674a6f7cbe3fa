//! The course of every removal: find, guard, remove, account.
//!
//! An operation that removes things says how its request reads, how resources are found, which
//! tags one has and how some are removed. Everything that must not differ between operations is
//! done here: each resource is in the answer once, in the order asked; a request for too much is
//! refused whole; what carries the hold tag, or whose tags cannot be read, stays; a dry run and an
//! early request remove nothing; a resource that two requests name is removed once.

use std::collections::{HashMap, HashSet};
use std::future::Future;

use crate::aws::{AwsError, Trouble, is_denial};
use crate::clock::rfc3339;
use crate::error::Error;
use crate::guards;
use crate::operation::{Answer, Effect, Entry, Job, Operation, Run};
use crate::report::{Outcome, Refusal, Report, Resource, ResourceType, Verdict};
use crate::request::{Fields, Invalid};
use crate::settings::Settings;

/// An operation that removes things.
pub trait Removal {
    const NAME: &'static str;
    const RESOURCE: ResourceType;
    type Request;
    /// What is known of a resource that can be removed.
    type Target: Clone;

    fn settings(&self) -> &Settings;

    /// See [`Operation::read`].
    ///
    /// # Errors
    /// Names the field that cannot be used.
    fn read(&self, fields: &mut Fields) -> Result<Self::Request, Invalid>;

    /// The resources that a request names by id, known before anything is looked up.
    fn named(&self, request: &Self::Request) -> Vec<Resource>;

    /// Looks at what each request is about, changing nothing.
    fn find(
        &self,
        run: &Run,
        jobs: &[Job<Self::Request>],
    ) -> impl Future<Output = Vec<Result<Found<Self::Target>, Error>>>;

    /// The keys of the tags that a resource has now.
    fn tag_keys(
        &self,
        run: &Run,
        resource: &Resource,
        target: &Self::Target,
    ) -> impl Future<Output = Result<Vec<String>, AwsError>>;

    /// Removes, and says what became of each. One that is missing from the answer counts as failed.
    fn remove(
        &self,
        run: &Run,
        targets: &[(Resource, Self::Target)],
    ) -> impl Future<Output = HashMap<Resource, Verdict>>;

    /// Whether what two requests want of the same resource is one piece of work. If not, the first
    /// that asked has its way in this invocation, and the other waits for the next.
    fn is_same_work(&self, _first: &Self::Target, _other: &Self::Target) -> bool {
        true
    }

    /// Whether the hold guard keeps a resource: `Held`, or `Failed` where its tags cannot be read.
    fn hold(
        &self,
        run: &Run,
        resource: &Resource,
        target: &Self::Target,
    ) -> impl Future<Output = Option<Verdict>> {
        async {
            self.settings().hold_tag_key.as_ref()?;
            match self.tag_keys(run, resource, target).await {
                Ok(keys) => guards::hold(self.settings(), &keys),
                Err(error) => Some(Verdict::from_error(&error)),
            }
        }
    }
}

/// What a request turned out to be about.
#[derive(Debug, Clone)]
pub struct Found<T> {
    /// Whether there was anything to look the person up by.
    pub looked_up: bool,
    pub notes: Vec<String>,
    pub resources: Vec<Candidate<T>>,
}

impl<T> Found<T> {
    /// What was looked up, with nothing to add.
    #[must_use]
    pub fn these(resources: Vec<Candidate<T>>) -> Self {
        Self { looked_up: true, notes: Vec::new(), resources }
    }

    /// There was nothing to look the person up by: not proof that nothing is there.
    #[must_use]
    pub fn not_looked_up(note: &str) -> Self {
        Self { looked_up: false, notes: vec![note.to_owned()], resources: Vec::new() }
    }
}

/// A resource before the guards.
#[derive(Debug, Clone)]
pub struct Candidate<T> {
    pub resource: Resource,
    /// See [`Outcome::resolved`].
    pub resolved: bool,
    pub state: State<T>,
    /// Those that go before this one, and with which it is held.
    pub after: Vec<Resource>,
}

/// Whether there is anything to do about a resource.
#[derive(Debug, Clone)]
pub enum State<T> {
    Removable(T),
    /// `NotReady` for this reason, unless a guard keeps it: nobody should wait for what is on hold.
    Waiting(T, String),
    Settled(Verdict),
}

impl<T> Candidate<T> {
    #[must_use]
    pub fn new(resource: Resource, state: State<T>) -> Self {
        Self { resource, resolved: true, state, after: Vec::new() }
    }

    #[must_use]
    pub fn removable(resource: Resource, target: T) -> Self {
        Self::new(resource, State::Removable(target))
    }

    #[must_use]
    pub fn settled(resource: Resource, verdict: Verdict) -> Self {
        Self::new(resource, State::Settled(verdict))
    }

    #[must_use]
    pub fn unresolved(mut self) -> Self {
        self.resolved = false;
        self
    }

    fn settle(&mut self, verdict: Verdict) {
        self.state = State::Settled(verdict);
    }
}

impl<R: Removal> Operation for R {
    const NAME: &'static str = R::NAME;
    const COUNTS: &'static [&'static str] = &Verdict::STATUSES;
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

/// Where a resource stands for others, a hold on one holds all, and none goes while another cannot:
/// what is not known to be free stays.
fn keep_together<T>(resources: &mut [Candidate<T>]) {
    let groups: Vec<Vec<Resource>> = resources
        .iter()
        .filter(|candidate| !candidate.after.is_empty())
        .map(|candidate| candidate.after.iter().chain([&candidate.resource]).cloned().collect())
        .collect();
    for group in groups {
        let of_group = |candidate: &&mut Candidate<T>| group.contains(&candidate.resource);
        let kept = resources.iter_mut().filter(of_group).find_map(|candidate| match &candidate.state {
            State::Settled(Verdict::Held(reason)) => {
                Some(Verdict::Held(format!("{} is held: {reason}", candidate.resource.id)))
            }
            _ => None,
        });
        let waits = resources.iter_mut().filter(of_group).find_map(|candidate| match &candidate.state {
            State::Waiting(..) | State::Settled(Verdict::Failed(_) | Verdict::NotReady(_)) => {
                Some(Verdict::NotReady(format!("{} cannot be removed yet", candidate.resource.id)))
            }
            _ => None,
        });
        let Some(verdict) = kept.or(waits) else { continue };
        for candidate in resources.iter_mut().filter(of_group) {
            let gives_way = match candidate.state {
                State::Removable(_) => true,
                State::Waiting(..) => matches!(verdict, Verdict::Held(_)),
                State::Settled(_) => false,
            };
            if gives_way {
                candidate.settle(verdict.clone());
            }
        }
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
    let day = job.effective_at.filter(|day| run.now < *day).map(rfc3339);
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
        notes.push(format!("EffectiveAt, {day}, has not come: nothing is removed before it"));
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

impl Answer for Report {
    fn is_done(&self) -> bool {
        self.is_complete()
            && !self.outcomes.iter().any(|outcome| matches!(outcome.verdict, Verdict::Failed(_)))
    }

    /// Lambda's two retries are too few to see a removal end, so `Requested` is enough here.
    fn is_wanting(&self) -> bool {
        let wanting = |verdict: &Verdict| matches!(verdict, Verdict::NotReady(_) | Verdict::Failed(_));
        self.early || self.outcomes.iter().any(|outcome| wanting(&outcome.verdict))
    }

    fn looked_up(&self) -> bool {
        self.looked_up
    }

    fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.outcomes.iter().map(|outcome| Entry {
            resource_type: outcome.resource.kind.as_str(),
            resource_id: outcome.resolved.then_some(outcome.resource.id.as_str()),
            status: outcome.verdict.status(),
            error_code: match &outcome.verdict {
                Verdict::Failed(refusal) => Some(refusal.code.as_str()),
                _ => None,
            },
            reason: outcome.verdict.reason(),
        })
    }
}
