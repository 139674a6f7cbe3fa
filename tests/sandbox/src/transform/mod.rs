//! What a rule sends to a target in the place of the event: a template with parts of the event in it.
//!
//! Source: `EventBridge` user guide, "Amazon EventBridge input transformation", and API reference,
//! `InputTransformer`. The values are not escaped, so that a text with quotation marks in a string of
//! the template spoils it. What AWS puts in for a path that the event does not have is unverified;
//! here the event cannot be delivered then, as if the template had become something else than JSON.

mod path;

use std::collections::BTreeMap;

use serde_json::Value;

use path::EventPath;

/// More than this is refused (API reference, `InputTransformer`).
const MOST_VARIABLES: usize = 100;
const LONGEST_TEMPLATE: usize = 8192;

/// A checked input transformer.
#[derive(Debug, Clone)]
pub struct InputTransformer(Vec<Piece>);

#[derive(Debug, Clone)]
enum Piece {
    Literal(String),
    /// Stands where a JSON value can stand.
    Value(EventPath),
    /// Stands inside of a string.
    Text(EventPath),
}

/// Why an input transformer cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransformerError {
    #[error("has {0} variables, and at most {MOST_VARIABLES} are allowed")]
    TooManyVariables(usize),
    #[error("{0:?} is no name for a variable")]
    Name(String),
    #[error("{0:?} is not a path of names and indices, as in $.detail.list[0]")]
    Path(String),
    #[error("the template has {0} characters, and 1 to {LONGEST_TEMPLATE} are allowed")]
    Length(usize),
    #[error("<{0}> in the template is not a variable of InputPathsMap")]
    Unknown(String),
    #[error("the template has a < or > that belongs to no variable, which cannot be escaped")]
    Bracket,
    #[error("the template has a variable as the name of a member")]
    Key,
    #[error("the template is not JSON: {0}")]
    NotJson(String),
}

/// Why an event cannot be transformed.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransformError {
    #[error("the event has no {0}")]
    Missing(String),
    #[error("{0} is no plain value, and stands inside of a string")]
    NotPlain(String),
    #[error("the input is not JSON: {0}")]
    NotJson(String),
}

impl InputTransformer {
    /// Checks `InputPathsMap` and `InputTemplate`.
    pub fn parse(paths: &BTreeMap<String, String>, template: &str) -> Result<Self, TransformerError> {
        if paths.len() > MOST_VARIABLES {
            return Err(TransformerError::TooManyVariables(paths.len()));
        }
        let length = template.chars().count();
        if !(1..=LONGEST_TEMPLATE).contains(&length) {
            return Err(TransformerError::Length(length));
        }
        let mut variables = BTreeMap::new();
        for (name, path) in paths {
            if !is_name(name) {
                return Err(TransformerError::Name(name.clone()));
            }
            let path = EventPath::parse(path).ok_or_else(|| TransformerError::Path(path.clone()))?;
            variables.insert(name.as_str(), path);
        }
        let transformer = Self(pieces(template, &variables)?);
        transformer.check()?;
        Ok(transformer)
    }

    /// What the target gets for this event.
    pub fn apply(&self, event: &Value) -> Result<Value, TransformError> {
        let mut text = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Literal(literal) => text.push_str(literal),
                Piece::Value(path) => text.push_str(&found(path, event)?.to_string()),
                Piece::Text(path) => text.push_str(&plain(path, event)?),
            }
        }
        crate::json::parse(&text).map_err(|error| TransformError::NotJson(error.to_string()))
    }

    /// Whether JSON comes of it with any plain values.
    fn check(&self) -> Result<(), TransformerError> {
        const MARK: &str = "\u{fffc}";
        let sample = self.0.iter().map(|piece| match piece {
            Piece::Literal(literal) => literal.as_str(),
            Piece::Value(_) => "null",
            Piece::Text(_) => MARK,
        });
        let sample = crate::json::parse(&sample.collect::<String>())
            .map_err(|error| TransformerError::NotJson(error.to_string()))?;
        if has_key_with(MARK, &sample) { Err(TransformerError::Key) } else { Ok(()) }
    }
}

/// "The keys cannot start with AWS": those names are of predefined variables, which are not known here.
fn is_name(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    let reserved = name.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("aws"));
    !name.is_empty() && name.bytes().all(fits) && !reserved
}

fn pieces(template: &str, variables: &BTreeMap<&str, EventPath>) -> Result<Vec<Piece>, TransformerError> {
    let mut pieces = Vec::new();
    let mut in_string = false;
    let literal = |text: &str, in_string: &mut bool| {
        if text.contains('>') {
            return Err(TransformerError::Bracket);
        }
        *in_string ^= quotes(text) % 2 == 1;
        Ok(Piece::Literal(text.to_owned()))
    };
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('<') {
        let (name, after) = after.split_once('>').ok_or(TransformerError::Bracket)?;
        let path = variables.get(name).ok_or_else(|| TransformerError::Unknown(name.to_owned()))?.clone();
        pieces.push(literal(before, &mut in_string)?);
        pieces.push(if in_string { Piece::Text(path) } else { Piece::Value(path) });
        rest = after;
    }
    pieces.push(literal(rest, &mut in_string)?);
    Ok(pieces)
}

/// How many quotation marks begin or end a string.
fn quotes(text: &str) -> usize {
    let mut escaped = false;
    text.bytes()
        .filter(|byte| {
            let is_quote = *byte == b'"' && !escaped;
            escaped = *byte == b'\\' && !escaped;
            is_quote
        })
        .count()
}

fn has_key_with(mark: &str, value: &Value) -> bool {
    match value {
        Value::Object(members) => {
            members.iter().any(|(name, value)| name.contains(mark) || has_key_with(mark, value))
        }
        Value::Array(elements) => elements.iter().any(|element| has_key_with(mark, element)),
        _ => false,
    }
}

fn found<'e>(path: &EventPath, event: &'e Value) -> Result<&'e Value, TransformError> {
    path.find(event).ok_or_else(|| TransformError::Missing(path.to_string()))
}

fn plain(path: &EventPath, event: &Value) -> Result<String, TransformError> {
    match found(path, event)? {
        Value::String(text) => Ok(text.clone()),
        Value::Object(_) | Value::Array(_) => Err(TransformError::NotPlain(path.to_string())),
        value => Ok(value.to_string()),
    }
}

#[cfg(test)]
mod tests;
