//! Queues and what reads them.

use bytes::Bytes;
use uuid::Uuid;

use super::finish::Purpose;
use super::functions::Fleet;
use super::{Simulation, What};
use crate::engine::batch;
use crate::engine::message::{Draft, Message};
use crate::engine::queue::{Queue, SendError, Sent};
use crate::iam::{Authorize as _, Request};

/// What reading a queue takes (Lambda developer guide, "Using Lambda with Amazon SQS").
const TO_READ: [&str; 3] = ["sqs:ReceiveMessage", DELETE, "sqs:GetQueueAttributes"];
pub(super) const DELETE: &str = "sqs:DeleteMessage";

impl Simulation {
    /// Puts a message into the queue with this logical id.
    pub(crate) fn send_message(&mut self, queue: &str, draft: Draft) -> Option<Result<Sent, SendError>> {
        let (body, now) = (draft.body.clone(), self.clock.now());
        let sent = self.queues.get_mut(queue)?.send(draft, now);
        if let Ok(sent) = &sent {
            let message_id = sent.message_id.clone();
            self.tell(What::MessageQueued { queue: queue.to_owned(), message_id, body });
        }
        Some(sent)
    }

    /// Moves messages that were received too often to the dead-letter queue.
    pub(crate) fn bury(&mut self, queue: &str, given_up: Vec<Message>) {
        let Some(source) = self.queues.get(queue) else { return };
        let Some(redrive) = source.spec().redrive.clone() else { return };
        let (arn, now) = (source.arn(), self.clock.now());
        for message in given_up {
            self.tell(What::DeadLettered {
                queue: queue.to_owned(),
                dead_letter_queue: redrive.dead_letter_queue.clone(),
                message_id: message.message_id.clone(),
            });
            if let Some(dead) = self.queues.get_mut(&redrive.dead_letter_queue) {
                dead.bury(message, &arn, now);
            }
        }
    }

    /// Is there a mapping that takes messages out of this queue?
    pub(crate) fn is_read(&self, queue: &str) -> bool {
        self.pollers.iter().any(|poller| {
            let spec = poller.spec();
            spec.enabled && !poller.is_barred && spec.queue == queue
        })
    }

    /// Whether there is a mapping with this logical id, which then reads its queue or does not.
    pub(crate) fn enable_mapping(&mut self, mapping: &str, enabled: bool) -> bool {
        let poller = self.pollers.iter_mut().find(|poller| poller.spec().logical_id == mapping);
        poller.map(|poller| poller.enable(enabled)).is_some()
    }

    pub(super) fn expire_messages(&mut self) {
        let now = self.clock.now();
        self.queues.values_mut().for_each(|queue| queue.expire(now));
    }

    /// Lets every mapping take what it can.
    ///
    /// One whose function has no room for another invocation leaves the messages where they are.
    /// (Lambda may take them and bring them back after the visibility timeout.)
    pub(super) fn poll(&mut self) {
        for index in 0..self.pollers.len() {
            self.look_at_the_role(index);
            while self.poll_once(index) {}
        }
    }

    /// Lambda reads a queue in the role of the function. Without one of the rights that this takes it reads
    /// nothing, and the messages stay; that is recorded when it begins, not with every look.
    fn look_at_the_role(&mut self, index: usize) {
        let spec = self.pollers[index].spec();
        let Some(queue) = self.queues.get(&spec.queue).filter(|_| spec.enabled) else { return };
        let session = self.access.lambda(&spec.logical_id, &spec.function);
        let needs = TO_READ.map(|action| Request::new(action, queue.arn()));
        let is_barred = if self.pollers[index].is_barred {
            needs.into_iter().any(|need| !session.may(need))
        } else {
            // All of them, so that each is on record.
            needs.map(|need| session.authorize(need).is_err()).contains(&true)
        };
        self.pollers[index].is_barred = is_barred;
    }

    fn poll_once(&mut self, index: usize) -> bool {
        let now = self.clock.now();
        let poller = &mut self.pollers[index];
        let has_room = self.fleets.get(&poller.spec().function).is_some_and(Fleet::has_room);
        if !poller.spec().enabled || poller.is_barred || !poller.has_room() || !has_room {
            return false;
        }
        let (name, function) = (poller.spec().queue.clone(), poller.spec().function.clone());
        let Some(queue) = self.queues.get_mut(&name) else { return false };
        let taken = poller.poll(queue, now);
        let event = taken.batch.as_ref().map(|messages| batch::event(queue, messages));
        self.bury(&name, taken.given_up);
        let (Some(messages), Some(event)) = (taken.batch, event) else { return false };
        let purpose = Purpose::Batch { poller: index, messages };
        self.start(&function, Uuid::new_v4().to_string(), Bytes::from(event.to_string()), purpose);
        true
    }

    /// The queue with this physical name.
    pub(crate) fn queue_named(&self, name: &str) -> Option<&Queue> {
        self.queues.values().find(|queue| queue.spec().name == name)
    }
}
