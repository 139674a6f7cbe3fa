//! What it means that everything has settled: done, or kept somewhere, or dropped.

use sandbox::Sandbox;
use sandbox::engine::message::Message;

use super::screen::{GOOD, NOTE, paint};

/// How much did not come to its end.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Settled {
    /// Messages in dead-letter queues.
    given_up: usize,
    /// Messages in queues that no function reads.
    unread: usize,
    /// Events that no rule matched.
    unmatched: usize,
    /// What was given up and is kept nowhere.
    lost: usize,
    /// Executions that ended otherwise than they should.
    failed: usize,
}

impl Settled {
    pub(super) async fn of(sandbox: &Sandbox) -> Self {
        let count = |queues: std::collections::BTreeMap<String, Vec<Message>>| {
            queues.values().map(Vec::len).sum::<usize>()
        };
        Self {
            given_up: count(sandbox.dead_letters().await),
            unread: count(sandbox.unread().await),
            unmatched: sandbox.unmatched().await.len(),
            lost: sandbox.lost().await.len(),
            failed: sandbox.executions().await.iter().filter(|run| run.output().is_none()).count(),
        }
    }

    /// A sentence in its colour.
    pub(super) fn painted(&self) -> String {
        let style = if *self == Self::default() { GOOD } else { NOTE };
        paint(style, self.sentence())
    }

    fn sentence(&self) -> String {
        let parts = [
            (
                self.given_up,
                "message was given up, and waits in its dead-letter queue",
                "messages were given up, and wait in their dead-letter queues",
            ),
            (
                self.unread,
                "message is kept in a queue that no function reads",
                "messages are kept in queues that no function reads",
            ),
            (self.unmatched, "event matched no rule", "events matched no rule"),
            (self.lost, "failure is kept nowhere", "failures are kept nowhere"),
            (self.failed, "workflow did not succeed", "workflows did not succeed"),
        ];
        let parts: Vec<String> =
            parts.into_iter().filter_map(|(count, one, many)| counted(count, one, many)).collect();
        if parts.is_empty() {
            return "Settled: everything is done.".to_owned();
        }
        format!("Settled: {}.", parts.join("; "))
    }
}

fn counted(count: usize, one: &str, many: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{count} {many}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_done_is_called_done() {
        assert_eq!(Settled::default().sentence(), "Settled: everything is done.");
    }

    #[test]
    fn what_is_kept_or_dropped_is_counted() {
        let settled = Settled { given_up: 3, unread: 1, unmatched: 1, lost: 0, failed: 1 };
        assert_eq!(
            settled.sentence(),
            "Settled: 3 messages were given up, and wait in their dead-letter queues; \
             1 message is kept in a queue that no function reads; 1 event matched no rule; \
             1 workflow did not succeed."
        );
    }
}
