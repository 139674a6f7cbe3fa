//! Somebody invokes a function and waits.

use std::time::Duration;

use serde_json::{Value, json};

use crate::stand::{function_alone, start};

#[tokio::test]
async fn a_function_answers_whoever_invokes_it_by_any_of_its_names() {
    let sandbox = start(function_alone(|_| ())).await;
    let arn = "arn:aws:lambda:us-east-1:123456789012:function:stack-echo";
    for name in ["Echo", "stack-echo", "echo", arn, &format!("{arn}:$LATEST")] {
        assert_eq!(sandbox.invoke(name, json!({ "hello": name })).await, Ok(json!({ "hello": name })));
    }
    let unknown = sandbox.invoke("nobody", json!({})).await.unwrap_err();
    assert_eq!(unknown.error_type, "ResourceNotFoundException");
}

#[tokio::test]
async fn an_error_keeps_its_type_and_its_message() {
    let sandbox = start(function_alone(|_| ())).await;
    let error = sandbox.invoke("Echo", json!({ "fail": "Expired" })).await.unwrap_err();
    assert_eq!((error.error_type.as_str(), error.error_message.as_str()), ("Expired", "as asked"));
    assert_eq!(sandbox.invoke("Echo", json!({ "again": 1 })).await, Ok(json!({ "again": 1 })));
}

#[tokio::test]
async fn a_function_that_takes_too_long_is_ended_and_the_next_invocation_gets_a_new_process() {
    let sandbox = start(function_alone(|function| function.timeout = Duration::from_millis(300))).await;
    let error = sandbox.invoke("Echo", json!({ "sleep": 60_000 })).await.unwrap_err();
    assert_eq!(error.error_type, "Sandbox.Timedout");
    assert!(error.error_message.ends_with("Task timed out after 0.30 seconds"), "{error}");
    assert_eq!(sandbox.invoke("Echo", json!({ "again": 1 })).await, Ok(json!({ "again": 1 })));
}

#[tokio::test]
async fn a_process_that_exits_fails_its_invocation_and_is_started_again() {
    let sandbox = start(function_alone(|_| ())).await;
    for (status, message) in [
        (3, "Error: Runtime exited with error: exit status 3"),
        (0, "Error: Runtime exited without providing a reason"),
    ] {
        let error = sandbox.invoke("Echo", json!({ "exit": status })).await.unwrap_err();
        assert_eq!(error.error_type, "Runtime.ExitError");
        assert!(error.error_message.ends_with(message), "{error}");
    }
    assert_eq!(sandbox.invoke("Echo", json!({ "again": 1 })).await, Ok(json!({ "again": 1 })));
}

#[tokio::test]
async fn a_process_that_cannot_initialise_fails_its_invocation() {
    let setting = |name: &'static str| {
        function_alone(move |function| _ = function.environment.insert(name.into(), "7".into()))
    };
    let exits = start(setting("EXIT_AT_START")).await;
    let error = exits.invoke("Echo", json!({})).await.unwrap_err();
    assert!(error.error_message.ends_with("exit status 7"), "{error}");
    let reports = start(setting("FAIL_AT_START")).await;
    let error = reports.invoke("Echo", json!({})).await.unwrap_err();
    assert_eq!(error.error_type, "BadSetting");
}

#[tokio::test]
async fn a_process_serves_one_invocation_at_a_time_and_more_processes_serve_more() {
    let sandbox = start(function_alone(|_| ())).await;
    let nap = || sandbox.invoke("Echo", json!({ "sleep": 400 }));
    let (first, second) = tokio::join!(nap(), nap());
    assert!(first.is_ok() && second.is_ok());
    let deliveries = sandbox.deliveries().await;
    assert!(deliveries[1].started < deliveries[0].ended, "they ran side by side");
}

#[tokio::test]
async fn reserved_concurrency_throttles() {
    let sandbox = start(function_alone(|function| function.reserved_concurrency = Some(1))).await;
    let nap = || sandbox.invoke("Echo", json!({ "sleep": 200 }));
    let (first, second) = tokio::join!(nap(), nap());
    assert!(first.is_ok());
    assert_eq!(second.unwrap_err().error_type, "TooManyRequestsException");
}

#[tokio::test]
async fn a_process_has_lambdas_environment_and_its_own_settings_and_nothing_else() {
    let sandbox =
        start(function_alone(|function| _ = function.environment.insert("DRY_RUN".into(), "true".into())))
            .await;
    let environment = sandbox.invoke("Echo", json!({ "environment": true })).await.unwrap();
    let names: Vec<&String> = environment.as_object().unwrap().keys().collect();
    let lambdas = |name: &str| {
        ["AWS_", "LAMBDA_", "HTTP"].iter().any(|prefix| name.starts_with(prefix))
            || ["LANG", "PATH", "TZ", "_HANDLER"].contains(&name)
    };
    let own: Vec<_> = names.into_iter().filter(|name| !lambdas(name)).collect();
    assert_eq!(own, ["DRY_RUN"]);
    assert_eq!(environment["AWS_LAMBDA_FUNCTION_NAME"], "stack-echo");
    let proxy = environment["HTTP_PROXY"].as_str().unwrap();
    assert!(proxy.starts_with("http://127.0.0.1:"), "{proxy}");
    assert_ne!(proxy, format!("http://{}", sandbox.address()), "clients have another door");
}

#[tokio::test]
async fn an_invocation_comes_with_its_deadline_on_the_machines_clock() {
    let sandbox = start(function_alone(|_| ())).await;
    sandbox.advance(Duration::from_hours(1000)).await;
    let now = time::OffsetDateTime::from(tokio_now()).unix_timestamp();
    let headers = sandbox.invoke("Echo", json!({ "headers": true })).await.unwrap();
    let deadline: i64 = headers["lambda-runtime-deadline-ms"].as_str().unwrap().parse().unwrap();
    let left = deadline / 1000 - now;
    assert!((15..=25).contains(&left), "the function has twenty seconds, not {left}");
    let arn = "arn:aws:lambda:us-east-1:123456789012:function:stack-echo";
    assert_eq!(headers["lambda-runtime-invoked-function-arn"], arn);
    assert!(headers["lambda-runtime-trace-id"].as_str().unwrap().starts_with("Root=1-"));
}

#[expect(clippy::disallowed_methods, reason = "it is compared with what the function gets")]
fn tokio_now() -> std::time::SystemTime {
    std::time::SystemTime::now()
}

#[tokio::test]
async fn what_a_process_writes_is_kept_with_its_invocation() {
    let sandbox = start(function_alone(|_| ())).await;
    for line in ["one", "two"] {
        sandbox.invoke("Echo", json!({ "say": line })).await.unwrap();
    }
    let logs: Vec<_> = sandbox.deliveries().await.into_iter().map(|delivery| delivery.logs).collect();
    assert_eq!(logs, [["one"], ["two"]]);
}

#[tokio::test]
async fn a_payload_may_be_any_json() {
    let sandbox = start(function_alone(|_| ())).await;
    for payload in [json!(null), json!([1, "2"]), json!("text"), Value::Bool(false)] {
        assert_eq!(sandbox.invoke("Echo", payload.clone()).await, Ok(payload));
    }
}
