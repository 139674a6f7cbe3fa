//! Resource policies, as far as they decide what a service may send.
//!
//! Source: IAM user guide, "Policy evaluation logic", "JSON policy element reference" and "Global
//! condition context keys". Where a statement that concerns the question uses something that is
//! not understood, that is an error, not a no.

use std::collections::BTreeMap;

use regex_lite::Regex;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::document::{OneOrMore, decode};
use super::error::{Location, TemplateError};
use super::values::Text;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub(super) struct Policy {
    _version: Option<IgnoredAny>,
    _id: Option<IgnoredAny>,
    statement: OneOrMore<Statement>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Statement {
    _sid: Option<IgnoredAny>,
    effect: Effect,
    principal: Principal,
    action: OneOrMore<String>,
    resource: OneOrMore<String>,
    #[serde(default)]
    condition: BTreeMap<String, BTreeMap<String, OneOrMore<Text>>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
enum Effect {
    Allow,
    Deny,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Principal {
    Anyone(String),
    Named(BTreeMap<String, OneOrMore<String>>),
}

/// A service that asks to do something for a resource of the same account.
#[derive(Debug, Clone, Copy)]
pub(super) struct Request<'a> {
    pub(super) service: &'a str,
    pub(super) action: &'a str,
    pub(super) resource: &'a str,
    pub(super) source_arn: &'a str,
    pub(super) source_account: &'a str,
}

impl Policy {
    /// Reads a policy document, which may be an object or its JSON text.
    pub(super) fn parse(document: Value, at: &Location) -> Result<Self, TemplateError> {
        match document {
            Value::String(text) => {
                let document =
                    serde_json::from_str(&text).map_err(|error| at.error(format!("is not JSON: {error}")))?;
                decode(document, at)
            }
            document => decode(document, at),
        }
    }

    /// Whether a statement allows it and none denies it.
    pub(super) fn allows(&self, request: Request, at: &Location) -> Result<bool, TemplateError> {
        let mut allowed = false;
        for (index, statement) in self.statement.as_slice().iter().enumerate() {
            if statement.applies(request, &at.key("Statement").index(index))? {
                match statement.effect {
                    Effect::Deny => return Ok(false),
                    Effect::Allow => allowed = true,
                }
            }
        }
        Ok(allowed)
    }
}

impl Statement {
    fn applies(&self, request: Request, at: &Location) -> Result<bool, TemplateError> {
        let any = |patterns: &OneOrMore<String>, text: &str| {
            patterns.as_slice().iter().any(|pattern| wildcard_match(pattern, text))
        };
        if !self.principal.includes(request.service)
            || !any(&self.action, request.action)
            || !any(&self.resource, request.resource)
        {
            return Ok(false);
        }
        for (operator, keys) in &self.condition {
            for (key, wanted) in keys {
                if !holds(operator, key, wanted.as_slice(), request, &at.key("Condition").key(operator))? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }
}

impl Principal {
    fn includes(&self, service: &str) -> bool {
        match self {
            Self::Anyone(text) => text == "*",
            Self::Named(named) => named.iter().any(|(kind, names)| match kind.as_str() {
                "AWS" => names.as_slice().iter().any(|name| name == "*"),
                "Service" => names.as_slice().iter().any(|name| name == service),
                _ => false,
            }),
        }
    }
}

/// One line of a condition: any of the wanted values will do, or none of them may where the
/// operator says Not.
fn holds(
    operator: &str,
    key: &str,
    wanted: &[Text],
    request: Request,
    at: &Location,
) -> Result<bool, TemplateError> {
    let (operator, if_exists) =
        operator.strip_suffix("IfExists").map_or((operator, false), |operator| (operator, true));
    let (positive, negated) = match operator {
        "StringNotEquals" => ("StringEquals", true),
        "StringNotLike" => ("StringLike", true),
        "ArnNotEquals" | "ArnNotLike" => ("ArnLike", true),
        other => (other, false),
    };
    let actual =
        context(key, request).ok_or_else(|| at.error(format!("the condition key {key} is not supported")))?;
    // A service is no principal with an ARN.
    let Some(actual) = actual else { return Ok(negated || if_exists) };
    let fits = |Text(value): &Text| match positive {
        "StringEquals" => Ok(value == actual),
        "Bool" => Ok(value.eq_ignore_ascii_case(actual)),
        // The Arn operators are one and the same, and both take wildcards.
        "StringLike" | "ArnLike" | "ArnEquals" => Ok(wildcard_match(value, actual)),
        _ => Err(at.error("this condition operator is not supported")),
    };
    let fitting: Vec<bool> = wanted.iter().map(fits).collect::<Result<_, _>>()?;
    Ok(fitting.contains(&true) != negated)
}

/// What the keys say when a service sends; their names have no case. Services always use TLS.
fn context<'a>(key: &str, request: Request<'a>) -> Option<Option<&'a str>> {
    match key.to_ascii_lowercase().as_str() {
        "aws:sourcearn" => Some(Some(request.source_arn)),
        "aws:sourceaccount" => Some(Some(request.source_account)),
        "aws:securetransport" | "aws:principalisawsservice" => Some(Some("true")),
        "aws:principalarn" => Some(None),
        _ => None,
    }
}

/// `*` is any text and `?` any character. Case does not count: it does not in actions, and where
/// it would, no two resources of a stack differ by it alone.
pub(super) fn wildcard_match(pattern: &str, text: &str) -> bool {
    let pattern = regex_lite::escape(pattern).replace(r"\*", ".*").replace(r"\?", ".");
    Regex::new(&format!("(?is)^{pattern}$")).is_ok_and(|regex| regex.is_match(text))
}
