//! How a state is left: with which data, and where to.

use serde_json::Value;

use super::error::DefinitionError;
use super::fields::{Fields, flag};
use super::scope::{Names, Target};
use crate::states::data::{Payload, ResultPath, Scene, within_limit};
use crate::states::failure::Failure;

/// Where the way goes on.
#[derive(Debug)]
pub(crate) enum Then {
    Next(Target),
    End,
}

/// What becomes of a state's result.
#[derive(Debug)]
pub(crate) struct Landing {
    selector: Option<Payload>,
    result_path: ResultPath,
    pub(super) then: Then,
}

impl Then {
    pub(super) const FIELDS: &[&str] = &["Next", "End"];

    pub(super) fn parse(fields: &Fields, names: &Names) -> Result<Self, DefinitionError> {
        if fields.one_of(Self::FIELDS)? == "Next" {
            return fields.required("Next", |value, at| names.target(value, at)).map(Self::Next);
        }
        fields.required("End", |value, at| {
            if flag(value, at)? { Ok(Self::End) } else { Err(at.error("expected true, or Next instead")) }
        })
    }

    pub(super) fn target(&self) -> Option<&Target> {
        match self {
            Self::Next(target) => Some(target),
            Self::End => None,
        }
    }
}

impl Landing {
    pub(super) const FIELDS: &[&str] = &["ResultPath", "Next", "End"];
    /// Where the result is somebody else's and may need another shape.
    pub(super) const SELECTOR: &str = "ResultSelector";

    pub(super) fn parse(fields: &Fields, names: &Names) -> Result<Self, DefinitionError> {
        Ok(Self {
            selector: fields.optional(Self::SELECTOR, Payload::parse)?,
            result_path: fields.optional("ResultPath", ResultPath::parse)?.unwrap_or_default(),
            then: Then::parse(fields, names)?,
        })
    }

    /// Shapes a result and puts it into the state's input, as the state was given it.
    pub(super) fn apply(&self, input: Scene, result: Value) -> Result<Value, Failure> {
        let result = within_limit("result", result)?;
        let result = match &self.selector {
            Some(selector) => selector.fill(input.with(&result))?,
            None => result,
        };
        self.result_path.apply(input.data, result)
    }
}
