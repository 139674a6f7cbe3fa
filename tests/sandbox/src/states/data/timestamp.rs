//! Points in time as text.
//!
//! Source: the specification, "Timestamps": RFC 3339 with an upper-case `T`, and an upper-case
//! `Z` where there is no offset.

use time::OffsetDateTime;
use time::format_description::StaticFormatDescription;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;

/// As in the context object, which tells times to the millisecond.
const IN_CONTEXT: StaticFormatDescription =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");

/// The time that a text says; none where it is no timestamp.
pub(crate) fn parse(text: &str) -> Option<OffsetDateTime> {
    let is_upper = text.as_bytes().get(10) == Some(&b'T') && !text.ends_with('z');
    OffsetDateTime::parse(text, &Rfc3339).ok().filter(|_| is_upper)
}

/// A time of the execution, in UTC.
pub(crate) fn show(time: OffsetDateTime) -> String {
    let utc = time.to_offset(time::UtcOffset::UTC);
    utc.format(IN_CONTEXT).unwrap_or_else(|_| utc.to_string())
}
