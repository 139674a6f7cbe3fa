//! `Fn::Join`, `Fn::Select` and `Fn::Split`.

use serde_json::Value;

use super::super::error::{Location, TemplateError};
use super::super::values::text_of;
use super::{Resolver, elements};

pub(super) fn join(resolver: &Resolver, argument: &Value, at: &Location) -> Result<String, TemplateError> {
    let [Value::String(delimiter), list] = elements(argument) else {
        return Err(at.error(format!("Fn::Join takes a delimiter and a list, found {argument}")));
    };
    let texts: Option<Vec<_>> = resolve_list(resolver, list, at)?.iter().map(text_of).collect();
    texts.map(|texts| texts.join(delimiter)).ok_or_else(|| at.error("Fn::Join takes a list of texts"))
}

pub(super) fn select(resolver: &Resolver, argument: &Value, at: &Location) -> Result<Value, TemplateError> {
    let [index, list] = elements(argument) else {
        return Err(at.error(format!("Fn::Select takes an index and a list, found {argument}")));
    };
    let index = resolver.text(index, at)?;
    let list = resolve_list(resolver, list, at)?;
    let chosen = index.parse().ok().and_then(|index: usize| list.get(index));
    chosen.cloned().ok_or_else(|| at.error(format!("Fn::Select asks for {index} of {} elements", list.len())))
}

pub(super) fn split(resolver: &Resolver, argument: &Value, at: &Location) -> Result<Value, TemplateError> {
    match elements(argument) {
        [Value::String(delimiter), source] if !delimiter.is_empty() => {
            Ok(resolver.text(source, at)?.split(delimiter).collect())
        }
        _ => Err(at.error(format!("Fn::Split takes a delimiter and a text, found {argument}"))),
    }
}

fn resolve_list(resolver: &Resolver, list: &Value, at: &Location) -> Result<Vec<Value>, TemplateError> {
    match resolver.resolve(list, at)? {
        Some(Value::Array(elements)) => Ok(elements),
        other => Err(at.error(format!("expected a list, found {}", other.unwrap_or_default()))),
    }
}
