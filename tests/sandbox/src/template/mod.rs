//! Reads `template.yaml` the way SAM and `CloudFormation` do, into a [`Stack`] that the sandbox
//! can run.
//!
//! The steps, each in its own module: YAML to JSON, the SAM transform, parameters, conditions, a
//! check of all references, then each resource by its type, and in the end what concerns several of
//! them. Everything that is not known (a section, a resource type, a property, an intrinsic
//! function, an event type) is an error with its place, because a sandbox that skips a part of the
//! template would show something else than AWS does.

mod definition;
mod delivery;
mod directory;
mod document;
mod draft;
mod error;
mod intrinsics;
mod parameters;
mod references;
mod resources;
mod sam;
mod trust;
mod values;
mod wiring;
mod yaml;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::stack::Stack;
use directory::Directory;
use document::{Document, Resource};
use draft::Draft;
pub use error::{Location, TemplateError};
use intrinsics::Resolver;
use resources::{Declared, naming};

/// Reads a template file with these values for its parameters; the others have their defaults.
pub fn load(path: &Path, parameters: &BTreeMap<String, String>) -> Result<Stack, TemplateError> {
    parse(&text(path)?, path.parent().unwrap_or(Path::new("")), parameters)
}

/// Reads a template's text; see [`load`]. The files that it names are in `folder`.
pub fn parse(
    yaml: &str,
    folder: &Path,
    parameters: &BTreeMap<String, String>,
) -> Result<Stack, TemplateError> {
    let document = expanded(yaml)?;
    let resolver = resolver(&document, parameters)?;
    references::check(&document, &resolver)?;
    let made = made(&document, &resolver)?;
    let mut draft = Draft::new(folder, Directory::new(&made, &resolver)?);
    for (logical_id, resource) in &made {
        read_resource(logical_id, resource, &resolver, &mut draft)?;
    }
    draft.stack.left_out = functions_left_out(&document, &made, &resolver)?;
    draft.stack.outputs = outputs(&document, &resolver)?;
    draft.finish()
}

/// A resource as it would be made.
#[derive(Debug, Clone)]
pub struct Made {
    pub logical_id: String,
    pub kind: String,
    /// With all references resolved.
    pub properties: Value,
}

/// The resources of a template file that these parameters make, for who wants to look at all of them.
pub fn resources(path: &Path, parameters: &BTreeMap<String, String>) -> Result<Vec<Made>, TemplateError> {
    let document = expanded(&text(path)?)?;
    let resolver = resolver(&document, parameters)?;
    let made = made(&document, &resolver)?.into_iter();
    made.map(|(logical_id, resource)| {
        let properties = resolver.object(&resource.properties, &resource.properties_at(logical_id))?;
        Ok(Made {
            logical_id: logical_id.to_owned(),
            kind: resource.kind.clone(),
            properties: Value::Object(properties),
        })
    })
    .collect()
}

fn expanded(yaml: &str) -> Result<Document, TemplateError> {
    let mut document: Document = document::decode(yaml::read(yaml)?, &Location::default())?;
    sam::expand(&mut document)?;
    Ok(document)
}

fn text(path: &Path) -> Result<String, TemplateError> {
    std::fs::read_to_string(path)
        .map_err(|source| TemplateError::Unreadable { path: path.to_owned(), source })
}

/// The names of the functions whose condition does not hold, as far as they have one.
fn functions_left_out(
    document: &Document,
    made: &BTreeMap<&str, &Resource>,
    resolver: &Resolver,
) -> Result<Vec<String>, TemplateError> {
    let functions = document.resources.iter().filter(|(_, resource)| resource.kind == directory::FUNCTION);
    let left_out = functions.filter(|(logical_id, _)| !made.contains_key(logical_id.as_str()));
    let named = left_out.filter_map(|(logical_id, resource)| {
        let name = resource.properties.get("FunctionName")?;
        Some(resolver.text(name, &resource.properties_at(logical_id).key("FunctionName")))
    });
    named.collect()
}

fn resolver<'a>(
    document: &'a Document,
    given: &BTreeMap<String, String>,
) -> Result<Resolver<'a>, TemplateError> {
    let parameters = parameters::bind(&document.parameters, given)?;
    let mappings = &document.mappings;
    intrinsics::conditions::check(&document.rules, &parameters, mappings)?;
    let conditions = intrinsics::conditions::evaluate(&document.conditions, &parameters, mappings)?;
    Ok(Resolver { parameters, mappings, conditions, resources: &document.resources })
}

/// The resources whose condition holds. The types of the others are checked, too.
fn made<'a>(
    document: &'a Document,
    resolver: &Resolver,
) -> Result<BTreeMap<&'a str, &'a Resource>, TemplateError> {
    let mut made = BTreeMap::new();
    for (logical_id, resource) in &document.resources {
        resources::find(&resource.kind, logical_id)?;
        let at = Location::section("Resources").key(logical_id).key("Condition");
        let holds =
            resource.condition.as_ref().map(|condition| resolver.holds(condition, &at)).transpose()?;
        if holds.unwrap_or(true) {
            made.insert(logical_id.as_str(), resource);
        }
    }
    Ok(made)
}

fn read_resource(
    logical_id: &str,
    resource: &Resource,
    resolver: &Resolver,
    draft: &mut Draft,
) -> Result<(), TemplateError> {
    let at = resource.properties_at(logical_id);
    let declared = Declared {
        logical_id,
        resource,
        identity: naming::identify(resolver, logical_id, &at)?,
        properties: Value::Object(resolver.object(&resource.properties, &at)?),
        at,
    };
    (resources::find(&resource.kind, logical_id)?.read)(&declared, draft)
}

fn outputs(document: &Document, resolver: &Resolver) -> Result<BTreeMap<String, String>, TemplateError> {
    let mut outputs = BTreeMap::new();
    for (name, output) in &document.outputs {
        let at = Location::section("Outputs").key(name);
        let holds = output.condition.as_ref().map(|condition| resolver.holds(condition, &at)).transpose()?;
        if holds.unwrap_or(true) {
            outputs.insert(name.clone(), resolver.text(&output.value, &at.key("Value"))?);
            if let Some(export) = &output.export {
                resolver.resolve(export, &at.key("Export"))?;
            }
        }
    }
    Ok(outputs)
}
