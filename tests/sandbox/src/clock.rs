//! The sandbox's time. AWS takes minutes to end a WorkSpace and hours to give up on a message;
//! nobody should wait that long for a test, so this clock can run fast and can skip ahead.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use time::OffsetDateTime;

/// A clock that starts at the real time, runs at a chosen speed and can skip ahead.
///
/// Only the sandbox's own side (resource states, visibility timeouts, schedules) lives on it.
/// The function binaries read the machine's clock, as they do in Lambda.
#[derive(Debug)]
pub struct Clock {
    started: Instant,
    epoch: OffsetDateTime,
    speed: f64,
    skipped: Mutex<Duration>,
}

impl Clock {
    /// A clock on which `speed` seconds pass in every real second.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the sandbox's one place that reads the time")]
    pub fn new(speed: f64) -> Self {
        Self { started: Instant::now(), epoch: OffsetDateTime::now_utc(), speed, skipped: Mutex::default() }
    }

    /// The sandbox's present.
    #[must_use]
    pub fn now(&self) -> OffsetDateTime {
        self.epoch + self.started.elapsed().mul_f64(self.speed) + *self.skipped()
    }

    /// Moves the present forward by `by` at once.
    pub fn skip(&self, by: Duration) {
        *self.skipped() += by;
    }

    /// How long to really wait until `then`; zero when it has passed.
    #[must_use]
    pub fn real_until(&self, then: OffsetDateTime) -> Duration {
        Duration::try_from(then - self.now()).map_or(Duration::ZERO, |left| left.div_f64(self.speed))
    }

    fn skipped(&self) -> std::sync::MutexGuard<'_, Duration> {
        self.skipped.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
