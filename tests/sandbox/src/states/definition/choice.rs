//! Choice: the first rule that holds says where the way goes on.

use serde_json::Value;

use super::error::{DefinitionError, Location};
use super::fields::{Fields, list};
use super::scope::{Names, Target};
use crate::states::choice::Condition;
use crate::states::data::Scene;
use crate::states::failure::Failure;

#[derive(Debug)]
pub(crate) struct Choice {
    rules: Vec<(Condition, Target)>,
    default: Option<Target>,
}

impl Choice {
    pub(super) const FIELDS: &[&str] = &["Choices", "Default"];

    pub(super) fn parse(fields: &Fields, names: &Names) -> Result<Self, DefinitionError> {
        let rule = |value: &Value, at: &Location| {
            let condition = Condition::parse(value, at, &["Next"])?;
            let next =
                Fields::any(value, at.clone())?.required("Next", |value, at| names.target(value, at))?;
            Ok((condition, next))
        };
        Ok(Self {
            rules: fields.required("Choices", |value, at| list(rule)(value, at))?,
            default: fields.optional("Default", |value, at| names.target(value, at))?,
        })
    }

    pub(super) fn targets(&self) -> impl Iterator<Item = &Target> {
        self.rules.iter().map(|(_, next)| next).chain(&self.default)
    }

    pub(crate) fn choose(&self, scene: Scene) -> Result<&Target, Failure> {
        for (condition, next) in &self.rules {
            if condition.holds(scene)? {
                return Ok(next);
            }
        }
        self.default.as_ref().ok_or_else(|| Failure::runtime("no choice holds, and there is no Default"))
    }
}
