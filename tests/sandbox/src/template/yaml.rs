//! From YAML text to JSON, with the short intrinsic functions (`!Sub`) in their long form.
//!
//! saphyr reads YAML 1.2 and AWS's tools read 1.1. Plain text that the two take for different
//! things (`no`, `0123`) is therefore an error that asks for quotes.

use saphyr::{Scalar, ScalarStyle, Tag, Yaml, YamlLoader};
use saphyr_parser::Parser;
use serde_json::{Map, Value};

use super::error::{Location, TemplateError};

/// Reads one YAML document.
pub(super) fn read(text: &str) -> Result<Value, TemplateError> {
    match load(text)?.as_slice() {
        [document] => convert(document, &Location::default()),
        documents => Err(TemplateError::NotYaml(format!("expected one document, found {}", documents.len()))),
    }
}

/// Scalars stay as they are written: how they are quoted decides what they are.
fn load(text: &str) -> Result<Vec<Yaml<'_>>, TemplateError> {
    let not_yaml = |error: &dyn std::fmt::Display| TemplateError::NotYaml(error.to_string());
    let mut loader = YamlLoader::<Yaml>::default();
    loader.early_parse(false);
    Parser::new_from_str(text).load(&mut loader, true).map_err(|error| not_yaml(&error))?;
    match loader.error() {
        Some(error) => Err(not_yaml(error)),
        None => Ok(loader.into_documents()),
    }
}

fn convert(node: &Yaml, at: &Location) -> Result<Value, TemplateError> {
    match node {
        Yaml::Representation(text, style, None) => scalar(text, *style, at),
        Yaml::Representation(text, style, Some(tag)) => tagged(tag, scalar(text, *style, at)?, at),
        Yaml::Tagged(tag, inner) => tagged(tag, convert(inner, at)?, at),
        Yaml::Sequence(elements) => elements
            .iter()
            .enumerate()
            .map(|(index, element)| convert(element, &at.index(index)))
            .collect::<Result<_, _>>()
            .map(Value::Array),
        Yaml::Mapping(entries) => {
            let mut object = Map::new();
            for (key, value) in entries {
                let key = key_text(key, at)?;
                let value = convert(value, &at.key(&key))?;
                if object.insert(key.clone(), value).is_some() {
                    return Err(at.key(&key).error("this key is there twice"));
                }
            }
            Ok(Value::Object(object))
        }
        Yaml::Value(_) | Yaml::Alias(_) | Yaml::BadValue => Err(at.error("this YAML is not understood")),
    }
}

/// `!Sub x` is `{"Fn::Sub": x}`; only `Ref` and `Condition` have no such prefix.
fn tagged(tag: &Tag, value: Value, at: &Location) -> Result<Value, TemplateError> {
    if tag.handle != "!" {
        return Err(at.error(format!("the tag {tag} is not supported")));
    }
    let function = match tag.suffix.as_str() {
        name @ ("Ref" | "Condition") => name.to_owned(),
        name => format!("Fn::{name}"),
    };
    Ok(Value::Object(Map::from_iter([(function, value)])))
}

fn scalar(text: &str, style: ScalarStyle, at: &Location) -> Result<Value, TemplateError> {
    if style != ScalarStyle::Plain {
        return Ok(Value::from(text));
    }
    if means_something_else_in_yaml_1_1(text) {
        return Err(at.error(format!("{text} means different things to different readers; put it in quotes")));
    }
    Ok(match Scalar::parse_from_cow_and_metadata(text.into(), style, None) {
        None | Some(Scalar::Null) => Value::Null,
        Some(Scalar::Boolean(flag)) => Value::from(flag),
        Some(Scalar::Integer(number)) => Value::from(number),
        Some(Scalar::FloatingPoint(number)) => Value::from(*number),
        Some(Scalar::String(text)) => Value::from(text),
    })
}

fn key_text(key: &Yaml, at: &Location) -> Result<String, TemplateError> {
    match convert(key, at)? {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        other => Err(at.error(format!("the key {other} is not text; put it in quotes"))),
    }
}

/// Booleans, octal and base-60 numbers of YAML 1.1 (yaml.org/type, `bool` and `int`).
fn means_something_else_in_yaml_1_1(text: &str) -> bool {
    let is_boolean = ["yes", "no", "on", "off"].iter().any(|word| text.eq_ignore_ascii_case(word));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_octal = text.len() > 1 && text.starts_with('0') && digits(text);
    let is_base_60 = text.contains(':') && text.split(':').all(digits);
    is_boolean || is_octal || is_base_60
}
