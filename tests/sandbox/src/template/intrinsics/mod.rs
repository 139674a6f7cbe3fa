//! Intrinsic functions, in their long form, and what they come to.
//!
//! Source: `CloudFormation` template reference, "Intrinsic function reference" and "Pseudo
//! parameters reference". A function that is not here is an error wherever it stands.

pub(super) mod conditions;
mod lists;
pub(super) mod sub;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::document::{Mappings, Resource};
use super::error::{Location, TemplateError};
use super::resources::naming;
use super::values::text_of;

/// The functions that are understood outside the `Conditions` section.
pub(super) const FUNCTIONS: [&str; 8] =
    ["Ref", "Fn::GetAtt", "Fn::Sub", "Fn::Join", "Fn::Select", "Fn::Split", "Fn::If", "Fn::FindInMap"];

/// The value that takes its property away.
const NO_VALUE: &str = "AWS::NoValue";

/// The account that the sandbox plays.
pub(super) const ACCOUNT_ID: &str = "123456789012";

/// What the pseudo parameters say in the sandbox.
pub(super) const PSEUDO_PARAMETERS: [(&str, &str); 6] = [
    ("AWS::AccountId", ACCOUNT_ID),
    ("AWS::Partition", "aws"),
    ("AWS::Region", "us-east-1"),
    ("AWS::StackId", "arn:aws:cloudformation:us-east-1:123456789012:stack/euc-offboarding/sandbox"),
    ("AWS::StackName", "euc-offboarding"),
    ("AWS::URLSuffix", "amazonaws.com"),
];

/// Whether a name that is neither parameter nor resource can be referred to.
pub(super) fn is_pseudo_parameter(name: &str) -> bool {
    name == NO_VALUE || PSEUDO_PARAMETERS.iter().any(|(pseudo, _)| *pseudo == name)
}

/// Everything that a reference can lead to.
#[derive(Debug)]
pub(super) struct Resolver<'a> {
    pub(super) parameters: BTreeMap<String, Value>,
    pub(super) mappings: &'a Mappings,
    pub(super) conditions: BTreeMap<String, bool>,
    pub(super) resources: &'a BTreeMap<String, Resource>,
}

/// The one function in this object, if it is one.
pub(super) fn call(object: &Map<String, Value>) -> Option<(&str, &Value)> {
    let is_function = |name: &str| name == "Ref" || name.starts_with("Fn::");
    object.iter().find(|(name, _)| is_function(name)).map(|(name, argument)| (name.as_str(), argument))
}

