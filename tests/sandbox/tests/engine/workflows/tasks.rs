//! What tasks call, and what comes back.

use sandbox::Sandbox;
use sandbox::aws::World;
use sandbox::states::Status;
use serde_json::{Value, json};

use super::{ended, failure, invoke, settled, with};
use crate::stand::{examples, start, state_machine};

#[tokio::test]
async fn the_answer_of_a_function_is_the_payload_of_the_result() {
    let record = ended(json!({ "Start": invoke(&json!({ "a": 1 })) }), json!({})).await;
    let result = json!({ "ExecutedVersion": "$LATEST", "Payload": { "a": 1 }, "StatusCode": 200 });
    assert_eq!(record.status, Status::Succeeded(result));
}

#[tokio::test]
async fn the_error_of_a_function_goes_by_its_type_and_its_cause_is_the_whole_error() {
    let record = ended(json!({ "Start": invoke(&json!({ "fail": "Expired" })) }), json!({})).await;
    let failure = failure(&record);
    assert_eq!(failure.error, "Expired");
    let cause: Value = serde_json::from_str(&failure.cause).unwrap();
    assert_eq!(cause, json!({ "errorType": "Expired", "errorMessage": "as asked" }));
}

#[tokio::test]
async fn a_function_without_room_is_tried_again_when_its_time_has_come() {
    let mut task = invoke(&json!({}));
    task["Retry"] = json!([{
        "ErrorEquals": ["Lambda.TooManyRequestsException"], "IntervalSeconds": 3600, "MaxAttempts": 2
    }]);
    let mut stack = with(vec![state_machine("Machine", &json!({ "Start": task }))]);
    stack.functions[0].reserved_concurrency = Some(0);
    let sandbox = start(stack).await;
    sandbox.start_execution("Machine", None, json!({})).await.unwrap();
    let record = settled(&sandbox).await;
    assert_eq!(failure(&record).error, "Lambda.TooManyRequestsException");
    assert!(record.stopped.unwrap() - record.started >= time::Duration::hours(3), "one hour, then two");
}

#[tokio::test]
async fn a_task_whose_time_is_over_does_not_wait_for_its_function() {
    let mut task = invoke(&json!({ "sleep": 3000 }));
    task["TimeoutSeconds"] = json!(1);
    let record = ended(json!({ "Start": task }), json!({})).await;
    assert_eq!(failure(&record).error, "States.Timeout");
}

#[tokio::test]
async fn an_execution_starts_another_once_for_each_name() {
    let start_child = json!({
        "Type": "Task", "Resource": "arn:aws:states:::states:startExecution", "End": true,
        "Parameters": {
            "StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:stack-Child",
            "Name.$": "$.Name", "Input": { "Who.$": "$.Who" }
        }
    });
    let wait = json!({ "Start": { "Type": "Wait", "Seconds": 60, "End": true } });
    let parent = state_machine("Parent", &json!({ "Start": start_child }));
    let sandbox = start(with(vec![parent, state_machine("Child", &wait)])).await;
    for (name, who) in
        [("HR-1", "alice"), ("HR-1", "alice"), ("HR-1", "bob"), ("two words", "bob"), ("", "bob")]
    {
        sandbox.start_execution("Parent", None, json!({ "Name": name, "Who": who })).await.unwrap();
    }
    sandbox.settle().await.unwrap();
    let all = sandbox.executions().await;
    let child: Vec<_> = all.iter().filter(|record| record.state_machine == "Child").collect();
    assert_eq!((child.len(), child[0].name.as_str()), (1, "HR-1"));
    assert_eq!(child[0].status, Status::Succeeded(json!({ "Who": "alice" })));
    let parents: Vec<_> = all.iter().filter(|record| record.state_machine == "Parent").collect();
    assert_eq!(parents[0].output().unwrap()["ExecutionArn"], json!(child[0].arn));
    assert_eq!(parents[1].output(), parents[0].output(), "the same request again is the same execution");
    assert_eq!(failure(parents[2]).error, "StepFunctions.ExecutionAlreadyExistsException");
    assert_eq!(failure(parents[3]).error, "StepFunctions.InvalidNameException");
    assert_eq!(failure(parents[4]).error, "StepFunctions.ValidationException");
}

#[tokio::test]
async fn events_that_a_bus_does_not_take_fail_their_task() {
    let put = |entry: Value| {
        json!({ "Start": {
            "Type": "Task", "Resource": "arn:aws:states:::events:putEvents", "End": true,
            "Parameters": { "Entries": [entry] }
        } })
    };
    let entry = |source: &str, bus: Value| {
        let mut entry = json!({ "Source": source, "DetailType": "Done", "Detail": {} });
        entry.as_object_mut().unwrap().extend(bus.as_object().unwrap().clone());
        entry
    };
    let reserved = ended(put(entry("aws.mine", json!({}))), json!({})).await;
    assert_eq!(failure(&reserved).error, "EventBridge.FailedEntry");
    assert!(failure(&reserved).cause.contains("NotAuthorizedForSourceException"));
    let unknown = entry("mine", json!({ "EventBusName.$": "$.Bus" }));
    let unknown = ended(put(unknown), json!({ "Bus": "nowhere" })).await;
    assert_eq!(failure(&unknown).error, "EventBridge.ResourceNotFoundException");
}

#[tokio::test]
async fn a_directory_is_deleted_in_directory_service_unless_that_refuses() {
    let delete = json!({
        "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:directory:deleteDirectory", "End": true,
        "Parameters": { "DirectoryId.$": "$.DirectoryId" }
    });
    let machine = state_machine("Machine", &json!({ "Start": delete }));
    let world: World = r#"{"DirectoryServiceDirectories": [
        {"DirectoryId": "d-9067000001", "Name": "lab.example.com", "Type": "SimpleAD"},
        {"DirectoryId": "d-9067000002", "Name": "hr.example.com", "Type": "SimpleAD", "AuthorizedApplications": ["RDS"]}
    ]}"#
    .parse()
    .unwrap();
    let builder = Sandbox::builder().stack(with(vec![machine])).functions(examples()).world(world);
    let sandbox = builder.start().await.unwrap();
    for directory in ["d-9067000001", "d-9067000002", "d-9067000003"] {
        sandbox.start_execution("Machine", None, json!({ "DirectoryId": directory })).await.unwrap();
    }
    sandbox.settle().await.unwrap();
    let records = sandbox.executions().await;
    assert_eq!(records[0].output(), Some(&json!({ "DirectoryId": "d-9067000001" })));
    assert_eq!(failure(&records[1]).error, "Directory.ClientException");
    assert!(failure(&records[1]).cause.contains("authorized applications"), "{records:?}");
    assert_eq!(failure(&records[2]).error, "Directory.EntityDoesNotExistException");
    let left = serde_json::to_value(sandbox.world()).unwrap();
    assert_eq!(left["DirectoryServiceDirectories"].as_array().unwrap().len(), 1);
}
