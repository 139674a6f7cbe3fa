//! From a process to a function: settings, clients, and the Lambda Runtime API.

use std::pin::Pin;
use std::process::ExitCode;
use std::time::Duration;

use aws_config::SdkConfig;
use lambda_runtime::{LambdaEvent, service_fn};
use serde_json::Value;
use serde_json::value::RawValue;

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
    logging::report_panics(O::NAME);
    let operation = match build(&Environment::of_this_process(), &aws::config().await) {
        Ok(operation) => operation,
        Err(error) => return fail(O::NAME, &error.to_string()),
    };
    let answer = |event| -> Answer<'_> { Box::pin(answer(&operation, event)) };
    let served = lambda_runtime::run(service_fn(answer)).await;
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

/// The payload is taken as it is: parsed here, it can be answered with errors of our own.
async fn answer<O: Operation>(operation: &O, event: LambdaEvent<Box<RawValue>>) -> Result<Value, Error> {
    let left = i128::from(event.context.deadline) - clock::now().unix_timestamp_nanos() / 1_000_000;
    let left = Duration::from_millis(u64::try_from(left).unwrap_or(0));
    let invocation = Invocation::lasting(left, event.context.request_id);
    trigger::handle(operation, event.payload.get(), &invocation).await
}
