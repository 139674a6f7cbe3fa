//! Operators on strings: `prefix`, `suffix`, `equals-ignore-case`, `wildcard`.

use regex_lite::Regex;
use serde_json::Value;

use super::{At, PatternError, shown};

/// A question about a string.
#[derive(Debug, Clone)]
pub(super) enum Text {
    Equals(String),
    EqualsIgnoreCase(String),
    Prefix(String),
    PrefixIgnoreCase(String),
    Suffix(String),
    SuffixIgnoreCase(String),
    Wildcard(Regex),
}

impl Text {
    /// The operator of this name; none where there is no such operator on strings.
    pub(super) fn parse(name: &str, operand: &Value, at: &At) -> Result<Option<Self>, PatternError> {
        Ok(Some(match name {
            "prefix" => match ignoring_case(operand) {
                Some(text) => Self::PrefixIgnoreCase(text.to_lowercase()),
                None => Self::Prefix(string(operand, at)?),
            },
            "suffix" => match ignoring_case(operand) {
                Some(text) => Self::SuffixIgnoreCase(text.to_lowercase()),
                None => Self::Suffix(string(operand, at)?),
            },
            "equals-ignore-case" => Self::EqualsIgnoreCase(string(operand, at)?.to_lowercase()),
            "wildcard" => Self::Wildcard(wildcard(&string(operand, at)?, at)?),
            _ => return Ok(None),
        }))
    }

    pub(super) fn accepts(&self, value: &str) -> bool {
        match self {
            Self::Equals(text) => value == text,
            Self::EqualsIgnoreCase(text) => value.to_lowercase() == *text,
            Self::Prefix(text) => value.starts_with(text),
            Self::PrefixIgnoreCase(text) => value.to_lowercase().starts_with(text),
            Self::Suffix(text) => value.ends_with(text),
            Self::SuffixIgnoreCase(text) => value.to_lowercase().ends_with(text),
            Self::Wildcard(regex) => regex.is_match(value),
        }
    }
}

/// The string in `{"equals-ignore-case": "…"}`, the one operator that prefix and suffix may hold.
fn ignoring_case(operand: &Value) -> Option<&str> {
    let object = operand.as_object().filter(|object| object.len() == 1)?;
    object.get("equals-ignore-case")?.as_str()
}

fn string(operand: &Value, at: &At) -> Result<String, PatternError> {
    let text = operand.as_str().map(str::to_owned);
    text.ok_or_else(|| at.error(format!("expected a string, found {}", shown(operand))))
}

/// `*` stands for any characters; a backslash makes `*` and itself literal. Two wildcards in a row,
/// and a backslash before anything else, are refused (guide, "Matching using wildcards").
fn wildcard(text: &str, at: &At) -> Result<Regex, PatternError> {
    let mut regex = String::from("(?s)^");
    let mut characters = text.chars();
    let mut after_wildcard = false;
    while let Some(character) = characters.next() {
        let is_wildcard = character == '*';
        if is_wildcard && after_wildcard {
            return Err(at.error(format!("{text:?} has two wildcards in a row")));
        }
        after_wildcard = is_wildcard;
        let literal = match character {
            '*' => {
                regex.push_str(".*");
                continue;
            }
            '\\' => characters
                .next()
                .filter(|escaped| matches!(escaped, '*' | '\\'))
                .ok_or_else(|| at.error(format!("in {text:?} a backslash may only come before * or \\")))?,
            plain => plain,
        };
        regex.push_str(&regex_lite::escape(literal.encode_utf8(&mut [0; 4])));
    }
    regex.push('$');
    Regex::new(&regex).map_err(|error| at.error(format!("{text:?} cannot be used: {error}")))
}
