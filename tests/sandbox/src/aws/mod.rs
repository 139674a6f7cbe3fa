//! AWS on the wire: `WorkSpaces`, `WorkMail`, `WorkSpaces` Thin Client and Directory Service, as far as
//! an offboarding needs them and a person wants to look around, over a [`World`] whose resources live on
//! a [`Clock`].
//!
//! Each service has a folder with its resources, its operations, one file each, and what changes
//! there by itself. Every request is checked against AWS's service model first; an operation or a
//! member that is not here is an error that names it. Nobody is throttled unless a test asks for
//! it with a [`Fault`], and signatures are read for their Region and their caller, not verified.

mod access;
mod directory_service;
mod fault;
mod lifecycle;
mod operation;
mod paging;
mod refusal;
mod shape;
mod thin_client;
mod wire;
mod workmail;
mod workspaces;
mod world;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
pub use directory_service::{DirectoryDescription, DirectoryStage};
pub use fault::Fault;
use fault::Faults;
use http::{Request, Response, StatusCode};
use lifecycle::Timers;
use operation::{Context, Operation, Protocol, Service};
use paging::Pages;
pub use refusal::Refusal;
use serde_json::Value;
use thin_client::Deregistrations;
pub use thin_client::{Device, DeviceStatus};
use time::OffsetDateTime;
pub use workmail::{Entity, EntityId, EntityState, Organization};
pub use workspaces::{
    Directory, DirectoryState, Pool, RelatedWorkspace, Workspace, WorkspaceState, WorkspaceType,
};
pub use world::{Tags, World, WorldError};

use crate::clock::Clock;
use crate::iam::Authorize;

/// One AWS account in all its Regions.
pub struct Aws {
    clock: Arc<Clock>,
    region: String,
    account: String,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    world: World,
    timers: Timers,
    pages: Pages,
    deregistrations: Deregistrations,
    faults: Faults,
}

impl Aws {
    /// An account with the resources of `world`, in `region` where they do not say otherwise.
    #[must_use]
    pub fn new(world: World, clock: Arc<Clock>, region: &str, account: &str) -> Self {
        let state = Mutex::new(State { world, ..State::default() });
        let aws = Self { clock, region: region.to_owned(), account: account.to_owned(), state };
        aws.edit(|_| ());
        aws
    }

    /// Whether a request is for one of the services that are here.
    #[must_use]
    pub fn serves(request: &Request<Bytes>) -> bool {
        wire::service(request).is_some()
    }

    /// The answer to one request, in the Region that it is signed for, as far as the caller may have it.
    #[must_use]
    pub fn answer(&self, request: &Request<Bytes>, caller: &dyn Authorize) -> Response<Bytes> {
        let Some(service) = wire::service(request) else {
            let what = format!("{} {}", request.method(), request.uri().path());
            let refusal = wire::unknown_operation(StatusCode::NOT_FOUND, &what);
            return wire::response(Protocol::RestJson, Err(refusal));
        };
        let region = wire::scope(request.headers()).map_or(self.region.as_str(), |scope| scope.region);
        let answer = wire::call(service, request).and_then(|call| {
            let body = self.perform(call.operation, service, call.input, region, caller)?;
            Ok((call.operation.success, body))
        });
        wire::response(service.protocol, answer)
    }

    /// The access key that a request is signed with, if it is signed.
    #[must_use]
    pub fn access_key(request: &Request<Bytes>) -> Option<&str> {
        wire::scope(request.headers()).map(|scope| scope.access_key)
    }

    /// Calls an operation without a wire, as another service of AWS does for `caller`: with the same checks
    /// and the same faults. A service goes by the prefix of its `X-Amz-Target`, thin client as `thinclient`.
    ///
    /// # Errors
    ///
    /// What AWS refuses, with its code; `UnknownOperationException` for what is not here.
    pub fn call(
        &self,
        service: &str,
        operation: &str,
        input: &Value,
        caller: &dyn Authorize,
    ) -> Result<Value, Refusal> {
        let known = wire::named(service).and_then(|service| Some((service, service.operation(operation)?)));
        let unknown = || wire::unknown_operation(StatusCode::BAD_REQUEST, &format!("{service}.{operation}"));
        let (service, operation) = known.ok_or_else(unknown)?;
        self.perform(operation, service, input.clone(), &self.region, caller)
    }

    /// What exists now.
    #[must_use]
    pub fn world(&self) -> World {
        self.settled().world.clone()
    }

    /// Changes the world from outside, as the people of the company would.
    pub fn edit(&self, change: impl FnOnce(&mut World)) {
        let mut state = self.settled();
        change(&mut state.world);
        state.world.complete(&self.region, &self.account);
        state.settle(self.clock.now());
    }

    /// When a resource next changes by itself; none when everything is at rest.
    #[must_use]
    pub fn next_transition(&self) -> Option<OffsetDateTime> {
        self.settled().timers.next()
    }

    /// Makes calls fail.
    ///
    /// # Panics
    ///
    /// Where the fault is for an operation that is not here: it would never come.
    pub fn fail(&self, fault: Fault) {
        let known = wire::services().any(|service| service.operation(&fault.operation).is_some());
        assert!(known, "no operation {} can fail, the sandbox has none", fault.operation);
        let now = self.clock.now();
        self.lock().faults.arm(fault, now);
    }

    /// Whether every listing begins with a page that has a token and nothing else. AWS reserves
    /// the right to; whoever takes an empty page for the end is wrong.
    pub fn empty_pages(&self, on: bool) {
        self.lock().pages.empty_first = on;
    }

    fn perform(
        &self,
        operation: &Operation,
        service: &Service,
        input: Value,
        region: &str,
        caller: &dyn Authorize,
    ) -> Result<Value, Refusal> {
        let now = self.clock.now();
        let mut state = self.lock();
        state.settle(now);
        if let Some(refusal) = state.faults.strike(operation.name, &input, now) {
            return Err(refusal);
        }
        let State { world, pages, deregistrations, .. } = &mut *state;
        let home = world.region.clone().unwrap_or_else(|| self.region.clone());
        let account = &self.account;
        let mut context = Context { world, pages, deregistrations, now, account, region, home: &home };
        let answer = service.call(operation, &mut context, input, caller);
        state.settle(now);
        answer
    }

    fn settled(&self) -> MutexGuard<'_, State> {
        let mut state = self.lock();
        state.settle(self.clock.now());
        state
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn settle(&mut self, now: OffsetDateTime) {
        self.timers.settle(&mut self.world, &mut self.deregistrations, now);
    }
}
