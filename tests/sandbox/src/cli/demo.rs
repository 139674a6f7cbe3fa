//! `sandbox` alone: a person is offboarded, and everybody can watch.

use std::process::ExitCode;
use std::time::Instant;

use sandbox::Sandbox;
use sandbox::engine::inventory::{Entry, inventory};

use super::deployment::{self, Deployment};
use super::failure::Failure;
use super::screen::{BAD, GOOD, QUIET, TITLE, paint, say};
use super::story::Story;
use super::tables;

/// What the event is, and who leaves with it.
const EVENT: &str = include_str!("../../../events/user-offboarding-requested.json");

/// How each resource of the demonstration must end, and why.
const EXPECTED: [(&str, &str, &str); 16] = [
    ("d-90670000a1", "REGISTERED", "other people work there"),
    ("d-90670000b2", "REGISTERED", "other people work there"),
    ("d-92670000c3", "REGISTERED", "not a person's"),
    ("ws-alicedesk", "gone", ""),
    ("ws-alicewest", "gone", "standby of ws-alicedesk, in another Region"),
    ("ws-alicecase", "STOPPED", "kept: tagged offboarding:hold"),
    ("ws-aliceemea", "gone", "ended on a later look"),
    ("ws-bobdesk00", "AVAILABLE", "bob stays"),
    ("ws-caroldesk", "STOPPED", "carol stays"),
    ("alice0000000000000000000", "DEREGISTERED", ""),
    ("bob000000000000000000000", "REGISTERED", "bob stays"),
    ("reception000000000000000", "REGISTERED", "kept: a last user is not an owner"),
    ("alice-0000-0001", "DISABLED", "can be undone for 30 days"),
    ("bob-0000-0002", "ENABLED", "bob stays"),
    ("carol-0000-0003", "ENABLED", "carol stays"),
    ("team-0000-0004", "ENABLED", "kept: a group, not the person"),
];

pub(super) async fn show(deployment: &Deployment) -> Result<ExitCode, Failure> {
    let stack = deployment.stack()?;
    let world = deployment::world(None)?;
    let event = serde_json::from_str(EVENT).map_err(|error| Failure::other(&error))?;
    let sandbox = deployment.start(stack, world, |builder| builder).await?;
    let before = inventory(&sandbox.world());
    say(&paint(TITLE, "alice leaves the company. Her colleagues stay."));
    say(&paint(QUIET, "The times are simulated: nobody waits for a queue.\n"));
    let (began, simulated) = (Instant::now(), sandbox.clock().now());
    let mut story = Story::of(&sandbox);
    sandbox.put_event(event).await.map_err(|error| Failure::other(&error))?;
    let settled = story.tell_during(sandbox.settle()).await;
    let after = inventory(&sandbox.world());
    say(&paint(TITLE, "\nBefore and after"));
    say(&tables::before_and_after(&before, &after, |entry, _| why(entry).to_owned()));
    let mut wrong = surprises(&before, &after);
    wrong.extend(settled.err().map(|error| error.to_string()));
    wrong.extend(kept(&sandbox).await);
    wrong
        .extend(sandbox.escapes().into_iter().map(|escape| format!("{escape} would have left this machine")));
    let minutes = (sandbox.clock().now() - simulated).whole_minutes();
    let seconds = began.elapsed().as_secs_f32();
    let invocations = sandbox.deliveries().await.len();
    say(&paint(
        QUIET,
        format!("\n{invocations} invocations, {minutes} simulated minutes in {seconds:.1} seconds"),
    ));
    Ok(conclude(&wrong))
}

fn conclude(wrong: &[String]) -> ExitCode {
    if wrong.is_empty() {
        say(&paint(
            GOOD,
            "Everything that had to go is gone, and seen to be gone. Everything else is as it was.",
        ));
        return ExitCode::SUCCESS;
    }
    for what in wrong {
        say(&paint(BAD, format!("wrong: {what}")));
    }
    ExitCode::FAILURE
}

fn why(entry: &Entry) -> &'static str {
    let expected = EXPECTED.iter().find(|(id, ..)| *id == entry.resource.id);
    expected.map_or("", |(_, _, why)| why)
}

/// Where the end is not what it must be.
fn surprises(before: &[Entry], after: &[Entry]) -> Vec<String> {
    let end = |id: &str| {
        let entry = after.iter().find(|entry| entry.resource.id == id);
        entry.map_or("gone", |entry| entry.state.as_str())
    };
    let differs = EXPECTED
        .iter()
        .filter(|(id, expected, _)| end(id) != *expected)
        .map(|(id, expected, _)| format!("{id} is {}, not {expected}", end(id)));
    let unknown = before.iter().chain(after).map(|entry| entry.resource.id.as_str());
    let unknown = unknown.filter(|id| EXPECTED.iter().all(|(known, ..)| known != id));
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
        let surprises = surprises(&before, &before);
        assert!(surprises.iter().all(|surprise| !surprise.starts_with("nobody said")), "{surprises:?}");
        assert_eq!(before.len(), EXPECTED.len());
        assert_eq!(surprises.len(), 5, "what has to change: {surprises:?}");
    }
}
