//! Days that pass in a moment.

use std::time::Duration;

use serde_json::json;

use crate::stand::{start, whole};

#[tokio::test]
async fn schedules_that_fall_due_while_time_passes_are_run() {
    let sandbox = start(whole()).await;
    sandbox.advance(Duration::from_hours(3 * 24 + 1)).await;
    let deliveries = sandbox.deliveries().await;
    assert_eq!(deliveries.len(), 3);
    assert!(deliveries.iter().all(|delivery| delivery.payload == json!({ "say": "good morning" })));
}

#[tokio::test]
async fn a_schedule_can_be_run_now() {
    let sandbox = start(whole()).await;
    sandbox.trigger_schedule("Daily").await.unwrap();
    sandbox.settle().await.unwrap();
    assert_eq!(sandbox.deliveries().await.len(), 1);
    assert!(sandbox.trigger_schedule("Nightly").await.is_err());
}

#[tokio::test]
async fn exactly_the_time_that_was_asked_for_passes() {
    let sandbox = start(whole()).await;
    let before = sandbox.clock().now();
    sandbox.advance(Duration::from_hours(24 * 14)).await;
    let passed = sandbox.clock().now() - before;
    assert!(passed >= Duration::from_hours(24 * 14));
    assert!(passed < Duration::from_hours(24 * 14) + Duration::from_mins(1));
}
