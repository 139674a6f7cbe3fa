//! An event source mapping: takes messages from its queue and makes batches of them.
//!
//! Source: Lambda developer guide, "Configuring scaling behavior for SQS event source mappings" and
//! "Batching behavior": a batch is complete when it is full, when its window has passed since its
//! first message, or when the next message would exceed the size of a synchronous payload.

use std::time::Duration;

use time::OffsetDateTime;

use super::message::Message;
use super::queue::{Queue, Received};
use crate::stack::EventSourceMapping;

/// Lambda starts reading a standard queue with five batches at a time. It would scale up from
/// there; the sandbox stays, which a program cannot tell from a slow start.
const CONCURRENT_BATCHES: usize = 5;
/// 6 MB, less what the record around each body takes.
const LARGEST_BATCH: usize = 6 * 1024 * 1024 - 256 * 1024;

/// A mapping at work.
#[derive(Debug)]
pub(crate) struct Poller {
    spec: EventSourceMapping,
    gathering: Option<Gathering>,
    in_flight: usize,
    /// Whether the function's role keeps it from its queue.
    pub(crate) is_barred: bool,
}

#[derive(Debug)]
struct Gathering {
    since: OffsetDateTime,
    messages: Vec<Received>,
}

/// What one look at the queue led to.
#[derive(Debug, Default)]
pub(crate) struct Polled {
    pub batch: Option<Vec<Received>>,
    pub given_up: Vec<Message>,
}

impl Poller {
    #[must_use]
    pub(crate) fn new(spec: EventSourceMapping) -> Self {
        Self { spec, gathering: None, in_flight: 0, is_barred: false }
    }

    #[must_use]
    pub(crate) fn spec(&self) -> &EventSourceMapping {
        &self.spec
    }

    pub(crate) fn enable(&mut self, enabled: bool) {
        self.spec.enabled = enabled;
    }

    /// May another batch be invoked now?
    #[must_use]
    pub(crate) fn has_room(&self) -> bool {
        self.in_flight < self.spec.maximum_concurrency.unwrap_or(CONCURRENT_BATCHES)
    }

    /// Takes messages; a batch that comes out counts as in flight until [`Self::finished`].
    pub(crate) fn poll(&mut self, queue: &mut Queue, now: OffsetDateTime) -> Polled {
        let mut polled = Polled::default();
        let mut gathering = self.gathering.take().unwrap_or(Gathering { since: now, messages: Vec::new() });
        let overflow = self.gather(&mut gathering.messages, queue, now, &mut polled.given_up);
        let full = gathering.messages.len() >= self.spec.batch_size || overflow.is_some();
        if gathering.messages.is_empty() {
            return polled;
        }
        if full || gathering.since + self.window(queue) <= now {
            polled.batch = Some(gathering.messages);
            self.in_flight += 1;
            self.gathering = overflow.map(|message| Gathering { since: now, messages: vec![message] });
        } else {
            self.gathering = Some(gathering);
        }
        polled
    }

    /// Fills `messages` as far as the batch size allows; gives back the message that was too much.
    fn gather(
        &self,
        messages: &mut Vec<Received>,
        queue: &mut Queue,
        now: OffsetDateTime,
        given_up: &mut Vec<Message>,
    ) -> Option<Received> {
        while messages.len() < self.spec.batch_size {
            let mut look = queue.receive(now, 1, None);
            given_up.append(&mut look.given_up);
            let received = look.received.pop()?;
            if size(messages) + received.message.body.len() > LARGEST_BATCH {
                return Some(received);
            }
            messages.push(received);
        }
        None
    }

    /// FIFO queues have no batching window.
    fn window(&self, queue: &Queue) -> Duration {
        if queue.spec().fifo { Duration::ZERO } else { self.spec.batching_window }
    }

    /// When the batch that is being gathered goes out, full or not.
    #[must_use]
    pub(crate) fn due(&self) -> Option<OffsetDateTime> {
        self.gathering
            .as_ref()
            .filter(|_| self.has_room())
            .map(|batch| batch.since + self.spec.batching_window)
    }

