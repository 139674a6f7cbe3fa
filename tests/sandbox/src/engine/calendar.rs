//! Dates on their way between the functions and the sandbox.
//!
//! The functions read the machine's clock, which cannot be moved, and the sandbox's clock skips ahead.
//! So each side has a calendar of its own, and every date that crosses is translated: in what a
//! function is invoked with, answers and logs, and in what it says to AWS and hears. Both see the same
//! time span between a date and their present, which is all that any decision is made of.
//!
//! A date is what RFC 3339 calls one, with an offset, wherever it stands in a text, so in JSON within
//! JSON as well. A number of seconds or milliseconds since 1970 cannot be told from any other number
//! and is left as it is: the times in AWS's answers, SQS's attributes and the metrics in a log.

use std::sync::LazyLock;

use bytes::Bytes;
use regex_lite::{Captures, Regex};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use crate::clock::Clock;

/// Date, separator, time, fraction, offset. Any separator will do (RFC 3339, section 5.6, last note).
/// A leap second is left alone: no other second is one.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let form =
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}.[0-9]{2}:[0-9]{2}:[0-5][0-9](?:\.[0-9]+)?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})";
    Regex::new(form).unwrap_or_else(|error| unreachable!("{error}"))
});

/// How long `YYYY-MM-DDThh:mm:ss` is. What follows, fraction and offset, no translation changes.
const TO_THE_SECOND: usize = 19;

/// The sandbox's calendar as it is seen from the machine's, at one moment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Calendar {
    /// Whole seconds, so that a date can keep its form and comes back as it went.
    lead: Duration,
}

impl Calendar {
    /// For those who live by the sandbox's clock: nothing to translate.
    pub(super) const SHARED: Self = Self { lead: Duration::ZERO };

    /// The sandbox's calendar now. The lead is rounded up, so that what has come to pass in the
    /// sandbox, be it this moment, has come to pass for a function.
    pub(super) fn of(clock: &Clock) -> Self {
        let lead = clock.lead();
        let begun = i64::from(lead.subsec_nanoseconds() > 0);
        Self { lead: Duration::seconds(lead.whole_seconds() + begun) }
    }

    /// What a function gets to see.
    pub(super) fn to_function(self, content: &Bytes) -> Bytes {
        moved(content, -self.lead)
    }

    /// What a function says.
    pub(super) fn said_by_function(self, content: &Bytes) -> Bytes {
        moved(content, self.lead)
    }

    /// A line that a function wrote.
    pub(super) fn logged_by_function(self, line: &str) -> String {
        moved_text(line, self.lead)
    }
}

fn moved(content: &Bytes, by: Duration) -> Bytes {
    match std::str::from_utf8(content) {
        Ok(text) if !by.is_zero() => moved_text(text, by).into(),
        _ => content.clone(),
    }
}

fn moved_text(text: &str, by: Duration) -> String {
    let translate = |found: &Captures<'_>| {
        let Some(date) = found.get(0) else { return String::new() };
        let apart = stands_apart(text, date.range());
        let translated = apart.then(|| moved_date(date.as_str(), by)).flatten();
        translated.unwrap_or_else(|| date.as_str().to_owned())
    };
    DATE.replace_all(text, translate).into_owned()
}

/// Whether it is not the end of a longer number, nor the beginning of a longer word.
fn stands_apart(text: &str, date: std::ops::Range<usize>) -> bool {
    let text = text.as_bytes();
    let before = date.start.checked_sub(1).map(|before| text[before]);
    let after = text.get(date.end);
    !before.is_some_and(|byte| byte.is_ascii_digit()) && !after.is_some_and(u8::is_ascii_alphanumeric)
}

