//! Lambda's `Invoke`.
//!
//! Source: Lambda API reference, `Invoke` (payloads: 6 MB synchronous, 1 MB asynchronous).

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::Front;
use super::reply::{Protocol, Refusal};
use crate::engine::access::Session;
use crate::engine::invocation::FunctionError;
use crate::engine::simulation::InvokeError;
use crate::iam::{AccessDenied, Authorize as _};

const LARGEST_SYNCHRONOUS: usize = 6_291_456;
const LARGEST_ASYNCHRONOUS: usize = 1_048_576;
const PREFIX: &str = "/2015-03-31/functions/";
const SUFFIX: &str = "/invocations";

/// Is this a call of the Lambda API?
pub(super) fn serves(request: &Request<Bytes>) -> bool {
    request.uri().path().starts_with(PREFIX)
}

pub(super) async fn answer(front: &Front, request: &Request<Bytes>, caller: &Session<'_>) -> Response<Bytes> {
    invoke(front, request, caller).await.unwrap_or_else(|refusal| refusal.respond(Protocol::RestJson))
}

async fn invoke(
    front: &Front,
    request: &Request<Bytes>,
    caller: &Session<'_>,
) -> Result<Response<Bytes>, Refusal> {
    let path = request.uri().path();
    let name = path.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix(SUFFIX));
    let Some(name) = name.filter(|_| request.method() == Method::POST) else {
        let what = format!("of Lambda's API the sandbox knows Invoke only, not {} {path}", request.method());
        return Err(Refusal::new(StatusCode::NOT_FOUND, "UnknownOperationException", what));
    };
    let name = percent_decode_str(name).decode_utf8_lossy().into_owned();
    check(request)?;
    authorize(front, name.clone(), caller).await?;
    match header(request, "x-amz-invocation-type").unwrap_or("RequestResponse") {
        "RequestResponse" => synchronous(front, name, payload(request, LARGEST_SYNCHRONOUS)?, request).await,
        "Event" => asynchronous(front, name, payload(request, LARGEST_ASYNCHRONOUS)?).await,
        "DryRun" => {
            front.simulation.call(move |simulation| simulation.find_function(&name)).await?;
            Ok(empty(StatusCode::NO_CONTENT))
        }
        other => Err(invalid(format!("unknown X-Amz-Invocation-Type {other}"))),
    }
}

async fn authorize(front: &Front, name: String, caller: &Session<'_>) -> Result<(), Refusal> {
    let need = front.simulation.call(move |simulation| simulation.need_to_invoke(&name)).await?;
    caller.authorize(need).map_err(|AccessDenied(message)| {
        Refusal::new(StatusCode::FORBIDDEN, "AccessDeniedException", message)
    })
}

/// Refuses what the sandbox would have to ignore.
fn check(request: &Request<Bytes>) -> Result<(), Refusal> {
    if header(request, "x-amz-client-context").is_some() {
        return Err(invalid("the sandbox does not pass on X-Amz-Client-Context"));
    }
    match request.uri().query() {
        None | Some("" | "Qualifier=$LATEST" | "Qualifier=%24LATEST") => Ok(()),
        Some(query) => Err(invalid(format!("the sandbox has no versions and no aliases: {query}"))),
    }
}

async fn synchronous(
    front: &Front,
    name: String,
    payload: Bytes,
    request: &Request<Bytes>,
) -> Result<Response<Bytes>, Refusal> {
    let tail = match header(request, "x-amz-log-type") {
        None | Some("None") => false,
        Some("Tail") => true,
        Some(other) => return Err(invalid(format!("unknown X-Amz-Log-Type {other}"))),
    };
    let ended = front.simulation.call(move |simulation| simulation.invoke(&name, payload)).await?.await;
    let Ok((result, logs)) = ended else {
        let what = "the sandbox is ending";
        return Err(Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "ServiceException", what));
    };
    let failed = result.is_err();
    let body = result.unwrap_or_else(|FunctionError { payload, .. }| payload);
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert("content-type", HeaderValue::from_static("application/json"));
    headers.insert("x-amz-executed-version", HeaderValue::from_static("$LATEST"));
    if failed {
        headers.insert("x-amz-function-error", HeaderValue::from_static("Unhandled"));
    }
    if let Some(logs) = tail.then(|| last_of(&logs)).and_then(|logs| logs.parse().ok()) {
        headers.insert("x-amz-log-result", logs);
    }
    Ok(response)
}

async fn asynchronous(front: &Front, name: String, payload: Bytes) -> Result<Response<Bytes>, Refusal> {
    front.simulation.call(move |simulation| simulation.invoke_async(&name, payload)).await?;
    Ok(empty(StatusCode::ACCEPTED))
}

/// No payload is an empty one; anything but JSON is refused.
fn payload(request: &Request<Bytes>, limit: usize) -> Result<Bytes, Refusal> {
    let body = request.body();
    if body.len() > limit {
        let what = format!("Request must be smaller than {limit} bytes for the InvokeFunction operation");
        return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "RequestTooLargeException", what));
    }
    if body.is_empty() {
        return Ok(Bytes::from_static(b"{}"));
    }
    match serde_json::from_slice::<Value>(body) {
        Ok(_) => Ok(body.clone()),
        Err(error) => {
            let what = format!("Could not parse request body into json: {error}");
            Err(Refusal::bad_request("InvalidRequestContentException", what))
        }
    }
}

/// `LogType: Tail` gives the last 4 KB.
fn last_of(logs: &[String]) -> String {
    let text = logs.join("\n");
    let bytes = text.as_bytes();
    BASE64_STANDARD.encode(&bytes[bytes.len().saturating_sub(4096)..])
}

fn header<'r>(request: &'r Request<Bytes>, name: &str) -> Option<&'r str> {
    request.headers().get(name).and_then(|value| value.to_str().ok())
}

fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::bad_request("InvalidParameterValueException", message)
}

fn empty(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}

impl From<InvokeError> for Refusal {
    fn from(error: InvokeError) -> Self {
        let (status, code) = match &error {
            InvokeError::NotFound(_) => (StatusCode::NOT_FOUND, "ResourceNotFoundException"),
            InvokeError::Throttled => (StatusCode::TOO_MANY_REQUESTS, "TooManyRequestsException"),
        };
        Self::new(status, code, error.to_string())
    }
}
