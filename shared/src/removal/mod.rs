//! The course of every removal: find, guard, remove, account.
//!
//! An operation that removes things says how its request reads, how resources are found, which
//! tags one has and how some are removed. Everything that must not differ between operations is
//! done here: each resource is in the answer once, in the order asked; a request for too much is
//! refused whole; what carries the hold tag, or whose tags cannot be read, stays; a dry run and an
//! early request remove nothing; a resource that two requests name is removed once.

mod course;
mod together;

use std::collections::HashMap;
use std::future::Future;

use crate::aws::AwsError;
use crate::error::Error;
use crate::guards;
use crate::operation::{Job, Run};
use crate::report::{Resource, ResourceType, Verdict};
use crate::request::{Fields, Invalid};
use crate::settings::Settings;

/// An operation that removes things.
pub trait Removal {
    const NAME: &'static str;
    const RESOURCE: ResourceType;
    /// See [`Operation::GOES_LAST`](crate::operation::Operation::GOES_LAST).
    const GOES_LAST: bool = false;
    type Request;
    /// What is known of a resource that can be removed.
    type Target: Clone;

    fn settings(&self) -> &Settings;

    /// See [`Operation::read`](crate::operation::Operation::read).
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
    /// See [`Outcome::resolved`](crate::report::Outcome::resolved).
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
