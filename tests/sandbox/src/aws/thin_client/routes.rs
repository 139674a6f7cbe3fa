//! restJson1: which operation a method and path stand for, and where its members are.
//!
//! The service's host begins with `api.thinclient.`, but an SDK that was pointed somewhere else
//! keeps at most the `api.` of it, so a request is also known by its signature and by its path.

use bytes::Bytes;
use http::header::HOST;
use http::{Method, Request, StatusCode};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::{SERVICE, deregister_device, get_device, list_devices, tags};
use crate::aws::operation::Operation;
use crate::aws::refusal::Refusal;
use crate::aws::wire::{Call, body, scope, unknown_operation};

/// The collections that the service's paths begin with.
const COLLECTIONS: [&str; 4] = ["devices", "deregister-device", "environments", "softwaresets"];

/// How an operation is bound to HTTP (model: `http`, `location`).
struct Route {
    method: Method,
    collection: &'static str,
    /// The member that the second segment of the path carries.
    label: Option<&'static str>,
    query: &'static [Parameter],
    operation: &'static Operation,
}

/// A member in the query string.
enum Parameter {
    Text(&'static str),
    Integer(&'static str),
    List(&'static str),
}

const ROUTES: [Route; 6] = [
    Route {
        method: Method::GET,
        collection: "devices",
        label: None,
        query: &[Parameter::Text("nextToken"), Parameter::Integer("maxResults")],
        operation: &list_devices::OPERATION,
    },
    Route {
        method: Method::GET,
        collection: "devices",
        label: Some("id"),
        query: &[],
        operation: &get_device::OPERATION,
    },
    Route {
        method: Method::POST,
        collection: "deregister-device",
        label: Some("id"),
        query: &[],
        operation: &deregister_device::OPERATION,
    },
    Route {
        method: Method::GET,
        collection: "tags",
        label: Some("resourceArn"),
        query: &[],
        operation: &tags::LIST,
    },
    Route {
        method: Method::POST,
        collection: "tags",
        label: Some("resourceArn"),
        query: &[],
        operation: &tags::TAG,
    },
    Route {
        method: Method::DELETE,
        collection: "tags",
        label: Some("resourceArn"),
        query: &[Parameter::List("tagKeys")],
        operation: &tags::UNTAG,
    },
];

/// Whether a request is for this service.
pub(crate) fn is_for(request: &Request<Bytes>) -> bool {
    let host =
        request.uri().host().or_else(|| request.headers().get(HOST)?.to_str().ok()).unwrap_or_default();
    let signed = scope(request.headers()).is_some_and(|scope| scope.service == SERVICE.name);
    let (collection, label) = path(request);
    let tags = collection == "tags" && label.is_some_and(|arn| arn.contains(":thinclient:"));
    signed || host.starts_with("api.thinclient.") || tags || COLLECTIONS.contains(&collection.as_str())
}

/// The operation that a request asks for, and its members from wherever they are.
pub(crate) fn bind(request: &Request<Bytes>) -> Result<Call, Refusal> {
    let (collection, label) = path(request);
    let fits = |route: &&Route| {
        route.method == *request.method()
            && route.collection == collection
            && route.label.is_some() == label.is_some()
    };
    let unknown = || {
        let what = format!("{} {} of the thin client", request.method(), request.uri().path());
        unknown_operation(StatusCode::NOT_FOUND, &what)
    };
    let route = ROUTES.iter().find(fits).ok_or_else(unknown)?;
    let mut input = body(request)?;
    input.extend(route.label.zip(label).map(|(member, value)| (member.to_owned(), value.into())));
    route.read_query(request.uri().query().unwrap_or_default(), &mut input)?;
    Ok(Call { operation: route.operation, input: input.into() })
}

impl Route {
    /// A parameter that the operation does not have stays a member, which it does not have either.
    fn read_query(&self, query: &str, input: &mut Map<String, Value>) -> Result<(), Refusal> {
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let known = self.query.iter().find(|parameter| parameter.name() == name);
            match known {
                Some(Parameter::List(_)) => {
                    let list = input.entry(name).or_insert_with(|| Value::Array(Vec::new()));
                    list.as_array_mut().into_iter().for_each(|list| list.push(value.as_ref().into()));
                }
                Some(Parameter::Integer(_)) => {
                    let number: i64 = value
                        .parse()
                        .map_err(|_| Refusal::unreadable(format!("'{name}' must be a whole number")))?;
                    input.insert(name.into_owned(), number.into());
                }
                Some(Parameter::Text(_)) | None => {
                    input.insert(name.into_owned(), value.into_owned().into());
                }
            }
        }
        Ok(())
    }
}

impl Parameter {
    fn name(&self) -> &'static str {
        match self {
            Self::Text(name) | Self::Integer(name) | Self::List(name) => name,
        }
    }
}

/// The collection and, where there is one, what is asked of it. An ARN in a path has its slashes
/// encoded, so it is one segment.
fn path(request: &Request<Bytes>) -> (String, Option<String>) {
    let path = request.uri().path().trim_start_matches('/');
    let decoded = |segment: &str| percent_decode_str(segment).decode_utf8_lossy().into_owned();
    match path.split_once('/') {
        Some((collection, label)) => (decoded(collection), Some(decoded(label))),
        None => (decoded(path), None),
    }
}
