//! What follows when an invocation has ended.

use bytes::Bytes;
use time::OffsetDateTime;
use tokio::sync::oneshot;

use super::queues::DELETE;
use super::{Simulation, What};
use crate::engine::asynchronous::{Condition, Waiting};
use crate::engine::batch::{self, Verdict};
use crate::engine::happening::{Complaint, Outcome};
use crate::engine::invocation::{Delivery, Ending, FunctionError, Trigger};
use crate::engine::process::{Ended, Invocation};
use crate::engine::queue::Received;
use crate::iam::{Authorize as _, Request};
use crate::states::Token;

/// What somebody who waits gets: the result and the log.
pub(crate) type Reply = (Result<Bytes, FunctionError>, Vec<String>);

/// Who waits for the end of an invocation.
#[derive(Debug)]
pub(super) enum Purpose {
    Direct(oneshot::Sender<Reply>),
    Asynchronous(Waiting),
    Batch {
        poller: usize,
        messages: Vec<Received>,
    },
    /// A task of a state machine; `execution` is its index.
    Task {
        execution: usize,
        token: Token,
        state: String,
    },
}

/// An invocation that has ended.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) function: String,
    pub(super) invocation: Invocation,
    pub(super) trigger: Trigger,
    pub(super) purpose: Purpose,
    pub(super) started: OffsetDateTime,
    pub(super) ended: Ended,
}

impl Simulation {
    pub(super) fn finish(&mut self, finished: Finished) {
        let Finished { function, invocation, trigger, purpose, started, ended } = finished;
        let Some(fleet) = self.fleets.get_mut(&function) else { return };
        fleet.running -= 1;
        fleet.idle.extend(ended.process);
        let binary = fleet.function().binary.clone();
        self.look_at_the_world();
        self.tell_log(&function, &ended.logs);
        let ending = Ending::of(&ended.result);
        let request_id = invocation.request_id.clone();
        self.tell(What::Ended { function, request_id, ending: ending.clone() });
        self.deliveries.push(Delivery {
            function: binary,
            trigger,
            request_id: invocation.request_id,
            payload: serde_json::from_slice(&invocation.payload).unwrap_or_default(),
            ending,
            started,
            ended: self.clock.now(),
            logs: ended.logs.clone(),
        });
        self.conclude(purpose, ended.result, ended.logs);
    }

    fn tell_log(&self, function: &str, logs: &[String]) {
        for line in logs {
            let function = function.to_owned();
            if let Some(outcome) = Outcome::in_line(line) {
                self.tell(What::Outcome { function, outcome });
            } else if let Some(complaint) = Complaint::in_line(line) {
                self.tell(What::Complaint { function, complaint });
            }
        }
    }

    fn conclude(&mut self, purpose: Purpose, result: Result<Bytes, FunctionError>, logs: Vec<String>) {
        match (purpose, result) {
            (Purpose::Direct(reply), result) => {
                // The caller may have gone away.
                let _ = reply.send((result, logs));
            }
            (Purpose::Asynchronous(event), Err(error)) => self.retry(&event, &error),
            (Purpose::Asynchronous(_), Ok(_)) => {}
            (Purpose::Task { execution, token, .. }, result) => self.conclude_task(execution, token, result),
            (Purpose::Batch { poller, messages }, result) => self.conclude_batch(poller, &messages, &result),
        }
    }

    fn retry(&mut self, event: &Waiting, error: &FunctionError) {
        let Some(fleet) = self.fleets.get(&event.function) else { return };
        match event.clone().after_failure(fleet.function(), self.clock.now()) {
            Some(next) => {
                self.tell(What::RetryPlanned {
                    function: next.function.clone(),
                    request_id: next.request_id.clone(),
                    attempt: next.attempt,
                    at: next.due,
                });
                self.waiting.push(next);
            }
            None => self.give_up(event, Condition::RetriesExhausted, Some(error)),
        }
    }

    /// Deletes what is done, in the function's role. What is not stays hidden until its visibility timeout
    /// ends: Lambda does not hand it back, it only does not delete it.
    fn conclude_batch(
        &mut self,
        poller: usize,
        messages: &[Received],
        result: &Result<Bytes, FunctionError>,
    ) {
        let poller = &mut self.pollers[poller];
        poller.finished();
        let verdict = batch::read(result, messages, poller.spec().report_batch_item_failures);
        let spec = poller.spec().clone();
        let Some(queue) = self.queues.get_mut(&spec.queue) else { return };
        let session = self.access.lambda(&spec.logical_id, &spec.function);
        let may_delete = session.authorize(Request::new(DELETE, queue.arn())).is_ok();
        let mut told = Vec::new();
        for held in messages {
            let id = &held.message.message_id;
            let done = match &verdict {
                Verdict::Done => true,
                Verdict::AllReturn => false,
                Verdict::SomeReturn(ids) => !ids.contains(id),
            };
            if done && may_delete {
                queue.delete(&held.receipt);
                told.push(What::MessageDone { queue: spec.queue.clone(), message_id: id.clone() });
            } else if let Some(back_at) = queue.back_at(&held.receipt) {
                told.push(What::MessageReturned {
                    queue: spec.queue.clone(),
                    message_id: id.clone(),
                    received: held.message.received,
                    back_at,
                });
            }
        }
        for what in told {
            self.tell(what);
        }
    }
}
