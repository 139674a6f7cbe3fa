//! The sandbox's time. AWS takes minutes to end a `WorkSpace` and hours to give up on a message, and
//! who leaves may leave in weeks; nobody should wait that long for a test, so this clock can run fast
//! and can skip ahead.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use time::OffsetDateTime;

/// A clock that starts at the real time, runs at a chosen speed and can skip ahead.
///
/// Everything in the sandbox lives on it but the function binaries, which read the machine's clock, as
/// they do in Lambda. The dates that go to them and come from them are translated (`engine::calendar`).
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

    /// The machine's present, which the functions read.
    #[must_use]
    pub fn machine(&self) -> OffsetDateTime {
        self.epoch + self.started.elapsed()
    }

    /// How far the sandbox's present is ahead of the machine's. It does not change but by skipping
    /// where the speed is 1.
    #[must_use]
    pub fn lead(&self) -> time::Duration {
        let gained = self.started.elapsed().as_secs_f64() * (self.speed - 1.0);
        time::Duration::seconds_f64(gained) + *self.skipped()
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

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Duration = Duration::from_hours(24);

    #[test]
    fn at_the_machines_speed_the_lead_is_what_was_skipped() {
        let clock = Clock::new(1.0);
        assert_eq!(clock.lead(), time::Duration::ZERO);
        clock.skip(DAY);
        assert_eq!(clock.lead(), time::Duration::DAY);
        let apart = clock.now() - clock.machine() - clock.lead();
        assert!(apart.abs() < time::Duration::SECOND, "{apart}");
    }

    #[test]
    fn a_fast_clock_gains_and_a_slow_one_loses() {
        let lead = |speed| {
            let clock = Clock::new(speed);
            std::thread::sleep(Duration::from_millis(2));
            clock.lead()
        };
        assert!(lead(3.0) >= time::Duration::milliseconds(4));
        assert!(lead(0.5) <= time::Duration::milliseconds(-1));
    }
}
