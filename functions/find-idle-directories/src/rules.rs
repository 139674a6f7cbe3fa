//! The settings of this operation.

use std::ops::RangeInclusive;
use std::str::FromStr;

use aws_sdk_workspaces::types::WorkspaceDirectoryType;
use shared::settings::{Environment, SettingError};

/// AWS deregisters a free directory by itself after 30 days without a WorkSpace.
pub(crate) const IDLE_DAYS: RangeInclusive<u32> = 1..=29;

/// What makes a directory idle, and which tags say so.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    /// `IDLE_DAYS`, default 14: how long an idle directory has been empty, in days of 24 hours.
    pub idle_days: u32,
    /// `DIRECTORY_TYPES`, default those that are free while WorkSpaces uses them.
    pub directory_types: Vec<WorkspaceDirectoryType>,
    /// `IDLE_SINCE_TAG_KEY`, default `offboarding:idle-since`: the tag that is the clock.
    pub idle_since_tag_key: String,
    /// `DELETE_TAG_KEY`, default `offboarding:delete`: the tag of a directory that may be deleted.
    pub delete_tag_key: String,
}

impl Rules {
    /// Reads the settings. The tags must not be one another's: a clock that is started would put a
    /// directory on hold, or give it free to be deleted.
    pub(crate) fn from_environment(
        environment: &Environment,
        hold_tag_key: Option<&str>,
    ) -> Result<Self, SettingError> {
        let idle_since_tag_key = tag_key(environment, "IDLE_SINCE_TAG_KEY", "offboarding:idle-since")?;
        let delete_tag_key = tag_key(environment, "DELETE_TAG_KEY", "offboarding:delete")?;
        if hold_tag_key == Some(&idle_since_tag_key) {
            return Err(SettingError::new("IDLE_SINCE_TAG_KEY", "must not be the tag key of HOLD_TAG_KEY"));
        }
        if hold_tag_key == Some(&delete_tag_key) || idle_since_tag_key == delete_tag_key {
            let problem = "must not be the tag key of HOLD_TAG_KEY or of IDLE_SINCE_TAG_KEY";
            return Err(SettingError::new("DELETE_TAG_KEY", problem));
        }
        let directory_types = environment.list::<DirectoryType>("DIRECTORY_TYPES")?;
        Ok(Self {
            idle_days: environment.number("IDLE_DAYS", 14, IDLE_DAYS)?,
            directory_types: directory_types.map_or_else(
                || vec![WorkspaceDirectoryType::SimpleAd, WorkspaceDirectoryType::AdConnector],
                |types| types.into_iter().map(|one| one.0).collect(),
            ),
            idle_since_tag_key,
            delete_tag_key,
        })
    }
}

fn tag_key(
    environment: &Environment,
    variable: &'static str,
    default: &'static str,
) -> Result<String, SettingError> {
    environment.tag_key(variable, default)?.ok_or_else(|| SettingError::new(variable, "must not be empty"))
}

/// A type that the service model has. The SDK takes any text for one, also a misspelt one.
struct DirectoryType(WorkspaceDirectoryType);

impl FromStr for DirectoryType {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = WorkspaceDirectoryType::values();
        let is_known = known.contains(&text);
        is_known.then(|| Self(text.into())).ok_or_else(|| format!("must be one of {}", known.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules<const N: usize>(variables: [(&str, &str); N]) -> Result<Rules, String> {
        let rules = Rules::from_environment(&Environment::from(variables), Some("offboarding:hold"));
        rules.map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_not_set_is_as_documented() {
        let rules = rules([]).unwrap();
        assert_eq!(rules.idle_days, 14);
        assert_eq!(
            rules.directory_types,
            [WorkspaceDirectoryType::SimpleAd, WorkspaceDirectoryType::AdConnector]
        );
        assert_eq!(rules.idle_since_tag_key, "offboarding:idle-since");
        assert_eq!(rules.delete_tag_key, "offboarding:delete");
    }

    #[test]
    fn what_is_set_is_used() {
        let rules = rules([
            ("IDLE_DAYS", "29"),
            ("DIRECTORY_TYPES", "CUSTOMER_MANAGED, SIMPLE_AD"),
            ("IDLE_SINCE_TAG_KEY", "empty-since"),
            ("DELETE_TAG_KEY", "delete"),
        ])
        .unwrap();
        assert_eq!((rules.idle_days, rules.directory_types.len()), (29, 2));
        assert_eq!(
            (rules.idle_since_tag_key.as_str(), rules.delete_tag_key.as_str()),
            ("empty-since", "delete")
        );
    }

    #[test]
    fn what_cannot_be_understood_is_named() {
        for (variable, value) in [
            ("IDLE_DAYS", "0"),
            ("IDLE_DAYS", "30"),
            ("DIRECTORY_TYPES", "SIMPLEAD"),
            ("DIRECTORY_TYPES", "SIMPLE_AD,"),
            ("IDLE_SINCE_TAG_KEY", ""),
            ("DELETE_TAG_KEY", ""),
            ("IDLE_SINCE_TAG_KEY", "offboarding:hold"),
            ("DELETE_TAG_KEY", "offboarding:hold"),
            ("DELETE_TAG_KEY", "offboarding:idle-since"),
        ] {
            let error = rules([(variable, value)]).unwrap_err();
            assert!(error.starts_with(&format!("environment variable {variable} ")), "{error}");
        }
    }
}
