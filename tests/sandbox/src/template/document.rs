//! The sections of a template, before anything in them is resolved.
//!
//! Source: `CloudFormation` user guide, "Template sections" and "Resource attribute reference".
//! Fields whose names begin with an underscore are known and have no effect here.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Map, Value};
use serde_path_to_error::Segment;

use super::error::{Location, TemplateError};
use super::parameters::Definition;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub(super) struct Document {
    #[serde(rename = "AWSTemplateFormatVersion")]
    _format_version: Option<String>,
    pub(super) transform: Option<Value>,
    _description: Option<String>,
    /// `AWS::CloudFormation::Interface` (the console's form), linters' settings: nothing that runs.
    _metadata: Option<IgnoredAny>,
    #[serde(default)]
    pub(super) parameters: BTreeMap<String, Definition>,
    #[serde(default)]
    pub(super) mappings: Mappings,
    #[serde(default)]
    pub(super) rules: BTreeMap<String, Rule>,
    #[serde(default)]
    pub(super) conditions: BTreeMap<String, Value>,
    #[serde(default)]
    pub(super) globals: BTreeMap<String, Value>,
    pub(super) resources: BTreeMap<String, Resource>,
    #[serde(default)]
    pub(super) outputs: BTreeMap<String, Output>,
}

/// Map name, top-level key, second-level key.
pub(super) type Mappings = BTreeMap<String, BTreeMap<String, BTreeMap<String, Value>>>;

/// What the parameters must be to each other.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub(super) struct Rule {
    pub(super) assertions: Vec<Assertion>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub(super) struct Assertion {
    pub(super) assert: Value,
    pub(super) assert_description: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub(super) struct Resource {
    #[serde(rename = "Type")]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) properties: Map<String, Value>,
    pub(super) condition: Option<String>,
    #[serde(default)]
    pub(super) depends_on: OneOrMore<String>,
    #[serde(default)]
    pub(super) metadata: Value,
    _deletion_policy: Option<Removal>,
    _update_replace_policy: Option<Removal>,
    /// Where the properties are written, when not under the resource's own name: SAM makes
    /// resources out of parts of others.
    #[serde(skip)]
    written_at: Option<Location>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
enum Removal {
    Delete,
    Retain,
    RetainExceptOnCreate,
    Snapshot,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub(super) struct Output {
    pub(super) value: Value,
    _description: Option<String>,
    pub(super) condition: Option<String>,
    pub(super) export: Option<Value>,
}

/// A value, or a list of them: templates may leave the brackets out.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMore<T> {
    One(T),
    More(Vec<T>),
}

impl<T> Default for OneOrMore<T> {
    fn default() -> Self {
        Self::More(Vec::new())
    }
}

impl<T> OneOrMore<T> {
    pub(super) fn as_slice(&self) -> &[T] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::More(more) => more,
        }
    }
}

impl Resource {
    /// A resource that SAM makes for another one, whose condition it shares.
    pub(super) fn generated(
        kind: &str,
        properties: Map<String, Value>,
        origin: &Resource,
        written_at: Location,
    ) -> Self {
        Self {
            kind: kind.to_owned(),
            properties,
            condition: origin.condition.clone(),
            depends_on: OneOrMore::default(),
            metadata: Value::Null,
            _deletion_policy: None,
            _update_replace_policy: None,
            written_at: Some(written_at),
        }
    }

    /// Where the properties of this resource are written in the template.
    pub(super) fn properties_at(&self, logical_id: &str) -> Location {
        self.written_at.clone().unwrap_or_else(|| Location::properties_of(logical_id))
    }
}

/// Reads a value as a type that says what is allowed; an error names the place in the template.
pub(super) fn decode<T: DeserializeOwned>(value: Value, at: &Location) -> Result<T, TemplateError> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let place = error.path().iter().fold(at.clone(), |place, segment| match segment {
            Segment::Seq { index } => place.index(*index),
            Segment::Map { key } => place.key(key),
            Segment::Enum { .. } | Segment::Unknown => place,
        });
        let problem = error.inner().to_string();
        place.error(problem.replacen("unknown field", "unknown or unsupported property", 1))
    })
}
