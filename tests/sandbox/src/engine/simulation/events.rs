//! Events on a bus, and their way to the targets.

use bytes::Bytes;
use serde_json::Value;

use super::{Simulation, What};
use crate::engine::event::{Event, PutEvent};
use crate::engine::message::Draft;
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
                self.deliver_event(target, event);
            }
        }
    }

    /// A dead-letter queue gets the event itself, not what the target would have got.
    fn deliver_event(&mut self, target: &Target, event: &Event) {
        let input = match &target.input {
            None => Ok(event.json().clone()),
            Some(transformer) => transformer.apply(event.json()).map_err(|error| error.to_string()),
        };
        if let Err(why) = input.and_then(|input| self.try_deliver(&target.to, &input)) {
            self.undelivered(&target.to, target.dead_letter_queue.as_deref(), event.json(), why);
        }
    }

    /// Sends something to a target; where that is not possible, to the target's dead-letter queue.
    pub(super) fn deliver(&mut self, to: &Destination, dead_letter_queue: Option<&str>, payload: &Value) {
        if let Err(why) = self.try_deliver(to, payload) {
            self.undelivered(to, dead_letter_queue, payload, why);
        }
    }

    fn undelivered(
        &mut self,
        to: &Destination,
        dead_letter_queue: Option<&str>,
        payload: &Value,
        why: String,
    ) {
        let kept = dead_letter_queue.map(|queue| Destination::Queue(queue.to_owned()));
        if kept.is_none_or(|queue| self.try_deliver(&queue, payload).is_err()) {
            self.lose(format!("what was sent to {}", to.logical_id()), why);
        }
    }

    fn try_deliver(&mut self, to: &Destination, payload: &Value) -> Result<(), String> {
        match to {
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
}
