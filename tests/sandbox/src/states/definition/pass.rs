//! Pass: hands its input on, changed as its fields say.

use serde_json::Value;

use super::error::DefinitionError;
use super::fields::Fields;
use super::flow::Landing;
use super::scope::Names;
use crate::states::data::{Payload, Scene};
use crate::states::failure::Failure;

#[derive(Debug)]
pub(crate) struct Pass {
    result: Option<Value>,
    parameters: Option<Payload>,
    pub(crate) landing: Landing,
}

impl Pass {
    pub(super) const FIELDS: &[&str] = &["Result", "Parameters"];

    pub(super) fn parse(fields: &Fields, names: &Names) -> Result<Self, DefinitionError> {
        Ok(Self {
            result: fields.optional("Result", |value, _| Ok(value.clone()))?,
            parameters: fields.optional("Parameters", Payload::parse)?,
            landing: Landing::parse(fields, names)?,
        })
    }

    /// What counts as the result: the fixed one, else the parameters, else the input.
    pub(crate) fn result(&self, scene: Scene) -> Result<Value, Failure> {
        match (&self.result, &self.parameters) {
            (Some(result), _) => Ok(result.clone()),
            (None, Some(parameters)) => parameters.fill(scene),
            (None, None) => Ok(scene.data.clone()),
        }
    }
}
