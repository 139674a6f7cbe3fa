//! Fail: ends its scope with an error.

use super::error::DefinitionError;
use super::fields::{Fields, text};
use crate::states::data::{Path, Scene};
use crate::states::failure::Failure;

#[derive(Debug)]
pub(crate) struct Fail {
    error: Words,
    cause: Words,
}

/// What is said, or where it is written.
#[derive(Debug)]
enum Words {
    None,
    Fixed(String),
    At(Path),
}

impl Fail {
    pub(super) const FIELDS: &[&str] = &["Error", "ErrorPath", "Cause", "CausePath"];

    pub(super) fn parse(fields: &Fields) -> Result<Self, DefinitionError> {
        let error = Words::parse(fields, "Error", "ErrorPath")?;
        if matches!(&error, Words::Fixed(name) if name.starts_with("States.")) {
            return Err(fields.at().key("Error").error("names that begin with States. are reserved"));
        }
        Ok(Self { error, cause: Words::parse(fields, "Cause", "CausePath")? })
    }

    /// The failure that it stands for; another one where a path leads to no text.
    pub(crate) fn failure(&self, scene: Scene) -> Failure {
        let error = self.error.find(scene, "ErrorPath");
        let words = error.and_then(|error| Ok((error, self.cause.find(scene, "CausePath")?)));
        words.map_or_else(|failure| failure, |(error, cause)| Failure::new(error, cause))
    }
}

impl Words {
    fn parse(fields: &Fields, fixed: &str, path: &str) -> Result<Self, DefinitionError> {
        match (fields.optional(fixed, text)?, fields.optional(path, Path::parse)?) {
            (Some(_), Some(_)) => Err(fields.at().error(format!("{fixed} and {path} exclude each other"))),
            (Some(words), None) => Ok(Self::Fixed(words)),
            (None, Some(path)) => Ok(Self::At(path)),
            (None, None) => Ok(Self::None),
        }
    }

    fn find(&self, scene: Scene, field: &str) -> Result<String, Failure> {
        match self {
            Self::None => Ok(String::new()),
            Self::Fixed(words) => Ok(words.clone()),
            Self::At(path) => {
                let words = path.get(scene, field)?;
                let text = words.as_str().map(str::to_owned);
                text.ok_or_else(|| {
                    Failure::runtime(format!("{field}: the path {path} does not lead to text"))
                })
            }
        }
    }
}
