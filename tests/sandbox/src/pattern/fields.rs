//! The shape of a pattern: nested fields, all of which must match, and `$or`.

use serde_json::{Map, Value};

use super::operator::Operator;
use super::{At, PatternError, shown};

/// The name of the alternative between groups of fields.
const OR: &str = "$or";

/// The fields of one object of a pattern.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields {
    fields: Vec<(String, Field)>,
    /// Every `$or` in this object: of each, at least one alternative must match.
    alternatives: Vec<Vec<Fields>>,
}

#[derive(Debug, Clone)]
enum Field {
    Nested(Fields),
    /// The full way to the field from the top of the event, and what may stand there.
    Leaf(Vec<String>, Vec<Operator>),
}

impl Fields {
    pub(super) fn parse(pattern: &Value, at: &At) -> Result<Self, PatternError> {
        let Value::Object(entries) = pattern else {
            return Err(at.error(format!("expected an object with fields, found {}", shown(pattern))));
        };
        if entries.is_empty() {
            return Err(at.error("an object without fields matches nothing that could be named"));
        }
        let mut parsed = Self::default();
        for (name, value) in entries {
            if name == OR {
                parsed.alternatives.push(parse_alternatives(value, &at.inside(OR))?);
            } else {
                let field = Field::parse(value, &at.field(name))?;
                parsed.fields.push((name.clone(), field));
            }
        }
        Ok(parsed)
    }

    /// Whether what stands at this place of `event` has all the fields.
    ///
    /// The guide is silent on arrays of objects. Event Ruler's README: an array stands for any one
    /// of its elements, and fields that are asked for together must be in the same element.
    pub(super) fn match_at(&self, here: Option<&Value>, event: &Value) -> bool {
        match here {
            Some(Value::Array(elements)) if !elements.is_empty() => {
                elements.iter().any(|element| self.match_at(Some(element), event))
            }
            Some(Value::Object(object)) => self.match_object(Some(object), event),
            _ => self.match_object(None, event),
        }
    }

    fn match_object(&self, object: Option<&Map<String, Value>>, event: &Value) -> bool {
        self.fields.iter().all(|(name, field)| {
            let here = object.and_then(|object| object.get(name));
            field.match_at(here, event)
        }) && self
            .alternatives
            .iter()
            .all(|choices| choices.iter().any(|choice| choice.match_object(object, event)))
    }
}

impl Field {
    fn parse(pattern: &Value, at: &At) -> Result<Self, PatternError> {
        match pattern {
            Value::Object(_) => Fields::parse(pattern, at).map(Self::Nested),
            Value::Array(wanted) if wanted.is_empty() => {
                Err(at.error("an empty list matches nothing; EventBridge refuses it"))
            }
            Value::Array(wanted) => wanted
                .iter()
                .enumerate()
                .map(|(index, one)| Operator::parse(one, &at.index(index)))
                .collect::<Result<_, _>>()
                .map(|operators| Self::Leaf(at.fields.clone(), operators)),
            other => Err(at.error(format!(
                "expected a list of values or an object with fields, found {}",
                shown(other)
            ))),
        }
    }

    fn match_at(&self, here: Option<&Value>, event: &Value) -> bool {
        match self {
            Self::Nested(fields) => fields.match_at(here, event),
            Self::Leaf(path, operators) => operators.iter().any(|operator| match operator {
                Operator::Exists(true) => here.is_some_and(|value| any_leaf(value, &|_| true)),
                Operator::Exists(false) => !has_leaf(event, path),
                Operator::Value(test) => {
                    here.is_some_and(|value| any_leaf(value, &|leaf| test.accepts(leaf)))
                }
            }),
        }
    }
}

fn parse_alternatives(pattern: &Value, at: &At) -> Result<Vec<Fields>, PatternError> {
    // Event Ruler takes `$or` for an ordinary field name where these rules are broken, for old
    // patterns' sake. Nobody writing one today means that.
    let Value::Array(choices) = pattern else {
        return Err(at.error(format!("expected a list of objects, found {}", shown(pattern))));
    };
    if choices.len() < 2 {
        return Err(at.error("expected at least two alternatives"));
    }
    choices.iter().enumerate().map(|(index, choice)| Fields::parse(choice, &at.index(index))).collect()
}

/// Whether any scalar in this value, or in its arrays, passes.
///
/// From the guide: an array in the event matches if any of its elements does. An object is not a
/// leaf, so no operator looks at it.
fn any_leaf(value: &Value, passes: &dyn Fn(&Value) -> bool) -> bool {
    match value {
        Value::Array(elements) => elements.iter().any(|element| any_leaf(element, passes)),
        Value::Object(_) => false,
        leaf => passes(leaf),
    }
}

/// Whether the event has a scalar at the end of this path, in any element of any array.
///
/// The guide: `exists` works on leaf nodes only. Event Ruler's README draws the consequence that
/// `"exists": false` matches where the field holds an object.
fn has_leaf(value: &Value, path: &[String]) -> bool {
    match (value, path.split_first()) {
        (Value::Array(elements), _) => elements.iter().any(|element| has_leaf(element, path)),
        (Value::Object(object), Some((name, rest))) => {
            object.get(name).is_some_and(|inner| has_leaf(inner, rest))
        }
        (Value::Object(_), None) => false,
        (_, rest) => rest.is_none(),
    }
}
