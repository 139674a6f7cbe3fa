//! The members of an object in a definition: which there may be, and what they may hold.

use std::fmt::Display;
use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use super::error::{DefinitionError, Location};

/// What every object of a definition may have, and means nothing.
const COMMENT: &str = "Comment";

/// An object that has no member but those that are known.
pub(crate) struct Fields<'a> {
    members: &'a Map<String, Value>,
    at: Location,
}

impl<'a> Fields<'a> {
    /// Checks that a value is an object with none but these members, beside a comment.
    pub(crate) fn open(value: &'a Value, at: Location, known: &[&[&str]]) -> Result<Self, DefinitionError> {
        let fields = Self::any(value, at)?;
        let known: Vec<_> = known.concat();
        if let Some(name) = fields.names().find(|name| !known.contains(name)) {
            let problem = format!("unknown or unsupported field; here may be {}", known.join(", "));
            return Err(fields.at.key(name).error(problem));
        }
        Ok(fields)
    }

    /// An object whose members the caller checks.
    pub(crate) fn any(value: &'a Value, at: Location) -> Result<Self, DefinitionError> {
        let members = value.as_object().ok_or_else(|| unexpected("an object", value, &at))?;
        let fields = Self { members, at };
        fields.optional(COMMENT, text)?;
        Ok(fields)
    }

    /// The names of the members, in the order in which they are written, without the comment.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.members.keys().map(String::as_str).filter(|name| *name != COMMENT)
    }

    pub(crate) fn at(&self) -> &Location {
        &self.at
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.members.contains_key(name)
    }

    /// Reads a member, if it is there; `null` is a value like any other.
    pub(crate) fn optional<T>(
        &self,
        name: &str,
        read: impl FnOnce(&'a Value, &Location) -> Result<T, DefinitionError>,
    ) -> Result<Option<T>, DefinitionError> {
        self.members.get(name).map(|value| read(value, &self.at.key(name))).transpose()
    }

    /// Reads a member that has to be there.
    pub(crate) fn required<T>(
        &self,
        name: &str,
        read: impl FnOnce(&'a Value, &Location) -> Result<T, DefinitionError>,
    ) -> Result<T, DefinitionError> {
        self.optional(name, read)?.ok_or_else(|| self.at.error(format!("{name} is missing")))
    }

    /// Which one of several members is there.
    pub(crate) fn one_of(&self, names: &[&'static str]) -> Result<&'static str, DefinitionError> {
        let mut present = names.iter().filter(|name| self.has(name));
        match (present.next(), present.next()) {
            (Some(name), None) => Ok(name),
            _ => Err(self.at.error(format!("expected exactly one of {}", names.join(", ")))),
        }
    }
}

pub(crate) fn text(value: &Value, at: &Location) -> Result<String, DefinitionError> {
    value.as_str().map(str::to_owned).ok_or_else(|| unexpected("text", value, at))
}

pub(crate) fn flag(value: &Value, at: &Location) -> Result<bool, DefinitionError> {
    value.as_bool().ok_or_else(|| unexpected("true or false", value, at))
}

/// A reader of whole numbers within bounds.
pub(crate) fn whole(
    bounds: RangeInclusive<u32>,
) -> impl Fn(&Value, &Location) -> Result<u32, DefinitionError> {
    move |value, at| {
        let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
        number.filter(|number| bounds.contains(number)).ok_or_else(|| {
            unexpected(format!("a whole number from {} to {}", bounds.start(), bounds.end()), value, at)
        })
    }
}

/// A reader of lists with at least one element.
pub(crate) fn list<T>(
    read: impl Fn(&Value, &Location) -> Result<T, DefinitionError>,
) -> impl Fn(&Value, &Location) -> Result<Vec<T>, DefinitionError> {
    move |value, at| {
        let elements = value.as_array().filter(|elements| !elements.is_empty());
        let elements = elements.ok_or_else(|| unexpected("a list that is not empty", value, at))?;
        elements.iter().enumerate().map(|(index, element)| read(element, &at.index(index))).collect()
    }
}

pub(crate) fn unexpected(expected: impl Display, found: &Value, at: &Location) -> DefinitionError {
    at.error(format!("expected {expected}, found {found}"))
}
