//! Tells what happens, a line each, as it happens.

mod lines;
mod looks;
mod names;
mod workflow;

use std::collections::{BTreeMap, BTreeSet};

use sandbox::Sandbox;
use sandbox::engine::happening::{Complaint, Happening, Outcome};
use time::OffsetDateTime;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::screen::{QUIET, paint, say, say_folded};
use looks::Looks;
use names::Names;

pub(super) use names::Requests;

/// A narrator who remembers what was told, so that nothing is told twice.
#[derive(Debug)]
pub(super) struct Story {
    began: OffsetDateTime,
    happenings: Receiver<Happening>,
    names: Names,
    /// The function that reads a queue.
    readers: BTreeMap<String, String>,
    looks: Looks,
    complaints: BTreeSet<(String, Complaint)>,
    /// The invocations that a state machine waits for, by request id.
    tasks: BTreeSet<String>,
}

impl Story {
    pub(super) fn of(sandbox: &Sandbox, requests: Requests) -> Self {
        let readers = sandbox.stack().mappings.iter();
        Self {
            began: sandbox.clock().now(),
            happenings: sandbox.happenings(),
            names: Names::of(sandbox, requests),
            readers: readers.map(|mapping| (mapping.queue.clone(), mapping.function.clone())).collect(),
            looks: Looks::default(),
            complaints: BTreeSet::new(),
            tasks: BTreeSet::new(),
        }
    }

    /// Tells everything that happens while `work` is going on, and gives back what came of it.
    pub(super) async fn tell_during<T>(&mut self, work: impl Future<Output = T>) -> T {
        tokio::pin!(work);
        loop {
            tokio::select! {
                biased;
                happening = self.happenings.recv() => self.tell_next(happening),
                result = &mut work => {
                    while let Ok(happening) = self.happenings.try_recv() {
                        self.tell(&happening);
                    }
                    return result;
                }
            }
        }
    }

    fn tell_next(&mut self, happening: Result<Happening, RecvError>) {
        match happening {
            Ok(happening) => self.tell(&happening),
            Err(RecvError::Lagged(missed)) => say(&paint(QUIET, format!("({missed} lines left out)"))),
            // The sandbox is here for as long as its story is told.
            Err(RecvError::Closed) => {}
        }
    }

    fn tell(&mut self, happening: &Happening) {
        let clock = self.clock(happening.at);
        for (word, text) in self.lines(&happening.what, happening.at) {
            let word = format!("{word:<9}");
            // What does not fit goes on below where the text begins.
            let indent = clock.len() + 2 + word.len();
            say_folded(&format!("{}  {word}{text}", paint(QUIET, &clock)), indent);
        }
    }

    /// The simulated time that has passed.
    fn clock(&self, at: OffsetDateTime) -> String {
        let passed = (at - self.began).as_seconds_f64().round().max(0.0);
        let passed = time::Duration::seconds_f64(passed).whole_seconds();
        let clock = format!("{}:{:02}:{:02}", passed / 3600 % 24, passed / 60 % 60, passed % 60);
        match passed / (24 * 3600) {
            0 => clock,
            days => format!("{days}d {clock}"),
        }
    }

    /// What each resource came to that the functions reported on, by its id.
    pub(super) fn outcomes(&self) -> BTreeMap<&str, &Outcome> {
        self.looks.last()
    }
}
