//! What is asked of IAM: an action on a resource, under circumstances.

use std::collections::BTreeMap;

/// An action, the ARN that it is on (`*` where the action cannot be limited to a resource), and the
/// condition keys that the call has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub action: String,
    pub resource: String,
    /// By lower-case name: the names of keys have no case, those of tags within them included.
    keys: BTreeMap<String, Vec<String>>,
}

impl Request {
    pub fn new(action: impl Into<String>, resource: impl Into<String>) -> Self {
        Self { action: action.into(), resource: resource.into(), keys: BTreeMap::new() }
    }

    /// The request with one value of a condition key, beside those that the key has.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<String>) -> Self {
        self.keys.entry(key.to_ascii_lowercase()).or_default().push(value.into());
        self
    }

    /// The request with this value of a condition key, unless it has one.
    #[must_use]
    pub fn with_default(self, key: &str, value: impl Into<String>) -> Self {
        if self.values(&key.to_ascii_lowercase()).is_empty() { self.with(key, value) } else { self }
    }

    /// The request with the tags that its resource carries.
    #[must_use]
    pub fn with_resource_tags<'t>(self, tags: impl IntoIterator<Item = (&'t String, &'t String)>) -> Self {
        let tags = tags.into_iter();
        tags.fold(self, |request, (key, value)| request.with(&format!("aws:ResourceTag/{key}"), value))
    }

    /// The values of a key in lower case; none where the call does not have it.
    pub(super) fn values(&self, key: &str) -> &[String] {
        self.keys.get(key).map_or(&[], Vec::as_slice)
    }
}
