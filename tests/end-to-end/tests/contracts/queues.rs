//! Nothing is lost: times, counts and dead-letter queues.

use std::time::Duration;

use sandbox::stack::Stack;

use crate::{made, stack};

/// What SQS keeps a message for at most (quotas in its developer guide).
const LONGEST_RETENTION: Duration = Duration::from_hours(14 * 24);

fn queue<'a>(stack: &'a Stack, name: &str) -> &'a sandbox::stack::Queue {
    stack.queues.iter().find(|queue| queue.logical_id == name).unwrap()
}

#[test]
fn slow_work_has_the_time_and_the_tries_that_it_needs() {
    let stack = stack();
    for mapping in &stack.mappings {
        let function =
            stack.functions.iter().find(|function| function.logical_id == mapping.function).unwrap();
        let queue = queue(&stack, &mapping.queue);
        let redrive = queue.redrive.as_ref().unwrap();
        // Lambda developer guide, "Using Lambda with Amazon SQS".
        assert!(queue.visibility_timeout >= function.timeout * 6, "{}", queue.logical_id);
        assert!(redrive.max_receive_count >= 5, "{}", queue.logical_id);
        let time = queue.visibility_timeout * redrive.max_receive_count;
        assert!(time >= Duration::from_hours(2), "{}: {time:?}", queue.logical_id);
        assert!(mapping.report_batch_item_failures, "{}", mapping.logical_id);
        assert!(mapping.maximum_concurrency.is_some(), "{}", mapping.logical_id);
    }
}

#[test]
fn what_is_given_up_is_kept_as_long_as_can_be() {
    for queue in stack().queues {
        assert_eq!(queue.retention, LONGEST_RETENTION, "{}", queue.logical_id);
    }
}

/// Otherwise SQS would move messages here from whatever queue names this one as its dead-letter queue, and
/// ask no policy. (`SetQueueAttributes` in the SQS API reference, `RedriveAllowPolicy`.)
#[test]
fn no_queue_can_be_made_somebody_elses_dead_letter_queue() {
    let (made, stack) = (made(&[]), stack());
    let dead = |name: &str| {
        let mut redrives = stack.queues.iter().filter_map(|queue| queue.redrive.as_ref());
        redrives.any(|redrive| redrive.dead_letter_queue == name)
    };
    for queue in made.iter().filter(|made| made.kind == "AWS::SQS::Queue" && !dead(&made.logical_id)) {
        let permission = &queue.properties["RedriveAllowPolicy"]["redrivePermission"];
        assert_eq!(permission, "denyAll", "{}", queue.logical_id);
    }
}

#[test]
fn whatever_is_delivered_has_a_place_to_go_where_it_cannot_be() {
    let stack = stack();
    for queue in stack.mappings.iter().map(|mapping| queue(&stack, &mapping.queue)) {
        assert!(queue.redrive.is_some(), "{}", queue.logical_id);
    }
    for (rule, target) in
        stack.rules.iter().flat_map(|rule| rule.targets.iter().map(move |target| (rule, target)))
    {
        assert!(target.dead_letter_queue.is_some(), "{} {}", rule.logical_id, target.id);
    }
    for schedule in &stack.schedules {
        assert!(schedule.dead_letter_queue.is_some(), "{}", schedule.logical_id);
    }
    for function in &stack.functions {
        assert!(function.on_failure_queue.is_some(), "{}", function.logical_id);
    }
}
