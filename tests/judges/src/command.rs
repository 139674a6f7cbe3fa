//! What a program can have done on the stage.

use std::time::Duration;

use serde::Deserialize;

/// One line of the input, after the first.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) enum Command {
    /// Let time pass, with everything that falls due in it.
    Advance(Seconds),
    /// Let time pass until nothing more would happen by itself.
    Settle,
    /// Tell everything that happened, and what the world looks like.
    Account,
}

/// A span of time that is not negative.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(crate) struct Seconds(f64);

impl TryFrom<Seconds> for Duration {
    type Error = std::time::TryFromFloatSecsError;

    fn try_from(Seconds(seconds): Seconds) -> Result<Self, Self::Error> {
        Self::try_from_secs_f64(seconds)
    }
}
