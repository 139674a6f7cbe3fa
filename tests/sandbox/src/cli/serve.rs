//! `sandbox serve`: the sandbox for any AWS client, until it is stopped.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use sandbox::Sandbox;

use super::deployment::{self, Deployment};
use super::failure::Failure;
use super::screen::{QUIET, TITLE, paint, say};
use super::story::Story;

#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The port to listen on, on this machine only; 0 takes a free one
    #[arg(long, value_name = "N", default_value_t = 4580)]
    port: u16,
    /// What exists in the account, as JSON with AWS's own member names [default: the demonstration's]
    #[arg(long, value_name = "FILE")]
    world: Option<PathBuf>,
    /// How many seconds of the sandbox's time pass in one real second
    #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = speed)]
    speed: f64,
}

fn speed(text: &str) -> Result<f64, String> {
    let speed: f64 = text.parse().map_err(|_| "a number is needed")?;
    if speed.is_finite() && speed > 0.0 { Ok(speed) } else { Err("a number above 0 is needed".to_owned()) }
}

impl Serve {
    pub(super) async fn execute(&self, deployment: &Deployment) -> Result<ExitCode, Failure> {
        let world = deployment::world(self.world.as_deref())?;
        let stack = deployment.stack()?;
        let sandbox =
            deployment.start(stack, world, |builder| builder.port(self.port).speed(self.speed)).await?;
        introduce(&sandbox);
        Story::of(&sandbox).tell_during(stopped()).await.map_err(|error| Failure::other(&error))?;
        Ok(ExitCode::SUCCESS)
    }
}

fn introduce(sandbox: &Sandbox) {
    let address = sandbox.address();
    let url = format!("http://{address}");
    say(&paint(TITLE, format!("The sandbox is at {url}")));
    say("");
    say("For boto3, the AWS CLI and every other client that honours the standard environment:");
    say("");
    for variable in [
        "AWS_ENDPOINT_URL=http://aws.test",
        &format!("HTTP_PROXY={url}"),
        &format!("HTTPS_PROXY={url}"),
        "AWS_REGION=us-east-1",
        "AWS_DEFAULT_REGION=us-east-1",
        "AWS_ACCESS_KEY_ID=sandbox",
        "AWS_SECRET_ACCESS_KEY=sandbox",
    ] {
        say(&format!("  export {variable}"));
    }
    say("");
    say(&format!(
        "Or without the proxy: endpoint_url=\"{url}\". WorkSpaces Thin Client puts `api.` before the host;"
    ));
    say("boto3 then needs Config(inject_host_prefix=False).");
    say("");
    let functions: Vec<&str> =
        sandbox.stack().functions.iter().map(|function| function.binary.as_str()).collect();
    say(&format!("Functions: {}", functions.join(", ")));
    let queues: Vec<&str> = sandbox.stack().queues.iter().map(|queue| queue.name.as_str()).collect();
    say(&format!("Queues: {}", queues.join(", ")));
    let buses: Vec<&str> = sandbox.stack().buses.iter().map(|bus| bus.name.as_str()).collect();
    say(&format!("Event buses: {}", buses.join(", ")));
    say("");
    say(&paint(QUIET, "Ctrl-C ends it."));
    say("");
}

/// Waits until somebody ends the command.
async fn stopped() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let mut terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            _ = terminated.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
