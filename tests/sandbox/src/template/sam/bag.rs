//! Properties that are taken out one by one, so that what is left over is what nobody knows.

use serde_json::{Map, Value};

use super::super::error::{Location, TemplateError};

pub(super) struct Bag {
    pub(super) properties: Map<String, Value>,
    pub(super) at: Location,
}

impl Bag {
    pub(super) fn new(properties: Map<String, Value>, at: Location) -> Self {
        Self { properties, at }
    }

    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.properties.remove(name)
    }

    pub(super) fn required(&mut self, name: &str) -> Result<Value, TemplateError> {
        self.take(name).ok_or_else(|| self.at.error(format!("{name} is missing")))
    }

    /// The properties of these names, as far as they are there.
    pub(super) fn take_all(&mut self, names: &[&str]) -> Map<String, Value> {
        names.iter().filter_map(|name| Some(((*name).to_owned(), self.take(name)?))).collect()
    }

    /// Taken out as an object of its own; none where it is not there.
    pub(super) fn take_bag(&mut self, name: &str) -> Result<Option<Bag>, TemplateError> {
        let at = self.at.key(name);
        match self.take(name) {
            None => Ok(None),
            Some(Value::Object(properties)) => Ok(Some(Bag::new(properties, at))),
            Some(other) => Err(at.error(format!("expected an object, found {other}"))),
        }
    }

    pub(super) fn finish(self) -> Result<(), TemplateError> {
        match self.properties.keys().next() {
            Some(name) => Err(self.at.key(name).error("unknown or unsupported property")),
            None => Ok(()),
        }
    }
}
