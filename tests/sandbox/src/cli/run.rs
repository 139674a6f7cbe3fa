//! `sandbox run`: given events in a given world, until everything has settled.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use sandbox::Sandbox;
use sandbox::engine::event::Event;
use sandbox::engine::inventory::inventory;
use sandbox::engine::sandbox::SettleError;
use serde_json::Value;

use super::deployment::{self, Deployment};
use super::failure::Failure;
use super::json;
use super::screen::{BAD, GOOD, TITLE, paint, say, warn};
use super::story::Story;
use super::{Report, tables};

#[derive(Debug, Args)]
pub(super) struct Run {
    /// What exists in the account, as JSON with AWS's own member names [default: the demonstration's]
    #[arg(long, value_name = "FILE")]
    world: Option<PathBuf>,
    /// How to tell the result
    #[arg(long, value_enum, default_value_t)]
    report: Report,
    /// Where to write every HTTP exchange with AWS, a JSON object a line
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// EventBridge events, as JSON
    #[arg(required = true, value_name = "EVENT")]
    events: Vec<PathBuf>,
}

impl Run {
    /// Exit code 0: settled. 1: not settled, or something tried to leave the machine. (2: see [`Failure`].)
    pub(super) async fn execute(&self, deployment: &Deployment) -> Result<ExitCode, Failure> {
        let world = deployment::world(self.world.as_deref())?;
        let events = self.events.iter().map(|path| event(path)).collect::<Result<Vec<_>, _>>()?;
        let stack = deployment.stack()?;
        let record = self.record.as_deref().map(create).transpose()?;
        let sandbox = deployment.start(stack, world, |builder| builder).await?;
        let before = inventory(&sandbox.world());
        let settled = self.put(&sandbox, events).await?;
        match self.report {
            Report::Json => say(&document(&sandbox).await),
            Report::Text => {
                say("");
                say(&tables::before_and_after(&before, &inventory(&sandbox.world()), |_, _| String::new()));
                tell_kept(&sandbox).await;
            }
        }
        if let Some((path, file)) = record {
            write(&sandbox, file).map_err(|error| Failure::Other(format!("{}: {error}", path.display())))?;
        }
        Ok(self.conclude(&sandbox, settled))
    }

    async fn put(&self, sandbox: &Sandbox, events: Vec<Value>) -> Result<Result<(), SettleError>, Failure> {
        let mut story = Story::of(sandbox);
        for event in events {
            sandbox.put_event(event).await.map_err(|error| Failure::other(&error))?;
        }
        Ok(match self.report {
            Report::Text => story.tell_during(sandbox.settle()).await,
            Report::Json => sandbox.settle().await,
        })
    }

    fn conclude(&self, sandbox: &Sandbox, settled: Result<(), SettleError>) -> ExitCode {
        let escapes = sandbox.escapes();
        for escape in &escapes {
            warn(&paint(BAD, format!("refused, because it would have left this machine: {escape}")));
        }
        match settled {
            Ok(()) if escapes.is_empty() => {
                if self.report == Report::Text {
                    say(&paint(GOOD, "Everything has settled."));
                }
                ExitCode::SUCCESS
            }
            Ok(()) => ExitCode::FAILURE,
            Err(error) => {
                warn(&paint(BAD, format!("not settled: {error}")));
                ExitCode::FAILURE
            }
        }
    }
}

/// Reads an event and checks it before anything is built.
fn event(path: &Path) -> Result<Value, Failure> {
    let text = deployment::read(path)?;
    let event = json::parse(&text).map_err(|error| Failure::input(path.display(), &error))?;
    Event::complete(event.clone(), time::OffsetDateTime::UNIX_EPOCH)
        .map_err(|error| Failure::input(path.display(), &error))?;
    Ok(event)
}

fn create(path: &Path) -> Result<(PathBuf, File), Failure> {
    let file = File::create(path).map_err(|error| Failure::input(path.display(), &error))?;
    Ok((path.to_owned(), file))
}

fn write(sandbox: &Sandbox, file: File) -> std::io::Result<()> {
    let mut file = BufWriter::new(file);
    for exchange in sandbox.exchanges() {
        serde_json::to_writer(&mut file, &exchange)?;
        file.write_all(b"\n")?;
    }
    file.flush()
}

/// The final world, every delivery, and what the queues keep that nothing will be done with.
async fn document(sandbox: &Sandbox) -> String {
    let queues = |queues: std::collections::BTreeMap<String, Vec<sandbox::engine::message::Message>>| {
        let shown = |(name, messages): (String, Vec<_>)| {
            let messages: Vec<Value> =
                messages.iter().map(sandbox::engine::message::Message::shown).collect();
            (name, Value::Array(messages))
        };
        Value::Object(queues.into_iter().map(shown).collect())
    };
    let document = serde_json::json!({
        "World": sandbox.world(),
        "Deliveries": sandbox.deliveries().await,
        "DeadLetterQueues": queues(sandbox.dead_letters().await),
        "UnreadQueues": queues(sandbox.unread().await),
    });
    format!("{document:#}")
}

async fn tell_kept(sandbox: &Sandbox) {
    let kept = sandbox.dead_letters().await.into_iter().chain(sandbox.unread().await);
    for (queue, messages) in kept.filter(|(_, messages)| !messages.is_empty()) {
        say(&paint(TITLE, format!("\n{queue} keeps {} message(s)", messages.len())));
        for message in messages {
            say(&format!("  {} (received {} times) {}", message.message_id, message.received, message.body));
        }
    }
    say("");
}
