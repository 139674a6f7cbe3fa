//! `sandbox run`: given events in a given world, until everything has settled.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use sandbox::Sandbox;
use sandbox::engine::event::{Event, PutEvent};
use sandbox::engine::executions::ExecutionRecord;
use sandbox::engine::inventory::{Entry, inventory};
use sandbox::engine::sandbox::SettleError;
use serde_json::Value;

use super::Report;
use super::closing;
use super::deployment::{self, Deployment};
use super::failure::Failure;
use super::record::Record;
use super::screen::{BAD, TITLE, paint, say, say_folded, warn};
use super::settled::Settled;
use super::story::{Requests, Story};
use super::tables::{self, Note};
use sandbox::json;

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
        let mut record = self.record.as_deref().map(Record::create).transpose()?;
        let sandbox = deployment.start(stack, world, |builder| builder).await?;
        let before = inventory(&sandbox.world());
        let requests = if events.len() > 1 { Requests::Many } else { Requests::One };
        let mut story = Story::of(&sandbox, requests);
        for event in events {
            sandbox.put_event(event).await.map_err(|error| Failure::other(&error))?;
        }
        let settled = match self.report {
            Report::Text => story.tell_during(sandbox.settle()).await,
            Report::Json => sandbox.settle().await,
        };
        match self.report {
            Report::Json => say(&document(&sandbox).await),
            Report::Text => {
                let after = inventory(&sandbox.world());
                say(&format!(
                    "\n{}",
                    tables::before_and_after(&before, &after, |entry, changed| note(&story, entry, changed))
                ));
                closing::tell(&sandbox.events().await);
                tell_kept(&sandbox).await;
            }
        }
        if let Some(record) = &mut record {
            record.catch_up(&sandbox)?;
        }
        Ok(self.conclude(&sandbox, settled).await)
    }

    async fn conclude(&self, sandbox: &Sandbox, settled: Result<(), SettleError>) -> ExitCode {
        let escapes = sandbox.escapes();
        for escape in &escapes {
            warn(&paint(BAD, format!("refused, because it would have left this machine: {escape}")));
        }
        match settled {
            Ok(()) if escapes.is_empty() => {
                if self.report == Report::Text {
                    say_folded(&Settled::of(sandbox).await.painted(), 0);
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

/// Whose a resource is; of one that did not change, what the functions said about it, too.
fn note(story: &Story, entry: &Entry, changed: bool) -> Note {
    let outcomes = story.outcomes();
    let outcome = outcomes.get(entry.resource.id.as_str());
    let outcome = outcome.filter(|outcome| !changed && outcome.resource_type == entry.resource.kind);
    let said = outcome.map(|outcome| {
        let why = outcome.error_code.as_ref().or(outcome.reason.as_ref());
        why.map_or_else(|| outcome.status.clone(), |why| format!("{}: {why}", outcome.status))
    });
    let parts = [Some(entry.name.clone()).filter(|name| !name.is_empty()), said];
    Note { kept: outcome.is_some(), text: parts.into_iter().flatten().collect::<Vec<_>>().join(", ") }
}

/// Reads an event and checks it before anything is built.
fn event(path: &Path) -> Result<Value, Failure> {
    let text = deployment::read(path)?;
    let event = json::parse(&text).map_err(|error| Failure::input(path.display(), &error))?;
    Event::complete(event.clone(), time::OffsetDateTime::UNIX_EPOCH)
        .map_err(|error| Failure::input(path.display(), &error))?;
    Ok(event)
}

/// The final world, every delivery, what the queues keep that nothing will be done with, the ids of the
/// events that no rule matched, what roles did not allow, every execution of a state machine and every
/// event on a bus.
async fn document(sandbox: &Sandbox) -> String {
    let queues = |queues: std::collections::BTreeMap<String, Vec<sandbox::engine::message::Message>>| {
        let shown = |(name, messages): (String, Vec<_>)| {
            let messages: Vec<Value> =
                messages.iter().map(sandbox::engine::message::Message::shown).collect();
            (name, Value::Array(messages))
        };
        Value::Object(queues.into_iter().map(shown).collect())
    };
    let (executions, events) = (sandbox.executions().await, sandbox.events().await);
    let document = serde_json::json!({
        "World": sandbox.world(),
        "Deliveries": sandbox.deliveries().await,
        "DeadLetterQueues": queues(sandbox.dead_letters().await),
        "UnreadQueues": queues(sandbox.unread().await),
        "Unmatched": sandbox.unmatched().await,
        "Denials": sandbox.denials(),
        "Executions": executions.iter().map(ExecutionRecord::shown).collect::<Value>(),
        "Events": events.iter().map(PutEvent::shown).collect::<Value>(),
    });
    format!("{document:#}")
}

async fn tell_kept(sandbox: &Sandbox) {
    let kept = sandbox.dead_letters().await.into_iter().chain(sandbox.unread().await);
    for (queue, messages) in kept.filter(|(_, messages)| !messages.is_empty()) {
        say(&format!("\n{}", paint(TITLE, format!("Kept in {queue}"))));
        for message in messages {
            say(&format!(
                "  {}, received {} times\n    {}",
                message.message_id, message.received, message.body
            ));
        }
    }
    say("");
}
