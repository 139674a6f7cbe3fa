//! `sandbox` alone: a person is offboarded, and everybody can watch.

use std::process::ExitCode;
use std::time::Instant;

use sandbox::Sandbox;
use sandbox::engine::inventory::{Entry, inventory};

use super::deployment::{self, Deployment};
use super::failure::Failure;
use super::screen::{BAD, GOOD, QUIET, TITLE, paint, say, say_folded};
use super::story::{Requests, Story};
use super::tables::{self, Note};

/// The event, and who leaves with it.
const EVENT: &str = include_str!("../../../events/user-offboarding-requested.json");
const EVENT_FILE: &str = "tests/events/user-offboarding-requested.json";

/// How a resource of the demonstration must end, and what there is to say about it.
enum End {
    /// In this state, which is another one than before.
    Changed(&'static str, &'static str),
    /// As it was, because something decided so.
    Kept(&'static str),
    /// As it was: nothing concerns it.
    Untouched(&'static str),
}

const EXPECTED: [(&str, End); 20] = [
    ("d-90670000a1", End::Untouched("bob works there")),
    ("d-90670000b2", End::Untouched("carol works there")),
    ("d-92670000c3", End::Untouched("not a person's")),
    ("ws-alicedesk", End::Changed("gone", "")),
    ("ws-alicewest", End::Changed("gone", "its standby")),
    ("ws-alicecase", End::Kept("tagged offboarding:hold")),
    ("ws-aliceemea", End::Changed("gone", "a later look")),
    ("ws-bobdesk00", End::Untouched("bob stays")),
    ("ws-caroldesk", End::Untouched("carol stays")),
    ("alice0000000000000000000", End::Changed("DEREGISTERED", "")),
    ("bob000000000000000000000", End::Untouched("bob stays")),
    ("reception000000000000000", End::Kept("a last user is not an owner")),
    ("alice-0000-0001", End::Changed("DISABLED", "kept 30 days")),
    ("bob-0000-0002", End::Untouched("bob stays")),
    ("carol-0000-0003", End::Untouched("carol stays")),
    ("team-0000-0004", End::Kept("a group called alice")),
    ("d-90670000d4", End::Untouched("empty")),
    ("d-90670000e5", End::Untouched("empty")),
    ("d-90670000d4 in Directory Service", End::Untouched("empty")),
    ("d-90670000e5 in Directory Service", End::Untouched("empty")),
];

pub(super) async fn show(deployment: &Deployment) -> Result<ExitCode, Failure> {
    let stack = deployment.stack()?;
    let world = deployment::world(None)?;
    let event = serde_json::from_str(EVENT).map_err(|error| Failure::other(&error))?;
    let sandbox = deployment.start(stack, world, |builder| builder).await?;
    let before = inventory(&sandbox.world());
    say(&paint(TITLE, "alice leaves the company. Her colleagues stay."));
    say(&paint(QUIET, format!("The event is {EVENT_FILE}.")));
    say(&paint(QUIET, "The times are simulated: nobody waits for a queue.\n"));
    let (began, simulated) = (Instant::now(), sandbox.clock().now());
    let mut story = Story::of(&sandbox, Requests::One);
    sandbox.put_event(event).await.map_err(|error| Failure::other(&error))?;
    let settled = story.tell_during(sandbox.settle()).await;
    let after = inventory(&sandbox.world());
    say(&format!("\n{}", tables::before_and_after(&before, &after, |entry, _| note(entry))));
    let mut wrong = surprises(&before, &after);
    wrong.extend(settled.err().map(|error| error.to_string()));
    wrong.extend(kept(&sandbox).await);
    wrong
        .extend(sandbox.escapes().into_iter().map(|escape| format!("{escape} would have left this machine")));
    let minutes = (sandbox.clock().now() - simulated).whole_minutes();
    let seconds = began.elapsed().as_secs_f32();
    say(&paint(QUIET, format!("\n{minutes} simulated minutes in {seconds:.1} seconds")));
    Ok(conclude(&wrong))
}

fn conclude(wrong: &[String]) -> ExitCode {
    if wrong.is_empty() {
        say(&paint(GOOD, "Everything that had to go is gone, and seen to be gone."));
        say(&paint(GOOD, "Everything else is as it was."));
        return ExitCode::SUCCESS;
    }
    for what in wrong {
        say_folded(&paint(BAD, format!("wrong: {what}")), 7);
    }
    ExitCode::FAILURE
}

/// A directory may be registered with `WorkSpaces` and in Directory Service, with one id.
fn name(entry: &Entry) -> String {
    let id = &entry.resource.id;
    if entry.resource.kind == "Directory" { format!("{id} in Directory Service") } else { id.clone() }
}

fn expected(id: &str) -> Option<&'static End> {
    EXPECTED.iter().find(|(known, _)| *known == id).map(|(_, end)| end)
}

fn note(entry: &Entry) -> Note {
    let (kept, text) = match expected(&name(entry)) {
        Some(End::Kept(why)) => (true, *why),
        Some(End::Changed(_, note) | End::Untouched(note)) => (false, *note),
        None => (false, ""),
    };
    Note { kept, text: text.to_owned() }
}

/// Where the end is not what it must be.
fn surprises(before: &[Entry], after: &[Entry]) -> Vec<String> {
    let state = |entries: &[Entry], id: &str| {
        let found = entries.iter().find(|entry| name(entry) == id);
        found.map_or("gone", |entry| entry.state.as_str()).to_owned()
    };
    let differs = EXPECTED.iter().filter_map(|(id, end)| {
        let must = match end {
            End::Changed(state, _) => (*state).to_owned(),
            End::Kept(_) | End::Untouched(_) => state(before, id),
        };
        let is = state(after, id);
        (is != must).then(|| format!("{id} is {is}, not {must}"))
    });
    let unknown = before.iter().chain(after).map(name).filter(|id| expected(id).is_none());
    differs.chain(unknown.map(|id| format!("nobody said how {id} must end"))).collect()
}

async fn kept(sandbox: &Sandbox) -> Vec<String> {
    let queues = sandbox.dead_letters().await.into_iter().chain(sandbox.unread().await);
    let filled = queues.filter(|(_, messages)| !messages.is_empty());
    filled.map(|(queue, messages)| format!("{queue} keeps {} message(s)", messages.len())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_resource_of_the_demonstration_has_an_expected_end_of_its_own() {
        let before = inventory(&deployment::world(None).unwrap());
        assert!(EXPECTED.iter().all(|(id, _)| before.iter().any(|entry| name(entry) == *id)));
        let surprises = surprises(&before, &before);
        assert!(surprises.iter().all(|surprise| !surprise.starts_with("nobody said")), "{surprises:?}");
        assert_eq!(before.len(), EXPECTED.len());
        assert_eq!(surprises.len(), 5, "what has to change: {surprises:?}");
    }
}
