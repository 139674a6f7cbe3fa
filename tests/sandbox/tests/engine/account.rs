//! What the stack's account knows, over HTTP: Lambda, EventBridge and SQS.

use serde_json::{Value, json};

use crate::front::{Answer, post, request};
use crate::stand::{start, whole};

async fn sqs(sandbox: &sandbox::Sandbox, operation: &str, body: &Value) -> Answer {
    post(sandbox, &format!("AmazonSQS.{operation}"), &body.to_string()).await
}

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

#[tokio::test]
async fn a_message_is_sent_received_and_deleted() {
    let sandbox = start(whole()).await;
    let url =
        sqs(&sandbox, "GetQueueUrl", &json!({ "QueueName": "stack-Aside" })).await.json()["QueueUrl"].clone();
    let sent = sqs(&sandbox, "SendMessage", &json!({ "QueueUrl": url, "MessageBody": "hello" })).await.json();
    assert_eq!(sent["MD5OfMessageBody"], "5d41402abc4b2a76b9719d911017c592");
    let ask = json!({ "QueueUrl": url, "AttributeNames": ["All"], "WaitTimeSeconds": 1 });
    let received = sqs(&sandbox, "ReceiveMessage", &ask).await.json();
    let message = &received["Messages"][0];
    assert_eq!((&message["Body"], &message["MessageId"]), (&json!("hello"), &sent["MessageId"]));
    assert_eq!(message["Attributes"]["ApproximateReceiveCount"], "1");
    assert_eq!(sqs(&sandbox, "ReceiveMessage", &json!({ "QueueUrl": url })).await.json(), json!({}));
    let handle = &message["ReceiptHandle"];
    assert_eq!(
        sqs(&sandbox, "DeleteMessage", &json!({ "QueueUrl": url, "ReceiptHandle": handle })).await.status,
        200
    );
    assert!(sandbox.messages("Aside").await.is_empty());
}

#[tokio::test]
async fn a_dead_letter_queue_is_looked_at_and_sent_back_to_work() {
    let sandbox = start(whole()).await;
    let work = json!("http://localhost/123456789012/stack-Work");
    let dead = json!("http://localhost/123456789012/stack-Dead");
    sqs(&sandbox, "SendMessage", &json!({ "QueueUrl": work, "MessageBody": "{\"fails\":3}" })).await;
    sandbox.settle().await.unwrap();
    let ask = json!({ "QueueUrl": dead, "AttributeNames": ["ApproximateNumberOfMessages", "QueueArn"] });
    let attributes = sqs(&sandbox, "GetQueueAttributes", &ask).await.json()["Attributes"].clone();
    assert_eq!(attributes["ApproximateNumberOfMessages"], "1");
    let back = sqs(&sandbox, "StartMessageMoveTask", &json!({ "SourceArn": attributes["QueueArn"] })).await;
    assert_eq!(back.status, 200, "{}", back.body);
    sandbox.settle().await.unwrap();
    assert_eq!(sandbox.deliveries().await.len(), 6, "its receive count began again");
}

#[tokio::test]
async fn sqs_refuses_what_it_does_not_know() {
    let sandbox = start(whole()).await;
    let missing = sqs(&sandbox, "GetQueueUrl", &json!({ "QueueName": "nothing" })).await;
    assert_eq!(
        (missing.status, &missing.json()["__type"]),
        (400, &json!("com.amazonaws.sqs#QueueDoesNotExist"))
    );
    assert_eq!(missing.headers["x-amzn-query-error"], "AWS.SimpleQueueService.NonExistentQueue;Sender");
    let unknown = sqs(&sandbox, "TagQueue", &json!({})).await;
    assert_eq!(unknown.json()["__type"], "com.amazonaws.sqs#UnsupportedOperation");
    let url = "http://localhost/123456789012/stack-Aside";
    let member =
        sqs(&sandbox, "SendMessage", &json!({ "QueueUrl": url, "MessageBody": "x", "Priority": 1 })).await;
    assert!(member.json()["message"].as_str().unwrap().contains("Priority"));
}
