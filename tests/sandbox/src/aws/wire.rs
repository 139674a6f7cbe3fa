//! The two protocols: which operation a request asks for, and how an answer is written.
//!
//! awsJson1.1 names the operation in `X-Amz-Target` and an error in the body's `__type`; restJson1
//! names the operation by method and path and an error in a header.

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::operation::{Operation, Protocol, Service};
use super::refusal::Refusal;
use super::{directory_service, thin_client, workmail, workspaces};

static AWS_JSON: [&Service; 3] = [&workspaces::SERVICE, &workmail::SERVICE, &directory_service::SERVICE];

/// A request, understood.
pub(crate) struct Call {
    pub(crate) operation: &'static Operation,
    pub(crate) input: Value,
}

/// The service that a request is for, if it is one that is here.
pub(crate) fn service(request: &Request<Bytes>) -> Option<&'static Service> {
    match target(request) {
        Some((name, _)) => aws_json(name),
        None if thin_client::is_for(request) => Some(&thin_client::SERVICE),
        // How the same services are addressed in CBOR, so that a switch to it is noticed.
        None => {
            request.uri().path().strip_prefix("/service/").and_then(|path| aws_json(path.split('/').next()?))
        }
    }
}

/// What a request asks of `service`.
pub(crate) fn call(service: &'static Service, request: &Request<Bytes>) -> Result<Call, Refusal> {
    match service.protocol {
        Protocol::RestJson => thin_client::bind(request),
        Protocol::AwsJson { .. } => {
            let Some((_, name)) = target(request) else {
                return Err(unknown_operation(StatusCode::BAD_REQUEST, "anything but awsJson1.1"));
            };
            let unknown = || unknown_operation(StatusCode::BAD_REQUEST, &format!("{}.{name}", service.name));
            let operation = service.operation(name).ok_or_else(unknown)?;
            Ok(Call { operation, input: body(request)?.into() })
        }
    }
}

/// The error for an operation that AWS, or the sandbox, does not know.
pub(crate) fn unknown_operation(status: StatusCode, what: &str) -> Refusal {
    Refusal::new(status, "UnknownOperationException", format!("the sandbox does not know {what}"))
}

/// The JSON object in the body; an empty body is an empty object.
pub(crate) fn body(request: &Request<Bytes>) -> Result<Map<String, Value>, Refusal> {
    if request.body().is_empty() {
        return Ok(Map::new());
    }
    serde_json::from_slice(request.body()).map_err(|error| Refusal::unreadable(format!("the body: {error}")))
}

/// Who signed a request, and for what.
pub(crate) struct Scope<'r> {
    pub(crate) access_key: &'r str,
    pub(crate) region: &'r str,
    pub(crate) service: &'r str,
}

/// The parts of `Credential=ACCESSKEY/date/region/service/aws4_request` (Signature Version 4).
pub(crate) fn scope(headers: &HeaderMap) -> Option<Scope<'_>> {
    let authorization = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (_, credential) = authorization.split_once("Credential=")?;
    let parts: Vec<&str> = credential.split(',').next()?.trim().rsplitn(5, '/').collect();
    match parts.as_slice() {
        [_, service, region, _, access_key] => Some(Scope { access_key, region, service }),
        _ => None,
    }
}

/// An answer on the wire: a status and body, or an error.
pub(crate) fn response(protocol: Protocol, answer: Result<(StatusCode, Value), Refusal>) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    let (status, body) =
        answer.unwrap_or_else(|refusal| (refusal.status, refused(protocol, refusal, response.headers_mut())));
    *response.status_mut() = status;
    let media_type = match protocol {
        Protocol::AwsJson { .. } => "application/x-amz-json-1.1",
        Protocol::RestJson => "application/json",
    };
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    put(response.headers_mut(), "x-amzn-requestid", &Uuid::new_v4().to_string());
    *response.body_mut() = Bytes::from(body.to_string());
    response
}

/// The body of an error.
fn refused(protocol: Protocol, refusal: Refusal, headers: &mut HeaderMap) -> Value {
    let mut body = *refusal.details;
    match protocol {
        Protocol::AwsJson { message } => {
            body.insert("__type".to_owned(), refusal.code.into());
            body.insert(message.to_owned(), refusal.message.into());
        }
        Protocol::RestJson => {
            put(headers, "x-amzn-errortype", &refusal.code);
            body.insert("message".to_owned(), refusal.message.into());
        }
    }
    body.into()
}

/// Text that no header can carry is left out, as a server would have to.
fn put(headers: &mut HeaderMap, name: &'static str, value: &str) {
    headers.extend(HeaderValue::from_str(value).map(|value| (http::HeaderName::from_static(name), value)));
}

fn target(request: &Request<Bytes>) -> Option<(&str, &str)> {
    request.headers().get("x-amz-target")?.to_str().ok()?.split_once('.')
}

/// The service with this name.
pub(crate) fn named(name: &str) -> Option<&'static Service> {
    services().find(|service| service.name == name)
}

pub(crate) fn services() -> impl Iterator<Item = &'static Service> {
    AWS_JSON.into_iter().chain([&thin_client::SERVICE])
}

fn aws_json(name: &str) -> Option<&'static Service> {
    AWS_JSON.into_iter().find(|service| service.name == name)
}
