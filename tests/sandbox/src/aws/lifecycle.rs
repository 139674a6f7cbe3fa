//! What changes by itself: how long a resource is in a passing state.
//!
//! A state begins when it is first seen, so a world may start with a `WorkSpace` that is
//! `TERMINATING` already. Each service says in its own `lifecycle` which states pass, after how
//! long, and into what.

use std::collections::BTreeMap;
use std::time::Duration;

use time::OffsetDateTime;

use super::thin_client::{self, Deregistrations};
use super::world::World;
use super::{directory_service, workspaces};

/// When each resource that is in a passing state will leave it, by id and state.
#[derive(Debug, Default)]
pub(crate) struct Timers(BTreeMap<(String, String), OffsetDateTime>);

/// One look at all resources at one moment.
pub(crate) struct Moment<'a> {
    now: OffsetDateTime,
    before: &'a Timers,
    after: Timers,
}

impl Timers {
    /// Applies to `world` what is due by `now`.
    pub(crate) fn settle(&mut self, world: &mut World, targets: &mut Deregistrations, now: OffsetDateTime) {
        let mut moment = Moment { now, before: self, after: Self::default() };
        workspaces::settle(world, &mut moment);
        // After WorkSpaces: what is no longer registered there begins to be forgotten here.
        directory_service::settle(world, &mut moment);
        thin_client::settle(world, targets, &mut moment);
        *self = moment.after;
    }

    /// When the next resource changes.
    pub(crate) fn next(&self) -> Option<OffsetDateTime> {
        self.0.values().min().copied()
    }
}

impl Moment<'_> {
    /// Whether a resource has been in a state that lasts this long for long enough.
    pub(crate) fn is_over(&mut self, id: &str, state: &str, lasts: Duration) -> bool {
        let key = (id.to_owned(), state.to_owned());
        let ends = self.before.0.get(&key).copied().unwrap_or_else(|| self.now + lasts);
        if ends > self.now {
            self.after.0.insert(key, ends);
        }
        ends <= self.now
    }
}
