//! From a process to a function: settings, clients, and the Lambda Runtime API.

use std::pin::Pin;
use std::process::ExitCode;
use std::time::Duration;

use aws_config::SdkConfig;
use lambda_runtime::layers::TracingLayer;
use lambda_runtime::tower::util::MapRequestLayer;
use lambda_runtime::{LambdaEvent, LambdaInvocation, Runtime, service_fn};
use serde_json::Value;

use crate::error::Error;
use crate::operation::Operation;
use crate::settings::{Environment, SettingError};
use crate::trigger::Invocation;
use crate::{aws, clock, logging, trigger};

/// Serves an operation until Lambda ends the process.
///
/// `build` makes it from the settings and the SDK's configuration, once; a setting that cannot be
/// understood ends the process with a line that names it.
pub async fn serve<O: Operation>(
    build: impl FnOnce(&Environment, &SdkConfig) -> Result<O, SettingError>,
) -> ExitCode {
    trigger::panic::report(O::NAME);
    let operation = match build(&Environment::of_this_process(), &aws::config().await) {
        Ok(operation) => operation,
        Err(error) => return fail(O::NAME, &error.to_string()),
    };
    let answer = |event| -> Answer<'_> { Box::pin(answer(&operation, event)) };
    let runtime = Runtime::new(service_fn(answer));
    let served = runtime.layer(MapRequestLayer::new(as_text)).layer(TracingLayer::new()).run().await;
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(O::NAME, &error.to_string()),
    }
}

/// Boxed, or the runtime's layers around an operation's futures nest deeper than rustc follows.
type Answer<'a> = Pin<Box<dyn Future<Output = Result<Value, Error>> + 'a>>;

fn fail(operation: &str, message: &str) -> ExitCode {
    logging::outside(operation, message);
    ExitCode::FAILURE
}

/// Hands the payload on as one text, whatever it is. What is not JSON would otherwise be answered
/// with an error type of the runtime's own, and what follows on the JSON be ignored.
fn as_text(mut invocation: LambdaInvocation) -> LambdaInvocation {
    // Bytes that are no text are no JSON either: an empty text is refused as such.
    let text = std::str::from_utf8(&invocation.body).unwrap_or_default();
    invocation.body = Value::from(text).to_string().into();
    invocation
}

async fn answer<O: Operation>(operation: &O, event: LambdaEvent<String>) -> Result<Value, Error> {
    let left = i128::from(event.context.deadline) - clock::now().unix_timestamp_nanos() / 1_000_000;
    let left = Duration::from_millis(u64::try_from(left).unwrap_or(0));
    let invocation = Invocation::lasting(left, event.context.request_id);
    trigger::handle(operation, &event.payload, &invocation).await
}
