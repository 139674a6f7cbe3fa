//! The JSON of a policy, read.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::condition::Condition;
use super::principal::{Principal, Principals};
use super::request::Request;
use super::statement::{Effect, Statement};
use super::wildcard::is_arn_pattern;

/// A policy, understood to the last word.
#[derive(Debug, Clone)]
pub struct Policy {
    statements: Vec<Statement>,
}

/// What is wrong with a policy.
#[derive(Debug, Clone, Default, PartialEq, Eq, thiserror::Error)]
#[error("{}{}{problem}", self.place, if self.place.is_empty() { "" } else { ": " })]
pub struct PolicyError {
    /// The way to it, as in `Statement[0].Condition.Bool`; empty for the policy itself.
    pub place: String,
    pub problem: String,
}

/// What a policy hangs on, which decides what its statements must say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Identity,
    Resource,
    Trust,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Document {
    _version: Option<Version>,
    _id: Option<String>,
    statement: Value,
}

/// They differ in policy variables, which neither has here.
#[derive(Deserialize)]
enum Version {
    #[serde(rename = "2012-10-17")]
    Newer,
    #[serde(rename = "2008-10-17")]
    Older,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Written {
    _sid: Option<String>,
    effect: Effect,
    principal: Option<Value>,
    action: Value,
    resource: Option<Value>,
    #[serde(default)]
    condition: BTreeMap<String, BTreeMap<String, Value>>,
}

impl Policy {
    /// A policy of a role: a policy of its own, or a managed one.
    pub fn of_identity(document: &Value) -> Result<Self, PolicyError> {
        Self::read(document, Kind::Identity)
    }

    /// The policy of a resource, such as a queue.
    pub fn of_resource(document: &Value) -> Result<Self, PolicyError> {
        Self::read(document, Kind::Resource)
    }

    /// The policy of a role that says who can take it on.
    pub fn of_trust(document: &Value) -> Result<Self, PolicyError> {
        Self::read(document, Kind::Trust)
    }

    /// A document is an object or its JSON text.
    fn read(document: &Value, kind: Kind) -> Result<Self, PolicyError> {
        let parsed;
        let document = match document {
            Value::String(text) => {
                parsed = crate::json::parse(text)
                    .map_err(|error| PolicyError::new(format!("is not JSON: {error}")))?;
                &parsed
            }
            document => document,
        };
        let Document { statement, .. } = decode(document)?;
        let written = match &statement {
            Value::Array(statements) => statements.as_slice(),
            statement => std::slice::from_ref(statement),
        };
        let read = |(index, statement)| {
            kind.statement(statement).map_err(|error| error.within(&format!("Statement[{index}]")))
        };
        Ok(Self { statements: written.iter().enumerate().map(read).collect::<Result<_, _>>()? })
    }

    /// What the statements that are about this say together: a single denial outweighs everything.
    pub(super) fn says(&self, who: Principal, asked: &Request) -> Option<Effect> {
        let about = self.statements.iter().filter(|statement| statement.is_about(who, asked));
        about.map(|statement| statement.effect).max()
    }

    /// The actions that its statements allow, under whatever conditions, as they are written.
    pub fn allowed_actions(&self) -> impl Iterator<Item = &str> {
        let allowing = self.statements.iter().filter(|statement| statement.effect == Effect::Allow);
        allowing.flat_map(|statement| statement.actions.iter().map(String::as_str))
    }
}

impl Kind {
    fn statement(self, written: &Value) -> Result<Statement, PolicyError> {
        let Written { effect, principal, action, resource, condition, .. } = decode(written)?;
        self.check_element("Principal", principal.is_some(), self != Self::Identity)?;
        self.check_element("Resource", resource.is_some(), self != Self::Trust)?;
        let principals = principal.as_ref().map(Principals::read).transpose();
        let resources = resource.as_ref().map(arns).transpose();
        let conditions = Condition::read_all(&condition);
        Ok(Statement {
            effect,
            principals: principals.map_err(|error| error.within("Principal"))?,
            actions: texts(&action).map_err(|error| error.within("Action"))?,
            resources: resources.map_err(|error| error.within("Resource"))?,
            conditions: conditions.map_err(|error| error.within("Condition"))?,
        })
    }

    fn check_element(self, name: &str, is_there: bool, belongs: bool) -> Result<(), PolicyError> {
        let policy = match self {
            Self::Identity => "an identity's policy",
            Self::Resource => "a resource's policy",
            Self::Trust => "a role's trust policy",
        };
        match (is_there, belongs) {
            (true, false) => Err(PolicyError::new(format!("has no place in {policy}")).within(name)),
            (false, true) => Err(PolicyError::new(format!("{policy} needs a {name}"))),
            _ => Ok(()),
        }
    }
}

impl PolicyError {
    pub(super) fn new(problem: impl Into<String>) -> Self {
        Self { place: String::new(), problem: problem.into() }
    }

    /// The same, seen from further out.
    pub(super) fn within(self, outer: &str) -> Self {
        let separator = if self.place.is_empty() { "" } else { "." };
        Self { place: format!("{outer}{separator}{}", self.place), ..self }
    }
}

fn decode<'a, T: Deserialize<'a>>(written: &'a Value) -> Result<T, PolicyError> {
    serde_path_to_error::deserialize(written).map_err(|error| {
        let path = error.path().to_string();
        let place = if path == "." { String::new() } else { path };
        let problem = error.inner().to_string();
        PolicyError { place, problem: problem.replacen("unknown field", "unknown or unsupported element", 1) }
    })
}

/// A text, or a list of them. Numbers and booleans have an obvious text; a policy variable has a value
/// only when somebody asks, and is not supported.
pub(super) fn texts(written: &Value) -> Result<Vec<String>, PolicyError> {
    let written = match written {
        Value::Array(elements) => elements.as_slice(),
        one => std::slice::from_ref(one),
    };
    let text = |value: &Value| match value {
        Value::String(text) if text.contains("${") => {
            Err(PolicyError::new(format!("policy variables are not supported: {text}")))
        }
        Value::String(text) => Ok(text.clone()),
        Value::Bool(_) | Value::Number(_) => Ok(value.to_string()),
        other => Err(PolicyError::new(format!("expected text, found {other}"))),
    };
    match written {
        [] => Err(PolicyError::new("expected at least one value")),
        written => written.iter().map(text).collect(),
    }
}

fn arns(written: &Value) -> Result<Vec<String>, PolicyError> {
    let patterns = texts(written)?;
    match patterns.iter().find(|pattern| !is_arn_pattern(pattern)) {
        Some(other) => Err(PolicyError::new(format!("{other} is neither * nor an ARN"))),
        None => Ok(patterns),
    }
}
