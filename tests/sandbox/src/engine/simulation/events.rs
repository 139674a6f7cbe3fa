//! Events on a bus, and their way to the targets.

use bytes::Bytes;
use serde_json::Value;

use super::{Simulation, What};
use crate::engine::event::{Event, PutEvent};
use crate::engine::message::Draft;
use crate::iam::{Authorize as _, Request};
use crate::stack::{Destination, Target};

impl Simulation {
    /// Puts an event on a bus: every matching rule sends it to every one of its targets.
    ///
    /// `by` is the execution that puts it, if one does. That no rule of the stack wants what the stack
    /// itself tells is nothing to notice: it is for others to listen.
    pub(crate) fn put_event(&mut self, bus: &str, event: &Event, by: Option<usize>) {
        let put = PutEvent { at: self.clock.now(), bus: bus.to_owned(), event: event.clone() };
        self.events.push(put);
        let by = by.map(|execution| self.executions[execution].name.clone());
        let rules = self.router.matching(bus, event);
        let is_noticed = rules.is_empty() && by.is_none();
        self.tell(What::EventPut { bus: bus.to_owned(), event: event.clone(), by });
        if is_noticed {
            self.unmatched.push(event.id().to_owned());
            self.tell(What::NoRuleMatched { event: event.id().to_owned() });
        }
        for rule in rules {
            self.tell(What::RuleMatched { rule: rule.logical_id.clone(), event: event.id().to_owned() });
            for target in &rule.targets {
                self.deliver_event(&rule.logical_id, target, event);
            }
        }
    }

    /// A dead-letter queue gets the event itself, not what the target would have got.
    fn deliver_event(&mut self, rule: &str, target: &Target, event: &Event) {
        let input = match &target.input {
            None => Ok(event.json().clone()),
            Some(transformer) => transformer.apply(event.json()).map_err(|error| error.to_string()),
        };
        let to = Way { by: rule, role_arn: target.role_arn.as_deref(), to: &target.to };
        let kept = target.dead_letter_queue.clone().map(Destination::Queue);
        let kept = kept.as_ref().map(|queue| Way { by: rule, role_arn: None, to: queue });
        if let Err(why) = input.and_then(|input| self.try_deliver(&to, &input)) {
            self.undelivered(&to, kept.as_ref(), event.json(), why);
        }
    }

    /// Sends something on its way; where that is not possible, to where it is kept.
    pub(super) fn deliver(&mut self, to: &Way, kept: Option<&Way>, payload: &Value) {
        if let Err(why) = self.try_deliver(to, payload) {
            self.undelivered(to, kept, payload, why);
        }
    }

    fn undelivered(&mut self, to: &Way, kept: Option<&Way>, payload: &Value, why: String) {
        if kept.is_none_or(|kept| self.try_deliver(kept, payload).is_err()) {
            self.lose(format!("what was sent to {}", to.to.logical_id()), why);
        }
    }

    fn try_deliver(&mut self, way: &Way, payload: &Value) -> Result<(), String> {
        self.authorize_delivery(way)?;
        match way.to {
            Destination::Queue(queue) => match self.send_message(queue, Draft::new(payload.to_string())) {
                Some(sent) => sent.map(drop).map_err(|error| error.to_string()),
                None => Err(format!("there is no queue {queue}")),
            },
            Destination::Function(function) => {
                let payload = Bytes::from(payload.to_string());
                self.invoke_async(function, payload).map(drop).map_err(|error| error.to_string())
            }
            Destination::StateMachine(machine) => {
                let started = self.start_execution(machine, None, payload.clone());
                started.map(drop).map_err(|refusal| refusal.to_string())
            }
        }
    }

    /// What is not there is found out when it is tried.
    fn authorize_delivery(&self, way: &Way) -> Result<(), String> {
        let need = match way.to {
            Destination::Queue(queue) => {
                self.queues.get(queue).map(|queue| Request::new("sqs:SendMessage", queue.arn()))
            }
            Destination::Function(function) => self.need_to_invoke(function).ok(),
            Destination::StateMachine(machine) => self
                .state_machine(machine)
                .map(|machine| Request::new("states:StartExecution", machine.arn())),
        };
        let session = self.access.session(way.by, way.role_arn);
        need.map_or(Ok(()), |need| session.authorize(need)).map_err(|denied| denied.to_string())
    }
}

/// Who sends something where, in which role.
#[derive(Debug, Clone, Copy)]
pub(super) struct Way<'a> {
    /// Logical id.
    pub(super) by: &'a str,
    pub(super) role_arn: Option<&'a str>,
    pub(super) to: &'a Destination,
}
