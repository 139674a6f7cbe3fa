//! Tags, which AWS keeps apart from the resources that carry them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The tags of every resource, by its id or ARN, whichever the world was written with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tags(BTreeMap<String, BTreeMap<String, String>>);

impl Tags {
    /// The tags of the resource with this id.
    #[must_use]
    pub fn of(&self, id: &str) -> BTreeMap<String, String> {
        self.name_of(id).and_then(|name| self.0.get(&name)).cloned().unwrap_or_default()
    }

    /// Puts a tag on the resource with this id, over one with the same key.
    pub fn put(&mut self, id: &str, key: &str, value: &str) {
        let name = self.name_of(id).unwrap_or_else(|| id.to_owned());
        self.0.entry(name).or_default().insert(key.to_owned(), value.to_owned());
    }

    /// Takes a tag off, if it is there.
    pub fn take_off(&mut self, id: &str, key: &str) {
        let Some(name) = self.name_of(id) else { return };
        let left = self.0.get_mut(&name).map(|tags| {
            tags.remove(key);
            tags.len()
        });
        if left == Some(0) {
            self.0.remove(&name);
        }
    }

    /// Tags go with their resource.
    pub(crate) fn forget(&mut self, id: &str) {
        if let Some(name) = self.name_of(id) {
            self.0.remove(&name);
        }
    }

    /// The ids of all resources that have tags.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(|name| id_in(name))
    }

    fn name_of(&self, id: &str) -> Option<String> {
        self.0.keys().find(|name| id_in(name) == id).cloned()
    }
}

/// `arn:aws:thinclient:eu-west-1:111122223333:device/ID` is the resource `ID`.
fn id_in(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}
