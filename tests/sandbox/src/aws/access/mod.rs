//! What a caller needs the right to.
//!
//! Source: service authorization reference, "Actions, resources, and condition keys" of each service. In
//! all that are here an action has the name of its operation.

#[cfg(test)]
mod tests;

use serde_json::Value;

use super::operation::Context;
use crate::iam::Request;

/// The rights that a call needs, all of them.
pub(crate) type Needs = fn(&Asked<'_>) -> Vec<Request>;

/// A call, before it is carried out.
pub(crate) struct Asked<'a> {
    /// The prefix of the service's actions and ARNs.
    pub(crate) service: &'a str,
    pub(crate) operation: &'a str,
    pub(crate) context: &'a Context<'a>,
    /// As the operation's shape wants it.
    pub(crate) input: &'a Value,
}

impl Asked<'_> {
    /// The call's action on a resource of this service.
    pub(crate) fn on(&self, kind: &str, id: &str) -> Request {
        let Context { region, account, .. } = self.context;
        self.on_arn(&format!("arn:aws:{}:{region}:{account}:{kind}/{id}", self.service))
    }

    pub(crate) fn on_arn(&self, arn: &str) -> Request {
        Request::new(format!("{}:{}", self.service, self.operation), arn)
    }

    /// A text of the request.
    pub(crate) fn text(&self, member: &str) -> &str {
        self.input[member].as_str().unwrap_or_default()
    }

    /// A list of the request; empty where it is left out.
    pub(crate) fn list(&self, member: &str) -> &[Value] {
        self.input[member].as_array().map_or(&[], Vec::as_slice)
    }
}

/// Of actions that cannot be limited to a resource.
pub(crate) fn on_everything(asked: &Asked) -> Vec<Request> {
    vec![asked.on_arn("*")]
}

/// A request that puts tags on something, or takes them off.
pub(crate) fn with_tag_keys<'k>(request: Request, keys: impl IntoIterator<Item = &'k str>) -> Request {
    keys.into_iter().fold(request, |request, key| request.with("aws:TagKeys", key))
}

/// A request that puts a tag on something.
pub(crate) fn with_tag(request: Request, key: &str, value: &str) -> Request {
    request.with("aws:TagKeys", key).with(&format!("aws:RequestTag/{key}"), value)
}
