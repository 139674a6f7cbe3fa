//! The `Conditions` section: `Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not` and `Condition`. The `Rules` section
//! has the same but for `Condition`, and `Fn::EachMemberEquals` for lists.
//!
//! Source: `CloudFormation` template reference, "Condition functions" and "Rule-specific intrinsic functions".

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::document::{Mappings, Resource, Rule};
use super::super::error::{Location, TemplateError};
use super::super::values::text_of;
use super::{Resolver, elements};

/// Whether each condition holds. A condition can refer to parameters and mappings, not to
/// resources.
pub(in super::super) fn evaluate(
    definitions: &BTreeMap<String, Value>,
    parameters: &BTreeMap<String, Value>,
    mappings: &Mappings,
) -> Result<BTreeMap<String, bool>, TemplateError> {
    let resolver = &before_resources(parameters, mappings);
    let mut evaluation = Evaluation { definitions, resolver, known: BTreeMap::new(), asking: Vec::new() };
    for name in definitions.keys() {
        evaluation.named(name, &Location::section("Conditions"))?;
    }
    Ok(evaluation.known)
}

/// An assertion that does not hold is an error with its own words.
pub(in super::super) fn check(
    rules: &BTreeMap<String, Rule>,
    parameters: &BTreeMap<String, Value>,
    mappings: &Mappings,
) -> Result<(), TemplateError> {
    let resolver = &before_resources(parameters, mappings);
    let none = &BTreeMap::new();
    for (name, rule) in rules {
        for (index, assertion) in rule.assertions.iter().enumerate() {
            let at = Location::section("Rules").key(name).key("Assertions").index(index);
            let mut evaluation =
                Evaluation { definitions: none, resolver, known: BTreeMap::new(), asking: Vec::new() };
            if !evaluation.holds(&assertion.assert, &at.key("Assert"))? {
                return Err(at.error(&assertion.assert_description));
            }
        }
    }
    Ok(())
}

fn before_resources<'a>(parameters: &BTreeMap<String, Value>, mappings: &'a Mappings) -> Resolver<'a> {
    const NONE: &BTreeMap<String, Resource> = &BTreeMap::new();
    Resolver { parameters: parameters.clone(), mappings, conditions: BTreeMap::new(), resources: NONE }
}

struct Evaluation<'a> {
    definitions: &'a BTreeMap<String, Value>,
    resolver: &'a Resolver<'a>,
    known: BTreeMap<String, bool>,
    /// The conditions on the way to the present one, to notice one that asks for itself.
    asking: Vec<String>,
}

impl Evaluation<'_> {
    fn named(&mut self, name: &str, at: &Location) -> Result<bool, TemplateError> {
        if let Some(known) = self.known.get(name) {
            return Ok(*known);
        }
        let definition =
            self.definitions.get(name).ok_or_else(|| at.error(format!("there is no condition {name}")))?;
        if self.asking.iter().any(|asking| asking == name) {
            return Err(at.error(format!("condition {name} depends on itself")));
        }
        self.asking.push(name.to_owned());
        let holds = self.holds(definition, &Location::section("Conditions").key(name))?;
        self.asking.pop();
        self.known.insert(name.to_owned(), holds);
        Ok(holds)
    }

    fn holds(&mut self, condition: &Value, at: &Location) -> Result<bool, TemplateError> {
        let mut entries = condition.as_object().into_iter().flatten();
        let (Some((function, argument)), None) = (entries.next(), entries.next()) else {
            return Err(at.error(format!("expected a condition function, found {condition}")));
        };
        match (function.as_str(), argument, elements(argument)) {
            ("Condition", Value::String(name), _) => self.named(name, at),
            ("Fn::Equals", _, [left, right]) => self.equal(left, right, at),
            ("Fn::EachMemberEquals", _, [list, wanted]) => self.each_equals(list, wanted, at),
            ("Fn::Not", _, [inner]) => Ok(!self.holds(inner, &at.key(function))?),
            ("Fn::And", _, inner) if (2..=10).contains(&inner.len()) => {
                Ok(self.all(inner, &at.key(function))?.iter().all(|holds| *holds))
            }
            ("Fn::Or", _, inner) if (2..=10).contains(&inner.len()) => {
                Ok(self.all(inner, &at.key(function))?.iter().any(|holds| *holds))
            }
            ("Condition" | "Fn::Equals" | "Fn::EachMemberEquals" | "Fn::Not" | "Fn::And" | "Fn::Or", ..) => {
                Err(at.error(format!("{function} does not take {argument}")))
            }
            _ => Err(at.error(format!("{function} is not a condition function"))),
        }
    }

    /// Looks at all of them, so that a mistake behind the deciding one is found, too.
    fn all(&mut self, inner: &[Value], at: &Location) -> Result<Vec<bool>, TemplateError> {
        inner.iter().enumerate().map(|(index, one)| self.holds(one, &at.index(index))).collect()
    }

    fn each_equals(&self, list: &Value, wanted: &Value, at: &Location) -> Result<bool, TemplateError> {
        let Some(Value::Array(members)) = self.resolver.resolve(list, at)? else {
            return Err(at.error("Fn::EachMemberEquals looks at a list"));
        };
        Ok(self
            .resolver
            .resolve(wanted, at)?
            .is_some_and(|wanted| members.iter().all(|member| *member == wanted)))
    }

    fn equal(&self, left: &Value, right: &Value, at: &Location) -> Result<bool, TemplateError> {
        let side = |value| self.resolver.resolve(value, at);
        let (left, right) = (side(left)?, side(right)?);
        // Parameters are text whatever their type, so 1 and "1" are equal.
        let texts = left.as_ref().and_then(text_of).zip(right.as_ref().and_then(text_of));
        Ok(texts.map_or(left == right, |(left, right)| left == right))
    }
}
