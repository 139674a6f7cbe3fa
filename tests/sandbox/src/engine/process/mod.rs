//! One execution environment: a real function binary and the Runtime API that it talks to. It
//! serves one invocation at a time and may serve many, one after the other.
//!
//! Source: Lambda developer guide, "Understanding the Lambda execution environment lifecycle" and
//! "Using the Lambda runtime API for custom runtimes".

mod environment;
mod launcher;
mod output;
mod runtime_api;

use std::process::ExitStatus;
use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode};
use http_body_util::Full;
use tokio::process::Child;
use tokio::sync::oneshot;
use tokio::time::timeout;
use uuid::Uuid;

use super::account;
use super::invocation::FunctionError;
use output::Output;
use runtime_api::{Answer, Call, Server, Verb};

pub(crate) use launcher::{Ended, Invocation, Launcher};

/// Initialisation is cut off after ten seconds and then done once more within the function's own
/// timeout. Both tries are one here.
const INITIALISATION: Duration = Duration::from_secs(10);

/// A running process; it is killed when dropped.
#[derive(Debug)]
pub(crate) struct Process {
    launcher: Launcher,
    child: Child,
    server: Server,
    output: Output,
    /// The `next` call that waits for work.
    parked: Option<oneshot::Sender<Answer>>,
}

/// What happened to a process while somebody waited for it.
enum Signal {
    Call(Call),
    Exited(ExitStatus),
}

impl Process {
    fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    async fn take_logs(&mut self) -> Vec<String> {
        self.output.take().await
    }

    async fn invoke(&mut self, invocation: &Invocation) -> Result<Bytes, FunctionError> {
        let id = invocation.request_id.as_str();
        let limit = self.launcher.function.timeout;
        let next = match timeout(INITIALISATION + limit, self.next(id)).await {
            Ok(next) => next?,
            Err(_) => return Err(self.timed_out(id).await),
        };
        // A process that has died meanwhile is noticed while waiting for its answer.
        let _ = next.send(self.work(invocation));
        match timeout(limit, self.answer(id)).await {
            Ok(answer) => answer,
            Err(_) => Err(self.timed_out(id).await),
        }
    }

    /// An invocation ends when the process asks for the next one. One that does not is not used again.
    async fn is_parked_again(&mut self) -> bool {
        let limit = self.launcher.function.timeout;
        match timeout(limit, self.next("")).await {
            Ok(Ok(next)) => {
                self.parked = Some(next);
                true
            }
            Ok(Err(_)) | Err(_) => false,
        }
    }

    /// Waits until the process asks for work.
    async fn next(&mut self, id: &str) -> Result<oneshot::Sender<Answer>, FunctionError> {
        if let Some(parked) = self.parked.take() {
            return Ok(parked);
        }
        loop {
            let Call { verb, reply } = match self.signal().await {
                Signal::Call(call) => call,
                Signal::Exited(status) => return Err(exited(id, status)),
            };
            match verb {
                Verb::Next => return Ok(reply),
                Verb::InitError { body } => {
                    let _ = reply.send(runtime_api::accepted());
                    self.kill().await;
                    return Err(FunctionError::posted(body));
                }
                _ => refuse_state(reply),
            }
        }
    }

    /// Waits until the process has answered the invocation `id`.
    async fn answer(&mut self, id: &str) -> Result<Bytes, FunctionError> {
        loop {
            let Call { verb, reply } = match self.signal().await {
                Signal::Call(call) => call,
                Signal::Exited(status) => return Err(exited(id, status)),
            };
            let accepted = match verb {
                Verb::Response { request_id, body } if request_id == id => Ok(body),
                Verb::Error { request_id, body } if request_id == id => Err(FunctionError::posted(body)),
                Verb::ResponseTooLarge { request_id } if request_id == id => {
                    let _ = reply.send(too_large());
                    return Err(response_too_large());
                }
                Verb::Next | Verb::InitError { .. } => {
                    refuse_state(reply);
                    continue;
                }
                Verb::Response { .. } | Verb::Error { .. } | Verb::ResponseTooLarge { .. } => {
                    let what = "this is not the invocation that is being served";
                    let _ =
                        reply.send(runtime_api::refuse(StatusCode::BAD_REQUEST, "InvalidRequestID", what));
                    continue;
                }
            };
            let _ = reply.send(runtime_api::accepted());
            return accepted;
        }
    }

    /// Waits for the next call or the exit, keeping what is written meanwhile.
    async fn signal(&mut self) -> Signal {
        loop {
            tokio::select! {
                biased;
                () = self.output.line() => {}
                Some(call) = self.server.calls.recv() => return Signal::Call(call),
                Ok(status) = self.child.wait() => return Signal::Exited(status),
            }
        }
    }

    async fn timed_out(&mut self, id: &str) -> FunctionError {
        self.kill().await;
        let seconds = self.launcher.function.timeout.as_secs_f64();
        let message = format!("RequestId: {id} Error: Task timed out after {seconds:.2} seconds");
        FunctionError::new("Sandbox.Timedout", &message)
    }

    async fn kill(&mut self) {
        // It fails only for a process that has exited, which is what was wanted.
        let _ = self.child.kill().await;
    }

    fn work(&self, invocation: &Invocation) -> Answer {
        let function = &self.launcher.function;
        let now = self.launcher.clock.machine();
        let deadline = (now + function.timeout).unix_timestamp_nanos() / 1_000_000;
        let trace: String = Uuid::new_v4().simple().to_string();
        let (root, parent) = (&trace[..24], &trace[16..]);
        let trace = format!("Root=1-{:08x}-{root};Parent={parent};Sampled=0", now.unix_timestamp());
        let arn = account::function_arn(&function.name);
        Response::builder()
            .header("content-type", "application/json")
            .header("lambda-runtime-aws-request-id", &invocation.request_id)
            .header("lambda-runtime-deadline-ms", deadline.to_string())
            .header("lambda-runtime-invoked-function-arn", arn)
            .header("lambda-runtime-trace-id", trace)
            .body(Full::new(invocation.payload.clone()))
            .unwrap_or_else(|error| {
                let what = format!("the function's name does not fit into a header: {error}");
                runtime_api::refuse(StatusCode::INTERNAL_SERVER_ERROR, "InvalidFunctionName", &what)
            })
    }
}

fn exited(id: &str, status: ExitStatus) -> FunctionError {
    let how = match status.code() {
        Some(0) => "Runtime exited without providing a reason".to_owned(),
        Some(code) => format!("Runtime exited with error: exit status {code}"),
        None => format!("Runtime exited with error: {status}"),
    };
    FunctionError::new("Runtime.ExitError", &format!("RequestId: {id} Error: {how}"))
}

fn response_too_large() -> FunctionError {
    let limit = runtime_api::LARGEST_ANSWER;
    let message = format!("Response payload size exceeded maximum allowed payload size ({limit} bytes).");
    FunctionError::new("Function.ResponseSizeTooLarge", &message)
}

fn too_large() -> Answer {
    let what = "the response is larger than a synchronous payload may be";
    runtime_api::refuse(StatusCode::PAYLOAD_TOO_LARGE, "RequestEntityTooLarge", what)
}

fn refuse_state(reply: oneshot::Sender<Answer>) {
    let what = "this call is not allowed in the state that the execution environment is in";
    let _ = reply.send(runtime_api::refuse(StatusCode::FORBIDDEN, "InvalidStateTransition", what));
}
