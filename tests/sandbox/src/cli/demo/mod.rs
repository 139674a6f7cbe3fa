//! `sandbox` alone: people are offboarded, directories are cleaned up, and everybody can watch.

mod acts;
mod ends;

use std::process::ExitCode;
use std::time::Instant;

use sandbox::Sandbox;
use sandbox::engine::inventory::inventory;

use super::closing;
use super::deployment::{self, Deployment};
use super::failure::Failure;
use super::screen::{BAD, GOOD, QUIET, TITLE, paint, say, say_folded};
use super::story::{Requests, Story};
use acts::{ACTS, Act, Begin};

/// The template's own default deletes no directory.
const PARAMETERS: [(&str, &str); 1] = [("DeleteDirectories", "true")];

/// Where the last act leaves the event about the directory that may cost money now, for somebody to see
/// to it.
const LEFT: (&str, usize) = ("DirectoriesLeftBehindQueue", 1);

pub(super) async fn show(deployment: &Deployment) -> Result<ExitCode, Failure> {
    let stack = deployment.stack_with(&PARAMETERS)?;
    if let Some(function) = stack.left_out.first() {
        return Err(Failure::Input(format!(
            "the demonstration needs {function}, which a parameter leaves out; `run` takes events of your own"
        )));
    }
    let world = deployment::world(None)?;
    let sandbox = deployment.start(stack, world, |builder| builder).await?;
    say(&paint(QUIET, "The times are simulated: nobody waits for a queue, nor for a day to come."));
    let (began, simulated) = (Instant::now(), sandbox.clock().now());
    let mut wrong = Vec::new();
    for act in &ACTS {
        wrong.extend(play(act, &sandbox).await?);
    }
    wrong.extend(kept(&sandbox).await);
    wrong
        .extend(sandbox.escapes().into_iter().map(|escape| format!("{escape} would have left this machine")));
    let days = (sandbox.clock().now() - simulated).whole_days();
    let seconds = began.elapsed().as_secs_f32();
    say(&paint(QUIET, format!("\n{days} simulated days in {seconds:.1} seconds")));
    Ok(conclude(&wrong))
}

/// Shows one act, and says what went otherwise than it must.
async fn play(act: &Act, sandbox: &Sandbox) -> Result<Vec<String>, Failure> {
    let before = inventory(&sandbox.world());
    let known = sandbox.events().await.len();
    say(&format!("\n{}", paint(TITLE, act.title)));
    say_folded(&paint(QUIET, act.about), 0);
    say("");
    let mut story = Story::of(sandbox, Requests::One);
    begin(act, sandbox).await?;
    let settled = story.tell_during(sandbox.settle()).await;
    let after = inventory(&sandbox.world());
    let mut wrong = ends::surprises(act, &before, &after);
    wrong.extend(settled.err().map(|error| error.to_string()));
    let events = &sandbox.events().await[known..];
    closing::tell(events);
    let told = |closing: &&str| events.iter().any(|put| put.event.detail_type() == *closing);
    wrong.extend(
        act.closing.filter(|closing| !told(closing)).map(|closing| format!("there was no event {closing}")),
    );
    say(&format!("\n{}", ends::table(act, &before, &after)));
    Ok(wrong)
}

async fn begin(act: &Act, sandbox: &Sandbox) -> Result<(), Failure> {
    match act.begin {
        Begin::Event(event) => {
            let event = event(sandbox.clock().now()).map_err(|error| Failure::other(&error))?;
            sandbox.put_event(event).await.map(drop).map_err(|error| Failure::other(&error))
        }
        Begin::Schedule(schedule) => {
            sandbox.trigger_schedule(schedule).await.map_err(|error| Failure::other(&error))
        }
    }
}

fn conclude(wrong: &[String]) -> ExitCode {
    if wrong.is_empty() {
        say(&paint(GOOD, "Everything that had to go is gone, and seen to be gone."));
        say(&paint(GOOD, "Everything else is as it was."));
        say(&format!("{} keeps what is left to somebody: the directory that may cost money now.", LEFT.0));
        return ExitCode::SUCCESS;
    }
    for what in wrong {
        say_folded(&paint(BAD, format!("wrong: {what}")), 7);
    }
    ExitCode::FAILURE
}

async fn kept(sandbox: &Sandbox) -> Vec<String> {
    let queues = sandbox.dead_letters().await.into_iter().chain(sandbox.unread().await);
    let meant = |queue: &str| if queue == LEFT.0 { LEFT.1 } else { 0 };
    let filled = queues.filter(|(queue, messages)| messages.len() != meant(queue));
    let filled = filled
        .map(|(queue, messages)| format!("{queue} keeps {} messages, not {}", messages.len(), meant(&queue)));
    let executions = sandbox.executions().await.into_iter().filter(|run| run.output().is_none());
    let executions =
        executions.map(|run| format!("{} of {} is {}", run.name, run.state_machine, run.status_name()));
    filled.chain(executions).collect()
}
