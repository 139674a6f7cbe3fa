use proptest::prelude::*;
use time::macros::datetime;

use super::*;

const NOW: OffsetDateTime = datetime!(2026-01-15 10:30:30 UTC); // a Thursday

fn next(expression: &str) -> Option<OffsetDateTime> {
    ScheduleExpression::parse(expression).expect("the expression is valid").next_after(NOW)
}

#[track_caller]
fn assert_refused(expression: &str, problem: &str) {
    let error = ScheduleExpression::parse(expression).expect_err("the expression is invalid").to_string();
    assert!(error.contains(expression) && error.contains(problem), "{error}");
}

#[test]
fn a_rate_is_due_a_period_after_the_time_before() {
    assert_eq!(next("rate(1 minute)"), Some(datetime!(2026-01-15 10:31:30 UTC)));
    assert_eq!(next("rate(12 hours)"), Some(datetime!(2026-01-15 22:30:30 UTC)));
    assert_eq!(next("rate(7 days)"), Some(datetime!(2026-01-22 10:30:30 UTC)));
}

#[test]
fn a_cron_expression_is_due_when_the_calendar_fits() {
    assert_eq!(next("cron(0 3 * * ? *)"), Some(datetime!(2026-01-16 3:00 UTC)));
    assert_eq!(next("cron(0/15 * * * ? *)"), Some(datetime!(2026-01-15 10:45 UTC)));
    assert_eq!(next("cron(31 10 15 1 ? 2026)"), Some(datetime!(2026-01-15 10:31 UTC)));
    assert_eq!(next("cron(0 8 1 * ? 2027-2030)"), Some(datetime!(2027-01-01 8:00 UTC)));
}

#[test]
fn weekdays_count_from_sunday_as_one() {
    assert_eq!(next("cron(0 3 ? * 1 *)"), Some(datetime!(2026-01-18 3:00 UTC)));
    assert_eq!(next("cron(0 3 ? * SUN *)"), Some(datetime!(2026-01-18 3:00 UTC)));
    assert_eq!(next("cron(0 3 ? * MON-FRI *)"), Some(datetime!(2026-01-16 3:00 UTC)));
    assert_eq!(next("cron(0 3 ? * 7 *)"), Some(datetime!(2026-01-17 3:00 UTC)));
}

#[test]
fn last_nearest_and_nth_days_are_understood() {
    assert_eq!(next("cron(0 3 L * ? *)"), Some(datetime!(2026-01-31 3:00 UTC)));
    assert_eq!(next("cron(0 3 ? * L *)"), Some(datetime!(2026-01-17 3:00 UTC)));
    assert_eq!(next("cron(0 3 ? * 6L *)"), Some(datetime!(2026-01-30 3:00 UTC)));
    assert_eq!(next("cron(0 3 ? * 2#1 *)"), Some(datetime!(2026-02-02 3:00 UTC)));
    assert_eq!(next("cron(0 3 1W 2 ? *)"), Some(datetime!(2026-02-02 3:00 UTC)));
}

#[test]
fn a_time_is_due_once() {
    assert_eq!(next("at(2026-01-15T10:30:31)"), Some(datetime!(2026-01-15 10:30:31 UTC)));
    assert_eq!(next("at(2026-01-15T10:30:30)"), None);
}

#[test]
fn a_date_that_never_comes_is_never_due() {
    assert_eq!(next("cron(0 3 30 2 ? *)"), None);
    assert_eq!(next("cron(0 3 * * ? 2025)"), None);
}

#[test]
fn other_forms_are_refused_with_the_reason() {
    assert_refused("every day", "expected rate(…), cron(…) or at(…)");
    assert_refused("rate(5)", "number and a unit");
    assert_refused("rate(0 minutes)", "positive");
    assert_refused("rate(-1 minutes)", "positive");
    assert_refused("rate(5 minute)", "does not agree");
    assert_refused("rate(1 hours)", "does not agree");
    assert_refused("rate(5 weeks)", "not minutes, hours or days");
    assert_refused("cron(0 3 * * *)", "six fields");
    assert_refused("cron(0 3 * * * *)", "must be ?");
    assert_refused("cron(0 3 ? * ? *)", "must be ?");
    assert_refused("cron(0 ? * * ? *)", "schedule expression");
    assert_refused("cron(60 3 * * ? *)", "schedule expression");
    assert_refused("cron(0 3 ? * 0 *)", "schedule expression");
    assert_refused("cron(0 3 * * ? 1969)", "1970 to 2199");
    assert_refused("at(2026-01-15)", "expected at(");
    assert_refused("at(2026-01-15T10:30:30Z)", "expected at(");
    assert_refused("at(2026-02-30T10:30:30)", "expected at(");
}

proptest! {
    #[test]
    fn the_next_time_is_later_and_nothing_lies_between(minute in 0u8..60, hour in 0u8..24, start in 0i64..4_000_000_000) {
        let schedule = ScheduleExpression::parse(&format!("cron({minute} {hour} * * ? *)")).expect("valid");
        let now = OffsetDateTime::from_unix_timestamp(start).expect("in range");
        let next = schedule.next_after(now).expect("daily");
        prop_assert!(next > now && next - now <= time::Duration::DAY);
        prop_assert_eq!((next.hour(), next.minute(), next.second()), (hour, minute, 0));
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "(rate|cron|at)?\\(?[0-9 *?LW#/,A-Z+@-]{0,20}\\)?") {
        let _ = ScheduleExpression::parse(&text);
    }
}
