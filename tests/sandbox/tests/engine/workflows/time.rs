//! How executions pass the time, and how they end.

use sandbox::states::{Failure, Status};
use serde_json::json;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{ended, invoke, settled, with};
use crate::stand::{start, state_machine};

#[tokio::test]
async fn a_stopped_execution_goes_no_further() {
    let wait = json!({ "Type": "Wait", "Seconds": 86_400, "Next": "Work" });
    let states = json!({ "Start": wait, "Work": invoke(&json!({})) });
    let sandbox = start(with(vec![state_machine("Machine", &states)])).await;
    let arn = sandbox.start_execution("Machine", Some("HR-1"), json!({})).await.unwrap();
    assert_eq!(sandbox.pending().await, ["the execution HR-1 of Machine"]);
    sandbox.stop_execution(&arn, Failure::new("Cancelled", "alice stays")).await.unwrap();
    let record = settled(&sandbox).await;
    assert_eq!(record.status, Status::Aborted(Failure::new("Cancelled", "alice stays")));
    assert_eq!(record.states(), ["Start"]);
    assert!(sandbox.deliveries().await.is_empty());
    assert!(sandbox.stop_execution("arn:aws:states:::execution:x:y", Failure::new("", "")).await.is_err());
}

#[tokio::test]
async fn everything_is_on_the_record() {
    let mut task = invoke(&json!({ "fail": "Expired" }));
    task["Catch"] = json!([{ "ErrorEquals": ["Expired"], "ResultPath": "$.Error", "Next": "Rest" }]);
    let rest = json!({ "Type": "Wait", "Seconds": 60, "End": true });
    let record = ended(json!({ "Start": task, "Rest": rest }), json!({ "a": 1 })).await;
    let shown = record.shown();
    assert_eq!((&shown["Status"], &shown["Input"]), (&json!("SUCCEEDED"), &json!({ "a": 1 })));
    assert_eq!(shown["Output"]["Error"]["Error"], "Expired");
    let told = |member: &str| {
        let history = shown["History"].as_array().unwrap();
        history.iter().find(|moment| moment.get(member).is_some()).unwrap().clone()
    };
    assert_eq!((&told("Caught")["Caught"], &told("Caught")["Next"]), (&json!("Start"), &json!("Rest")));
    assert_eq!(told("Failed")["Error"], "Expired");
    let until = OffsetDateTime::parse(told("Waiting")["Until"].as_str().unwrap(), &Rfc3339).unwrap();
    assert!(until > record.started);
    assert_eq!(shown["History"].as_array().unwrap().last().unwrap()["Ended"], true);
}