/// None for what looks like a date and is none, and where the year would not have four digits.
fn moved_date(date: &str, by: Duration) -> Option<String> {
    let at = OffsetDateTime::parse(date, &Rfc3339).ok()?.checked_add(by)?;
    let (year, month, day) = at.to_calendar_date();
    let (hour, minute, second) = at.to_hms();
    let (separator, rest) = (date.get(10..11)?, date.get(TO_THE_SECOND..)?);
    (0..=9999).contains(&year).then(|| {
        let month = u8::from(month);
        format!("{year:04}-{month:02}-{day:02}{separator}{hour:02}:{minute:02}:{second:02}{rest}")
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WEEK: Calendar = Calendar { lead: Duration::WEEK };

    fn seen(text: &'static str) -> String {
        String::from_utf8(WEEK.to_function(&Bytes::from_static(text.as_bytes())).to_vec()).unwrap()
    }

    #[test]
    fn a_date_keeps_its_offset_and_its_form() {
        for (date, moved) in [
            ("2027-03-04T05:06:07Z", "2027-02-25T05:06:07Z"),
            ("2027-01-01T00:00:00.120+05:30", "2026-12-25T00:00:00.120+05:30"),
            ("2027-03-04t05:06:07.123456789123z", "2027-02-25t05:06:07.123456789123z"),
            ("2027-03-04 05:06:07-00:00", "2027-02-25 05:06:07-00:00"),
        ] {
            assert_eq!(seen(date), moved);
        }
    }

    #[test]
    fn dates_are_found_in_json_within_json() {
        assert_eq!(
            seen(
                r#"{"body":"{\"EffectiveAt\":\"2027-03-04T05:06:07Z\",\"Reason\":\"a\\n2027-03-04T05:06:07Z\"}"}"#
            ),
            r#"{"body":"{\"EffectiveAt\":\"2027-02-25T05:06:07Z\",\"Reason\":\"a\\n2027-02-25T05:06:07Z\"}"}"#
        );
    }

    #[test]
    fn what_is_no_date_with_an_offset_stays_as_it_is() {
        for text in [
            "2027-03-04",
            "2027-03-04T05:06:07",
            "12027-03-04T05:06:07Z",
            "2027-03-04T05:06:07Zulu",
            "2027-03-04T05:06:07+02:000",
            "2027-02-30T05:06:07Z",
            "2027-03-04T05:06:07+99:00",
            "2016-12-31T23:59:60Z",
            "0000-01-01T00:00:00Z",
            "1767225600",
            "20270304T050607Z",
        ] {
            assert_eq!(seen(text), text);
        }
        let no_text = Bytes::from_static(b"\xff2027-03-04T05:06:07Z");
        assert_eq!(WEEK.to_function(&no_text), no_text);
    }

    #[test]
    fn where_the_calendars_are_the_same_nothing_is_touched() {
        let text = Bytes::from_static(b"2027-03-04T05:06:07Z");
        assert_eq!(Calendar::SHARED.to_function(&text), text);
        assert_eq!(Calendar::SHARED.said_by_function(&text), text);
        assert_eq!(Calendar::of(&Clock::new(1.0)).lead, Duration::ZERO);
    }

    #[test]
    fn a_second_that_has_begun_counts() {
        let clock = Clock::new(1.0);
        clock.skip(std::time::Duration::from_millis(60_001));
        assert_eq!(Calendar::of(&clock).lead, Duration::seconds(61));
    }

    proptest! {
        #[test]
        fn there_and_back_is_where_it_began(
            year in 1900..2200, day in 1..=365_u16, second in 0..86_400_u32, fraction in r"(\.[0-9]{1,12})?",
            offset in r"Z|z|[+-](0[0-9]|1[0-9]|2[0-3]):[0-5][0-9]", around in r"[ -/:-~]{0,9}",
            lead in -40_000_000..40_000_000_i64,
        ) {
            let calendar = Calendar { lead: Duration::seconds(lead) };
            let date = time::Date::from_ordinal_date(year, day).unwrap();
            let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
            let text = format!("{around}{date}T{hour:02}:{minute:02}:{second:02}{fraction}{offset}\"{around}");
            let text = Bytes::from(text);
            let there = calendar.to_function(&text);
            prop_assert_eq!(lead == 0, there == text);
            prop_assert_eq!(there.len(), text.len());
            prop_assert_eq!(calendar.said_by_function(&there), text);
        }

        #[test]
        fn a_text_of_any_kind_comes_back(text in "(\\PC|[0-9TZ:+-]){0,60}", lead in 0..40_000_000_i64) {
            let calendar = Calendar { lead: Duration::seconds(lead) };
            let text = Bytes::from(text);
            prop_assert_eq!(calendar.said_by_function(&calendar.to_function(&text)), text);
        }
    }
}
