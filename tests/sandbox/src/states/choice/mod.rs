//! What a Choice state asks about its input.
//!
//! Source: the specification, "Choice State".

mod compare;
mod test;
mod wildcard;

#[cfg(test)]
mod tests;

use serde_json::Value;

use super::data::{Path, Scene};
use super::definition::{DefinitionError, Fields, Location, list};
use super::failure::Failure;
use test::Test;

/// A Choice rule, without where it leads to.
#[derive(Debug)]
pub(crate) enum Condition {
    And(Vec<Condition>),
    Or(Vec<Condition>),
    Not(Box<Condition>),
    Test { variable: Path, test: Test },
}

impl Condition {
    /// Reads a rule, apart from the members that its place allows it to have `beside` the condition.
    pub(crate) fn parse(value: &Value, at: &Location, beside: &[&str]) -> Result<Self, DefinitionError> {
        let fields = Fields::any(value, at.clone())?;
        let names: Vec<_> = fields.names().filter(|name| !beside.contains(name)).collect();
        let nested = |value: &Value, at: &Location| Self::parse(value, at, &[]);
        match names[..] {
            ["And"] => fields.required("And", list(nested)).map(Self::And),
            ["Or"] => fields.required("Or", list(nested)).map(Self::Or),
            ["Not"] => fields.required("Not", nested).map(Box::new).map(Self::Not),
            ["Variable", operator] | [operator, "Variable"] => {
                let variable = fields.required("Variable", Path::parse)?;
                let test = fields.required(operator, |operand, at| Test::parse(operator, operand, at))?;
                Ok(Self::Test { variable, test })
            }
            _ => {
                let found = if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
                Err(at.error(format!("expected And, Or, Not, or Variable and one operator, found {found}")))
            }
        }
    }

    /// Whether it holds. From left to right, and no further than needed: what follows an
    /// `IsPresent` may count on it.
    pub(crate) fn holds(&self, scene: Scene) -> Result<bool, Failure> {
        match self {
            Self::And(conditions) => {
                conditions.iter().try_fold(true, |so_far, next| Ok(so_far && next.holds(scene)?))
            }
            Self::Or(conditions) => {
                conditions.iter().try_fold(false, |so_far, next| Ok(so_far || next.holds(scene)?))
            }
            Self::Not(condition) => condition.holds(scene).map(|holds| !holds),
            Self::Test { variable, test } => test.accepts(variable, scene),
        }
    }
}
