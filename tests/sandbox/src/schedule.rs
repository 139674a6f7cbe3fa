//! When a schedule is due: `rate(…)`, `cron(…)` and `at(…)` expressions.
//!
//! Source: `EventBridge` Scheduler user guide, "Schedule types", and `EventBridge` user guide,
//! "Setting a schedule pattern". All times are UTC.

use std::time::Duration;

use croner::parser::{CronParser, Seconds, Year};
use croner::{
    CivilDate, CivilDateTime, CivilTime, Cron, CronDateTime, Resolution, Weekday, errors::CronError,
};
use time::format_description::well_known::Iso8601;
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time};

/// A schedule expression that has been checked.
#[derive(Debug, Clone)]
pub enum ScheduleExpression {
    /// Again and again, this long after the time before.
    Rate(Duration),
    /// Whenever the calendar fits.
    Cron(Box<Cron>),
    /// Once.
    At(OffsetDateTime),
}

/// Why a schedule expression was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("schedule expression {expression:?}: {problem}")]
pub struct ScheduleError {
    expression: String,
    problem: String,
}

impl ScheduleExpression {
    /// Checks and reads an expression.
    pub fn parse(expression: &str) -> Result<Self, ScheduleError> {
        let parsed = match expression.strip_suffix(')').and_then(|text| text.split_once('(')) {
            Some(("rate", rate)) => parse_rate(rate).map(Self::Rate),
            Some(("cron", cron)) => parse_cron(cron).map(|cron| Self::Cron(Box::new(cron))),
            Some(("at", at)) => parse_at(at).map(Self::At),
            _ => Err("expected rate(…), cron(…) or at(…)".to_owned()),
        };
        parsed.map_err(|problem| ScheduleError { expression: expression.to_owned(), problem })
    }

    /// The first time after `now` at which the schedule is due; none when it never is again.
    ///
    /// For a rate `now` is the time before: when it was last due, or when it was made.
    #[must_use]
    pub fn next_after(&self, now: OffsetDateTime) -> Option<OffsetDateTime> {
        match self {
            Self::Rate(period) => now.checked_add((*period).try_into().ok()?),
            Self::Cron(cron) => {
                let next = cron.find_next_occurrence(&Utc(to_utc(now)), false).ok()?;
                Some(next.0.assume_utc())
            }
            Self::At(at) => (*at > now).then_some(*at),
        }
    }
}

/// A positive number and a unit, which is singular for one and plural for more.
fn parse_rate(rate: &str) -> Result<Duration, String> {
    let (count, unit) = rate.split_once(' ').ok_or("expected a number and a unit, as in rate(5 minutes)")?;
    let count: u32 = count
        .parse()
        .ok()
        .filter(|count| *count > 0)
        .ok_or_else(|| format!("{count:?} is not a positive whole number"))?;
    let minutes = match unit.strip_suffix('s').unwrap_or(unit) {
        "minute" => 1,
        "hour" => 60,
        "day" => 24 * 60,
        _ => return Err(format!("{unit:?} is not minutes, hours or days")),
    };
    if (count == 1) == unit.ends_with('s') {
        return Err(format!("{unit:?} does not agree with {count}: one minute, five minutes"));
    }
    Ok(Duration::from_secs(60 * minutes * u64::from(count)))
}

/// Six fields, of which day-of-month and day-of-week cannot both say something.
///
/// The calendar itself is croner's, whose weekdays count from Sunday as 1 in its alternative mode,
/// as they do here; its "sloppy" ranges are AWS's `0/15`. Croner also accepts what AWS does not; what matters of that is refused first.
fn parse_cron(cron: &str) -> Result<Cron, String> {
    let fields: Vec<&str> = cron.split(' ').collect();
    let &[minutes, hours, day_of_month, month, day_of_week, year] = fields.as_slice() else {
        return Err("expected six fields: minutes, hours, day-of-month, month, day-of-week, year".to_owned());
    };
    if (day_of_month == "?") == (day_of_week == "?") {
        return Err("exactly one of day-of-month and day-of-week must be ?".to_owned());
    }
    if fields.iter().any(|field| field.contains(['+', '@']) || *field != "?" && field.contains('?')) {
        return Err("? stands alone, and + and @ have no meaning".to_owned());
    }
    check_years(year)?;
    // `L` by itself in day-of-week is Saturday, the last day of the week.
    let day_of_week = if day_of_week == "L" { "7" } else { day_of_week };
    CronParser::builder()
        .seconds(Seconds::Required)
        .year(Year::Required)
        .alternative_weekdays(true)
        .sloppy_ranges(true)
        .build()
        .parse(&format!("0 {minutes} {hours} {day_of_month} {month} {day_of_week} {year}"))
        .map_err(|error| error.to_string())
}

fn check_years(year: &str) -> Result<(), String> {
    let numbers = year.split(|character: char| !character.is_ascii_digit()).filter(|part| part.len() > 2);
    for number in numbers {
        if !number.parse().is_ok_and(|year: u16| (1970..=2199).contains(&year)) {
            return Err(format!("year {number} is not from 1970 to 2199"));
        }
    }
    Ok(())
}

fn parse_at(at: &str) -> Result<OffsetDateTime, String> {
    let has_seconds = at.len() == "yyyy-mm-ddThh:mm:ss".len();
    PrimitiveDateTime::parse(at, &Iso8601::DEFAULT)
        .ok()
        .filter(|_| has_seconds)
        .map(PrimitiveDateTime::assume_utc)
        .ok_or_else(|| "expected at(yyyy-mm-ddThh:mm:ss), without an offset".to_owned())
}

fn to_utc(time: OffsetDateTime) -> PrimitiveDateTime {
    let time = time.to_offset(time::UtcOffset::UTC);
    PrimitiveDateTime::new(time.date(), time.time())
}

/// A time in UTC, the way croner asks for it: no offsets, so no gaps and no hour that comes twice.
#[derive(Clone)]
struct Utc(PrimitiveDateTime);

impl CronDateTime for Utc {
    fn to_civil(&self) -> CivilDateTime {
        let (date, time) = (self.0.date(), self.0.time());
        CivilDateTime::new(
            CivilDate::from_parts_unchecked(date.year(), u8::from(date.month()).into(), date.day().into()),
            CivilTime::from_parts_unchecked(time.hour().into(), time.minute().into(), time.second().into()),
        )
    }

    fn civil_weekday(&self) -> Weekday {
        Weekday::from_days_from_sunday(self.0.weekday().number_days_from_sunday().into())
    }

    fn resolve_civil(&self, civil: CivilDateTime) -> Result<Resolution<Self>, CronError> {
        from_civil(civil).map(|time| Resolution::Single(Self(time))).ok_or(CronError::InvalidDate)
    }

    fn checked_add_seconds(&self, seconds: i64) -> Option<Self> {
        self.0.checked_add(time::Duration::seconds(seconds)).map(Self)
    }

    fn cmp_instant(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}

fn from_civil(civil: CivilDateTime) -> Option<PrimitiveDateTime> {
    let small = |number: u32| u8::try_from(number).ok();
    let month = small(civil.month())?.try_into().ok()?;
    let date = Date::from_calendar_date(civil.year(), month, small(civil.day())?).ok()?;
    let time = Time::from_hms(small(civil.hour())?, small(civil.minute())?, small(civil.second())?).ok()?;
    Some(PrimitiveDateTime::new(date, time))
}

#[cfg(test)]
mod tests;
