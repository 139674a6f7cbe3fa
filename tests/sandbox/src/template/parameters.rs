//! The template's parameters: definitions, defaults and what may be given for them.
//!
//! Source: `CloudFormation` user guide, "Parameters".

use std::collections::BTreeMap;

use regex_lite::Regex;
use serde::Deserialize;
use serde_json::Value;

use super::error::{Location, TemplateError};
use super::values::{Flag, Text};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub(super) struct Definition {
    #[serde(rename = "Type")]
    kind: Kind,
    default: Option<Text>,
    allowed_values: Option<Vec<Text>>,
    allowed_pattern: Option<String>,
    min_length: Option<usize>,
    max_length: Option<usize>,
    min_value: Option<f64>,
    max_value: Option<f64>,
    constraint_description: Option<String>,
    _description: Option<String>,
    _no_echo: Option<Flag>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
enum Kind {
    String,
    Number,
    #[serde(rename = "List<Number>")]
    NumberList,
    CommaDelimitedList,
}

/// The value of every parameter: text, or a list of texts.
pub(super) fn bind(
    definitions: &BTreeMap<String, Definition>,
    given: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, Value>, TemplateError> {
    let section = Location::section("Parameters");
    if let Some(unknown) = given.keys().find(|name| !definitions.contains_key(*name)) {
        let known: Vec<_> = definitions.keys().map(String::as_str).collect();
        let known = known.join(", ");
        return Err(
            section.error(format!("{unknown} is not a parameter of this template, which has {known}"))
        );
    }
    definitions
        .iter()
        .map(|(name, definition)| {
            let at = section.key(name);
            let default = definition.default.as_ref().map(|Text(text)| text);
            let text = given.get(name).or(default).ok_or_else(|| at.error("has no default and no value"))?;
            Ok((name.clone(), definition.value(text, &at)?))
        })
        .collect()
}

impl Definition {
    fn value(&self, text: &str, at: &Location) -> Result<Value, TemplateError> {
        match self.kind {
            Kind::String | Kind::Number => self.check(text, at).map(|()| Value::from(text)),
            // Members are trimmed, and the constraints are about each of them. The empty text is a
            // list of one empty member, which is why templates ask for `!Join ['', !Ref List]`.
            Kind::CommaDelimitedList | Kind::NumberList => text
                .split(',')
                .map(str::trim)
                .map(|member| self.check(member, at).map(|()| Value::from(member)))
                .collect::<Result<_, _>>()
                .map(Value::Array),
        }
    }

    fn check(&self, text: &str, at: &Location) -> Result<(), TemplateError> {
        let problem = self.listed(text).or_else(|| self.length(text)).or_else(|| self.range(text));
        let problem = match problem {
            Some(problem) => Some(problem),
            None => self.pattern(text, at)?,
        };
        let explanation = self.constraint_description.as_deref();
        problem.map_or(Ok(()), |problem| {
            let explanation = explanation.map(|text| format!(" ({text})")).unwrap_or_default();
            Err(at.error(format!("{text:?} {problem}{explanation}")))
        })
    }

    fn listed(&self, text: &str) -> Option<String> {
        let allowed = self.allowed_values.as_ref()?;
        let allowed: Vec<_> = allowed.iter().map(|Text(value)| value.as_str()).collect();
        (!allowed.contains(&text)).then(|| format!("is none of {}", allowed.join(", ")))
    }

    fn length(&self, text: &str) -> Option<String> {
        let length = text.chars().count();
        let (least, most) = (self.min_length.unwrap_or(0), self.max_length.unwrap_or(usize::MAX));
        (!(least..=most).contains(&length)).then(|| format!("has {length} characters, not {least} to {most}"))
    }

    fn range(&self, text: &str) -> Option<String> {
        if !matches!(self.kind, Kind::Number | Kind::NumberList) {
            return None;
        }
        let Ok(number) = text.parse::<f64>() else { return Some("is not a number".to_owned()) };
        let (least, most) = (self.min_value.unwrap_or(f64::MIN), self.max_value.unwrap_or(f64::MAX));
        (!(least..=most).contains(&number)).then(|| format!("is not from {least} to {most}"))
    }

    /// The pattern must fit the whole value.
    fn pattern(&self, text: &str, at: &Location) -> Result<Option<String>, TemplateError> {
        let Some(pattern) = &self.allowed_pattern else { return Ok(None) };
        let whole = Regex::new(&format!("^(?:{pattern})$"))
            .map_err(|error| at.key("AllowedPattern").error(format!("is not understood: {error}")))?;
        Ok((!whole.is_match(text)).then(|| format!("does not fit {pattern}")))
    }
}
