//! Events and messages on their way to a function.

use std::time::Duration;

use sandbox::engine::invocation::Trigger;
use sandbox::engine::message::Draft;
use sandbox::stack::{EventSourceMapping, Queue, Stack};
use serde_json::json;

use crate::stand::{mapping, queue, start, whole};

/// How often the function got a batch.
async fn batches(sandbox: &sandbox::Sandbox) -> usize {
    let deliveries = sandbox.deliveries().await;
    deliveries.iter().filter(|delivery| matches!(delivery.trigger, Trigger::Queue { .. })).count()
}

#[tokio::test]
async fn an_event_reaches_the_function_through_rule_and_queue() {
    let sandbox = start(whole()).await;
    let event =
        json!({ "source": "hr", "detail-type": "Left", "detail": { "User": { "UserName": "alice" } } });
    let id = sandbox.put_event(event).await.unwrap();
    sandbox.settle().await.unwrap();
    let deliveries = sandbox.deliveries().await;
    assert_eq!(deliveries.len(), 1);
    let body = deliveries[0].payload["Records"][0]["body"].as_str().unwrap();
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!((&body["id"], &body["detail"]["User"]["UserName"]), (&json!(id), &json!("alice")));
}

#[tokio::test]
async fn an_event_that_no_rule_wants_goes_nowhere() {
    let sandbox = start(whole()).await;
    sandbox.put_event(json!({ "source": "hr", "detail-type": "Joined", "detail": {} })).await.unwrap();
    sandbox.settle().await.unwrap();
    assert_eq!(sandbox.deliveries().await.len(), 0);
}

#[tokio::test]
async fn a_poison_message_ends_in_the_dead_letter_queue_and_its_neighbours_are_done() {
    let sandbox = start(whole()).await;
    let messages = [json!({ "fails": 0 }), json!({ "fails": 99 }), json!({ "fails": 1 })];
    let drafts = messages.iter().map(|body| Draft::new(body.to_string())).collect();
    let began = sandbox.clock().now();
    let ids = sandbox.send_messages("Work", drafts).await.unwrap();
    sandbox.settle().await.unwrap();
    assert_eq!(batches(&sandbox).await, 3, "all three; the poison and the late one; the poison alone");
    let dead = sandbox.dead_letters().await;
    assert_eq!(dead["Dead"].len(), 1);
    assert_eq!(dead["Dead"][0].message_id, ids[1]);
    assert_eq!(dead["Dead"][0].received, 3);
    assert!(sandbox.messages("Work").await.is_empty());
    assert!(sandbox.clock().now() - began >= Duration::from_mins(36), "three visibility timeouts passed");
}

#[tokio::test]
async fn a_function_that_fails_gets_its_whole_batch_again() {
    let sandbox = start(whole()).await;
    let drafts = [json!({ "fails": 0 }), json!({ "breaks": 1 })].map(|body| Draft::new(body.to_string()));
    sandbox.send_messages("Work", drafts.to_vec()).await.unwrap();
    sandbox.settle().await.unwrap();
    let deliveries = sandbox.deliveries().await;
    let sizes: Vec<_> =
        deliveries.iter().map(|delivery| delivery.payload["Records"].as_array().unwrap().len()).collect();
    assert_eq!(sizes, [2, 2]);
    assert!(sandbox.dead_letters().await["Dead"].is_empty());
}

#[tokio::test]
async fn without_reported_failures_any_answer_is_success() {
    let believing = EventSourceMapping { report_batch_item_failures: false, ..mapping() };
    let sandbox = start(Stack { mappings: vec![believing], ..whole() }).await;
    sandbox.send_message("Work", Draft::new("{\"fails\":9}")).await.unwrap();
    sandbox.settle().await.unwrap();
    assert_eq!(batches(&sandbox).await, 1);
}

#[tokio::test]
async fn messages_of_a_window_come_together() {
    let waiting = EventSourceMapping { batching_window: Duration::from_mins(5), ..mapping() };
    let sandbox = start(Stack { mappings: vec![waiting], ..whole() }).await;
    sandbox.send_message("Work", Draft::new("1")).await.unwrap();
    sandbox.send_message("Work", Draft::new("2")).await.unwrap();
    sandbox.settle().await.unwrap();
    assert_eq!(batches(&sandbox).await, 1);
}

#[tokio::test]
async fn a_message_of_a_fifo_group_waits_for_the_one_before_it() {
    let fifo = Queue { fifo: true, name: "work.fifo".into(), ..queue("Work") };
    let one_by_one = EventSourceMapping { batch_size: 1, ..mapping() };
    let stack = Stack { queues: vec![fifo], mappings: vec![one_by_one], rules: Vec::new(), ..whole() };
    let sandbox = start(stack).await;
    let draft = |body: serde_json::Value| Draft {
        group: Some("alice".into()),
        deduplication: Some(body.to_string()),
        ..Draft::new(body.to_string())
    };
    let drafts = vec![draft(json!({ "fails": 1, "n": 1 })), draft(json!({ "fails": 0, "n": 2 }))];
    sandbox.send_messages("Work", drafts).await.unwrap();
    sandbox.settle().await.unwrap();
    let order: Vec<String> = sandbox
        .deliveries()
        .await
        .iter()
        .map(|delivery| delivery.payload["Records"][0]["body"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(order.len(), 3);
    assert!(order[0].contains("\"n\":1") && order[1].contains("\"n\":1") && order[2].contains("\"n\":2"));
}

#[tokio::test]
async fn a_message_that_nobody_reads_is_at_rest() {
    let sandbox = start(whole()).await;
    sandbox.send_message("Aside", Draft::new("keep me")).await.unwrap();
    sandbox.settle().await.unwrap();
    assert_eq!(sandbox.unread().await["Aside"].len(), 1);
    assert!(!sandbox.dead_letters().await.contains_key("Aside"));
}

#[tokio::test]
async fn what_can_never_move_is_said_to_be_stuck() {
    let mut stack = whole();
    stack.functions[0].reserved_concurrency = Some(0);
    stack.schedules.clear();
    let sandbox = start(stack).await;
    sandbox.send_message("Work", Draft::new("1")).await.unwrap();
    let error = sandbox.settle().await.unwrap_err();
    assert_eq!(error.to_string(), "nothing moves any more, and yet there is 1 message(s) in Work");
}
