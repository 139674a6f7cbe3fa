//! What AWS's service models say about a JSON value, as tables.
//!
//! The services check every member of a request before they do anything, and a world file is made
//! of the same shapes, so both are checked against tables of this kind. The tables are written
//! from the service models (`service-2.json`) that the AWS SDKs are generated from.
//!
//! In one respect this is stricter than AWS: a member that the model does not have is a violation.
//! AWS ignores it, and a caller's misspelling would go unnoticed.

mod check;
mod times;
mod violation;

#[cfg(test)]
mod tests;

use serde_json::Value;
pub(crate) use violation::{Path, Problem, Violation};

/// What a value may be. Bounds are inclusive; lengths count characters or list elements.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    /// A string. An empty pattern admits everything; any other must match the whole string.
    Text {
        min: usize,
        max: usize,
        pattern: &'static str,
    },
    OneOf(&'static [&'static str]),
    Integer {
        min: i64,
        max: i64,
    },
    Boolean,
    /// Seconds since 1970, which may have a fraction: how both JSON protocols carry times. Only
    /// resources have any, and a world may have them as RFC 3339 text.
    Timestamp,
    List {
        of: &'static Shape,
        min: usize,
        max: usize,
    },
    /// Members with names of one's own, so many characters long.
    Map {
        names: (usize, usize),
        of: &'static Shape,
        max: usize,
    },
    Structure(&'static [Member]),
}

/// One member of a structure.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Member {
    name: &'static str,
    shape: Shape,
    required: bool,
}

/// Any string.
pub(crate) const TEXT: Shape = text(0, usize::MAX);
/// Any strings under any names.
pub(crate) const TEXTS: Shape = Shape::Map { names: (0, usize::MAX), of: &TEXT, max: usize::MAX };
/// Any whole number.
pub(crate) const INTEGER: Shape = Shape::Integer { min: i64::MIN, max: i64::MAX };

/// A string of `min` to `max` characters.
pub(crate) const fn text(min: usize, max: usize) -> Shape {
    Shape::Text { min, max, pattern: "" }
}

/// A string that matches `pattern`, as the service model has it, from end to end.
pub(crate) const fn pattern(pattern: &'static str) -> Shape {
    text_like(0, usize::MAX, pattern)
}

/// A string of `min` to `max` characters that matches `pattern`.
pub(crate) const fn text_like(min: usize, max: usize, pattern: &'static str) -> Shape {
    Shape::Text { min, max, pattern }
}

/// A list of any length.
pub(crate) const fn list(of: &'static Shape) -> Shape {
    list_of(of, 0, usize::MAX)
}

/// A list of `min` to `max` elements.
pub(crate) const fn list_of(of: &'static Shape, min: usize, max: usize) -> Shape {
    Shape::List { of, min, max }
}

pub(crate) const fn required(name: &'static str, shape: Shape) -> Member {
    Member { name, shape, required: true }
}

pub(crate) const fn optional(name: &'static str, shape: Shape) -> Member {
    Member { name, shape, required: false }
}

/// `value` without the members that are null, which both protocols take for absent.
pub(crate) fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let given = fields.into_iter().filter(|(_, field)| !field.is_null());
            Value::Object(given.map(|(name, field)| (name, without_nulls(field))).collect())
        }
        Value::Array(elements) => elements.into_iter().map(without_nulls).collect(),
        other => other,
    }
}
