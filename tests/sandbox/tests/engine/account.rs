//! What the stack's account knows, over HTTP: Lambda and EventBridge.

use serde_json::{Value, json};

use crate::front::{post, request};
use crate::stand::{start, whole};

#[tokio::test]
async fn invoke_answers_what_the_function_answers() {
    let sandbox = start(whole()).await;
    let path = "/2015-03-31/functions/stack-echo/invocations";
    let answer = request(&sandbox, "POST", path, &[], "{\"a\":1}").await;
    assert_eq!((answer.status, answer.body.as_str()), (200, "{\"a\":1}"));
    let failed =
        request(&sandbox, "POST", path, &[("X-Amz-Log-Type", "Tail")], "{\"fail\":\"Expired\"}").await;
    assert_eq!(failed.headers["x-amz-function-error"], "Unhandled");
    assert_eq!(failed.json()["errorType"], "Expired");
    let event = [("X-Amz-Invocation-Type", "Event")];
    assert_eq!(request(&sandbox, "POST", path, &event, "{}").await.status, 202);
    let dry = [("X-Amz-Invocation-Type", "DryRun")];
    assert_eq!(request(&sandbox, "POST", path, &dry, "{}").await.status, 204);
}

#[tokio::test]
async fn invoke_refuses_what_lambda_refuses() {
    let sandbox = start(whole()).await;
    let unknown = request(&sandbox, "POST", "/2015-03-31/functions/nobody/invocations", &[], "{}").await;
    assert_eq!(
        (unknown.status, unknown.headers["x-amzn-errortype"].as_str()),
        (404, "ResourceNotFoundException")
    );
    let path = "/2015-03-31/functions/Echo/invocations";
    let not_json = request(&sandbox, "POST", path, &[], "{").await;
    assert_eq!(not_json.headers["x-amzn-errortype"], "InvalidRequestContentException");
    let large = format!("\"{}\"", "x".repeat(1_048_577));
    let too_large = request(&sandbox, "POST", path, &[("X-Amz-Invocation-Type", "Event")], &large).await;
    assert_eq!(
        (too_large.status, too_large.headers["x-amzn-errortype"].as_str()),
        (413, "RequestTooLargeException")
    );
}

#[tokio::test]
async fn put_events_takes_what_is_right_and_says_what_is_wrong() {
    let sandbox = start(whole()).await;
    let right = json!({ "Source": "hr", "DetailType": "Left", "Detail": "{\"fails\":0}", "EventBusName": "stack-bus" });
    let wrong = json!({ "Source": "hr", "DetailType": "Left", "Detail": "no" });
    let entries = json!({ "Entries": [right, wrong, {"Detail": "{}"}] }).to_string();
    let answer = post(&sandbox, "AWSEvents.PutEvents", &entries).await.json();
    assert_eq!(answer["FailedEntryCount"], 2);
    assert_eq!(answer["Entries"][1]["ErrorCode"], "MalformedDetail");
    assert_eq!(answer["Entries"][2]["ErrorCode"], "InvalidArgument");
    sandbox.settle().await.unwrap();
    let deliveries = sandbox.deliveries().await;
    let body: Value =
        serde_json::from_str(deliveries[0].payload["Records"][0]["body"].as_str().unwrap()).unwrap();
    assert_eq!(body["id"], answer["Entries"][0]["EventId"]);
    let nowhere =
        json!({ "Entries": [{ "Source": "a", "DetailType": "b", "Detail": "{}", "EventBusName": "x" }] });
    let refused = post(&sandbox, "AWSEvents.PutEvents", &nowhere.to_string()).await;
    assert_eq!((refused.status, &refused.json()["__type"]), (400, &json!("ResourceNotFoundException")));
}

/// What becomes of one entry, sent together with one that is right.
async fn failure(sandbox: &sandbox::Sandbox, entry: Value) -> Value {
    let right = json!({ "Source": "hr", "DetailType": "Joined", "Detail": "{}" });
    let entries = json!({ "Entries": [right, entry] }).to_string();
    let answer = post(sandbox, "AWSEvents.PutEvents", &entries).await.json();
    assert_eq!(answer["FailedEntryCount"], 1, "{answer}");
    answer["Entries"][1].clone()
}

#[tokio::test]
async fn put_events_fails_an_entry_with_the_code_of_the_model() {
    let sandbox = start(whole()).await;
    let entry = |source: &str, detail_type: &str, detail: &str| json!({ "Source": source, "DetailType": detail_type, "Detail": detail });
    for (entry, code) in [
        (entry("aws.workspaces", "Left", "{}"), "NotAuthorizedForSourceException"),
        (entry("hr", "Left", "[]"), "MalformedDetail"),
        (entry("hr", &"x".repeat(129), "{}"), "InvalidArgument"),
    ] {
        assert_eq!(failure(&sandbox, entry).await["ErrorCode"], code);
    }
    let twice = failure(&sandbox, entry("hr", "Left", "{\"DryRun\": true, \"DryRun\": false}")).await;
    assert_eq!(twice["ErrorCode"], "MalformedDetail");
    assert!(twice["ErrorMessage"].as_str().unwrap().contains("`DryRun` is there twice"), "{twice}");
}

#[tokio::test]
async fn put_events_is_refused_whole_when_no_entry_is_complete_or_all_are_too_large() {
    let sandbox = start(whole()).await;
    let refused = async |entries: Value| {
        let answer = post(&sandbox, "AWSEvents.PutEvents", &json!({ "Entries": entries }).to_string()).await;
        assert_eq!((answer.status, &answer.json()["__type"]), (400, &json!("ValidationException")));
        answer.json()["message"].as_str().unwrap().to_owned()
    };
    let incomplete = json!([{ "Source": "hr", "Detail": "{}" }, { "Source": "hr", "DetailType": "Left" }]);
    assert!(refused(incomplete).await.starts_with("No entry has all of"));
    let half =
        json!({ "Source": "hr", "DetailType": "Left", "Detail": format!("\"{}\"", "x".repeat(600_000)) });
    assert!(refused(json!([half, half])).await.starts_with("Total size"));
    assert!(refused(json!([])).await.contains("length between 1 and 10"));
}
