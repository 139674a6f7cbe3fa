//! What a resource is called: its physical name, what `Ref` gives for it, and its attributes.
//!
//! Source: `CloudFormation` template reference, "Return values" of each resource type. Where the
//! template leaves a name to AWS, which would make one up, the logical id serves as the name.

use std::collections::BTreeMap;

use super::super::error::{Location, TemplateError};
use super::super::intrinsics::{PSEUDO_PARAMETERS, Resolver};

/// How the names of a type's resources are made. In the texts, `{name}` is the physical name,
/// `{qualifier}` what [`Qualifier`] says, and a pseudo parameter such as `{AWS::Region}` its value.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Naming {
    /// The property that sets the physical name.
    pub(in super::super) name: Option<&'static str>,
    pub(in super::super) qualifier: Option<Qualifier>,
    /// What `Ref` gives.
    pub(in super::super) reference: &'static str,
    /// What `Fn::GetAtt` gives.
    pub(in super::super) attributes: &'static [(&'static str, &'static str)],
}

/// A second property that is part of a resource's ARN.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Qualifier {
    pub(in super::super) property: &'static str,
    pub(in super::super) text: fn(Option<&str>) -> String,
}

/// A resource's names, filled in.
#[derive(Debug)]
pub(in super::super) struct Identity {
    pub(in super::super) name: String,
    pub(in super::super) reference: String,
    pub(in super::super) attributes: BTreeMap<&'static str, String>,
}

impl Naming {
    /// No name of its own, no attributes.
    pub(in super::super) const BY_LOGICAL_ID: Self =
        Self { name: None, qualifier: None, reference: "{name}", attributes: &[] };
}

/// The names of a resource that is made; one that is not there, or whose condition is false, is an
/// error at the place that refers to it.
pub(in super::super) fn identify(
    resolver: &Resolver,
    logical_id: &str,
    at: &Location,
) -> Result<Identity, TemplateError> {
    let resource = resolver
        .resources
        .get(logical_id)
        .ok_or_else(|| at.error(format!("{logical_id} is not there to be referred to")))?;
    if let Some(condition) = &resource.condition
        && !resolver.holds(condition, at)?
    {
        return Err(at.error(format!("{logical_id} is not made, because its condition {condition} is false")));
    }
    let written_at = resource.properties_at(logical_id);
    let naming = super::find(&resource.kind, logical_id)?.naming;
    let property = |name: &'static str| {
        let value = resource.properties.get(name);
        let value = value.map(|value| resolver.resolve(value, &written_at.key(name))).transpose()?.flatten();
        Ok::<_, TemplateError>(value.as_ref().and_then(super::super::values::text_of))
    };
    let name = naming.name.map(property).transpose()?.flatten().unwrap_or_else(|| logical_id.to_owned());
    let qualifier = match naming.qualifier {
        Some(qualifier) => (qualifier.text)(property(qualifier.property)?.as_deref()),
        None => String::new(),
    };
    let fill = |text: &str| fill(text, &name, &qualifier);
    Ok(Identity {
        reference: fill(naming.reference),
        attributes: naming.attributes.iter().map(|(attribute, text)| (*attribute, fill(text))).collect(),
        name,
    })
}

fn fill(text: &str, name: &str, qualifier: &str) -> String {
    let text = PSEUDO_PARAMETERS
        .iter()
        .fold(text.to_owned(), |text, (pseudo, value)| text.replace(&format!("{{{pseudo}}}"), value));
    text.replace("{qualifier}", qualifier).replace("{name}", name)
}