impl Resolver<'_> {
    /// The value without functions; none where it is `AWS::NoValue`.
    pub(super) fn resolve(&self, value: &Value, at: &Location) -> Result<Option<Value>, TemplateError> {
        match value {
            Value::Object(object) => match call(object) {
                Some((function, argument)) => self.apply(function, argument, at),
                None => self.object(object, at).map(Value::Object).map(Some),
            },
            Value::Array(elements) => {
                let elements = elements.iter().enumerate();
                let resolved = elements.map(|(index, element)| self.resolve(element, &at.index(index)));
                let resolved: Vec<_> = resolved.collect::<Result<_, _>>()?;
                Ok(Some(resolved.into_iter().flatten().collect()))
            }
            scalar => Ok(Some(scalar.clone())),
        }
    }

    pub(super) fn object(
        &self,
        object: &Map<String, Value>,
        at: &Location,
    ) -> Result<Map<String, Value>, TemplateError> {
        let mut resolved = Map::new();
        for (name, value) in object {
            if let Some(value) = self.resolve(value, &at.key(name))? {
                resolved.insert(name.clone(), value);
            }
        }
        Ok(resolved)
    }

    /// A value that must be there and be text.
    pub(super) fn text(&self, value: &Value, at: &Location) -> Result<String, TemplateError> {
        let resolved = self.resolve(value, at)?;
        resolved
            .as_ref()
            .and_then(text_of)
            .ok_or_else(|| at.error(format!("expected text, found {}", resolved.unwrap_or_default())))
    }

    /// Whether a resource or an output with this condition is made.
    pub(super) fn holds(&self, condition: &str, at: &Location) -> Result<bool, TemplateError> {
        self.conditions
            .get(condition)
            .copied()
            .ok_or_else(|| at.error(format!("there is no condition {condition}")))
    }

    fn apply(&self, function: &str, argument: &Value, at: &Location) -> Result<Option<Value>, TemplateError> {
        match function {
            "Ref" => match argument {
                Value::String(name) => self.reference(name, at),
                other => Err(at.error(format!("Ref takes a name, found {other}"))),
            },
            "Fn::GetAtt" => self.get_att(argument, at).map(Value::from).map(Some),
            "Fn::Sub" => sub::substitute(self, argument, at).map(Value::from).map(Some),
            "Fn::Join" => lists::join(self, argument, at).map(Value::from).map(Some),
            "Fn::Select" => lists::select(self, argument, at).map(Some),
            "Fn::Split" => lists::split(self, argument, at).map(Some),
            "Fn::FindInMap" => self.find_in_map(argument, at).map(Some),
            "Fn::If" => self.choose(argument, at),
            other => Err(at.error(format!("{other} is not supported here"))),
        }
    }

    /// `Ref`: a parameter, a pseudo parameter or a resource.
    fn reference(&self, name: &str, at: &Location) -> Result<Option<Value>, TemplateError> {
        if name == NO_VALUE {
            return Ok(None);
        }
        let pseudo = PSEUDO_PARAMETERS.iter().find(|(pseudo, _)| *pseudo == name);
        let known =
            pseudo.map(|(_, value)| Value::from(*value)).or_else(|| self.parameters.get(name).cloned());
        match known {
            Some(value) => Ok(Some(value)),
            None => Ok(Some(naming::identify(self, name, at)?.reference.into())),
        }
    }

    /// `Fn::GetAtt`: `Queue.Arn` or `[Queue, Arn]`.
    fn get_att(&self, argument: &Value, at: &Location) -> Result<String, TemplateError> {
        let parts = match argument {
            Value::String(text) => text.split_once('.').map(|(id, name)| (id.to_owned(), name.to_owned())),
            Value::Array(parts) => match parts.as_slice() {
                [Value::String(id), name] => Some((id.clone(), self.text(name, at)?)),
                _ => None,
            },
            _ => None,
        };
        let (logical_id, attribute) =
            parts.ok_or_else(|| at.error(format!("expected Resource.Attribute, found {argument}")))?;
        self.attribute(&logical_id, &attribute, at)
    }

    fn attribute(&self, logical_id: &str, attribute: &str, at: &Location) -> Result<String, TemplateError> {
        let mut identity = naming::identify(self, logical_id, at)?;
        identity.attributes.remove(attribute).ok_or_else(|| {
            let kind = &self.resources[logical_id].kind;
            at.error(format!("{logical_id} ({kind}) has no attribute {attribute} that the sandbox knows"))
        })
    }

    fn choose(&self, argument: &Value, at: &Location) -> Result<Option<Value>, TemplateError> {
        let [Value::String(condition), yes, no] = elements(argument) else {
            return Err(at.error(format!("Fn::If takes a condition's name and two values, found {argument}")));
        };
        let (index, chosen) = if self.holds(condition, at)? { (1, yes) } else { (2, no) };
        self.resolve(chosen, &at.key("Fn::If").index(index))
    }

    fn find_in_map(&self, argument: &Value, at: &Location) -> Result<Value, TemplateError> {
        let [map, first, second] = elements(argument) else {
            return Err(at.error(format!("Fn::FindInMap takes a map's name and two keys, found {argument}")));
        };
        let (map, first, second) = (self.text(map, at)?, self.text(first, at)?, self.text(second, at)?);
        let found = self.mappings.get(&map).and_then(|keys| keys.get(&first)?.get(&second));
        found.cloned().ok_or_else(|| at.error(format!("there is no {map}.{first}.{second} in Mappings")))
    }
}

fn elements(argument: &Value) -> &[Value] {
    argument.as_array().map_or(&[], Vec::as_slice)
}
