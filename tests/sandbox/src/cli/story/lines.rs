//! One happening in words.

use anstyle::Style;
use sandbox::engine::access::Denial;
use sandbox::engine::happening::{Complaint, Outcome, Resource, What};
use sandbox::engine::invocation::{Ending, Trigger};
use time::OffsetDateTime;

use super::Story;
use crate::cli::screen::{BAD, GOOD, NOTE, paint};

/// A word for what happened, and the rest of the line.
pub(super) type Line = (&'static str, String);

impl Story {
    /// The lines that tell what happened. None for what is told otherwise already.
    pub(super) fn lines(&mut self, what: &What, at: OffsetDateTime) -> Vec<Line> {
        self.learn(what);
        let line = match what {
            What::EventPut { event, .. } => {
                let mark = self.names.mark([event.id()]);
                ("event", format!("{}, from {}{mark}", event.detail_type(), event.source()))
            }
            What::RuleMatched { rule, event } => self.about(event, "rule", format!("{rule} matches")),
            What::NoRuleMatched { event } => {
                self.about(event, "rule", paint(NOTE, "no rule matches: nothing follows"))
            }
            What::ScheduleDue { schedule } => ("schedule", format!("{schedule} is due")),
            What::MessageQueued { queue, message_id, .. } => {
                self.about(message_id, "queue", format!("{queue} takes a message"))
            }
            What::Outcome { function, outcome } => return self.outcome(function, outcome),
            What::Complaint { function, complaint } => return self.complaint(function, complaint),
            // An answer is told by its outcomes; a task, and its error, by the lines of its state machine.
            What::Ended { request_id, ending: Ending::Error(_), .. } if self.tasks.contains(request_id) => {
                return Vec::new();
            }
            What::Ended { function, ending: Ending::Error(error), .. } => {
                ("failed", paint(BAD, format!("{function}: {error}")))
            }
            What::Ended { ending: Ending::Answer(_), .. }
            | What::Invoked { trigger: Trigger::Task { .. }, .. } => return Vec::new(),
            What::Invoked { function, trigger, .. } => ("function", self.invoked(function, trigger)),
            What::MessageDone { queue, message_id } => return self.done(queue, message_id),
            What::MessageReturned { queue, message_id, back_at, .. } => {
                return self.returned(queue, message_id, *back_at);
            }
            What::DeadLettered { queue, dead_letter_queue, message_id } => {
                let text = format!("{queue} gives a message up to {dead_letter_queue}");
                self.about(message_id, "queue", paint(BAD, text))
            }
            What::RetryPlanned { function, attempt, .. } => {
                ("retry", format!("{function} gets a try number {attempt}"))
            }
            What::Lost { what, why } => ("lost", paint(BAD, format!("{what}: {why}"))),
            What::StateChanged { resource, from, to } => {
                ("state", self.changed(resource, from.as_deref(), to.as_deref()))
            }
            What::ExecutionStarted { execution, .. } => self.begun(execution),
            What::ExecutionWentOn { execution, steps } => return self.went_on(execution, steps, at),
            What::Denied(denial) => ("denied", paint(BAD, denied(denial))),
            What::EscapeRefused { what } => {
                ("refused", paint(BAD, format!("{what} would leave this machine")))
            }
        };
        vec![line]
    }

    /// Remembers what later lines need.
    fn learn(&mut self, what: &What) {
        match what {
            What::EventPut { event, .. } => self.names.learn(event.id(), event.json()),
            What::MessageQueued { message_id, body, .. } => {
                self.names.learn(message_id, &serde_json::from_str(body).unwrap_or_default());
            }
            What::ExecutionStarted { execution, input } => self.names.learn_execution(&execution.name, input),
            What::Invoked { request_id, trigger: Trigger::Task { .. }, .. } => {
                self.tasks.insert(request_id.clone());
            }
            What::Ended { .. } => self.looks.end(),
            _ => {}
        }
    }

    /// A line about an event or a message.
    fn about(&self, id: &str, word: &'static str, text: String) -> Line {
        (word, text + &self.names.mark([id]))
    }

    fn invoked(&self, function: &str, trigger: &Trigger) -> String {
        match trigger {
            Trigger::Direct | Trigger::Task { .. } => format!("{function} is invoked"),
            Trigger::Asynchronous { attempt: 1 } => format!("{function} is invoked asynchronously"),
            Trigger::Asynchronous { attempt } => {
                format!("{function} is invoked asynchronously, try {attempt}")
            }
            Trigger::Queue { message_ids, .. } => {
                let count = message_ids.len();
                let messages =
                    if count == 1 { "the message".to_owned() } else { format!("{count} messages") };
                format!(
                    "{function} gets {messages}{}",
                    self.names.mark(message_ids.iter().map(String::as_str))
                )
            }
        }
    }

    /// An outcome that is the same as the last time is not told again.
    fn outcome(&mut self, function: &str, outcome: &Outcome) -> Vec<Line> {
        if !self.looks.is_news(function, outcome) {
            return Vec::new();
        }
        let style = match outcome.status.as_str() {
            "Removed" | "AlreadyGone" => GOOD,
            "Failed" => BAD,
            "Held" | "NotReady" => NOTE,
            _ => Style::new(),
        };
        let because = outcome.error_code.as_ref().or(outcome.reason.as_ref());
        let because = because.map(|why| format!(" ({why})")).unwrap_or_default();
        let became = format!("{}{because}", paint(style, &outcome.status));
        vec![("outcome", self.resource(outcome, &became))]
    }

    fn resource(&self, outcome: &Outcome, became: &str) -> String {
        let resource = self.names.resource(&outcome.resource_type, &outcome.resource_id);
        format!("{resource}: {became}{}", self.names.mark_requests(outcome.offboarding_id.as_deref()))
    }

    fn complaint(&mut self, function: &str, complaint: &Complaint) -> Vec<Line> {
        if !self.complaints.insert((function.to_owned(), complaint.clone())) {
            return Vec::new();
        }
        let parts = [Some(&complaint.message), complaint.error_type.as_ref(), complaint.error.as_ref()];
        let text = parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(": ");
        let mark = self.names.mark_requests(complaint.offboarding_id.as_deref());
        vec![("log", paint(NOTE, format!("{function}: {text}")) + &mark)]
    }

    fn done(&mut self, queue: &str, message_id: &str) -> Vec<Line> {
        let mut lines = self.no_longer_listed(queue, message_id, true);
        lines.push(self.about(message_id, "queue", paint(GOOD, format!("{queue}: done, and deleted"))));
        lines
    }

    fn returned(&mut self, queue: &str, message_id: &str, back_at: OffsetDateTime) -> Vec<Line> {
        let mut lines = self.no_longer_listed(queue, message_id, false);
        let minutes = (back_at - self.began).whole_seconds() / 60;
        let when = format!("{}:{:02}", minutes / 60, minutes % 60);
        lines.push(self.about(message_id, "queue", format!("{queue}: not proved done, back at {when}")));
        lines
    }

    /// What this look did not find any more: that, and not an answer of AWS, proves that it is gone.
    fn no_longer_listed(&mut self, queue: &str, message_id: &str, done: bool) -> Vec<Line> {
        let Some(function) = self.readers.get(queue) else { return Vec::new() };
        let missed = self.looks.missed(function, self.names.request(message_id), done);
        let became = paint(GOOD, "no longer listed");
        missed.iter().map(|outcome| ("outcome", self.resource(outcome, &became))).collect()
    }

    fn changed(&self, resource: &Resource, from: Option<&str>, to: Option<&str>) -> String {
        let (from, to) = (from.unwrap_or("new"), to.unwrap_or("gone"));
        format!("{}: {from} → {to}", self.names.resource(resource.kind, &resource.id))
    }
}

fn denied(denial: &Denial) -> String {
    let Denial { by, role, action, resource, .. } = denial;
    let why = if denial.explicit { "denies it" } else { "does not allow it" };
    format!("{by} may not {action} on {resource}: {role} {why}")
}
