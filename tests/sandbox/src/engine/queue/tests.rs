use super::*;
use crate::engine::message::Draft;
use crate::engine::testing::{epoch, queue};
use crate::stack::Redrive;

fn seconds(seconds: i64) -> OffsetDateTime {
    epoch() + time::Duration::seconds(seconds)
}

fn bodies(look: &Look) -> Vec<&str> {
    look.received.iter().map(|held| held.message.body.as_str()).collect()
}

fn fifo() -> Queue {
    Queue::new(stack::Queue { fifo: true, name: "orders.fifo".to_owned(), ..queue("Orders") })
}

fn in_group(body: &str, group: &str) -> Draft {
    Draft { group: Some(group.into()), deduplication: Some(format!("{group}-{body}")), ..Draft::new(body) }
}

#[test]
fn a_received_message_is_hidden_until_its_visibility_timeout_ends() {
    let mut queue = Queue::new(queue("Work"));
    queue.send(Draft::new("a"), epoch()).unwrap();
    assert_eq!(bodies(&queue.receive(epoch(), 10, None)), ["a"]);
    assert_eq!(queue.counts(seconds(29)), Counts { in_flight: 1, ..Counts::default() });
    assert!(queue.receive(seconds(29), 10, None).received.is_empty());
    assert_eq!(queue.next_visible(seconds(29)), Some(seconds(30)));
    let again = queue.receive(seconds(30), 10, None);
    assert_eq!(again.received[0].message.received, 2);
    assert_eq!(again.received[0].message.first_received, Some(epoch()));
}

#[test]
fn one_look_brings_a_message_once_even_without_a_visibility_timeout() {
    let mut queue = Queue::new(queue("Work"));
    queue.send(Draft::new("a"), epoch()).unwrap();
    for received in 1..3 {
        let look = queue.receive(epoch(), 10, Some(Duration::ZERO));
        assert_eq!((bodies(&look), look.received[0].message.received), (vec!["a"], received));
    }
}

#[test]
fn a_deleted_message_does_not_come_back() {
    let mut queue = Queue::new(queue("Work"));
    queue.send(Draft::new("a"), epoch()).unwrap();
    let held = queue.receive(epoch(), 1, None).received;
    assert!(queue.delete(&held[0].receipt));
    assert!(queue.is_empty());
    assert!(!queue.delete(&held[0].receipt));
}

#[test]
fn the_receipt_of_an_earlier_delivery_deletes_nothing() {
    let mut queue = Queue::new(queue("Work"));
    queue.send(Draft::new("a"), epoch()).unwrap();
    let first = queue.receive(epoch(), 1, None).received;
    queue.receive(seconds(30), 1, None);
    assert!(!queue.delete(&first[0].receipt));
    assert!(!queue.is_empty());
}

#[test]
fn a_message_received_too_often_is_given_up_when_it_is_asked_for_again() {
    let redrive = Some(Redrive { dead_letter_queue: "Dead".into(), max_receive_count: 2 });
    let mut queue = Queue::new(stack::Queue { redrive, ..queue("Work") });
    queue.send(Draft::new("poison"), epoch()).unwrap();
    queue.send(Draft::new("neighbour"), seconds(45)).unwrap();
    assert_eq!(bodies(&queue.receive(epoch(), 1, None)), ["poison"]);
    assert_eq!(bodies(&queue.receive(seconds(30), 1, None)), ["poison"]);
    let third = queue.receive(seconds(60), 1, None);
    assert_eq!(third.given_up[0].body, "poison");
    assert_eq!(third.given_up[0].received, 2);
    assert_eq!(bodies(&third), ["neighbour"]);
}

#[test]
fn a_buried_message_keeps_its_id_and_names_the_queue_that_gave_it_up() {
    let mut source = Queue::new(queue("Work"));
    let sent = source.send(Draft::new("poison"), epoch()).unwrap();
    let message = source.move_visible(None, epoch()).remove(0);
    let mut dead = Queue::new(queue("Dead"));
    dead.bury(message, &source.arn(), seconds(60));
    let held = dead.receive(seconds(60), 1, None).received.remove(0);
    assert_eq!(held.message.message_id, sent.message_id);
    let attributes = held.message.attributes(false);
    assert_eq!(attributes["DeadLetterQueueSourceArn"], "arn:aws:sqs:us-east-1:123456789012:stack-Work");
    assert_eq!(held.message.sent, epoch());
}

#[test]
fn a_delayed_message_is_not_visible_before_its_time() {
    let mut queue = Queue::new(queue("Work"));
    queue.send(Draft { delay: Some(Duration::from_secs(10)), ..Draft::new("later") }, epoch()).unwrap();
    assert_eq!(queue.counts(epoch()), Counts { delayed: 1, ..Counts::default() });
    assert!(queue.receive(seconds(9), 1, None).received.is_empty());
    assert_eq!(bodies(&queue.receive(seconds(10), 1, None)), ["later"]);
}

