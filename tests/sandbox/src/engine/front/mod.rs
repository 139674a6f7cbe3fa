//! The sandbox's doors: HTTP listeners on the loopback interface that play every AWS endpoint.
//!
//! One is an endpoint for clients that are told its address. The other is a proxy for the functions,
//! whose calls thereby arrive here under whatever host name they were meant for; behind it, dates are
//! translated, because the functions have another calendar. A call for a host that is not the
//! sandbox's is refused, so that nothing leaves the machine.

mod disturbance;
mod eventbridge;
mod exchange;
mod gate;
mod lambda;
mod reply;
mod rights;
mod sqs;
mod step_functions;
mod unknown;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::access::{Access, Session};
use super::calendar::Calendar;
use super::happening::{Announcer, What};
use super::simulation::Handle;
use crate::aws::Aws;
use crate::clock::Clock;
use reply::{Protocol, Refusal};

pub use disturbance::{Disturbance, Trouble};
pub use exchange::Exchange;

/// More than any of the services accepts, so that each can say so in its own words.
const LARGEST_BODY: usize = 16 * 1024 * 1024;

/// What the front needs to answer.
pub(crate) struct Front {
    pub(crate) aws: Arc<Aws>,
    pub(crate) access: Arc<Access>,
    pub(crate) clock: Arc<Clock>,
    pub(crate) simulation: Handle,
    pub(crate) announcer: Announcer,
    pub(crate) exchanges: Mutex<Vec<Exchange>>,
    pub(crate) disturbances: Mutex<Vec<Disturbance>>,
    pub(crate) escapes: Mutex<Vec<String>>,
}

/// Who calls, which is known by the listener that the call came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Caller {
    /// Somebody who lives by the sandbox's clock.
    Client,
    /// A function's process, which lives by the machine's.
    Function,
}

impl Caller {
    fn calendar(self, clock: &Clock) -> Calendar {
        match self {
            Self::Client => Calendar::SHARED,
            Self::Function => Calendar::of(clock),
        }
    }
}

/// The connection ends without an answer.
#[derive(Debug, thiserror::Error)]
#[error("the connection is dropped, as a test wants it")]
struct Dropped;

/// A listener that only this machine can reach; port 0 takes a free one.
pub(crate) async fn listen(port: u16) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Answers until it is dropped.
pub(crate) async fn serve(front: Arc<Front>, listener: TcpListener, caller: Caller) {
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        while connections.try_join_next().is_some() {}
        let front = Arc::clone(&front);
        connections.spawn(async move {
            let service = service_fn(|request| Arc::clone(&front).exchange(request, caller));
            // A client that hangs up, or a connection that a test drops, is no concern of ours.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

impl Front {
    /// Answers one request and keeps both, as they are on the wire.
    async fn exchange(
        self: Arc<Self>,
        request: Request<Incoming>,
        caller: Caller,
    ) -> Result<Response<Full<Bytes>>, Dropped> {
        let (head, body) = request.into_parts();
        let Ok(body) = Limited::new(body, LARGEST_BODY).collect().await else { return Err(Dropped) };
        let request = Request::from_parts(head, body.to_bytes());
        let trouble = disturbance::next(&mut lock(&self.disturbances), &request);
        if let Some(Trouble::Delay(delay)) = trouble {
            tokio::time::sleep(delay).await;
        }
        if trouble == Some(Trouble::DropRequest) {
            lock(&self.exchanges).push(Exchange::new(&request, None));
            return Err(Dropped);
        }
        let calendar = caller.calendar(&self.clock);
        let asked = request.clone().map(|body| calendar.said_by_function(&body));
        let mut response = self.answer(&asked, caller).await.map(|body| calendar.to_function(&body));
        if let Ok(id) = Uuid::new_v4().to_string().parse() {
            response.headers_mut().entry("x-amzn-requestid").or_insert(id);
        }
        let answered = (trouble != Some(Trouble::DropAnswer)).then_some(&response);
        lock(&self.exchanges).push(Exchange::new(&request, answered));
        match answered {
            Some(_) => Ok(response.map(Full::new)),
            None => Err(Dropped),
        }
    }

    async fn answer(&self, request: &Request<Bytes>, caller: Caller) -> Response<Bytes> {
        if let Some(elsewhere) = gate::elsewhere(request) {
            return self.refuse_escape(&elsewhere);
        }
        let Some(session) = self.session(request, caller) else { return unsigned() };
        if Aws::serves(request) {
            let response = self.aws.answer(request, &session);
            self.simulation.nudge();
            return response;
        }
        let target = request.headers().get("x-amz-target").and_then(|target| target.to_str().ok());
        match target.and_then(|target| target.split_once('.')) {
            Some(("AWSEvents", operation)) => eventbridge::answer(self, operation, request, &session).await,
            Some(("AmazonSQS", operation)) => sqs::answer(self, operation, request, &session).await,
            Some(("AWSStepFunctions", operation)) => {
                step_functions::answer(self, operation, request, &session).await
            }
            None if lambda::serves(request) => lambda::answer(self, request, &session).await,
            _ => unknown::answer(request),
        }
    }

    /// Who calls. A function is known by its access key, and cannot do without one; everybody else who
    /// reaches the sandbox is the account's administrator.
    fn session(&self, request: &Request<Bytes>, caller: Caller) -> Option<Session<'_>> {
        let code = Aws::access_key(request).and_then(|key| self.access.code(key));
        let administrator = || (caller == Caller::Client).then(|| self.access.session("", None));
        code.or_else(administrator)
    }

    fn refuse_escape(&self, elsewhere: &str) -> Response<Bytes> {
        lock(&self.escapes).push(elsewhere.to_owned());
        self.announcer.tell(self.clock.now(), What::EscapeRefused { what: elsewhere.to_owned() });
        let message = format!(
            "{elsewhere}: nothing outside this machine can be reached from the sandbox, real AWS least of all"
        );
        Refusal::new(StatusCode::FORBIDDEN, "AccessDeniedException", message).respond(Protocol::RestJson)
    }
}

fn unsigned() -> Response<Bytes> {
    let what = "a function's call must be signed with the credentials in its environment";
    Refusal::new(StatusCode::FORBIDDEN, "MissingAuthenticationTokenException", what)
        .respond(Protocol::RestJson)
}

/// A test that panicked elsewhere must not hide what was recorded.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
