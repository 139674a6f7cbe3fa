//! `Fn::Sub`: text with `${Name}`, `${Resource.Attribute}` and `${!Literal}`.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::super::error::{Location, TemplateError};
use super::super::values::text_of;
use super::{Resolver, elements};

/// A piece of the text.
#[derive(Debug, PartialEq, Eq)]
pub(in super::super) enum Part<'a> {
    Literal(&'a str),
    Variable(&'a str),
}

/// The two forms of the argument: a text, or a text with variables of its own.
pub(in super::super) fn form(argument: &Value) -> Option<(&str, Option<&Map<String, Value>>)> {
    match (argument, elements(argument)) {
        (Value::String(text), _) => Some((text, None)),
        (_, [Value::String(text), Value::Object(variables)]) => Some((text, Some(variables))),
        _ => None,
    }
}

/// Takes the text apart; `${!Name}` is the literal `${Name}`.
pub(in super::super) fn parts<'a>(text: &'a str, at: &Location) -> Result<Vec<Part<'a>>, TemplateError> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let (name, after) =
            after.split_once('}').ok_or_else(|| at.error(format!("${{ without }} in {text:?}")))?;
        parts.push(Part::Literal(before));
        match name.strip_prefix('!') {
            Some(literal) => {
                parts.extend([Part::Literal("${"), Part::Literal(literal), Part::Literal("}")]);
            }
            None => parts.push(Part::Variable(name)),
        }
        rest = after;
    }
    parts.push(Part::Literal(rest));
    Ok(parts)
}

pub(super) fn substitute(
    resolver: &Resolver,
    argument: &Value,
    at: &Location,
) -> Result<String, TemplateError> {
    let (text, variables) = form(argument).ok_or_else(|| {
        at.error(format!("Fn::Sub takes a text, or a text and its variables, found {argument}"))
    })?;
    let mut values = BTreeMap::new();
    for (name, value) in variables.into_iter().flatten() {
        values.insert(name.as_str(), resolver.text(value, &at.key(name))?);
    }
    parts(text, at)?
        .into_iter()
        .map(|part| match part {
            Part::Literal(literal) => Ok(literal.to_owned()),
            Part::Variable(name) => match values.get(name) {
                Some(value) => Ok(value.clone()),
                None => lookup(resolver, name, at),
            },
        })
        .collect()
}

fn lookup(resolver: &Resolver, name: &str, at: &Location) -> Result<String, TemplateError> {
    if let Some((logical_id, attribute)) = name.split_once('.') {
        return resolver.attribute(logical_id, attribute, at);
    }
    let value = resolver.reference(name, at)?;
    value.as_ref().and_then(text_of).ok_or_else(|| at.error(format!("${{{name}}} is not text")))
}
