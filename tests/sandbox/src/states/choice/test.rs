//! The operators that test one variable.

use serde_json::Value;

use super::compare::{Relation, Type};
use super::wildcard::Wildcard;
use crate::states::data::{Path, Scene, timestamp};
use crate::states::definition::{DefinitionError, Location, flag, text, unexpected};
use crate::states::failure::Failure;

/// A question about one value.
#[derive(Debug)]
pub(crate) enum Test {
    Compare { of: Type, relation: Relation, with: Operand },
    Matches(Wildcard),
    IsPresent(bool),
    Is(Nature, bool),
}

#[derive(Debug)]
pub(crate) enum Operand {
    Literal(Value),
    Path(Path),
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Nature {
    Null,
    Numeric,
    String,
    Boolean,
    Timestamp,
}

impl Test {
    pub(super) fn parse(operator: &str, operand: &Value, at: &Location) -> Result<Self, DefinitionError> {
        let is = |nature| flag(operand, at).map(|wanted| Self::Is(nature, wanted));
        match operator {
            "IsPresent" => flag(operand, at).map(Self::IsPresent),
            "IsNull" => is(Nature::Null),
            "IsNumeric" => is(Nature::Numeric),
            "IsString" => is(Nature::String),
            "IsBoolean" => is(Nature::Boolean),
            "IsTimestamp" => is(Nature::Timestamp),
            "StringMatches" => Wildcard::parse(&text(operand, at)?)
                .map(Self::Matches)
                .ok_or_else(|| at.error("a backslash may only come before * or another backslash")),
            comparison => Self::parse_comparison(comparison, operand, at),
        }
    }

    fn parse_comparison(operator: &str, operand: &Value, at: &Location) -> Result<Self, DefinitionError> {
        let name = operator.strip_suffix("Path");
        let (of, relation) = Type::of_operator(name.unwrap_or(operator))
            .ok_or_else(|| at.error("unknown or unsupported operator"))?;
        let with = match name {
            Some(_) => Path::parse(operand, at).map(Operand::Path)?,
            None if of.compare(operand, operand).is_none() => {
                return Err(unexpected(of, operand, at));
            }
            None => Operand::Literal(operand.clone()),
        };
        Ok(Self::Compare { of, relation, with })
    }

    /// Whether what the variable leads to is as asked. One that leads nowhere cannot be tested for
    /// anything but its presence.
    pub(super) fn accepts(&self, variable: &Path, scene: Scene) -> Result<bool, Failure> {
        if let Self::IsPresent(wanted) = self {
            return Ok(variable.find(scene).is_some() == *wanted);
        }
        let value = variable.get(scene, "Variable")?;
        Ok(match self {
            Self::IsPresent(wanted) => *wanted,
            Self::Is(nature, wanted) => nature.is_of(value) == *wanted,
            Self::Matches(wildcard) => value.as_str().is_some_and(|text| wildcard.accepts(text)),
            Self::Compare { of, relation, with } => {
                let other = match with {
                    Operand::Literal(literal) => literal,
                    Operand::Path(path) => path.get(scene, "the other value")?,
                };
                of.compare(value, other).is_some_and(|ordering| relation.holds(ordering))
            }
        })
    }
}

impl Nature {
    fn is_of(self, value: &Value) -> bool {
        match self {
            Self::Null => value.is_null(),
            Self::Numeric => value.is_number(),
            Self::String => value.is_string(),
            Self::Boolean => value.is_boolean(),
            Self::Timestamp => value.as_str().and_then(timestamp::parse).is_some(),
        }
    }
}
