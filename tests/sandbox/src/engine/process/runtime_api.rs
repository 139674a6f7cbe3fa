//! The Lambda Runtime API: what a function's process talks to, on a loopback port of its own.
//!
//! Source: Lambda developer guide, "Using the Lambda runtime API for custom runtimes", and its
//! `OpenAPI` document (version 2018-06-01). This file speaks HTTP only; what a call leads to is
//! decided by [`super::Process`], to which every call is handed with a way to answer it.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;

/// 6 MB and a little, as Lambda's own message has it ("6291556 bytes").
pub(super) const LARGEST_ANSWER: usize = 6_291_556;

pub(super) type Answer = Response<Full<Bytes>>;

/// A call and where its answer goes.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) verb: Verb,
    pub(super) reply: oneshot::Sender<Answer>,
}

/// What a runtime can say.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Next,
    Response { request_id: String, body: Bytes },
    ResponseTooLarge { request_id: String },
    Error { request_id: String, body: Bytes },
    InitError { body: Bytes },
}

/// A server that ends, with all its connections, when it is dropped.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) address: SocketAddr,
    pub(super) calls: mpsc::Receiver<Call>,
    _task: JoinSet<()>,
}

impl Server {
    pub(super) async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let (sender, calls) = mpsc::channel(8);
        let mut task = JoinSet::new();
        task.spawn(accept(listener, sender));
        Ok(Self { address, calls, _task: task })
    }
}

async fn accept(listener: TcpListener, calls: mpsc::Sender<Call>) {
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let calls = calls.clone();
        connections.spawn(async move {
            let service = service_fn(|request| answer(request, calls.clone()));
            // A runtime that goes away in the middle of a call is noticed by its exit.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn answer(request: Request<Incoming>, calls: mpsc::Sender<Call>) -> Result<Answer, Infallible> {
    let verb = match understand(request).await {
        Ok(verb) => verb,
        Err(refusal) => return Ok(refusal),
    };
    let (reply, answered) = oneshot::channel();
    let gone = |()| refuse(StatusCode::INTERNAL_SERVER_ERROR, "Gone", "this execution environment has ended");
    if calls.send(Call { verb, reply }).await.is_err() {
        return Ok(gone(()));
    }
    Ok(answered.await.unwrap_or_else(|_| gone(())))
}

async fn understand(request: Request<Incoming>) -> Result<Verb, Answer> {
    let (head, body) = request.into_parts();
    if head.headers.contains_key("lambda-runtime-function-response-mode") {
        let what = "the sandbox does not know streamed responses (Lambda-Runtime-Function-Response-Mode)";
        return Err(refuse(StatusCode::BAD_REQUEST, "UnsupportedResponseMode", what));
    }
    let path = head.uri.path().to_owned();
    let Some(call) = path.strip_prefix("/2018-06-01/runtime/") else {
        return Err(unknown(&head.method, &path));
    };
    let body = Limited::new(body, LARGEST_ANSWER).collect().await.map(http_body_util::Collected::to_bytes);
    let segments: Vec<&str> = call.split('/').collect();
    match (&head.method, segments.as_slice(), body) {
        (&Method::GET, ["invocation", "next"], Ok(_)) => Ok(Verb::Next),
        (&Method::POST, ["init", "error"], Ok(body)) => Ok(Verb::InitError { body }),
        (&Method::POST, ["invocation", id, "response"], Ok(body)) => {
            Ok(Verb::Response { request_id: (*id).to_owned(), body })
        }
        (&Method::POST, ["invocation", id, "response"], Err(_)) => {
            Ok(Verb::ResponseTooLarge { request_id: (*id).to_owned() })
        }
        (&Method::POST, ["invocation", id, "error"], Ok(body)) => {
            Ok(Verb::Error { request_id: (*id).to_owned(), body })
        }
        _ => Err(unknown(&head.method, &path)),
    }
}

fn unknown(method: &Method, path: &str) -> Answer {
    let what = format!("the Runtime API of the sandbox does not know {method} {path}");
    refuse(StatusCode::NOT_FOUND, "UnknownCall", &what)
}

/// The answer to a call that was accepted.
pub(super) fn accepted() -> Answer {
    respond(StatusCode::ACCEPTED, &json!({ "status": "OK" }))
}

/// The answer to a call that was not.
pub(super) fn refuse(status: StatusCode, error_type: &str, message: &str) -> Answer {
    respond(status, &json!({ "errorMessage": message, "errorType": error_type }))
}

fn respond(status: StatusCode, body: &serde_json::Value) -> Answer {
    let mut response = Response::new(Full::from(body.to_string()));
    *response.status_mut() = status;
    response
}
