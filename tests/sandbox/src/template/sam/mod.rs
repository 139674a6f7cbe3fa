//! The SAM transform: `AWS::Serverless::Function` becomes the resources that it stands for, with
//! the names that SAM gives them, so that everything after this reads plain `CloudFormation`.
//!
//! Source: SAM developer guide, "AWS SAM specification", and the translator itself
//! (`aws/serverless-application-model`), whose defaults these are.

mod bag;
mod events;
mod function;
mod globals;

use std::collections::BTreeMap;

use serde_json::Value;

use super::document::{Document, Resource};
use super::error::{Location, TemplateError};

const TRANSFORM: &str = "AWS::Serverless-2016-10-31";
const SERVERLESS: &str = "AWS::Serverless::";
const FUNCTION: &str = "AWS::Serverless::Function";

/// A resource and the logical id that it gets.
type Named = (String, Resource);

/// Replaces the template's SAM resources.
pub(super) fn expand(document: &mut Document) -> Result<(), TemplateError> {
    let transforms = has_transform(document.transform.as_ref())?;
    let defaults = globals::of_functions(std::mem::take(&mut document.globals))?;
    let mut plain = BTreeMap::new();
    for (logical_id, resource) in std::mem::take(&mut document.resources) {
        if resource.kind.starts_with(SERVERLESS) && !transforms {
            let at = Location::section("Resources").key(&logical_id).key("Type");
            return Err(at.error(format!("{} needs Transform: {TRANSFORM}", resource.kind)));
        }
        let made = if resource.kind == FUNCTION {
            function::expand(&logical_id, globals::merged(&defaults, resource))?
        } else {
            vec![(logical_id, resource)]
        };
        for (logical_id, resource) in made {
            if plain.insert(logical_id.clone(), resource).is_some() {
                let at = Location::section("Resources").key(&logical_id);
                return Err(at.error("SAM makes a resource of this name, too"));
            }
        }
    }
    document.resources = plain;
    Ok(())
}

fn has_transform(transform: Option<&Value>) -> Result<bool, TemplateError> {
    match transform {
        None => Ok(false),
        Some(Value::String(name)) if name == TRANSFORM => Ok(true),
        Some(Value::Array(names)) if names.iter().all(|name| name == TRANSFORM) => Ok(!names.is_empty()),
        Some(other) => Err(Location::section("Transform").error(format!("{other} is not supported"))),
    }
}
