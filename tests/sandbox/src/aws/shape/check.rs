//! Holding a value against its shape.

use regex_lite::Regex;
use serde_json::{Map, Value};

use super::violation::Path;
use super::{Member, Problem, Shape, Violation};

impl Shape {
    /// Everything that is wrong with `value`, in the order in which the model lists it.
    pub(crate) fn check(&self, value: &Value) -> Vec<Violation> {
        let mut found = Vec::new();
        self.look(value, &Path::default(), &mut found);
        found
    }

    fn look(&self, value: &Value, path: &Path, found: &mut Vec<Violation>) {
        match (self, value) {
            (Self::Text { min, max, pattern }, Value::String(text)) => {
                found.extend(in_text(text, *min, *max, pattern).map(|rule| out_of_bounds(value, path, rule)));
            }
            (Self::OneOf(values), Value::String(text)) => {
                if !values.contains(&text.as_str()) {
                    let rule = format!("Member must satisfy enum value set: [{}]", values.join(", "));
                    found.push(out_of_bounds(value, path, rule));
                }
            }
            (Self::Integer { min, max }, Value::Number(number)) if number.is_i64() => {
                found.extend(in_number(number, *min, *max).map(|rule| out_of_bounds(value, path, rule)));
            }
            (Self::Boolean, Value::Bool(_)) | (Self::Timestamp, Value::Number(_)) => {}
            (Self::List { of, min, max }, Value::Array(elements)) => {
                found.extend(length(elements.len(), *min, *max).map(|rule| out_of_bounds(value, path, rule)));
                for (index, element) in elements.iter().enumerate() {
                    of.look(element, &path.element(index), found);
                }
            }
            (Self::Map, Value::Object(entries)) => {
                for (key, entry) in entries.iter().filter(|(_, entry)| !entry.is_string()) {
                    super::TEXT.look(entry, &path.member(key), found);
                }
            }
            (Self::Structure(members), Value::Object(fields)) => in_structure(members, fields, path, found),
            _ => found
                .push(Violation { path: path.clone(), problem: Problem::Type { expected: self.expected() } }),
        }
    }

    fn expected(&self) -> &'static str {
        match self {
            Self::Text { .. } | Self::OneOf(_) => "a string",
            Self::Integer { .. } => "a whole number",
            Self::Boolean => "true or false",
            Self::Timestamp => "a number of seconds since 1970",
            Self::List { .. } => "a list",
            Self::Map => "an object of strings",
            Self::Structure(_) => "an object",
        }
    }
}

fn in_structure(members: &[Member], fields: &Map<String, Value>, path: &Path, found: &mut Vec<Violation>) {
    for member in members {
        let path = path.member(member.name);
        match fields.get(member.name) {
            Some(value) => member.shape.look(value, &path, found),
            None if member.required => {
                found.push(out_of_bounds(&Value::Null, &path, "Member must not be null".to_owned()));
            }
            None => {}
        }
    }
    let unknown = fields.keys().filter(|name| members.iter().all(|member| member.name != name.as_str()));
    found.extend(unknown.map(|name| Violation { path: path.member(name), problem: Problem::Unknown }));
}

fn in_text(text: &str, min: usize, max: usize, pattern: &str) -> Option<String> {
    let full = || format!("Member must satisfy regular expression pattern: {pattern}");
    length(text.chars().count(), min, max)
        .or_else(|| (!pattern.is_empty() && !matches_whole(pattern, text)).then(full))
}

fn length(length: usize, min: usize, max: usize) -> Option<String> {
    if length > max {
        Some(format!("Member must have length less than or equal to {max}"))
    } else if length < min {
        Some(format!("Member must have length greater than or equal to {min}"))
    } else {
        None
    }
}

fn in_number(number: &serde_json::Number, min: i64, max: i64) -> Option<String> {
    let number = number.as_i64()?;
    if number > max {
        Some(format!("Member must have value less than or equal to {max}"))
    } else if number < min {
        Some(format!("Member must have value greater than or equal to {min}"))
    } else {
        None
    }
}

/// Whole, as the services match; a pattern of the tables that is no regular expression matches
/// nothing, which the tests of its operation notice.
fn matches_whole(pattern: &str, text: &str) -> bool {
    Regex::new(&format!("^(?:{pattern})$")).is_ok_and(|pattern| pattern.is_match(text))
}

fn out_of_bounds(value: &Value, path: &Path, rule: String) -> Violation {
    let value = match value {
        Value::Null => "null".to_owned(),
        Value::String(text) => format!("'{text}'"),
        other => format!("'{other}'"),
    };
    Violation { path: path.clone(), problem: Problem::Constraint { value, rule } }
}