    /// The invocation of one of its batches has ended.
    pub(crate) fn finished(&mut self) {
        self.in_flight -= 1;
    }

    /// Nothing gathered, nothing in flight.
    #[must_use]
    pub(crate) fn is_idle(&self) -> bool {
        self.gathering.is_none() && self.in_flight == 0
    }
}

fn size(messages: &[Received]) -> usize {
    messages.iter().map(|held| held.message.body.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::message::Draft;
    use crate::engine::testing::{epoch, mapping, queue};
    use crate::stack;

    fn poller(change: impl FnOnce(&mut EventSourceMapping)) -> Poller {
        let mut spec = mapping("Work", "Worker");
        change(&mut spec);
        Poller::new(spec)
    }

    fn queue_of(bodies: impl IntoIterator<Item = impl Into<String>>) -> Queue {
        let mut queue = Queue::new(queue("Work"));
        for body in bodies {
            queue.send(Draft::new(body), epoch()).unwrap();
        }
        queue
    }

    #[test]
    fn without_a_window_what_is_there_is_a_batch() {
        let mut poller = poller(|spec| spec.batch_size = 2);
        let mut queue = queue_of(["1", "2", "3"]);
        assert_eq!(poller.poll(&mut queue, epoch()).batch.unwrap().len(), 2);
        assert_eq!(poller.poll(&mut queue, epoch()).batch.unwrap().len(), 1);
        assert!(poller.poll(&mut queue, epoch()).batch.is_none());
    }

    #[test]
    fn a_batch_waits_for_its_window_from_its_first_message() {
        let mut poller = poller(|spec| spec.batching_window = Duration::from_secs(5));
        let mut queue = queue_of(["1"]);
        assert!(poller.poll(&mut queue, epoch()).batch.is_none());
        assert_eq!(poller.due(), Some(epoch() + Duration::from_secs(5)));
        queue.send(Draft::new("2"), epoch()).unwrap();
        let later = epoch() + Duration::from_secs(5);
        assert_eq!(poller.poll(&mut queue, later).batch.unwrap().len(), 2);
        assert_eq!(poller.due(), None);
    }

    #[test]
    fn a_full_batch_does_not_wait_for_its_window() {
        let mut poller = poller(|spec| {
            spec.batching_window = Duration::from_secs(5);
            spec.batch_size = 2;
        });
        assert_eq!(poller.poll(&mut queue_of(["1", "2"]), epoch()).batch.unwrap().len(), 2);
    }

    #[test]
    fn a_batch_stays_below_the_size_of_a_synchronous_payload() {
        let mut poller = poller(|_| ());
        let mut queue = queue_of((0..8).map(|_| "x".repeat(1_000_000)));
        assert_eq!(poller.poll(&mut queue, epoch()).batch.unwrap().len(), 6);
        assert_eq!(poller.poll(&mut queue, epoch()).batch.unwrap().len(), 2);
    }

    #[test]
    fn no_more_batches_than_the_maximum_concurrency_are_in_flight() {
        let mut poller = poller(|spec| {
            spec.maximum_concurrency = Some(2);
            spec.batch_size = 1;
        });
        let mut queue = queue_of(["1", "2", "3"]);
        poller.poll(&mut queue, epoch());
        poller.poll(&mut queue, epoch());
        assert!(!poller.has_room());
        poller.finished();
        assert!(poller.has_room());
    }

    #[test]
    fn messages_received_too_often_are_handed_over_for_the_dead_letter_queue() {
        let redrive = Some(stack::Redrive { dead_letter_queue: "Dead".into(), max_receive_count: 1 });
        let mut queue = Queue::new(stack::Queue { redrive, ..queue("Work") });
        queue.send(Draft::new("poison"), epoch()).unwrap();
        let mut poller = poller(|_| ());
        assert!(poller.poll(&mut queue, epoch()).batch.is_some());
        poller.finished();
        let taken = poller.poll(&mut queue, epoch() + Duration::from_secs(30));
        assert!(taken.batch.is_none());
        assert_eq!(taken.given_up.len(), 1);
        assert!(poller.is_idle());
    }
}
