//! What things are called in a story: resources as in the tables, requests by what ties them together.

use std::collections::BTreeMap;

use sandbox::Sandbox;
use sandbox::engine::happening::Resource;
use sandbox::engine::inventory::inventory;
use serde_json::Value;
use uuid::Uuid;

use crate::cli::screen::{QUIET, paint};

/// Whether a line says which request it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Requests {
    /// There is only one.
    One,
    Many,
}

#[derive(Debug)]
pub(super) struct Names {
    requests: Requests,
    labels: BTreeMap<Resource, &'static str>,
    /// By the id of an event or a message.
    carried: BTreeMap<String, String>,
}

impl Names {
    pub(super) fn of(sandbox: &Sandbox, requests: Requests) -> Self {
        let entries = inventory(&sandbox.world()).into_iter();
        let labels = entries.map(|entry| (entry.resource, entry.label)).collect();
        Self { requests, labels, carried: BTreeMap::new() }
    }

    /// A resource: what it is to a person, and its id.
    pub(super) fn resource(&self, kind: &str, id: &str) -> String {
        let known = self.labels.iter().find(|(known, _)| known.kind == kind && known.id == id);
        format!("{} {id}", known.map_or(kind, |(_, label)| *label))
    }

    /// Remembers what an event or a message carries.
    pub(super) fn learn(&mut self, id: &str, content: &Value) {
        let request = offboarding_id(content).unwrap_or(id).to_owned();
        self.carried.insert(id.to_owned(), request);
    }

    /// Remembers what an execution was started with: a request, in an envelope that may have the id of
    /// the event that brought it.
    pub(super) fn learn_execution(&mut self, name: &str, input: &Value) {
        let id = input["Request"]["OffboardingId"].as_str().or(input["EventId"].as_str());
        self.carried.insert(name.to_owned(), id.unwrap_or(name).to_owned());
    }

    /// The `OffboardingId` of the request that an event or a message carries.
    pub(super) fn request<'a>(&'a self, id: &'a str) -> &'a str {
        self.carried.get(id).map_or(id, String::as_str)
    }

    /// The end of a line about these events or messages: which they are, where there are several.
    pub(super) fn mark<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> String {
        self.mark_requests(ids.into_iter().map(|id| self.request(id)))
    }

    pub(super) fn mark_requests<'a>(&self, requests: impl IntoIterator<Item = &'a str>) -> String {
        let names: Vec<&str> = requests.into_iter().map(short).collect();
        match self.requests {
            Requests::Many if !names.is_empty() => paint(QUIET, format!(" [{}]", names.join(", "))),
            Requests::Many | Requests::One => String::new(),
        }
    }
}

/// As the functions find it: from the request, else the id of the event that carries it.
fn offboarding_id(content: &Value) -> Option<&str> {
    let event = content.get("detail-type").and(content["id"].as_str());
    let request = if event.is_some() { &content["detail"] } else { content };
    request["OffboardingId"].as_str().or(event)
}

/// The beginning of a random id is enough to tell it from others.
fn short(id: &str) -> &str {
    if Uuid::try_parse(id).is_ok() { id.get(..8).unwrap_or(id) } else { id }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn names(requests: Requests) -> Names {
        let mailbox = Resource { kind: "WorkMailEntity", id: "alice-0001".to_owned() };
        let labels = BTreeMap::from([(mailbox, "mailbox")]);
        let mut names = Names { requests, labels, carried: BTreeMap::new() };
        names.learn("m-1", &json!({"OffboardingId": "HR-1", "User": {}}));
        names.learn("m-2", &json!({"detail-type": "Left", "id": "e-2", "detail": {"OffboardingId": "HR-2"}}));
        names.learn("m-3", &json!({"detail-type": "Left", "id": "e-3", "detail": {}}));
        names.learn("0c5cbd5b-6fd8-4cb6-9f45-7ce6b2b3bb0b", &json!({"User": {}}));
        names
    }

    #[test]
    fn a_request_goes_by_what_the_functions_call_it() {
        let names = names(Requests::Many);
        let ids = ["m-1", "m-2", "m-3", "0c5cbd5b-6fd8-4cb6-9f45-7ce6b2b3bb0b"];
        let mark = anstream::adapter::strip_str(&names.mark(ids)).to_string();
        assert_eq!(mark, " [HR-1, HR-2, e-3, 0c5cbd5b]");
    }

    #[test]
    fn an_execution_goes_by_its_request_or_its_event() {
        let mut names = names(Requests::Many);
        names.learn_execution("x-1", &json!({"EventId": "e-1", "Request": {"OffboardingId": "HR-1"}}));
        names.learn_execution("x-2", &json!({"EventId": "e-2", "Request": {}}));
        names.learn_execution("x-3", &json!({"Request": {}}));
        let mark = anstream::adapter::strip_str(&names.mark(["x-1", "x-2", "x-3"])).to_string();
        assert_eq!(mark, " [HR-1, e-2, x-3]");
    }

    #[test]
    fn the_only_request_needs_no_name() {
        assert_eq!(names(Requests::One).mark(["m-1"]), "");
    }

    #[test]
    fn a_resource_is_called_as_in_the_tables() {
        let names = names(Requests::One);
        assert_eq!(names.resource("WorkMailEntity", "alice-0001"), "mailbox alice-0001");
        assert_eq!(names.resource("WorkSpace", "ws-unknown"), "WorkSpace ws-unknown");
    }
}
