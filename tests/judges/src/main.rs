//! The stage on which two interpreters of state machines play the same scenarios: a sandbox whose
//! time a program moves by lines of JSON.
//!
//! `sandbox serve` would do but for its clock. A leave date in a month is a month away there, or, with
//! `--speed`, a matter of how quickly a function starts on a busy machine. Here nothing depends on
//! that: time passes when it is told to.
//!
//! The first line on standard input is a [`Setup`], every further one a [`Command`]; each is answered by
//! one line on standard output. Everything else goes over the AWS protocols, to the address in the
//! first answer. It ends with its input.

mod account;
mod command;
mod setup;

use std::error::Error;
use std::process::ExitCode;

use sandbox::Sandbox;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines, Stdin};

use command::Command;
use setup::Setup;

#[tokio::main]
async fn main() -> ExitCode {
    match play(BufReader::new(tokio::io::stdin()).lines()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}", chain(error.as_ref()));
            ExitCode::FAILURE
        }
    }
}

async fn play(mut lines: Lines<BufReader<Stdin>>) -> Result<(), Box<dyn Error>> {
    let Some(line) = lines.next_line().await? else { return Ok(()) };
    let sandbox = serde_json::from_str::<Setup>(&line)?.start().await?;
    answer(json!({ "Url": format!("http://{}", sandbox.address()) }));
    while let Some(line) = lines.next_line().await? {
        answer(obey(&sandbox, serde_json::from_str(&line)?).await?);
    }
    Ok(())
}

async fn obey(sandbox: &Sandbox, command: Command) -> Result<Value, Box<dyn Error>> {
    match command {
        Command::Advance(seconds) => sandbox.advance(seconds.try_into()?).await,
        Command::Settle => sandbox.settle().await?,
        Command::Account => return Ok(account::of(sandbox).await),
    }
    Ok(json!({}))
}

fn answer(answer: Value) {
    println!("{answer}");
}

/// An error and everything that caused it, in one line.
fn chain(error: &dyn Error) -> String {
    let causes = std::iter::successors(error.source(), |error| (*error).source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}
