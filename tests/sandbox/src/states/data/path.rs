//! Paths that lead to one value: `$`, `$.a.b`, `$['a']`, `$.a[0]`, and `$$.…` for the context.
//!
//! The service knows more `JSONPath` than that. What can lead to many values is refused: a state
//! that counts on it should say so in a function, where it can be tested.

use std::fmt;

use serde_json::Value;

use super::Scene;
use crate::states::definition::{DefinitionError, Location, unexpected};
use crate::states::failure::Failure;

/// A way to one value.
#[derive(Debug, Clone)]
pub(crate) struct Path {
    written: String,
    in_context: bool,
    segments: Vec<Segment>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Segment {
    Member(String),
    Element(usize),
}

/// What the context object has (developer guide, "Accessing execution data from the Context
/// object"), as far as it is the same on every run of the sandbox.
const CONTEXT: &[&[&str]] = &[
    &["Execution", "Id"],
    &["Execution", "Input"],
    &["Execution", "Name"],
    &["Execution", "StartTime"],
    &["Map", "Item", "Index"],
    &["Map", "Item", "Value"],
    &["State", "EnteredTime"],
    &["State", "Name"],
    &["StateMachine", "Id"],
    &["StateMachine", "Name"],
];

impl Path {
    pub(crate) fn parse(value: &Value, at: &Location) -> Result<Self, DefinitionError> {
        let written = value.as_str().ok_or_else(|| unexpected("a path", value, at))?;
        Self::read(written).map_err(|problem| at.error(problem))
    }

    fn read(written: &str) -> Result<Self, String> {
        if written.starts_with("States.") {
            return Err(format!("{written:?} is an intrinsic function, which are not supported"));
        }
        let (in_context, mut rest) = written
            .strip_prefix("$$")
            .map(|rest| (true, rest))
            .or_else(|| Some((false, written.strip_prefix('$')?)))
            .ok_or_else(|| format!("{written:?} is no path: one begins with $"))?;
        let mut segments = Vec::new();
        while !rest.is_empty() {
            let (segment, left) = first_segment(rest).ok_or_else(|| {
                format!("{written:?} has {rest:?}, which is neither .name nor ['name'] nor [index]")
            })?;
            segments.push(segment);
            rest = left;
        }
        if in_context && !is_known_context(&segments) {
            return Err(format!("{written:?} is not in the context object, as far as it is supported"));
        }
        Ok(Self { written: written.to_owned(), in_context, segments })
    }

    /// The path `$`.
    pub(crate) fn whole() -> Self {
        Self { written: "$".to_owned(), in_context: false, segments: Vec::new() }
    }

    pub(crate) fn is_in_context(&self) -> bool {
        self.in_context
    }

    pub(crate) fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// What the path leads to, if there is something.
    pub(crate) fn find<'v>(&self, scene: Scene<'v>) -> Option<&'v Value> {
        let root = if self.in_context { scene.context } else { scene.data };
        self.segments.iter().try_fold(root, |value, segment| match segment {
            Segment::Member(name) => value.as_object()?.get(name),
            Segment::Element(index) => value.as_array()?.get(*index),
        })
    }

    /// What the path leads to; a path that leads nowhere cannot be carried out.
    pub(crate) fn get<'v>(&self, scene: Scene<'v>, field: &str) -> Result<&'v Value, Failure> {
        self.find(scene).ok_or_else(|| Failure::runtime(format!("{field}: the path {self} leads to nothing")))
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

fn first_segment(text: &str) -> Option<(Segment, &str)> {
    if let Some(rest) = text.strip_prefix('.') {
        let end = rest.find(|character: char| !is_name(character)).unwrap_or(rest.len());
        let (name, rest) = rest.split_at(end);
        return (!name.is_empty()).then(|| (Segment::Member(name.to_owned()), rest));
    }
    if let Some(rest) = text.strip_prefix("['") {
        let (name, rest) = rest.split_once("']")?;
        let is_plain = !name.is_empty() && !name.contains(['\'', '\\']);
        return is_plain.then(|| (Segment::Member(name.to_owned()), rest));
    }
    let (index, rest) = text.strip_prefix('[')?.split_once(']')?;
    let is_plain = index.bytes().all(|byte| byte.is_ascii_digit());
    Some((Segment::Element(index.parse().ok().filter(|_| is_plain)?), rest))
}

/// Whether a character needs no brackets around the name that it is in, as in `$.detail-type`.
fn is_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-')
}

fn is_known_context(segments: &[Segment]) -> bool {
    CONTEXT.iter().any(|known| {
        known.iter().zip(segments).all(|(name, segment)| *segment == Segment::Member((*name).to_owned()))
    })
}
