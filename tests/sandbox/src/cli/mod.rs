//! What the command can do, one file each.

mod closing;
mod demo;
mod deployment;
mod failure;
mod record;
mod run;
mod screen;
mod serve;
mod settled;
mod story;
mod tables;
mod wiring;

use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use deployment::Deployment;
use failure::Failure;

/// A local AWS for this project: it deploys template.yaml on this machine, runs the real function
/// binaries, and answers for WorkSpaces, WorkSpaces Thin Client, WorkMail and Directory Service. Nothing
/// leaves the machine.
///
/// Without a command it shows people being offboarded, at once and on a day, and idle directories being
/// cleaned up.
#[derive(Debug, Parser)]
#[command(version)]
pub(crate) struct Arguments {
    #[command(flatten)]
    deployment: Deployment,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Put events on the bus and wait until everything has settled
    Run(run::Run),
    /// Keep the sandbox up for any AWS client, until Ctrl-C
    Serve(serve::Serve),
    /// Show what the template connects to what
    Wiring(wiring::Wiring),
}

/// How a result is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Report {
    #[default]
    Text,
    Json,
}

pub(crate) async fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let deployment = arguments.deployment;
    match arguments.command {
        None => demo::show(&deployment).await,
        Some(Command::Run(run)) => run.execute(&deployment).await,
        Some(Command::Serve(serve)) => serve.execute(&deployment).await,
        Some(Command::Wiring(wiring)) => wiring.execute(&deployment),
    }
}
