//! The door itself: who is let in, what is recorded, and how it can be made to misbehave.

use std::collections::BTreeMap;

use sandbox::engine::front::{Disturbance, Trouble};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::stand::{function_alone, start, whole};

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// An awsJson call.
pub(crate) async fn post(sandbox: &sandbox::Sandbox, target: &str, body: &str) -> Answer {
    request(sandbox, "POST", "/", &[("X-Amz-Target", target)], body).await
}

pub(crate) async fn request(
    sandbox: &sandbox::Sandbox,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    let text = raw(sandbox, method, target, headers, body).await;
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
    Answer { status, headers: lines.filter_map(header).collect(), body: body.to_owned() }
}

/// Everything that comes back on a connection of its own, nothing if it is dropped.
async fn raw(
    sandbox: &sandbox::Sandbox,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> String {
    let mut stream = TcpStream::connect(sandbox.address()).await.unwrap();
    let host = target.strip_prefix("http://").and_then(|rest| rest.split('/').next()).unwrap_or("localhost");
    let length = body.len();
    let mut head = format!(
        "{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n"
    );
    for (name, value) in headers {
        head += name;
        head += ": ";
        head += value;
        head += "\r\n";
    }
    stream.write_all(format!("{head}\r\n{body}").as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn nothing_leaves_the_machine() {
    let sandbox = start(function_alone(|_| ())).await;
    let tunnel = request(&sandbox, "CONNECT", "workspaces.us-east-1.amazonaws.com:443", &[], "").await;
    assert_eq!(tunnel.status, 403);
    assert!(tunnel.body.contains("nothing outside this machine can be reached"));
    let url = "http://workmail.us-east-1.amazonaws.com/";
    let status = sandbox.invoke("Echo", json!({ "get": url })).await.unwrap();
    assert_eq!(status, "HTTP/1.1 403 Forbidden");
    assert_eq!(
        sandbox.escapes(),
        ["CONNECT workspaces.us-east-1.amazonaws.com:443", "GET workmail.us-east-1.amazonaws.com/"]
    );
}

#[tokio::test]
async fn what_is_unknown_is_named() {
    let sandbox = start(whole()).await;
    let path = request(&sandbox, "GET", "/nothing/here", &[], "").await;
    assert_eq!(path.status, 404);
    assert!(path.body.contains("GET /nothing/here"));
    let target = post(&sandbox, "DynamoDB_20120810.GetItem", "{}").await;
    assert!(target.body.contains("DynamoDB_20120810.GetItem"));
    assert_eq!((target.status, &target.json()["__type"]), (400, &json!("UnknownOperationException")));
    let operation = post(&sandbox, "AWSEvents.PutRule", "{}").await;
    assert!(operation.body.contains("PutRule"));
}

#[tokio::test]
async fn every_exchange_is_recorded() {
    let sandbox = start(whole()).await;
    post(&sandbox, "AmazonSQS.ListQueues", "{}").await;
    let exchange = &sandbox.exchanges()[0];
    assert_eq!(exchange.operation(), Some("ListQueues"));
    assert_eq!((exchange.method.as_str(), exchange.url.as_str()), ("POST", "http://localhost/"));
    assert_eq!((exchange.body.as_str(), exchange.status), ("{}", Some(200)));
    assert!(exchange.response_body.contains("stack-Work"));
    assert!(exchange.response_headers.contains_key("x-amzn-requestid"));
}

#[tokio::test]
async fn a_dropped_request_is_not_carried_out_and_a_dropped_answer_is() {
    let sandbox = start(whole()).await;
    let body =
        json!({ "QueueUrl": "http://localhost/123456789012/stack-Aside", "MessageBody": "x" }).to_string();
    for (trouble, kept) in [(Trouble::DropRequest, 0), (Trouble::DropAnswer, 1)] {
        sandbox.disturb(Disturbance { operation: "SendMessage".into(), trouble, times: 1 });
        let target = [("X-Amz-Target", "AmazonSQS.SendMessage")];
        assert_eq!(raw(&sandbox, "POST", "/", &target, &body).await, "", "{trouble:?}");
        assert_eq!(sandbox.messages("Aside").await.len(), kept, "{trouble:?}");
    }
    assert_eq!(post(&sandbox, "AmazonSQS.SendMessage", &body).await.status, 200);
}
