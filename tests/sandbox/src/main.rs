//! The command `sandbox`: `cargo run -p sandbox -- --help` says what it can do.

mod cli;

use std::process::ExitCode;

use clap::Parser as _;

#[tokio::main]
async fn main() -> ExitCode {
    match cli::run(cli::Arguments::parse()).await {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}
