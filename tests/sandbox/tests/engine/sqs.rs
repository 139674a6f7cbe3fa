//! The stack's queues, over HTTP.

use serde_json::{Value, json};

use crate::front::{Answer, post};
use crate::stand::{queue, start, whole};

const ASIDE: &str = "http://localhost/123456789012/stack-Aside";
const DEAD: &str = "http://localhost/123456789012/stack-Dead";

async fn sqs(sandbox: &sandbox::Sandbox, operation: &str, body: &Value) -> Answer {
    post(sandbox, &format!("AmazonSQS.{operation}"), &body.to_string()).await
}

/// The code of an SQS error.
async fn refused(sandbox: &sandbox::Sandbox, operation: &str, body: &Value) -> String {
    let answer = sqs(sandbox, operation, body).await;
    assert_eq!(answer.status, 400, "{}", answer.body);
    answer.json()["__type"].as_str().unwrap().replace("com.amazonaws.sqs#", "")
}

/// Sends a message to the queue that nobody reads, and receives it.
async fn received(sandbox: &sandbox::Sandbox) -> Value {
    sqs(sandbox, "SendMessage", &json!({ "QueueUrl": ASIDE, "MessageBody": "hello" })).await;
    sqs(sandbox, "ReceiveMessage", &json!({ "QueueUrl": ASIDE })).await.json()["Messages"][0]["ReceiptHandle"]
        .clone()
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
    sqs(&sandbox, "SendMessage", &json!({ "QueueUrl": work, "MessageBody": "{\"fails\":3}" })).await;
    sandbox.settle().await.unwrap();
    let ask = json!({ "QueueUrl": DEAD, "AttributeNames": ["ApproximateNumberOfMessages", "QueueArn"] });
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
    let member =
        sqs(&sandbox, "SendMessage", &json!({ "QueueUrl": ASIDE, "MessageBody": "x", "Priority": 1 })).await;
    assert!(member.json()["message"].as_str().unwrap().contains("Priority"));
}

#[tokio::test]
async fn a_made_up_receipt_handle_is_invalid() {
    let sandbox = start(whole()).await;
    let made_up = json!({ "QueueUrl": ASIDE, "ReceiptHandle": "made-up" });
    assert_eq!(refused(&sandbox, "DeleteMessage", &made_up).await, "ReceiptHandleIsInvalid");
    let change = json!({ "QueueUrl": ASIDE, "ReceiptHandle": "made-up", "VisibilityTimeout": 1 });
    assert_eq!(refused(&sandbox, "ChangeMessageVisibility", &change).await, "ReceiptHandleIsInvalid");
}

#[tokio::test]
async fn a_deleted_message_is_deleted_again_but_cannot_be_hidden() {
    let sandbox = start(whole()).await;
    let handle = received(&sandbox).await;
    for _ in 0..2 {
        let delete = json!({ "QueueUrl": ASIDE, "ReceiptHandle": handle });
        assert_eq!(sqs(&sandbox, "DeleteMessage", &delete).await.status, 200);
    }
    let change = json!({ "QueueUrl": ASIDE, "ReceiptHandle": handle, "VisibilityTimeout": 1 });
    let answer = sqs(&sandbox, "ChangeMessageVisibility", &change).await;
    assert_eq!(answer.json()["__type"], "com.amazonaws.sqs#InvalidParameterValue");
    assert!(
        answer.body.contains("Message does not exist or is not available for visibility timeout change.")
    );
}

#[tokio::test]
async fn a_message_that_is_back_in_the_queue_is_not_in_flight() {
    let sandbox = start(whole()).await;
    let handle = received(&sandbox).await;
    let change = json!({ "QueueUrl": ASIDE, "ReceiptHandle": handle, "VisibilityTimeout": 0 });
    assert_eq!(sqs(&sandbox, "ChangeMessageVisibility", &change).await.status, 200);
    assert_eq!(refused(&sandbox, "ChangeMessageVisibility", &change).await, "MessageNotInflight");
    let open = json!({ "QueueUrl": ASIDE, "ReceiptHandle": handle });
    assert_eq!(refused(&sandbox, "ChangeMessageVisibility", &open).await, "MissingParameter");
}

#[tokio::test]
async fn every_entry_of_a_batch_succeeds_or_fails_by_itself() {
    let sandbox = start(whole()).await;
    let handle = received(&sandbox).await;
    let entries = |timeout: Option<u64>| {
        let entry = |id: &str, handle: &Value| match timeout {
            Some(timeout) => json!({ "Id": id, "ReceiptHandle": handle, "VisibilityTimeout": timeout }),
            None => json!({ "Id": id, "ReceiptHandle": handle }),
        };
        json!({ "QueueUrl": ASIDE, "Entries": [entry("good", &handle), entry("bad", &json!("made-up"))] })
    };
    for (operation, timeout) in [("ChangeMessageVisibilityBatch", Some(60)), ("DeleteMessageBatch", None)] {
        let answer = sqs(&sandbox, operation, &entries(timeout)).await.json();
        assert_eq!(answer["Successful"], json!([{ "Id": "good" }]), "{operation}");
        let failed = &answer["Failed"][0];
        assert_eq!((&failed["Id"], &failed["Code"]), (&json!("bad"), &json!("ReceiptHandleIsInvalid")));
    }
    assert!(sandbox.messages("Aside").await.is_empty());
}

