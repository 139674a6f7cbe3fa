//! Waiting for a stack to come to rest, and letting time pass.

use std::time::Duration;

use time::OffsetDateTime;
use tokio::sync::oneshot;

use super::Simulation;
use crate::engine::poller::Poller;

/// Somebody who waits for everything to settle.
#[derive(Debug)]
pub(super) struct Settling {
    limit: Duration,
    until: OffsetDateTime,
    reply: oneshot::Sender<Result<(), SettleError>>,
}

/// Somebody who lets time pass.
#[derive(Debug)]
pub(super) struct Advance {
    left: Duration,
    reply: oneshot::Sender<()>,
}

/// Why a stack did not come to rest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettleError {
    #[error("after {} hours of simulated time there is still {}", .limit.as_secs() / 3600, .pending.join("; "))]
    TooLong { limit: Duration, pending: Vec<String> },
    #[error("nothing moves any more, and yet there is {}", .pending.join("; "))]
    Stuck { pending: Vec<String> },
}

impl Simulation {
    /// Answers as soon as nothing is queued for a function, in flight or changing by itself.
    pub(crate) fn settle(&mut self, limit: Duration) -> oneshot::Receiver<Result<(), SettleError>> {
        let (reply, answer) = oneshot::channel();
        self.settling.push(Settling { limit, until: self.clock.now() + limit, reply });
        answer
    }

    /// Lets `by` pass, with everything that falls due in it.
    pub(crate) fn advance(&mut self, by: Duration) -> oneshot::Receiver<()> {
        let (reply, answer) = oneshot::channel();
        self.advancing.push_back(Advance { left: by, reply });
        answer
    }

    /// Nothing is in flight and everything due by `now` is done: skips to what comes next, if
    /// somebody waits for it. False when nobody does.
    pub(super) fn hurry(&mut self, now: OffsetDateTime) -> bool {
        if !self.advancing.is_empty() {
            self.hurry_through(now);
            return true;
        }
        self.settling.retain(|settling| !settling.reply.is_closed());
        self.answer_settled(now);
        if self.settling.is_empty() {
            return false;
        }
        if let Some(due) = self.next_due(now) {
            self.clock.skip(self.until(due));
        }
        true
    }

    /// One step of letting time pass: to what is due next, or to the end.
    fn hurry_through(&mut self, now: OffsetDateTime) {
        let due = self.next_due(now).map(|due| self.until(due));
        let Some(advance) = self.advancing.front_mut() else { return };
        if advance.left.is_zero() {
            // What fell due with the last step has been done. Whoever asked may not wait any more.
            let _ = self.advancing.pop_front().map(|done| done.reply.send(()));
            return;
        }
        let step = due.map_or(advance.left, |due| due.min(advance.left));
        advance.left -= step;
        self.clock.skip(step);
    }

    fn answer_settled(&mut self, now: OffsetDateTime) {
        let pending = self.pending();
        let stuck = self.next_due(now).is_none();
        for settling in std::mem::take(&mut self.settling) {
            let answer = if pending.is_empty() {
                Ok(())
            } else if stuck {
                Err(SettleError::Stuck { pending: pending.clone() })
            } else if now > settling.until {
                Err(SettleError::TooLong { limit: settling.limit, pending: pending.clone() })
            } else {
                self.settling.push(settling);
                continue;
            };
            // Whoever asked may not wait any more.
            let _ = settling.reply.send(answer);
        }
    }

    fn until(&self, due: OffsetDateTime) -> Duration {
        Duration::try_from(due - self.clock.now()).unwrap_or_default()
    }

    /// What is still to happen, in words. A message in a queue that nobody reads is at rest, and a
    /// schedule is never done.
    pub(crate) fn pending(&self) -> Vec<String> {
        let queued = self.queues.iter().filter(|(name, queue)| self.is_read(name) && !queue.is_empty());
        let queued = queued.map(|(name, queue)| format!("{} message(s) in {name}", queue.messages().count()));
        let batches = self.pollers.iter().filter(|poller| !poller.is_idle());
        let batches = batches.map(|poller: &Poller| format!("a batch for {}", poller.spec().function));
        let waiting = self.waiting.iter();
        let waiting = waiting.map(|event| format!("an asynchronous invocation of {}", event.function));
        let running = (!self.running.is_empty()).then(|| "a running function".to_owned());
        let executions = self.executions.iter().filter(|run| run.stopped.is_none());
        let executions = executions.map(|run| format!("the execution {}", run.name));
        let changing = self.aws.next_transition().map(|at| format!("a resource that changes at {at}"));
        queued.chain(batches).chain(waiting).chain(running).chain(executions).chain(changing).collect()
    }
}
