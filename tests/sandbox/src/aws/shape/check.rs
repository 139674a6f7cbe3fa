//! Holding a value against its shape.

use regex_lite::Regex;
use serde_json::{Map, Value};

use super::{Member, Path, Problem, Shape, Violation};

impl Shape {
    /// Everything that is wrong with `value`, in the order in which the model lists it.
    pub(crate) fn check(&self, value: &Value) -> Vec<Violation> {
        self.check_at(&Path::default(), value)
    }

    /// As above, for a value that stands somewhere in a greater one.
    pub(crate) fn check_at(&self, path: &Path, value: &Value) -> Vec<Violation> {
        let mut found = Vec::new();
        self.look(value, path, &mut found);
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
            (Self::Map { names, of, max }, Value::Object(entries)) => {
                found.extend(length(entries.len(), 0, *max).map(|rule| out_of_bounds(value, path, rule)));
                for (name, entry) in entries {
                    let path = path.member(name);
                    found.extend(in_name(name, *names).map(|rule| out_of_bounds(entry, &path, rule)));
                    of.look(entry, &path, found);
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
            Self::Timestamp => "a number of seconds since 1970, or a time as RFC 3339 has it",
            Self::List { .. } => "a list",
            Self::Map { .. } | Self::Structure(_) => "an object",
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

fn in_name(name: &str, (min, max): (usize, usize)) -> Option<String> {
    length(name.chars().count(), min, max).map(|rule| format!("Map keys must satisfy constraint: [{rule}]"))
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
