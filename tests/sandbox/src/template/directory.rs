//! From an ARN, a URL or a name in a property back to the resource that it belongs to.

use std::collections::BTreeMap;

use super::document::Resource;
use super::error::{Location, TemplateError};
use super::intrinsics::Resolver;
use super::resources::naming;
use crate::stack::Destination;

pub(super) const QUEUE: &str = "AWS::SQS::Queue";
pub(super) const FUNCTION: &str = "AWS::Lambda::Function";
pub(super) const STATE_MACHINE: &str = "AWS::StepFunctions::StateMachine";
pub(super) const ROLE: &str = "AWS::IAM::Role";
pub(super) const MANAGED_POLICY: &str = "AWS::IAM::ManagedPolicy";

/// Every resource that is made, by what it is called.
#[derive(Debug)]
pub(super) struct Directory(Vec<Entry>);

#[derive(Debug)]
struct Entry {
    logical_id: String,
    kind: String,
    name: String,
    reference: String,
    arn: Option<String>,
}

impl Directory {
    /// Names every resource; two of one type with the same name are an error.
    pub(super) fn new(
        resources: &BTreeMap<&str, &Resource>,
        resolver: &Resolver,
    ) -> Result<Self, TemplateError> {
        let mut entries: Vec<Entry> = Vec::new();
        for (logical_id, resource) in resources {
            let at = Location::section("Resources").key(logical_id);
            let mut identity = naming::identify(resolver, logical_id, &at)?;
            let arn = identity.attributes.remove("Arn");
            if let Some(other) = entries.iter().find(|other| arn.is_some() && other.arn == arn) {
                let (name, other) = (&identity.name, &other.logical_id);
                return Err(at.error(format!("has the name {name}, which {other} has already")));
            }
            entries.push(Entry {
                logical_id: (*logical_id).to_owned(),
                kind: resource.kind.clone(),
                name: identity.name,
                reference: identity.reference,
                arn,
            });
        }
        Ok(Self(entries))
    }

    /// The logical id of the queue with this ARN.
    pub(super) fn queue(&self, arn: &str, at: &Location) -> Result<String, TemplateError> {
        self.find(QUEUE, |entry| entry.arn.as_deref() == Some(arn))
            .ok_or_else(|| at.error(format!("{arn} is not the ARN of a queue of this stack")))
    }

    /// The logical id of the queue with this URL.
    pub(super) fn queue_by_url(&self, url: &str, at: &Location) -> Result<String, TemplateError> {
        self.find(QUEUE, |entry| entry.reference == url)
            .ok_or_else(|| at.error(format!("{url} is not the URL of a queue of this stack")))
    }

    /// The logical id of the function with this name or ARN.
    pub(super) fn function(&self, name: &str, at: &Location) -> Result<String, TemplateError> {
        self.find(FUNCTION, |entry| entry.name == name || entry.arn.as_deref() == Some(name))
            .ok_or_else(|| at.error(format!("{name} is not the name or ARN of a function of this stack")))
    }

    /// The queue, function or state machine with this ARN.
    pub(super) fn destination(&self, arn: &str, at: &Location) -> Result<Destination, TemplateError> {
        let by_arn = |entry: &Entry| entry.arn.as_deref() == Some(arn);
        let queue = self.find(QUEUE, by_arn).map(Destination::Queue);
        queue
            .or_else(|| self.find(FUNCTION, by_arn).map(Destination::Function))
            .or_else(|| self.find(STATE_MACHINE, by_arn).map(Destination::StateMachine))
            .ok_or_else(|| at.error(format!("{arn} is no queue, function or state machine of this stack")))
    }

    /// The logical id of the role with this ARN.
    pub(super) fn role(&self, arn: &str, at: &Location) -> Result<String, TemplateError> {
        self.find(ROLE, |entry| entry.arn.as_deref() == Some(arn))
            .ok_or_else(|| at.error(format!("{arn} is not the ARN of a role of this stack")))
    }

    /// The logical id of the role with this name.
    pub(super) fn role_by_name(&self, name: &str, at: &Location) -> Result<String, TemplateError> {
        self.find(ROLE, |entry| entry.name == name)
            .ok_or_else(|| at.error(format!("{name} is not the name of a role of this stack")))
    }

    /// The logical id of the managed policy with this ARN.
    pub(super) fn managed_policy(&self, arn: &str, at: &Location) -> Result<String, TemplateError> {
        self.find(MANAGED_POLICY, |entry| entry.reference == arn).ok_or_else(|| {
            at.error(format!("{arn} is no policy of this stack, and the sandbox knows none of AWS's own"))
        })
    }

    /// The ARN of a resource of this stack.
    pub(super) fn arn(&self, logical_id: &str) -> &str {
        let entry = self.0.iter().find(|entry| entry.logical_id == logical_id);
        entry.and_then(|entry| entry.arn.as_deref()).unwrap_or_default()
    }

    fn find(&self, kind: &str, is_it: impl Fn(&Entry) -> bool) -> Option<String> {
        self.0.iter().find(|entry| entry.kind == kind && is_it(entry)).map(|entry| entry.logical_id.clone())
    }
}
