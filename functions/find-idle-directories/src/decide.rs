//! From what is known of a directory to its verdict: no client here, and no clock but the `now` that
//! is given. Unknown evidence never makes a directory idle.

use aws_sdk_workspaces::types::{WorkspaceDirectory, WorkspaceDirectoryState, WorkspaceType};
use serde::{Serialize, Serializer};
use shared::aws::AwsError;
use shared::clock::{parse_rfc3339, rfc3339};
use shared::workspaces::Occupant;
use time::{Duration, OffsetDateTime};

use crate::answer::Verdict;
use crate::rules::Rules;

/// What is known of a directory.
#[derive(Debug, Clone)]
pub(crate) enum Facts {
    /// It was asked for, and WorkSpaces does not list it.
    NotListed,
    /// This operation does not look after it, for this reason.
    Excluded(String),
    /// It is in a state other than REGISTERED.
    NotRegistered(String),
    /// Its tags could not be read.
    Unread(AwsError),
    Read {
        /// The guard that keeps it.
        hold: Option<String>,
        /// The value of the tag that is its clock.
        clock: Option<String>,
        inside: Result<Option<Occupant>, AwsError>,
    },
}

/// A verdict, and what to do about the clock.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Decision {
    pub verdict: Verdict,
    pub reason: String,
    /// Since when the directory is known to be empty.
    #[serde(serialize_with = "date")]
    pub idle_since: Option<OffsetDateTime>,
    #[serde(skip)]
    pub clock: Change,
    /// The code of the AWS error that stood in the way of knowing.
    #[serde(skip)]
    pub error_code: Option<String>,
}

#[expect(clippy::ref_option, reason = "serde's signature")]
fn date<S: Serializer>(when: &Option<OffsetDateTime>, serializer: S) -> Result<S::Ok, S::Error> {
    when.map(rfc3339).serialize(serializer)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    Keep,
    /// Set it to now, whether there is one or not.
    Start,
    Remove,
}

impl Decision {
    fn new(verdict: Verdict, reason: impl Into<String>) -> Self {
        Self { verdict, reason: reason.into(), idle_since: None, clock: Change::Keep, error_code: None }
    }

    /// A call failed that had to succeed to know.
    pub(crate) fn unread(error: &AwsError) -> Self {
        let error_code = Some(error.code().to_owned());
        Self { error_code, ..Self::new(Verdict::Unknown, error.to_string()) }
    }
}

/// Why a directory that is listed needs no look into it, if so.
pub(crate) fn set_aside(rules: &Rules, directory: &WorkspaceDirectory) -> Option<Facts> {
    let of_type = directory.directory_type();
    if !of_type.is_some_and(|of_type| rules.directory_types.contains(of_type)) {
        let of_type = of_type.map_or("which is not known", |of_type| of_type.as_str());
        return Some(Facts::Excluded(format!("its type, {of_type}, is not one of DIRECTORY_TYPES")));
    }
    match directory.workspace_type() {
        None | Some(WorkspaceType::Personal) => {}
        Some(other) => return Some(Facts::Excluded(format!("it is for {}", other.as_str()))),
    }
    match directory.state() {
        Some(WorkspaceDirectoryState::Registered) => None,
        Some(other) => Some(Facts::NotRegistered(other.as_str().to_owned())),
        None => Some(Facts::NotRegistered("in a state that is not known".to_owned())),
    }
}

pub(crate) fn decide(facts: &Facts, now: OffsetDateTime, idle_days: u32) -> Decision {
    match facts {
        Facts::NotListed => Decision::new(Verdict::Unknown, "it is not registered with WorkSpaces"),
        Facts::Excluded(reason) => Decision::new(Verdict::Excluded, reason),
        Facts::NotRegistered(state) => {
            Decision::new(Verdict::Unknown, format!("it is {state}, not REGISTERED"))
        }
        Facts::Unread(error) => Decision::unread(error),
        Facts::Read { hold, clock, inside } => {
            let decision = match (hold, inside) {
                (Some(reason), _) => Decision::new(Verdict::Held, reason),
                (None, Err(error)) => Decision::unread(error),
                (None, Ok(Some(occupant))) => Decision::new(Verdict::InUse, occupant.to_string()),
                (None, Ok(None)) => return empty(clock.as_deref(), now, idle_days),
            };
            let runs_in_vain = clock.is_some() && matches!(inside, Ok(Some(_)));
            Decision { clock: if runs_in_vain { Change::Remove } else { Change::Keep }, ..decision }
        }
    }
}

