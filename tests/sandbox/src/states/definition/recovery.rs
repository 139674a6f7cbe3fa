//! `Retry` and `Catch`: what a state does about a failure.
//!
//! Source: the specification, "Errors"; the developer guide, "Handling errors in Step Functions
//! workflows", for the bounds and for what the wildcards leave out.

use serde_json::Value;
use time::Duration;

use super::error::{DefinitionError, Location};
use super::fields::{Fields, list, text, unexpected, whole};
use super::scope::{Names, Target};
use crate::states::data::ResultPath;
use crate::states::failure::{
    ALL, DATA_LIMIT_EXCEEDED, PERMISSIONS, RESULT_PATH_MATCH_FAILURE, RUNTIME, TASK_FAILED, TIMEOUT,
};

/// What a Task, Parallel or Map state does about a failure.
#[derive(Debug)]
pub(crate) struct Recovery {
    pub(crate) retriers: Vec<Retrier>,
    pub(crate) catchers: Vec<Catcher>,
}

/// Does the state's work again, a few times, later and later.
#[derive(Debug)]
pub(crate) struct Retrier {
    pub(crate) errors: Errors,
    pub(crate) max_attempts: u32,
    interval_seconds: u32,
    backoff_rate: f64,
    max_delay_seconds: u32,
}

/// Goes on elsewhere.
#[derive(Debug)]
pub(crate) struct Catcher {
    pub(crate) errors: Errors,
    pub(crate) result_path: ResultPath,
    pub(crate) next: Target,
}

/// The error names that a retrier or catcher is for.
#[derive(Debug)]
pub(crate) struct Errors(Vec<String>);

/// The reserved names that a state can report here. Any other would never match.
const REPORTED: [&str; 6] =
    [ALL, DATA_LIMIT_EXCEEDED, PERMISSIONS, RESULT_PATH_MATCH_FAILURE, TASK_FAILED, TIMEOUT];

impl Recovery {
    pub(super) const FIELDS: &[&str] = &["Retry", "Catch"];

    pub(super) fn parse(fields: &Fields, names: &Names) -> Result<Self, DefinitionError> {
        let retriers = fields.optional("Retry", |value, at| list(Retrier::parse)(value, at))?;
        let catcher = |value: &Value, at: &Location| Catcher::parse(value, at, names);
        let catchers = fields.optional("Catch", |value, at| list(catcher)(value, at))?;
        let recovery =
            Self { retriers: retriers.unwrap_or_default(), catchers: catchers.unwrap_or_default() };
        check_all_is_last(recovery.retriers.iter().map(|one| &one.errors), &fields.at().key("Retry"))?;
        check_all_is_last(recovery.catchers.iter().map(|one| &one.errors), &fields.at().key("Catch"))?;
        Ok(recovery)
    }
}

impl Retrier {
    fn parse(value: &Value, at: &Location) -> Result<Self, DefinitionError> {
        let known = [
            "ErrorEquals",
            "IntervalSeconds",
            "MaxAttempts",
            "BackoffRate",
            "MaxDelaySeconds",
            "JitterStrategy",
        ];
        let fields = Fields::open(value, at.clone(), &[&known])?;
        fields.optional("JitterStrategy", check_jitter)?;
        Ok(Self {
            errors: fields.required("ErrorEquals", Errors::parse)?,
            interval_seconds: fields.optional("IntervalSeconds", whole(1..=99_999_999))?.unwrap_or(1),
            max_attempts: fields.optional("MaxAttempts", whole(0..=99_999_999))?.unwrap_or(3),
            backoff_rate: fields.optional("BackoffRate", backoff_rate)?.unwrap_or(2.0),
            max_delay_seconds: fields.optional("MaxDelaySeconds", whole(1..=31_622_399))?.unwrap_or(u32::MAX),
        })
    }

    /// How long to wait before this retry, counted from 1.
    ///
    /// With full jitter the service waits for a random part of it. This is the whole: executions
    /// are to be repeatable, and who bears the longest wait bears every shorter one.
    pub(crate) fn delay(&self, attempt: u32) -> Duration {
        let times = i32::try_from(attempt).map_or(i32::MAX, |attempt| attempt - 1);
        let seconds = f64::from(self.interval_seconds) * self.backoff_rate.powi(times);
        Duration::saturating_seconds_f64(seconds.min(self.max_delay_seconds.into()))
    }
}

impl Catcher {
    fn parse(value: &Value, at: &Location, names: &Names) -> Result<Self, DefinitionError> {
        let fields = Fields::open(value, at.clone(), &[&["ErrorEquals", "ResultPath", "Next"]])?;
        Ok(Self {
            errors: fields.required("ErrorEquals", Errors::parse)?,
            result_path: fields.optional("ResultPath", ResultPath::parse)?.unwrap_or_default(),
            next: fields.required("Next", |value, at| names.target(value, at))?,
        })
    }
}

impl Errors {
    fn parse(value: &Value, at: &Location) -> Result<Self, DefinitionError> {
        let errors = Self(list(error_name)(value, at)?);
        if errors.are_all() && errors.0.len() > 1 {
            return Err(at.error(format!("{ALL} has to stand alone")));
        }
        Ok(errors)
    }

    fn are_all(&self) -> bool {
        self.0.iter().any(|name| name == ALL)
    }

    /// Whether a failure of this name is meant. `States.Runtime` never is: it ends the execution.
    pub(crate) fn matches(&self, error: &str) -> bool {
        error != RUNTIME
            && self.0.iter().any(|name| match name.as_str() {
                ALL => error != DATA_LIMIT_EXCEEDED,
                TASK_FAILED => error != TIMEOUT,
                name => name == error,
            })
    }
}

fn error_name(value: &Value, at: &Location) -> Result<String, DefinitionError> {
    let name = text(value, at)?;
    if name.starts_with("States.") && !REPORTED.contains(&name.as_str()) {
        return Err(
            at.error(format!("{name} is unknown, or never caught; known are {}", REPORTED.join(", ")))
        );
    }
    Ok(name)
}

fn backoff_rate(value: &Value, at: &Location) -> Result<f64, DefinitionError> {
    let rate = value.as_f64().filter(|rate| *rate >= 1.0);
    rate.ok_or_else(|| unexpected("a number of at least 1", value, at))
}

fn check_jitter(value: &Value, at: &Location) -> Result<(), DefinitionError> {
    match value.as_str() {
        Some("FULL" | "NONE") => Ok(()),
        _ => Err(unexpected("FULL or NONE", value, at)),
    }
}

fn check_all_is_last<'a>(
    errors: impl ExactSizeIterator<Item = &'a Errors>,
    at: &Location,
) -> Result<(), DefinitionError> {
    let last = errors.len().saturating_sub(1);
    let early = errors.enumerate().find(|(index, errors)| errors.are_all() && *index != last);
    early.map_or(Ok(()), |(index, _)| Err(at.index(index).error(format!("{ALL} has to come last"))))
}
