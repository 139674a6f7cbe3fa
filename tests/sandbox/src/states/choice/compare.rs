//! Comparisons of two values of the same type.

use std::cmp::Ordering;
use std::fmt;

use serde_json::{Number, Value};

use crate::states::data::timestamp;

/// What an operator compares. A value of another type makes the comparison false.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Type {
    String,
    Numeric,
    Boolean,
    Timestamp,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Relation {
    Equals,
    LessThan,
    GreaterThan,
    LessThanEquals,
    GreaterThanEquals,
}

impl Type {
    /// What an operator such as `NumericLessThan` asks, if there is one of this name.
    pub(super) fn of_operator(name: &str) -> Option<(Self, Relation)> {
        const TYPES: [(&str, Type); 4] = [
            ("String", Type::String),
            ("Numeric", Type::Numeric),
            ("Boolean", Type::Boolean),
            ("Timestamp", Type::Timestamp),
        ];
        let (of, relation) = TYPES.iter().find_map(|(prefix, of)| Some((*of, name.strip_prefix(prefix)?)))?;
        let relation = match (of, relation) {
            (_, "Equals") => Relation::Equals,
            (Self::Boolean, _) => return None,
            (_, "LessThan") => Relation::LessThan,
            (_, "GreaterThan") => Relation::GreaterThan,
            (_, "LessThanEquals") => Relation::LessThanEquals,
            (_, "GreaterThanEquals") => Relation::GreaterThanEquals,
            _ => return None,
        };
        Some((of, relation))
    }

    /// How two values of this type compare; none where one of them is of another type.
    pub(super) fn compare(self, one: &Value, other: &Value) -> Option<Ordering> {
        match self {
            Self::String => Some(one.as_str()?.cmp(other.as_str()?)),
            Self::Numeric => compare_numbers(one.as_number()?, other.as_number()?),
            Self::Boolean => Some(one.as_bool()?.cmp(&other.as_bool()?)),
            Self::Timestamp => {
                Some(timestamp::parse(one.as_str()?)?.cmp(&timestamp::parse(other.as_str()?)?))
            }
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::String => "text",
            Self::Numeric => "a number",
            Self::Boolean => "true or false",
            Self::Timestamp => "a timestamp such as 2030-01-31T17:00:00Z",
        })
    }
}

impl Relation {
    pub(super) fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Equals => ordering.is_eq(),
            Self::LessThan => ordering.is_lt(),
            Self::GreaterThan => ordering.is_gt(),
            Self::LessThanEquals => ordering.is_le(),
            Self::GreaterThanEquals => ordering.is_ge(),
        }
    }
}

/// By value, so that 1 is 1.0; whole numbers to the last digit, which not all have as `f64`.
fn compare_numbers(one: &Number, other: &Number) -> Option<Ordering> {
    match (one.as_i128(), other.as_i128()) {
        (Some(one), Some(other)) => Some(one.cmp(&other)),
        _ => one.as_f64()?.partial_cmp(&other.as_f64()?),
    }
}