#[tokio::test]
async fn a_batch_that_cannot_be_answered_is_refused_whole() {
    let sandbox = start(whole()).await;
    let entry = |id: &str| json!({ "Id": id, "MessageBody": "x" });
    for (entries, code) in [
        (json!([]), "EmptyBatchRequest"),
        (json!(vec![entry("a"); 11]), "TooManyEntriesInBatchRequest"),
        (json!([{ "MessageBody": "x" }]), "MissingParameter"),
        (json!([entry("two words")]), "InvalidBatchEntryId"),
        (json!([entry("a"), entry("a")]), "BatchEntryIdsNotDistinct"),
    ] {
        let batch = json!({ "QueueUrl": ASIDE, "Entries": entries });
        assert_eq!(refused(&sandbox, "SendMessageBatch", &batch).await, code);
    }
    assert!(sandbox.messages("Aside").await.is_empty());
}

#[tokio::test]
async fn a_body_with_characters_that_xml_does_not_have_is_refused() {
    let sandbox = start(whole()).await;
    let send = json!({ "QueueUrl": ASIDE, "MessageBody": "a\0b" });
    assert_eq!(refused(&sandbox, "SendMessage", &send).await, "InvalidMessageContents");
}

#[tokio::test]
async fn a_queue_is_known_by_its_account_and_its_name() {
    let sandbox = start(whole()).await;
    let send = |url: &str| json!({ "QueueUrl": url, "MessageBody": "x" });
    let elsewhere = send("http://localhost/111122223333/stack-Aside");
    assert_eq!(refused(&sandbox, "SendMessage", &elsewhere).await, "QueueDoesNotExist");
    assert_eq!(refused(&sandbox, "SendMessage", &send("stack-Aside")).await, "InvalidAddress");
}

#[tokio::test]
async fn attributes_are_told_as_far_as_the_sandbox_keeps_them() {
    let sandbox = start(whole()).await;
    let ask = |name: &str| json!({ "QueueUrl": ASIDE, "AttributeNames": [name] });
    let all = sqs(&sandbox, "GetQueueAttributes", &ask("All")).await.json()["Attributes"].clone();
    assert_eq!(
        (&all["VisibilityTimeout"], &all["MessageRetentionPeriod"]),
        (&json!("720"), &json!("1209600"))
    );
    let created: i64 = all["CreatedTimestamp"].as_str().unwrap().parse().unwrap();
    assert!(created <= sandbox.clock().now().unix_timestamp() && created > 1_700_000_000);
    assert_eq!(sqs(&sandbox, "GetQueueAttributes", &ask("FifoQueue")).await.json(), json!({}));
    assert_eq!(refused(&sandbox, "GetQueueAttributes", &ask("Policy")).await, "UnsupportedOperation");
    assert_eq!(refused(&sandbox, "GetQueueAttributes", &ask("Colour")).await, "InvalidAttributeName");
}

#[tokio::test]
async fn a_fifo_queue_tells_that_it_is_one() {
    let fifo = sandbox::stack::Queue { fifo: true, name: "aside.fifo".into(), ..queue("Fifo") };
    let mut stack = whole();
    stack.queues.push(fifo);
    let sandbox = start(stack).await;
    let url = "http://localhost/123456789012/aside.fifo";
    let ask = json!({ "QueueUrl": url, "AttributeNames": ["FifoQueue", "ContentBasedDeduplication", "RedrivePolicy"] });
    assert_eq!(
        sqs(&sandbox, "GetQueueAttributes", &ask).await.json()["Attributes"],
        json!({ "FifoQueue": "true", "ContentBasedDeduplication": "false" })
    );
}

#[tokio::test]
async fn what_was_moved_out_of_a_dead_letter_queue_is_listed() {
    let sandbox = start(whole()).await;
    sqs(&sandbox, "SendMessage", &json!({ "QueueUrl": DEAD, "MessageBody": "x" })).await;
    let arn = |name: &str| format!("arn:aws:sqs:us-east-1:123456789012:stack-{name}");
    let list = json!({ "SourceArn": arn("Dead") });
    assert_eq!(sqs(&sandbox, "ListMessageMoveTasks", &list).await.json(), json!({ "Results": [] }));
    let start = json!({ "SourceArn": arn("Dead"), "DestinationArn": arn("Aside") });
    assert!(sqs(&sandbox, "StartMessageMoveTask", &start).await.json()["TaskHandle"].is_string());
    let task = sqs(&sandbox, "ListMessageMoveTasks", &list).await.json()["Results"][0].clone();
    assert_eq!((&task["Status"], &task["DestinationArn"]), (&json!("COMPLETED"), &json!(arn("Aside"))));
    assert_eq!(task["ApproximateNumberOfMessagesMoved"], 1);
    assert_eq!(sandbox.messages("Aside").await.len(), 1);
    let nowhere = json!({ "SourceArn": arn("nowhere") });
    assert_eq!(refused(&sandbox, "ListMessageMoveTasks", &nowhere).await, "ResourceNotFoundException");
}

#[tokio::test]
async fn messages_are_moved_to_a_queue_of_their_type_only() {
    let mut stack = whole();
    stack.queues.push(sandbox::stack::Queue { fifo: true, name: "aside.fifo".into(), ..queue("Fifo") });
    let sandbox = start(stack).await;
    sqs(&sandbox, "SendMessage", &json!({ "QueueUrl": DEAD, "MessageBody": "x" })).await;
    let arn = |name: &str| format!("arn:aws:sqs:us-east-1:123456789012:{name}");
    let start = json!({ "SourceArn": arn("stack-Dead"), "DestinationArn": arn("aside.fifo") });
    assert_eq!(refused(&sandbox, "StartMessageMoveTask", &start).await, "InvalidParameterValue");
    assert_eq!(sandbox.messages("Dead").await.len(), 1);
}
