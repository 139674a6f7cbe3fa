//! Weeks have passed in the sandbox and none on the machine: what the functions see of it.

use std::time::Duration;

use sandbox::Sandbox;
use sandbox::aws::World;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::front::post;
use crate::stand::{function_alone, start, start_in, whole};

const WEEK: Duration = Duration::from_hours(7 * 24);
const DIRECTORY: &str = "d-9067000001";
const KEY: &str = "offboarding:idle-since";

/// The date of the sandbox that is so far away from now.
fn coming(sandbox: &Sandbox, after: Duration) -> String {
    (sandbox.clock().now() + after).truncate_to_second().format(&Rfc3339).unwrap()
}

async fn is_past(sandbox: &Sandbox, date: &str) -> Value {
    sandbox.invoke("Echo", json!({ "is_past": date })).await.unwrap()
}

async fn with_a_directory() -> Sandbox {
    let world: World = json!({ "Directories": [{ "DirectoryId": DIRECTORY }] }).try_into().unwrap();
    start_in(world, function_alone(|_| ())).await
}

/// A function's own call.
async fn call(sandbox: &Sandbox, operation: &str, input: Value) -> Value {
    sandbox.invoke("Echo", json!({ "call": [operation, input] })).await.unwrap()
}

#[tokio::test]
async fn a_date_has_come_for_a_function_when_it_has_come_in_the_sandbox() {
    let sandbox = start(function_alone(|_| ())).await;
    let leave = coming(&sandbox, 3 * WEEK);
    assert_eq!(is_past(&sandbox, &leave).await, false);
    sandbox.advance(2 * WEEK).await;
    assert_eq!(is_past(&sandbox, &leave).await, false);
    sandbox.advance(WEEK).await;
    assert_eq!(is_past(&sandbox, &leave).await, true);
}

#[tokio::test]
async fn a_date_has_come_at_once_for_a_function_that_is_invoked_the_moment_it_comes() {
    let sandbox = start(function_alone(|_| ())).await;
    for part in [1, 333, 999] {
        sandbox.advance(Duration::from_millis(part)).await;
        let now = sandbox.clock().now().format(&Rfc3339).unwrap();
        assert_eq!(is_past(&sandbox, &now).await, true, "{part}");
    }
}

#[tokio::test]
async fn what_a_function_answers_is_on_the_sandboxs_calendar_and_so_are_its_errors_and_logs() {
    let sandbox = start(function_alone(|_| ())).await;
    sandbox.advance(2 * WEEK).await;
    let line = "written at 2027-01-01T00:00:00.5+01:00";
    let said = json!({ "say": line });
    assert_eq!(sandbox.invoke("Echo", said.clone()).await, Ok(said), "there and back");
    let error = sandbox.invoke("Echo", json!({ "fail": "2027-01-01T00:00:00Z" })).await.unwrap_err();
    assert_eq!(error.error_type, "2027-01-01T00:00:00Z");
    let deliveries = sandbox.deliveries().await;
    assert_eq!(deliveries[0].logs, [line]);
    assert_eq!(deliveries[0].payload, json!({ "say": line }));
}

#[tokio::test]
async fn what_a_function_writes_down_grows_old_with_the_sandbox() {
    let sandbox = with_a_directory().await;
    let written = coming(&sandbox, Duration::ZERO);
    let tags = json!([{ "Key": KEY, "Value": written }]);
    call(&sandbox, "WorkspacesService.CreateTags", json!({ "ResourceId": DIRECTORY, "Tags": tags })).await;
    sandbox.advance(2 * WEEK).await;
    let id = json!({ "ResourceId": DIRECTORY });
    let read = call(&sandbox, "WorkspacesService.DescribeTags", id.clone()).await;
    assert_eq!(read["TagList"][0]["Value"], written, "translated on the way to the function and back");
    let on_the_wire = sandbox.exchanges().pop().unwrap();
    let heard: Value = serde_json::from_str(&on_the_wire.response_body).unwrap();
    let heard = OffsetDateTime::parse(heard["TagList"][0]["Value"].as_str().unwrap(), &Rfc3339).unwrap();
    assert_eq!(OffsetDateTime::parse(&written, &Rfc3339).unwrap() - heard, 2 * WEEK);
    assert_eq!(sandbox.world().tags.of(DIRECTORY)[KEY], written);
}

#[tokio::test]
async fn a_client_sees_the_sandboxs_calendar_untranslated() {
    let sandbox = with_a_directory().await;
    sandbox.advance(2 * WEEK).await;
    let tags = json!([{ "Key": KEY, "Value": "2027-01-01T00:00:00Z" }]);
    let input = json!({ "ResourceId": DIRECTORY, "Tags": tags }).to_string();
    post(&sandbox, "WorkspacesService.CreateTags", &input).await;
    assert_eq!(sandbox.world().tags.of(DIRECTORY)[KEY], "2027-01-01T00:00:00Z");
    assert!(sandbox.exchanges()[0].body.contains("2027-01-01T00:00:00Z"));
}

#[tokio::test]
async fn an_event_happens_in_the_sandboxs_present_whoever_puts_it() {
    let sandbox = start(whole()).await;
    sandbox.advance(2 * WEEK).await;
    let entry = json!({ "Source": "hr", "DetailType": "Left", "Detail": "{}", "EventBusName": "stack-bus" });
    post(&sandbox, "AWSEvents.PutEvents", &json!({ "Entries": [entry] }).to_string()).await;
    sandbox.put_event(json!({ "source": "hr", "detail-type": "Left", "detail": {} })).await.unwrap();
    sandbox.settle().await.unwrap();
    let mut times = Vec::new();
    for delivery in sandbox.deliveries().await {
        for record in delivery.payload["Records"].as_array().into_iter().flatten() {
            let event: Value = serde_json::from_str(record["body"].as_str().unwrap()).unwrap();
            times.push(OffsetDateTime::parse(event["time"].as_str().unwrap(), &Rfc3339).unwrap());
        }
    }
    let now = sandbox.clock().now();
    assert_eq!(times.len(), 2);
    assert!(times.iter().all(|time| (now - *time).abs() < Duration::from_mins(10)), "{times:?} {now}");
}
