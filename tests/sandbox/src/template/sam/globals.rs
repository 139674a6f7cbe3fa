//! The `Globals` section: what all functions share.
//!
//! Source: SAM developer guide, "Globals section of the AWS SAM template": objects are merged,
//! lists put together with the global elements first, anything else replaced by the function's.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::super::document::Resource;
use super::super::error::{Location, TemplateError};

/// The shared properties of functions; SAM does not allow every property here.
pub(super) fn of_functions(
    mut globals: BTreeMap<String, Value>,
) -> Result<Map<String, Value>, TemplateError> {
    let section = Location::section("Globals");
    let shared = globals.remove("Function").unwrap_or_else(|| Value::Object(Map::new()));
    if let Some(other) = globals.keys().next() {
        return Err(section.key(other).error("is not supported by the sandbox"));
    }
    let at = section.key("Function");
    let Value::Object(shared) = shared else { return Err(at.error("expected an object")) };
    for own in ["Events", "FunctionName", "Policies", "Role"] {
        if shared.contains_key(own) {
            return Err(at.key(own).error("cannot be shared: it is each function's own"));
        }
    }
    Ok(shared)
}

/// The function with the shared properties in it.
pub(super) fn merged(shared: &Map<String, Value>, mut function: Resource) -> Resource {
    let own = std::mem::take(&mut function.properties);
    function.properties = merge_objects(shared.clone(), own);
    function
}

fn merge_objects(mut shared: Map<String, Value>, own: Map<String, Value>) -> Map<String, Value> {
    for (name, own) in own {
        let merged = match shared.remove(&name) {
            Some(shared) => merge(shared, own),
            None => own,
        };
        shared.insert(name, merged);
    }
    shared
}

fn merge(shared: Value, own: Value) -> Value {
    match (shared, own) {
        // An intrinsic function is an object to YAML and a plain value to SAM.
        (Value::Object(shared), Value::Object(own)) if !is_function(&shared) && !is_function(&own) => {
            Value::Object(merge_objects(shared, own))
        }
        (Value::Array(mut shared), Value::Array(own)) => {
            shared.extend(own);
            Value::Array(shared)
        }
        (_, own) => own,
    }
}

fn is_function(object: &Map<String, Value>) -> bool {
    object.len() == 1 && super::super::intrinsics::call(object).is_some()
}
