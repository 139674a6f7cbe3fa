//! Tells what happens, a line each, as it happens.

use std::collections::{BTreeMap, BTreeSet};

use sandbox::Sandbox;
use sandbox::engine::happening::{Complaint, Happening, Outcome, Resource, What};
use sandbox::engine::invocation::{Ending, FunctionError, Trigger};
use time::OffsetDateTime;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::screen::{BAD, GOOD, NOTE, QUIET, paint, say};

/// A narrator who remembers what was told, so that nothing is told twice.
#[derive(Debug)]
pub(super) struct Story {
    began: OffsetDateTime,
    happenings: Receiver<Happening>,
    told: BTreeMap<(String, String), Outcome>,
    complaints: BTreeSet<(String, Complaint)>,
}

impl Story {
    pub(super) fn of(sandbox: &Sandbox) -> Self {
        Self {
            began: sandbox.clock().now(),
            happenings: sandbox.happenings(),
            told: BTreeMap::new(),
            complaints: BTreeSet::new(),
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
        if let Some((word, text)) = self.line(&happening.what) {
            let passed = (happening.at - self.began).as_seconds_f64().round().max(0.0);
            let passed = time::Duration::seconds_f64(passed).whole_seconds();
            let clock = format!("{:>3}:{:02}:{:02}", passed / 3600, passed / 60 % 60, passed % 60);
            say(&format!("{}  {word:<9}{text}", paint(QUIET, clock)));
        }
    }

    /// A word for what happened, and the rest of the line. None for what is told otherwise already.
    fn line(&mut self, what: &What) -> Option<(&'static str, String)> {
        Some(match what {
            What::EventPut { detail_type, source, .. } => ("event", format!("{detail_type}, from {source}")),
            What::RuleMatched { rule, .. } => ("rule", format!("{rule} matches")),
            What::NoRuleMatched { .. } => ("rule", paint(NOTE, "no rule matches: nothing follows")),
            What::ScheduleDue { schedule } => ("schedule", format!("{schedule} is due")),
            What::MessageQueued { queue, .. } => ("queue", format!("{queue} takes a message")),
            What::Invoked { function, trigger, .. } => ("function", invoked(function, trigger)),
            What::Outcome { function, outcome } => ("outcome", self.outcome(function, outcome)?),
            What::Complaint { function, complaint } => ("log", self.complaint(function, complaint)?),
            What::Ended { function, ending: Ending::Error(error), .. } => ("failed", failed(function, error)),
            What::Ended { .. } => return None,
            What::MessageDone { queue, .. } => ("queue", paint(GOOD, format!("{queue}: done, and deleted"))),
            What::MessageReturned { queue, received, back_at, .. } => {
                let minutes = (*back_at - self.began).whole_seconds() / 60;
                let when = format!("{}:{:02}", minutes / 60, minutes % 60);
                ("queue", format!("{queue}: not proved done (look {received}), again at {when}"))
            }
            What::DeadLettered { queue, dead_letter_queue, .. } => {
                ("queue", paint(BAD, format!("{queue} gives a message up to {dead_letter_queue}")))
            }
            What::RetryPlanned { function, attempt, .. } => {
                ("retry", format!("{function} gets a try number {attempt}"))
            }
            What::Lost { what, why } => ("lost", paint(BAD, format!("{what}: {why}"))),
            What::StateChanged { resource, from, to } => {
                ("state", changed(resource, from.as_ref(), to.as_ref()))
            }
            What::EscapeRefused { what } => {
                ("refused", paint(BAD, format!("{what} would leave this machine")))
            }
        })
    }

    fn complaint(&mut self, function: &str, complaint: &Complaint) -> Option<String> {
        let new = self.complaints.insert((function.to_owned(), complaint.clone()));
        let parts = [Some(&complaint.message), complaint.error_type.as_ref(), complaint.error.as_ref()];
        let text = parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(": ");
        new.then(|| paint(NOTE, format!("{function}: {text}")))
    }

    /// An outcome that is the same as the last time is not told again.
    fn outcome(&mut self, function: &str, outcome: &Outcome) -> Option<String> {
        let key = (function.to_owned(), outcome.resource_id.clone());
        if self.told.insert(key, outcome.clone()).as_ref() == Some(outcome) {
            return None;
        }
        let style = match outcome.status.as_str() {
            "Removed" | "AlreadyGone" => GOOD,
            "Failed" => BAD,
            "Held" | "NotReady" => NOTE,
            _ => anstyle::Style::new(),
        };
        let status = paint(style, &outcome.status);
        let because = outcome.error_code.as_ref().or(outcome.reason.as_ref());
        let because = because.map(|why| format!(" ({why})")).unwrap_or_default();
        Some(format!("{} {}: {status}{because}", outcome.resource_type, outcome.resource_id))
    }
}

fn invoked(function: &str, trigger: &Trigger) -> String {
    match trigger {
        Trigger::Direct => format!("{function} is invoked"),
        Trigger::Asynchronous { attempt: 1 } => format!("{function} is invoked asynchronously"),
        Trigger::Asynchronous { attempt } => format!("{function} is invoked asynchronously, try {attempt}"),
        Trigger::Queue { queue, message_ids } => {
            let count = message_ids.len();
            let messages = if count == 1 { "a message".to_owned() } else { format!("{count} messages") };
            format!("{function} gets {messages} from {queue}")
        }
    }
}

fn failed(function: &str, error: &FunctionError) -> String {
    paint(BAD, format!("{function}: {error}"))
}

fn changed(resource: &Resource, from: Option<&String>, to: Option<&String>) -> String {
    let text = |state: Option<&String>, none: &str| state.cloned().unwrap_or_else(|| none.to_owned());
    let (from, to) = (text(from, "new"), text(to, "gone"));
    format!("{} {}: {from} → {to}", resource.kind, resource.id)
}
