//! The one place that reads the time.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The present, in UTC.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the one place")]
pub fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

/// `when` in RFC 3339, UTC, to the second: the form of every date that leaves this project.
#[must_use]
pub fn rfc3339(when: OffsetDateTime) -> String {
    // Formatting fails only for years that RFC 3339 cannot write, and no such date can be parsed.
    let when = when.truncate_to_second();
    when.checked_to_utc().and_then(|when| when.format(&Rfc3339).ok()).unwrap_or_else(|| when.to_string())
}

/// Reads an RFC 3339 date with an offset or `Z`; nothing else is accepted.
#[must_use]
pub fn parse_rfc3339(text: &str) -> Option<OffsetDateTime> {
    // A date at the very end of the year 9999 has no UTC form.
    let when = OffsetDateTime::parse(text, &Rfc3339).ok()?.checked_to_utc()?;
    Some(when.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_in_utc_to_the_second() {
        let when = parse_rfc3339("2027-01-31T18:00:00.75+02:00").unwrap();
        assert_eq!(rfc3339(when), "2027-01-31T16:00:00Z");
    }

    #[test]
    fn a_date_without_offset_is_not_a_date() {
        for text in
            ["2027-01-31T18:00:00", "2027-01-31", "tomorrow", "", "1800000000", "2027-02-30T00:00:00Z"]
        {
            assert_eq!(parse_rfc3339(text), None, "{text}");
        }
    }
}
