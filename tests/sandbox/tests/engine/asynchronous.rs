//! Nobody waits for the answer.

use std::time::Duration;

use sandbox::engine::invocation::Trigger;
use sandbox::stack::{Function, Stack};
use serde_json::{Value, json};

use crate::stand::{echo, queue, start};

fn with_destination(change: impl FnOnce(&mut Function)) -> Stack {
    let mut function = Function { on_failure_queue: Some("Failures".into()), ..echo() };
    change(&mut function);
    Stack { functions: vec![function], queues: vec![queue("Failures")], ..Stack::default() }
}

#[tokio::test]
async fn a_failing_event_is_tried_three_times_under_one_id_and_then_kept() {
    let sandbox = start(with_destination(|_| ())).await;
    let request_id = sandbox.invoke_async("Echo", json!({ "fail": "Incomplete" })).await.unwrap();
    sandbox.settle().await.unwrap();
    let deliveries = sandbox.deliveries().await;
    let attempts: Vec<_> = deliveries.iter().map(|delivery| delivery.trigger.clone()).collect();
    let attempt = |attempt| Trigger::Asynchronous { attempt };
    assert_eq!(attempts, [attempt(1), attempt(2), attempt(3)]);
    assert!(deliveries.iter().all(|delivery| delivery.request_id == request_id));
    assert!(deliveries[2].started - deliveries[0].started >= Duration::from_mins(3));
    let kept = sandbox.dead_letters().await["Failures"].clone();
    let record: Value = serde_json::from_str(&kept[0].body).unwrap();
    assert_eq!(record["requestPayload"], json!({ "fail": "Incomplete" }));
    assert_eq!(record["responsePayload"]["errorType"], "Incomplete");
    assert_eq!(record["requestContext"]["approximateInvokeCount"], 3);
}

#[tokio::test]
async fn a_function_without_concurrency_keeps_the_event_untried() {
    let sandbox = start(with_destination(|function| function.reserved_concurrency = Some(0))).await;
    sandbox.invoke_async("Echo", json!({})).await.unwrap();
    sandbox.settle().await.unwrap();
    assert!(sandbox.deliveries().await.is_empty());
    let kept = sandbox.dead_letters().await["Failures"].clone();
    let record: Value = serde_json::from_str(&kept[0].body).unwrap();
    assert_eq!(record["requestContext"]["condition"], "ZeroReservedConcurrency");
}

#[tokio::test]
async fn events_wait_for_room() {
    let sandbox = start(with_destination(|function| function.reserved_concurrency = Some(1))).await;
    for _ in 0..3 {
        sandbox.invoke_async("Echo", json!({ "sleep": 50 })).await.unwrap();
    }
    sandbox.settle().await.unwrap();
    let deliveries = sandbox.deliveries().await;
    assert_eq!(deliveries.len(), 3);
    assert!(deliveries.windows(2).all(|pair| pair[0].ended <= pair[1].started), "one after the other");
}
