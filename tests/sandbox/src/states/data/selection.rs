//! `InputPath` and `OutputPath`: which part of the data goes on.

use serde_json::{Value, json};

use super::{Path, Scene};
use crate::states::definition::{DefinitionError, Location};
use crate::states::failure::Failure;

/// A path, or `null` for nothing of it: an empty object.
#[derive(Debug)]
pub(crate) struct Selection(Option<Path>);

impl Selection {
    pub(crate) fn parse(value: &Value, at: &Location) -> Result<Self, DefinitionError> {
        if value.is_null() { Ok(Self(None)) } else { Path::parse(value, at).map(|path| Self(Some(path))) }
    }

    pub(crate) fn apply(&self, scene: Scene, field: &str) -> Result<Value, Failure> {
        match &self.0 {
            Some(path) => path.get(scene, field).cloned(),
            None => Ok(json!({})),
        }
    }
}

impl Default for Selection {
    fn default() -> Self {
        Self(Some(Path::whole()))
    }
}
