//! Settings, read once at start from the environment that template.yaml sets.
//!
//! A value that cannot be understood stops the start: a function that guessed what `DRY_RUN=flase`
//! means would be dangerous either way.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use time::Duration;

/// A variable that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("environment variable {variable} {problem}")]
pub struct SettingError {
    variable: &'static str,
    problem: String,
}

impl SettingError {
    #[must_use]
    pub fn new(variable: &'static str, problem: impl Into<String>) -> Self {
        Self { variable, problem: problem.into() }
    }
}

/// The environment variables of a process.
#[derive(Debug, Clone, Default)]
pub struct Environment(HashMap<OsString, OsString>);

impl Environment {
    /// This process's own.
    #[must_use]
    pub fn of_this_process() -> Self {
        Self(std::env::vars_os().collect())
    }

    fn get(&self, variable: &'static str) -> Result<Option<&str>, SettingError> {
        let value = self.0.get(OsString::from(variable).as_os_str());
        value
            .map(|value| value.to_str().ok_or_else(|| SettingError::new(variable, "is not UTF-8")))
            .transpose()
    }

    /// `true` or `false`.
    pub fn flag(&self, variable: &'static str, default: bool) -> Result<bool, SettingError> {
        self.get(variable)?.map_or(Ok(default), |value| {
            value.parse().map_err(|_| SettingError::new(variable, "must be true or false"))
        })
    }

    /// A whole number within `range`.
    pub fn number(
        &self,
        variable: &'static str,
        default: u32,
        range: RangeInclusive<u32>,
    ) -> Result<u32, SettingError> {
        self.get(variable)?.map_or(Ok(default), |value| {
            value.parse().ok().filter(|number| range.contains(number)).ok_or_else(|| {
                let (least, most) = (range.start(), range.end());
                SettingError::new(variable, format!("must be a whole number from {least} to {most}"))
            })
        })
    }

    /// Text that a type accepts; empty text is none, as a template's parameter cannot be absent.
    pub fn text<T: FromStr<Err: Display>>(&self, variable: &'static str) -> Result<Option<T>, SettingError> {
        let text = self.get(variable)?.filter(|value| !value.is_empty());
        text.map(|text| {
            text.parse().map_err(|problem: T::Err| SettingError::new(variable, problem.to_string()))
        })
        .transpose()
    }

    /// Texts that a type accepts, between commas; empty text is none.
    pub fn list<T: FromStr<Err: Display>>(
        &self,
        variable: &'static str,
    ) -> Result<Option<Vec<T>>, SettingError> {
        let Some(text) = self.get(variable)?.filter(|value| !value.trim().is_empty()) else {
            return Ok(None);
        };
        text.split(',')
            .map(|item| {
                item.trim().parse().map_err(|problem: T::Err| {
                    SettingError::new(variable, format!("is a list between commas, each of which {problem}"))
                })
            })
            .collect::<Result<_, _>>()
            .map(Some)
    }

    /// A tag's key; empty text is none.
    pub fn tag_key(
        &self,
        variable: &'static str,
        default: &'static str,
    ) -> Result<Option<String>, SettingError> {
        let key = self.get(variable)?.unwrap_or(default);
        // 127 is the WorkSpaces model's bound; keys that begin with aws: are AWS's own.
        if key.chars().count() > 127 || key.trim() != key || key.starts_with("aws:") {
            return Err(SettingError::new(variable, "must be a tag key of at most 127 characters"));
        }
        Ok((!key.is_empty()).then(|| key.to_owned()))
    }
}

impl<const N: usize> From<[(&str, &str); N]> for Environment {
    fn from(variables: [(&str, &str); N]) -> Self {
        Self(variables.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

/// The settings of every operation.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `DRY_RUN`, default true.
    pub dry_run: bool,
    /// `HOLD_TAG_KEY`, default `offboarding:hold`; none turns the guard off.
    pub hold_tag_key: Option<String>,
    /// `MAX_RESOURCES`, default 25: the most that one request may resolve to.
    pub max_resources: usize,
    /// `MAX_REQUEST_AGE_HOURS`, default 168: how old an event may be.
    pub max_request_age: Duration,
}

impl Settings {
    /// # Errors
    /// Names the variable that cannot be understood.
    pub fn from_environment(environment: &Environment) -> Result<Self, SettingError> {
        Ok(Self {
            dry_run: environment.flag("DRY_RUN", true)?,
            hold_tag_key: environment.tag_key("HOLD_TAG_KEY", "offboarding:hold")?,
            max_resources: environment.number("MAX_RESOURCES", 25, 1..=u32::MAX)? as usize,
            max_request_age: Duration::hours(
                environment.number("MAX_REQUEST_AGE_HOURS", 168, 1..=u32::MAX)?.into(),
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::DirectoryId;

    #[test]
    fn what_is_not_set_is_safe() {
        let settings = Settings::from_environment(&Environment::default()).unwrap();
        assert!(settings.dry_run);
        assert_eq!(settings.hold_tag_key.as_deref(), Some("offboarding:hold"));
        assert_eq!((settings.max_resources, settings.max_request_age), (25, Duration::hours(168)));
    }

    #[test]
    fn what_is_set_is_used() {
        let environment = Environment::from([
            ("DRY_RUN", "false"),
            ("HOLD_TAG_KEY", ""),
            ("MAX_RESOURCES", "60"),
            ("MAX_REQUEST_AGE_HOURS", "1"),
        ]);
        let settings = Settings::from_environment(&environment).unwrap();
        assert!(!settings.dry_run && settings.hold_tag_key.is_none());
        assert_eq!((settings.max_resources, settings.max_request_age), (60, Duration::HOUR));
    }

    #[test]
    fn what_cannot_be_understood_is_named() {
        for (variable, value) in [
            ("DRY_RUN", "flase"),
            ("DRY_RUN", ""),
            ("DRY_RUN", "0"),
            ("MAX_RESOURCES", "0"),
            ("MAX_RESOURCES", "many"),
            ("MAX_REQUEST_AGE_HOURS", "-1"),
            ("HOLD_TAG_KEY", " hold"),
        ] {
            let error = Settings::from_environment(&Environment::from([(variable, value)])).unwrap_err();
            assert!(
                error.to_string().starts_with(&format!("environment variable {variable} must be")),
                "{error}"
            );
        }
    }

    #[test]
    fn a_list_is_read_item_by_item() {
        let list = |text| Environment::from([("DIRECTORY_IDS", text)]).list::<DirectoryId>("DIRECTORY_IDS");
        assert_eq!(list("").unwrap(), None);
        assert_eq!(list("d-0123456789, d-9876543210").unwrap().unwrap().len(), 2);
        assert!(list("d-0123456789,,").unwrap_err().to_string().contains("must be a directory id"));
    }
}
