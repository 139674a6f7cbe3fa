//! A Lambda function that does what its payload says, for the sandbox's own tests. It speaks the
//! Runtime API over a plain socket, so that the tests see the wire and not a library's idea of it.
//!
//! | payload | what it does |
//! |---|---|
//! | `{"exit": 3}` | ends the process with that status |
//! | `{"sleep": 500}` | answers after so many milliseconds |
//! | `{"fail": "Expired"}` | answers with an error of that type |
//! | `{"say": "…"}` | writes a line of log |
//! | `{"environment": true}` | answers its environment |
//! | `{"headers": true}` | answers the headers that came with the invocation |
//! | `{"get": "http://…"}` | answers the status line of a request through the proxy |
//! | `{"call": ["Service.Operation", {…}]}` | answers the body of the answer to an awsJson call through the proxy |
//! | `{"is_past": "2027-01-31T18:00:00Z"}` | answers whether that has come, by the machine's clock |
//! | an SQS batch | a record whose body is `{"fails": n}` fails the first n times |
//! | | a record whose body is `{"breaks": n}` ends the process the first n times |
//! | | a record whose body is `{"get": "http://…"}` makes a request through the proxy |
//! | anything else | answers it |

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test's counterpart may fail loudly")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;

fn main() {
    if std::env::var("FAIL_AT_START").is_ok() {
        post("init/error", &json!({ "errorType": "BadSetting", "errorMessage": "it cannot start" }));
        std::process::exit(1);
    }
    if let Ok(status) = std::env::var("EXIT_AT_START") {
        std::process::exit(status.parse().unwrap());
    }
    loop {
        let (headers, payload) = call("GET", "/2018-06-01/runtime/invocation/next", "");
        let id = &headers["lambda-runtime-aws-request-id"];
        let payload: Value = serde_json::from_str(&payload).unwrap();
        match act(&headers, payload) {
            Ok(answer) => post(&format!("invocation/{id}/response"), &answer),
            Err(error) => post(&format!("invocation/{id}/error"), &error),
        }
    }
}

fn act(headers: &BTreeMap<String, String>, payload: Value) -> Result<Value, Value> {
    if let Some(records) = payload["Records"].as_array() {
        return Ok(batch(records));
    }
    let Some((action, value)) = payload.as_object().and_then(|payload| payload.iter().next()) else {
        return Ok(payload);
    };
    match action.as_str() {
        "exit" => std::process::exit(i32::try_from(value.as_i64().unwrap()).unwrap()),
        "sleep" => std::thread::sleep(Duration::from_millis(value.as_u64().unwrap())),
        "fail" => return Err(json!({ "errorType": value, "errorMessage": "as asked" })),
        "say" => println!("{}", value.as_str().unwrap()),
        "environment" => return Ok(json!(std::env::vars().collect::<BTreeMap<_, _>>())),
        "headers" => return Ok(json!(headers)),
        "get" => return Ok(json!(get(value.as_str().unwrap()))),
        "call" => return Ok(call_aws(value[0].as_str().unwrap(), &value[1])),
        "is_past" => return Ok(json!(is_past(value.as_str().unwrap()))),
        _ => {}
    }
    Ok(payload)
}

fn batch(records: &[Value]) -> Value {
    for url in records.iter().filter_map(|record| body(record)["get"].as_str().map(str::to_owned)) {
        println!("{}", get(&url));
    }
    let due = |record: &Value, what: &str| {
        let received: u64 =
            record["attributes"]["ApproximateReceiveCount"].as_str().unwrap().parse().unwrap();
        body(record)[what].as_u64().is_some_and(|times| received <= times)
    };
    if records.iter().any(|record| due(record, "breaks")) {
        std::process::exit(1);
    }
    let fails = |record: &&Value| due(record, "fails");
    let failures: Vec<Value> =
        records.iter().filter(fails).map(|record| json!({ "itemIdentifier": record["messageId"] })).collect();
    json!({ "batchItemFailures": failures })
}

/// The body of a record; where that is an event, its detail.
fn body(record: &Value) -> Value {
    let body: Value = serde_json::from_str(record["body"].as_str().unwrap()).unwrap_or_default();
    if body["detail"].is_object() { body["detail"].clone() } else { body }
}

fn post(call_name: &str, body: &Value) {
    call("POST", &format!("/2018-06-01/runtime/{call_name}"), &body.to_string());
}

fn call(method: &str, path: &str, body: &str) -> (BTreeMap<String, String>, String) {
    let host = std::env::var("AWS_LAMBDA_RUNTIME_API").unwrap();
    let (_, headers, body) = exchange(&host, &format!("{method} {path}"), &format!("Host: {host}"), body);
    (headers, body)
}

fn get(url: &str) -> String {
    let host = url.split('/').nth(2).unwrap();
    exchange(&proxy(), &format!("GET {url}"), &format!("Host: {host}"), "").0
}

fn call_aws(operation: &str, input: &Value) -> Value {
    let key = std::env::var("AWS_ACCESS_KEY_ID").unwrap();
    let credential = format!("{key}/20260101/us-east-1/service/aws4_request");
    let headers = format!(
        "Host: aws.test\r\nX-Amz-Target: {operation}\r\nAuthorization: AWS4-HMAC-SHA256 Credential={credential}"
    );
    let (_, _, answer) = exchange(&proxy(), "POST http://aws.test/", &headers, &input.to_string());
    serde_json::from_str(&answer).unwrap()
}

fn is_past(date: &str) -> bool {
    time::OffsetDateTime::parse(date, &Rfc3339).unwrap() <= time::OffsetDateTime::now_utc()
}

fn proxy() -> String {
    std::env::var("HTTP_PROXY").unwrap().strip_prefix("http://").unwrap().to_owned()
}

/// One request on a connection of its own: status line, headers in lower case, body.
fn exchange(
    address: &str,
    request: &str,
    headers: &str,
    body: &str,
) -> (String, BTreeMap<String, String>, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    write!(
        stream,
        "{request} HTTP/1.1\r\n{headers}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .unwrap();
    let mut reader = BufReader::new(stream);
    let mut status = String::new();
    reader.read_line(&mut status).unwrap();
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let mut answer = String::new();
    reader.read_to_string(&mut answer).unwrap();
    (status.trim_end().to_owned(), headers, answer)
}