#[test]
fn visibility_can_be_ended_early_or_extended() {
    let mut queue = Queue::new(queue("Work"));
    queue.send(Draft::new("a"), epoch()).unwrap();
    let held = queue.receive(epoch(), 1, None).received.remove(0);
    queue.change_visibility(&held.receipt, seconds(5), Duration::from_secs(100)).unwrap();
    assert_eq!(queue.back_at(&held.receipt), Some(seconds(105)));
    queue.change_visibility(&held.receipt, seconds(6), Duration::ZERO).unwrap();
    let change = |queue: &mut Queue| queue.change_visibility(&held.receipt, seconds(6), Duration::ZERO);
    assert_eq!(change(&mut queue), Err(Unchanged::NotInFlight));
    assert_eq!(bodies(&queue.receive(seconds(6), 1, None)), ["a"]);
    assert_eq!(change(&mut queue), Err(Unchanged::Gone), "an outdated receipt");
}

#[test]
fn a_queue_knows_the_receipts_that_it_gave_out_even_after_their_message_is_gone() {
    let mut queue = Queue::new(queue("Work"));
    queue.send(Draft::new("a"), epoch()).unwrap();
    let held = queue.receive(epoch(), 1, None).received.remove(0);
    queue.delete(&held.receipt);
    assert!(queue.has_issued(&held.receipt));
    assert!(!queue.has_issued("made up"));
}

#[test]
fn a_queue_remembers_what_was_moved_out_of_it_the_latest_first() {
    let mut queue = Queue::new(queue("Dead"));
    queue.send(Draft::new("a"), epoch()).unwrap();
    assert_eq!(queue.move_visible(None, epoch()).len(), 1);
    queue.move_visible(Some("arn".to_owned()), seconds(1));
    let moved: Vec<_> = queue.moves().map(|task| (task.destination.as_deref(), task.moved)).collect();
    assert_eq!(moved, [(Some("arn"), 0), (None, 1)]);
}

#[test]
fn messages_older_than_the_retention_period_are_dropped() {
    let mut queue = Queue::new(queue("Work"));
    queue.send(Draft::new("old"), epoch()).unwrap();
    queue.expire(seconds(96 * 3600 - 1));
    assert!(!queue.is_empty());
    queue.expire(seconds(96 * 3600));
    assert!(queue.is_empty());
}

#[test]
fn a_fifo_group_waits_for_its_earlier_message_and_other_groups_do_not() {
    let mut queue = fifo();
    for draft in [in_group("1", "alice"), in_group("2", "alice"), in_group("1", "bob")] {
        queue.send(draft, epoch()).unwrap();
    }
    let first = queue.receive(epoch(), 1, None);
    assert_eq!(first.received[0].message.group.as_deref(), Some("alice"));
    let second = queue.receive(epoch(), 10, None);
    assert_eq!(second.received.len(), 1, "alice's second message waits");
    assert_eq!(second.received[0].message.group.as_deref(), Some("bob"));
    queue.delete(&first.received[0].receipt);
    assert_eq!(bodies(&queue.receive(epoch(), 10, None)), ["2"]);
}

#[test]
fn one_look_may_take_several_of_a_fifo_group_in_order() {
    let mut queue = fifo();
    for body in ["1", "2", "3"] {
        queue.send(in_group(body, "alice"), epoch()).unwrap();
    }
    assert_eq!(bodies(&queue.receive(epoch(), 10, None)), ["1", "2", "3"]);
}

#[test]
fn a_fifo_duplicate_is_answered_like_the_first_and_kept_once_for_five_minutes() {
    let mut queue = fifo();
    let first = queue.send(in_group("1", "alice"), epoch()).unwrap();
    let duplicate = queue.send(in_group("1", "alice"), seconds(299)).unwrap();
    assert_eq!(first, duplicate);
    assert_eq!(queue.messages().count(), 1);
    assert_ne!(queue.send(in_group("1", "alice"), seconds(300)).unwrap(), first);
}

#[test]
fn a_queue_refuses_what_its_type_does_not_know() {
    let mut standard = Queue::new(queue("Work"));
    let mut fifo = fifo();
    let now = epoch();
    assert_eq!(standard.send(Draft::new(""), now), Err(SendError::Empty));
    assert_eq!(standard.send(Draft::new("x".repeat(1_048_577)), now), Err(SendError::TooLarge));
    assert_eq!(standard.send(Draft::new("\u{FFFE}"), now), Err(SendError::Character(0xFFFE)));
    assert!(standard.send(Draft::new("tab\t, line\n, \u{10FFFF}"), now).is_ok());
    assert_eq!(fifo.send(Draft::new("x"), now), Err(SendError::NoGroup));
    let group = Some("g".to_owned());
    assert_eq!(fifo.send(Draft { group, ..Draft::new("x") }, now), Err(SendError::NoDeduplication));
    let deduplicated = Draft { deduplication: Some("d".into()), ..Draft::new("x") };
    assert_eq!(standard.send(deduplicated, now), Err(SendError::NotForThisQueue("MessageDeduplicationId")));
}
