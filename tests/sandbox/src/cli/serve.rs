//! `sandbox serve`: the sandbox for any AWS client, until it is stopped.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use sandbox::Sandbox;

use super::deployment::{self, Deployment};
use super::failure::Failure;
use super::record::Record;
use super::screen::{QUIET, TITLE, paint, say, say_folded};
use super::story::{Requests, Story};

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
    /// Where to write every HTTP exchange with AWS, a JSON object a line
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
}

/// How often what was exchanged is written: somebody may be reading along.
const RECORD_EVERY: Duration = Duration::from_millis(500);

fn speed(text: &str) -> Result<f64, String> {
    let speed: f64 = text.parse().map_err(|_| "a number is needed")?;
    if speed.is_finite() && speed > 0.0 { Ok(speed) } else { Err("a number above 0 is needed".to_owned()) }
}

impl Serve {
    pub(super) async fn execute(&self, deployment: &Deployment) -> Result<ExitCode, Failure> {
        let world = deployment::world(self.world.as_deref())?;
        let stack = deployment.stack()?;
        let mut record = self.record.as_deref().map(Record::create).transpose()?;
        let sandbox =
            deployment.start(stack, world, |builder| builder.port(self.port).speed(self.speed)).await?;
        introduce(&sandbox);
        let mut story = Story::of(&sandbox, Requests::Many);
        story.tell_during(until_stopped(&sandbox, record.as_mut())).await?;
        Ok(ExitCode::SUCCESS)
    }
}

fn introduce(sandbox: &Sandbox) {
    let url = format!("http://{}", sandbox.address());
    say(&paint(TITLE, format!("The sandbox is at {url}")));
    say("\nFor boto3, the AWS CLI and every other client that honours the standard environment:\n");
    for variable in [
        &format!("AWS_ENDPOINT_URL={url}"),
        "AWS_DEFAULT_REGION=us-east-1 AWS_REGION=us-east-1",
        "AWS_ACCESS_KEY_ID=sandbox AWS_SECRET_ACCESS_KEY=sandbox",
    ] {
        say(&format!("  export {variable}"));
    }
    say("\nFor WorkSpaces Thin Client in the AWS CLI (its operations put `api.` before the host):\n");
    say(&format!("  AWS_ENDPOINT_URL=http://aws.test HTTP_PROXY={url} \\"));
    say("    aws workspaces-thin-client list-devices");
    say("\nIn boto3 it needs Config(inject_host_prefix=False) instead.\n");
    let stack = sandbox.stack();
    tell_names("Functions:", stack.functions.iter().map(|function| function.binary.as_str()));
    let machines = stack.state_machines.iter().map(|machine| machine.name.as_str());
    tell_names("State machines:", machines);
    tell_names("Queues:", stack.queues.iter().map(|queue| queue.name.as_str()));
    tell_names("Event buses:", stack.buses.iter().map(|bus| bus.name.as_str()));
    say(&paint(QUIET, "\nCtrl-C ends it.\n"));
}

fn tell_names<'a>(title: &str, names: impl Iterator<Item = &'a str>) {
    say_folded(&format!("{title} {}", names.collect::<Vec<_>>().join(", ")), 2);
}

/// Keeps the record until somebody ends the command.
async fn until_stopped(sandbox: &Sandbox, mut record: Option<&mut Record>) -> Result<(), Failure> {
    let stopped = stopped();
    tokio::pin!(stopped);
    loop {
        let ended = tokio::time::timeout(RECORD_EVERY, &mut stopped).await;
        if let Some(record) = &mut record {
            record.catch_up(sandbox)?;
        }
        if let Ok(ended) = ended {
            return ended.map_err(|error| Failure::other(&error));
        }
    }
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
