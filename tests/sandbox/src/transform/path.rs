//! The JSON paths of an input transformer: names after dots, and indices.
//!
//! The user guide also lists wildcards and slashes, which are not known here.

use std::fmt;

use regex_lite::Regex;
use serde_json::Value;

/// A way into an event.
#[derive(Debug, Clone)]
pub(super) struct EventPath {
    text: String,
    steps: Vec<Step>,
}

#[derive(Debug, Clone)]
enum Step {
    Member(String),
    Index(usize),
}

impl EventPath {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let step = Regex::new(r"^(?:\.([A-Za-z0-9_-]+)|\[([0-9]{1,9})\])").ok()?;
        let mut rest = text.strip_prefix('$')?;
        let mut steps = Vec::new();
        while !rest.is_empty() {
            let found = step.captures(rest)?;
            steps.push(match (found.get(1), found.get(2)) {
                (Some(name), _) => Step::Member(name.as_str().to_owned()),
                (_, Some(index)) => Step::Index(index.as_str().parse().ok()?),
                (None, None) => return None,
            });
            rest = &rest[found[0].len()..];
        }
        Some(Self { text: text.to_owned(), steps })
    }

    pub(super) fn find<'e>(&self, event: &'e Value) -> Option<&'e Value> {
        self.steps.iter().try_fold(event, |value, step| match step {
            Step::Member(name) => value.get(name),
            Step::Index(index) => value.get(index),
        })
    }
}

impl fmt::Display for EventPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
