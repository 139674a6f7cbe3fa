//! What keeps a resource or a request, whatever the operation.

use time::OffsetDateTime;

use crate::error::Error;
use crate::operation::Effect;
use crate::report::Verdict;
use crate::request::{Common, Invalid, LONGEST_WAIT};
use crate::settings::Settings;

/// What a request that is due at `due` may do: a request can make a live deployment dry, never a dry
/// one live, and before its day it does nothing.
#[must_use]
pub fn effect(
    settings: &Settings,
    request: &Common,
    due: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> Effect {
    match due {
        _ if settings.dry_run || request.dry_run => Effect::DryRun,
        Some(day) if now < day => Effect::Early,
        _ => Effect::Live,
    }
}

/// Refuses a request that a workflow would have to wait for longer than it lives.
///
/// # Errors
/// Where `EffectiveAt` and `RetentionSeconds` end more than 360 days from now. (A request without
/// `RetentionSeconds` waits for nobody: it is asked again.)
pub fn within_reach(request: &Common, now: OffsetDateTime) -> Result<(), Invalid> {
    match (request.retention, request.due(true)) {
        (Some(_), Some(end)) if end - now > LONGEST_WAIT => Err(Invalid::new(
            "EffectiveAt",
            "and `RetentionSeconds` end more than 360 days from now, longer than a workflow can wait",
        )),
        _ => Ok(()),
    }
}

/// Refuses a request that is too old: people come back, and names are given again.
///
/// # Errors
/// [`Error::Expired`] when more than `MAX_REQUEST_AGE_HOURS` have passed since the later of the time
/// at which it was made and the one at which it is due.
pub fn fresh(
    settings: &Settings,
    made_at: OffsetDateTime,
    due: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let since = due.map_or(made_at, |day| day.max(made_at));
    if now - since > settings.max_request_age {
        return Err(Error::Expired { hours: settings.max_request_age.whole_hours() });
    }
    Ok(())
}

/// Refuses a request that means too much at once, whole.
///
/// # Errors
/// [`Error::TooManyResources`].
pub fn blast_radius(settings: &Settings, found: usize) -> Result<(), Error> {
    let limit = settings.max_resources;
    if found > limit { Err(Error::TooManyResources { found, limit }) } else { Ok(()) }
}

/// Keeps what carries the hold tag, whatever its value.
#[must_use]
pub fn hold(settings: &Settings, tag_keys: &[String]) -> Option<Verdict> {
    let key = settings.hold_tag_key.as_ref()?;
    tag_keys.contains(key).then(|| Verdict::Held(format!("it has the tag {key}")))
}

#[cfg(test)]
mod tests {
    use time::Duration;

    use super::*;
    use crate::settings::Environment;

    fn settings(dry_run: &str) -> Settings {
        Settings::from_environment(&Environment::from([("DRY_RUN", dry_run), ("MAX_RESOURCES", "2")]))
            .unwrap()
    }

    const NOW: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

    #[test]
    fn a_request_can_make_a_live_deployment_dry_and_never_a_dry_one_live() {
        let effect = |deployed: &str, dry_run| {
            effect(&settings(deployed), &Common { dry_run, ..Common::default() }, None, NOW)
        };
        assert_eq!(effect("false", false), Effect::Live);
        assert_eq!(effect("false", true), Effect::DryRun);
        assert_eq!(effect("true", false), Effect::DryRun);
    }

    #[test]
    fn before_its_day_a_request_does_nothing() {
        let effect = |due| effect(&settings("false"), &Common::default(), Some(due), NOW);
        assert_eq!(effect(NOW + Duration::SECOND), Effect::Early);
        assert_eq!(effect(NOW), Effect::Live);
    }

    #[test]
    fn what_no_workflow_can_wait_for_is_refused() {
        let reach = |days, retention| {
            let day = NOW + Duration::days(days);
            let request = Common { effective_at: Some(day), retention, ..Common::default() };
            within_reach(&request, NOW).is_ok()
        };
        let week = Some(Duration::WEEK);
        assert!(reach(353, week) && reach(360, Some(Duration::ZERO)));
        assert!(!reach(354, week) && !reach(365, Some(Duration::ZERO)));
        assert!(reach(365, None), "a request that is asked again needs nobody to wait");
    }

    #[test]
    fn age_counts_from_the_later_of_when_it_was_asked_for_and_when_it_is_due() {
        let fresh = |time, day| fresh(&settings("false"), time, day, NOW).is_ok();
        let week = Duration::hours(168);
        assert!(fresh(NOW - week, None));
        assert!(!fresh(NOW - week - Duration::SECOND, None));
        assert!(fresh(NOW - week * 3, Some(NOW - Duration::DAY)));
        assert!(!fresh(NOW - week * 3, Some(NOW - week * 2)));
        assert!(fresh(NOW + Duration::DAY, None));
    }

    #[test]
    fn a_request_for_too_much_is_refused_whole() {
        assert!(blast_radius(&settings("false"), 2).is_ok());
        assert_eq!(
            blast_radius(&settings("false"), 3).unwrap_err().to_string(),
            "3 resources are meant, and the limit (MAX_RESOURCES) is 2: nothing was done"
        );
    }

    #[test]
    fn a_hold_is_the_tag_whatever_its_value() {
        let mut settings = settings("false");
        let tags = ["offboarding:hold".to_owned()];
        assert!(hold(&settings, &tags).is_some());
        assert!(hold(&settings, &["Offboarding:Hold".to_owned()]).is_none());
        settings.hold_tag_key = None;
        assert!(hold(&settings, &tags).is_none());
    }
}
