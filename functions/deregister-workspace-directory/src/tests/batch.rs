//! Many messages in one invocation.

use super::*;

const THIRD: &str = "d-0000000003";

async fn answer(calls: &[Rule], ids: &[&str]) -> Value {
    let record = |(number, id): (usize, &&str)| {
        let body = json!({"DirectoryId": id}).to_string();
        json!({"eventSource": "aws:sqs", "messageId": format!("m{number}"), "body": body})
    };
    let records: Vec<Value> = ids.iter().enumerate().map(record).collect();
    let answer = ask(LIVE, Duration::from_mins(1), calls, json!({"Records": records})).await.unwrap();
    let back = answer["batchItemFailures"].as_array().unwrap().iter();
    back.map(|failure| failure["itemIdentifier"].clone()).collect()
}

#[tokio::test]
async fn messages_are_described_together_and_pools_are_listed_once() {
    let calls = [
        directories(&[ID, OTHER, THIRD], &[(THIRD, "REGISTERED"), (ID, "REGISTERED")]),
        no_workspaces(ID),
        pools(&[THIRD], None, ""),
        no_workspaces(THIRD),
        tags(ID, &[]),
        tags(THIRD, &[]),
        accept(ID),
    ];
    // OTHER is gone, so its message is done; ID named twice is deregistered once.
    assert_eq!(answer(&calls, &[ID, OTHER, THIRD, ID]).await, json!(["m0", "m2", "m3"]));
}

#[tokio::test]
async fn what_aws_refuses_for_one_does_not_stand_in_the_way_of_the_others() {
    let calls = [
        refuse!(describe_workspace_directories, "InvalidParameterValuesException"),
        refuse!(describe_workspace_directories, "InvalidParameterValuesException"),
        directories(&[OTHER], &[]),
    ];
    assert_eq!(answer(&calls, &[ID, OTHER]).await, json!(["m0"]));
}

#[tokio::test]
async fn no_more_than_25_are_described_in_a_call() {
    let ids: Vec<&'static str> = (0..30).map(|n| &*format!("d-{n:010}").leak()).collect();
    let ids: &'static [&str] = ids.leak();
    let calls = [directories(&ids[..25], &[]), directories(&ids[25..], &[])];
    assert_eq!(answer(&calls, ids).await, json!([]));
}

#[tokio::test]
async fn one_that_cannot_be_looked_into_does_not_stand_in_the_way_of_the_others() {
    let calls = [
        directories(&[ID, OTHER], &[(ID, "REGISTERED"), (OTHER, "DEREGISTERED")]),
        refuse!(describe_workspaces, "SomethingNewException"),
    ];
    assert_eq!(answer(&calls, &[ID, OTHER]).await, json!(["m0"]));
}
