//! What may stand in the list at a leaf of a pattern: plain values and comparison operators.

use std::net::IpAddr;

use ipnet::IpNet;
use serde_json::Value;

use super::number::{Numeric, equal};
use super::text::Text;
use super::{At, PatternError, shown};

/// One element of a leaf's list.
#[derive(Debug, Clone)]
pub(super) enum Operator {
    /// About the field itself, not its value.
    Exists(bool),
    Value(Test),
}

/// A question about one scalar of the event.
#[derive(Debug, Clone)]
pub(super) enum Test {
    Exact(Value),
    Text(Text),
    Numeric(Numeric),
    Cidr(IpNet),
    AnythingBut(AnythingBut),
}

/// What `anything-but` excludes: "lists that contain only strings, or only numbers" (guide).
#[derive(Debug, Clone)]
pub(super) enum AnythingBut {
    Texts(Vec<Text>),
    Numbers(Vec<f64>),
}

impl Operator {
    pub(super) fn parse(pattern: &Value, at: &At) -> Result<Self, PatternError> {
        match pattern {
            Value::Array(_) => Err(at.error("a list within a list; expected a value or an operator")),
            Value::Object(_) => {
                let (name, operand) = single_entry(pattern, at)?;
                Self::parse_named(name, operand, &at.inside(name))
            }
            scalar => Ok(Self::Value(Test::Exact(scalar.clone()))),
        }
    }

    fn parse_named(name: &str, operand: &Value, at: &At) -> Result<Self, PatternError> {
        let test = match name {
            "exists" => {
                return operand
                    .as_bool()
                    .map(Self::Exists)
                    .ok_or_else(|| at.error(format!("expected true or false, found {}", shown(operand))));
            }
            "anything-but" => Test::AnythingBut(AnythingBut::parse(operand, at)?),
            "numeric" => Test::Numeric(Numeric::parse(operand, at)?),
            "cidr" => Test::Cidr(parse_cidr(operand, at)?),
            _ => match Text::parse(name, operand, at)? {
                Some(text) => Test::Text(text),
                None => return Err(at.error(format!("unknown operator {name:?}"))),
            },
        };
        Ok(Self::Value(test))
    }
}

impl Test {
    pub(super) fn accepts(&self, leaf: &Value) -> bool {
        match self {
            // The guide: numbers are compared as written, 300 and 300.0 are not equal.
            Self::Exact(wanted) => wanted == leaf,
            Self::Text(text) => leaf.as_str().is_some_and(|value| text.accepts(value)),
            Self::Numeric(numeric) => leaf.as_f64().is_some_and(|value| numeric.accepts(value)),
            Self::Cidr(network) => leaf
                .as_str()
                .and_then(|value| value.parse::<IpAddr>().ok())
                .is_some_and(|address| network.contains(&address)),
            Self::AnythingBut(excluded) => !excluded.contains(leaf),
        }
    }
}

impl AnythingBut {
    fn parse(operand: &Value, at: &At) -> Result<Self, PatternError> {
        if let Value::Object(_) = operand {
            let (name, inner) = single_entry(operand, at)?;
            return Self::parse_named(name, inner, &at.inside(name));
        }
        let excluded = one_or_more(operand, at)?;
        let texts: Option<Vec<_>> =
            excluded.iter().map(|value| value.as_str().map(|text| Text::Equals(text.to_owned()))).collect();
        let numbers: Option<Vec<_>> = excluded.iter().map(Value::as_f64).collect();
        texts
            .map(Self::Texts)
            .or(numbers.map(Self::Numbers))
            .ok_or_else(|| at.error("expected strings only, or numbers only"))
    }

    fn parse_named(name: &str, operand: &Value, at: &At) -> Result<Self, PatternError> {
        one_or_more(operand, at)?
            .iter()
            .map(|value| {
                // `prefix` with `equals-ignore-case` inside is in the guide only outside anything-but.
                if !value.is_string() {
                    return Err(at.error(format!("expected a string, found {}", shown(value))));
                }
                Text::parse(name, value, at)?
                    .ok_or_else(|| at.error(format!("unknown operator {name:?} in anything-but")))
            })
            .collect::<Result<_, _>>()
            .map(Self::Texts)
    }

    /// A leaf of another kind is never excluded: the number 1 is "anything but" the string "1".
    fn contains(&self, leaf: &Value) -> bool {
        match self {
            Self::Texts(texts) => {
                leaf.as_str().is_some_and(|value| texts.iter().any(|text| text.accepts(value)))
            }
            Self::Numbers(numbers) => {
                leaf.as_f64().is_some_and(|value| numbers.iter().any(|number| equal(value, *number)))
            }
        }
    }
}

fn parse_cidr(operand: &Value, at: &At) -> Result<IpNet, PatternError> {
    operand.as_str().and_then(|text| text.parse().ok()).ok_or_else(|| {
        at.error(format!(
            "expected a network such as \"10.0.0.0/24\" or \"2001:db8::/32\", found {}",
            shown(operand)
        ))
    })
}

fn single_entry<'a>(pattern: &'a Value, at: &At) -> Result<(&'a str, &'a Value), PatternError> {
    let mut entries = pattern.as_object().into_iter().flatten();
    match (entries.next(), entries.next()) {
        (Some((name, operand)), None) => Ok((name, operand)),
        _ => Err(at.error(format!("expected exactly one operator, found {}", shown(pattern)))),
    }
}

fn one_or_more<'a>(operand: &'a Value, at: &At) -> Result<&'a [Value], PatternError> {
    match operand {
        Value::Array(values) if values.is_empty() => Err(at.error("an empty list excludes nothing")),
        Value::Array(values) => Ok(values),
        single => Ok(std::slice::from_ref(single)),
    }
}
