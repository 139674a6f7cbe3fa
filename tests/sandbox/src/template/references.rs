//! A look at every reference in the template before anything is resolved, including those in the
//! branches and resources that the conditions leave out: AWS checks them all.
//!
//! Also finds resources that wait for each other, which AWS refuses to make ("Circular dependency
//! between resources").

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::document::Document;
use super::error::{Location, TemplateError};
use super::intrinsics::{self, Resolver, sub};

/// Checks that everything referred to is there and no resource needs itself.
pub(super) fn check(document: &Document, resolver: &Resolver) -> Result<(), TemplateError> {
    let mut look = Look { document, resolver, needs: BTreeMap::new() };
    for (logical_id, resource) in &document.resources {
        let at = Location::section("Resources").key(logical_id);
        if !logical_id.chars().all(|character| character.is_ascii_alphanumeric()) {
            return Err(at.error("a logical id has letters and digits only"));
        }
        let is_made = match &resource.condition {
            Some(condition) => resolver.holds(condition, &at.key("Condition"))?,
            None => true,
        };
        let owner = is_made.then_some(logical_id.as_str());
        for needed in resource.depends_on.as_slice() {
            look.resource(needed, owner, &at.key("DependsOn"))?;
        }
        let properties_at = resource.properties_at(logical_id);
        for (name, value) in &resource.properties {
            look.value(value, owner, &properties_at.key(name))?;
        }
    }
    for (name, output) in &document.outputs {
        let at = Location::section("Outputs").key(name);
        look.value(&output.value, None, &at.key("Value"))?;
    }
    look.no_circle()
}

struct Look<'a> {
    document: &'a Document,
    resolver: &'a Resolver<'a>,
    /// Which resources each resource needs, among those that are made.
    needs: BTreeMap<String, BTreeSet<String>>,
}

impl Look<'_> {
    /// `owner` is the resource that will need what is found here; none where nothing is made of it.
    fn value(&mut self, value: &Value, owner: Option<&str>, at: &Location) -> Result<(), TemplateError> {
        match value {
            Value::Object(object) => match intrinsics::call(object) {
                Some((function, _)) if object.len() > 1 => {
                    Err(at.error(format!("{function} must be the only key of its object")))
                }
                Some((function, argument)) => self.call(function, argument, owner, at),
                None => object.iter().try_for_each(|(name, value)| self.value(value, owner, &at.key(name))),
            },
            Value::Array(elements) => {
                let mut elements = elements.iter().enumerate();
                elements.try_for_each(|(index, element)| self.value(element, owner, &at.index(index)))
            }
            Value::Null => Err(at.error("CloudFormation allows no null in a template")),
            _ => Ok(()),
        }
    }

    fn call(
        &mut self,
        function: &str,
        argument: &Value,
        owner: Option<&str>,
        at: &Location,
    ) -> Result<(), TemplateError> {
        match (function, argument) {
            ("Ref", Value::String(name)) => self.name(name, owner, at),
            ("Fn::GetAtt", Value::String(text)) => {
                self.resource(text.split('.').next().unwrap_or_default(), owner, at)
            }
            ("Fn::GetAtt", Value::Array(parts)) => match parts.as_slice() {
                [Value::String(logical_id), attribute] => {
                    self.resource(logical_id, owner, at)?;
                    self.value(attribute, owner, at)
                }
                _ => Err(at.error(format!("expected [Resource, Attribute], found {argument}"))),
            },
            ("Fn::Sub", _) => self.substitution(argument, owner, at),
            ("Fn::If", Value::Array(parts)) => self.choice(parts, owner, at),
            (known, _) if intrinsics::FUNCTIONS.contains(&known) => {
                self.value(argument, owner, &at.key(function))
            }
            (unknown, _) => Err(at.error(format!("{unknown} is not supported by the sandbox"))),
        }
    }

    fn choice(&mut self, parts: &[Value], owner: Option<&str>, at: &Location) -> Result<(), TemplateError> {
        let [Value::String(condition), yes, no] = parts else {
            return Err(at.error("Fn::If takes a condition's name and two values"));
        };
        let holds = self.resolver.holds(condition, at)?;
        let at = at.key("Fn::If");
        self.value(yes, owner.filter(|_| holds), &at.index(1))?;
        self.value(no, owner.filter(|_| !holds), &at.index(2))
    }

    fn substitution(
        &mut self,
        argument: &Value,
        owner: Option<&str>,
        at: &Location,
    ) -> Result<(), TemplateError> {
        let (text, variables) = sub::form(argument).ok_or_else(|| {
            at.error(format!("Fn::Sub takes a text, or a text and its variables, found {argument}"))
        })?;
        for (name, value) in variables.into_iter().flatten() {
            self.value(value, owner, &at.key(name))?;
        }
        for part in sub::parts(text, at)? {
            match part {
                sub::Part::Variable(name) if variables.is_some_and(|known| known.contains_key(name)) => {}
                sub::Part::Variable(name) => match name.split_once('.') {
                    Some((logical_id, _)) => self.resource(logical_id, owner, at)?,
                    None => self.name(name, owner, at)?,
                },
                sub::Part::Literal(_) => {}
            }
        }
        Ok(())
    }

    fn name(&mut self, name: &str, owner: Option<&str>, at: &Location) -> Result<(), TemplateError> {
        if self.resolver.parameters.contains_key(name) || intrinsics::is_pseudo_parameter(name) {
            return Ok(());
        }
        self.resource(name, owner, at)
    }

    fn resource(&mut self, name: &str, owner: Option<&str>, at: &Location) -> Result<(), TemplateError> {
        if !self.document.resources.contains_key(name) {
            return Err(at.error(format!("there is no parameter or resource {name}")));
        }
        if let Some(owner) = owner {
            self.needs.entry(owner.to_owned()).or_default().insert(name.to_owned());
        }
        Ok(())
    }

    fn no_circle(&self) -> Result<(), TemplateError> {
        let mut done = BTreeSet::new();
        self.needs.keys().try_for_each(|start| self.follow(start, &mut Vec::new(), &mut done))
    }

    fn follow<'a>(
        &'a self,
        logical_id: &'a str,
        way: &mut Vec<&'a str>,
        done: &mut BTreeSet<&'a str>,
    ) -> Result<(), TemplateError> {
        if let Some(start) = way.iter().position(|passed| *passed == logical_id) {
            let circle = way[start..].join(" needs ");
            let at = Location::section("Resources").key(logical_id);
            return Err(at.error(format!("{circle} needs {logical_id}: AWS could make none of them first")));
        }
        if done.contains(logical_id) {
            return Ok(());
        }
        way.push(logical_id);
        for needed in self.needs.get(logical_id).into_iter().flatten() {
            self.follow(needed, way, done)?;
        }
        way.pop();
        done.insert(logical_id);
        Ok(())
    }
}