fn empty(clock: Option<&str>, now: OffsetDateTime, idle_days: u32) -> Decision {
    let start = |reason: &str| Decision {
        idle_since: Some(now),
        clock: Change::Start,
        ..Decision::new(Verdict::Watching, reason)
    };
    let Some(clock) = clock else { return start("it is empty, and was not seen so before") };
    let Some(since) = parse_rfc3339(clock) else {
        return start("it is empty, and its clock cannot be read: it starts again");
    };
    if since > now {
        return start("it is empty, and its clock lies in the future: it starts again");
    }
    let decision = if now - since >= Duration::days(idle_days.into()) {
        Decision::new(Verdict::Idle, format!("it has been empty for IdleDays ({idle_days}) or longer"))
    } else {
        Decision::new(Verdict::Watching, format!("it has been empty for less than IdleDays ({idle_days})"))
    };
    Decision { idle_since: Some(since), ..decision }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

    fn read(clock: Option<String>, inside: Option<Occupant>) -> Facts {
        Facts::Read { hold: None, clock, inside: Ok(inside) }
    }

    #[test]
    fn idle_begins_with_the_second_that_completes_the_days() {
        let verdict = |since| decide(&read(Some(rfc3339(since)), None), NOW, 14).verdict;
        assert_eq!(verdict(NOW - Duration::days(14)), Verdict::Idle);
        assert_eq!(verdict(NOW - Duration::days(14) + Duration::SECOND), Verdict::Watching);
    }

    #[test]
    fn a_clock_that_means_nothing_starts_again() {
        let of_tomorrow = rfc3339(NOW + Duration::DAY);
        for clock in [None, Some(""), Some("yesterday"), Some("1960-01-01"), Some(of_tomorrow.as_str())] {
            let decision = decide(&read(clock.map(str::to_owned), None), NOW, 14);
            assert_eq!((decision.verdict, decision.clock), (Verdict::Watching, Change::Start), "{clock:?}");
            assert_eq!(decision.idle_since, Some(NOW));
        }
    }

    #[test]
    fn a_clock_is_removed_from_what_is_used_also_under_a_hold() {
        for hold in [None, Some("it has a tag".to_owned())] {
            let facts = |clock: Option<&str>, inside| Facts::Read {
                hold: hold.clone(),
                clock: clock.map(str::to_owned),
                inside: Ok(inside),
            };
            let change = |facts| decide(&facts, NOW, 14).clock;
            assert_eq!(change(facts(Some("1960-01-01T00:00:00Z"), Some(Occupant::Pool))), Change::Remove);
            assert_eq!(change(facts(None, Some(Occupant::Workspace))), Change::Keep);
            assert_eq!(change(facts(Some("1960-01-01T00:00:00Z"), None)), Change::Keep);
        }
    }

    proptest! {
        #[test]
        fn idle_is_only_what_was_seen_empty_at_least_that_long_ago(seconds in 0..3_000_000_i64, days in 1..=29_u32) {
            let clock = rfc3339(NOW - Duration::seconds(seconds));
            let verdict = decide(&read(Some(clock), None), NOW, days).verdict;
            let is_idle = seconds >= i64::from(days) * 86_400;
            prop_assert_eq!(verdict, if is_idle { Verdict::Idle } else { Verdict::Watching });
        }

        #[test]
        fn no_clock_makes_idle_what_is_used_or_on_hold(clock in ".{0,30}", used in any::<bool>()) {
            let hold = (!used).then(|| "it has a tag".to_owned());
            let inside = Ok(used.then_some(Occupant::Workspace));
            let facts = Facts::Read { hold, clock: Some(clock), inside };
            prop_assert_ne!(decide(&facts, NOW, 1).verdict, Verdict::Idle);
        }
    }
}
