//! The resource types that are known. A new type is a file here and a line in [`TYPES`].

mod event_bus;
mod event_invoke_config;
mod event_source_mapping;
mod function;
mod inert;
mod managed_policy;
pub(super) mod naming;
mod permission;
mod queue;
mod queue_policy;
mod role;
mod rule;
mod schedule;
mod state_machine;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::document::{Resource, decode};
use super::draft::Draft;
use super::error::{Location, TemplateError};
use naming::{Identity, Naming};

pub(super) use event_invoke_config::InvokeConfig;
pub(super) use permission::Permission;

/// A resource type: how its resources are named, and what they add to the stack.
#[derive(Debug)]
pub(super) struct ResourceType {
    pub(super) kind: &'static str,
    pub(super) naming: Naming,
    pub(super) read: fn(&Declared, &mut Draft) -> Result<(), TemplateError>,
}

/// The types that take part when something happens.
const TYPES: [&ResourceType; 12] = [
    &event_bus::TYPE,
    &event_invoke_config::TYPE,
    &event_source_mapping::TYPE,
    &function::TYPE,
    &managed_policy::TYPE,
    &permission::TYPE,
    &queue::TYPE,
    &queue_policy::TYPE,
    &role::TYPE,
    &rule::TYPE,
    &schedule::TYPE,
    &state_machine::TYPE,
];

/// The type of this name.
pub(super) fn find(kind: &str, logical_id: &str) -> Result<&'static ResourceType, TemplateError> {
    TYPES.into_iter().chain(inert::TYPES.iter().copied()).find(|known| known.kind == kind).ok_or_else(|| {
        let at = Location::section("Resources").key(logical_id).key("Type");
        at.error(format!("the sandbox does not know resources of type {kind}"))
    })
}

/// A resource that is made, with its properties resolved.
#[derive(Debug)]
pub(super) struct Declared<'a> {
    pub(super) logical_id: &'a str,
    pub(super) resource: &'a Resource,
    pub(super) identity: Identity,
    pub(super) properties: Value,
    /// Where the properties are written.
    pub(super) at: Location,
}

impl Declared<'_> {
    /// The properties as a type that knows every one of them.
    fn decode<T: DeserializeOwned>(&self) -> Result<T, TemplateError> {
        decode(self.properties.clone(), &self.at)
    }
}
