//! `EventBridge` event patterns: which events a rule wants.
//!
//! Source: the `EventBridge` user guide, "Event pattern syntax", "Comparison operators for use in
//! event patterns" and "Arrays in event patterns". Where the guide is silent, the behaviour is
//! that of Event Ruler, the matching library that AWS published (`aws/event-ruler`), and the
//! comment says so.
//!
//! A pattern is understood completely when it is parsed: an operator or an operand that
//! `EventBridge` would refuse is an error there, never a pattern that quietly matches nothing.

mod fields;
mod number;
mod operator;
mod text;

#[cfg(test)]
mod tests;

use serde_json::Value;

use fields::Fields;

/// An event pattern that has been checked and can be asked about events.
#[derive(Debug, Clone)]
pub struct Pattern(Fields);

/// Why a pattern was refused, and where in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("event pattern, at {at}: {problem}")]
pub struct PatternError {
    /// The way to the fault, as in `detail.state[0].prefix`; `the top` for the pattern itself.
    pub at: String,
    /// What is wrong there.
    pub problem: String,
}

impl Pattern {
    /// Checks and reads a pattern.
    pub fn parse(pattern: &Value) -> Result<Self, PatternError> {
        Fields::parse(pattern, &At::default()).map(Self)
    }

    /// Whether the pattern wants this event.
    #[must_use]
    pub fn matches(&self, event: &Value) -> bool {
        self.0.match_at(Some(event), event)
    }
}

/// A place in a pattern, for messages and for the path of a field in the event.
#[derive(Debug, Clone, Default)]
struct At {
    shown: String,
    /// The field names alone, which is where the field is in an event.
    fields: Vec<String>,
}

impl At {
    fn field(&self, name: &str) -> Self {
        let mut fields = self.fields.clone();
        fields.push(name.to_owned());
        Self { shown: self.dotted(name), fields }
    }

    /// A step that exists in the pattern only: `$or`, or an operator.
    fn inside(&self, name: &str) -> Self {
        Self { shown: self.dotted(name), fields: self.fields.clone() }
    }

    fn index(&self, index: usize) -> Self {
        Self { shown: format!("{}[{index}]", self.shown), fields: self.fields.clone() }
    }

    fn dotted(&self, name: &str) -> String {
        if self.shown.is_empty() { name.to_owned() } else { format!("{}.{name}", self.shown) }
    }

    fn error(&self, problem: impl Into<String>) -> PatternError {
        let at = if self.shown.is_empty() { "the top".to_owned() } else { self.shown.clone() };
        PatternError { at, problem: problem.into() }
    }
}

/// A JSON value as it may stand in a message: short, and on one line.
fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
