use serde_json::json;

use super::{Definition, refusal, refused};
use crate::states::Integration;
use crate::states::testing::{only, task};

#[test]
fn a_machine_may_say_what_every_machine_may_say() {
    let machine = json!({
        "Comment": "Why it is there.",
        "Version": "1.0",
        "TimeoutSeconds": 60,
        "StartAt": "Only",
        "States": {"Only": {"Type": "Succeed", "Comment": "The end."}},
    });
    assert!(Definition::parse(&machine).is_ok());
}

#[test]
fn a_machine_that_is_none_is_refused() {
    refused(json!([]), "the definition", "expected an object");
    refused(json!({}), "the definition", "States is missing");
    refused(json!({"States": {}}), "the definition", "StartAt is missing");
    refused(json!({"States": [], "StartAt": "A"}), "States", "expected an object");
    refused(json!({"QueryLanguage": "JSONata"}), "QueryLanguage", "unknown or unsupported field");
    refused(json!({"Version": "2.0"}), "Version", "expected \"1.0\"");
    refused(json!({"Comment": 1}), "Comment", "expected text");
    refused(json!({"TimeoutSeconds": 0}), "TimeoutSeconds", "from 1 to 99999999");
}

#[test]
fn every_state_that_is_named_exists_where_it_is_named() {
    let end = json!({"Type": "Succeed"});
    refused(json!({"StartAt": "B", "States": {"A": end}}), "StartAt", "there is no state \"B\"");
    refused(only(json!({"Type": "Pass", "Next": "B"})), "States.Only.Next", "there is no state \"B\"");
    let choice = json!({"Type": "Choice", "Choices": [{"Variable": "$", "IsNull": true, "Next": "B"}]});
    refused(only(choice), "States.Only.Choices[0].Next", "there is no state \"B\"");
    let choice = json!({"Type": "Choice", "Choices": [{"Variable": "$", "IsNull": true, "Next": "Only"}], "Default": "B"});
    refused(only(choice), "States.Only.Default", "there is no state \"B\"");
    let catch = task(json!({"Catch": [{"ErrorEquals": ["States.ALL"], "Next": "B"}]}));
    refused(only(catch), "States.Only.Catch[0].Next", "there is no state \"B\"");
}

#[test]
fn no_way_leads_out_of_a_branch() {
    let machine = json!({"StartAt": "Both", "States": {
        "Both": {"Type": "Parallel", "Next": "Done", "Branches": [
            {"StartAt": "In", "States": {"In": {"Type": "Pass", "Next": "Done"}}},
        ]},
        "Done": {"Type": "Succeed"},
    }});
    refused(machine, "States.Both.Branches[0].States.In.Next", "there is no state \"Done\" here");
}

#[test]
fn every_state_can_be_come_to() {
    let end = json!({"Type": "Succeed"});
    refused(json!({"StartAt": "A", "States": {"A": end, "B": end}}), "States.B", "no state leads here");
    let machine = json!({"StartAt": "A", "States": {
        "A": task(json!({"Catch": [{"ErrorEquals": ["States.ALL"], "Next": "B"}]})),
        "B": {"Type": "Choice", "Choices": [{"Variable": "$", "IsNull": true, "Next": "C"}], "Default": "D"},
        "C": end, "D": end,
    }});
    assert!(Definition::parse(&machine).is_ok());
}

#[test]
fn every_scope_has_an_end() {
    refused(only(json!({"Type": "Pass", "Next": "Only"})), "States", "none of these states is an end");
    let endless = json!({"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 1, "Next": "A"}}});
    let machine = only(json!({"Type": "Map", "End": true, "ItemProcessor": endless}));
    refused(machine, "States.Only.ItemProcessor.States", "none of these states is an end");
}

#[test]
fn a_name_is_used_once_in_the_whole_machine() {
    let machine = only(json!({"Type": "Parallel", "End": true, "Branches": [
        {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}},
        {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}},
    ]}));
    refused(machine, "States.Only.Branches[1].States.A", "same name");
}

#[test]
fn a_name_has_80_characters_at_most() {
    let machine = |name: &str| json!({"StartAt": name, "States": {name: {"Type": "Succeed"}}});
    assert!(Definition::parse(&machine(&"é".repeat(80))).is_ok());
    assert!(refusal(machine(&"é".repeat(81))).problem.contains("this one 81"));
    assert!(refusal(machine("")).problem.contains("this one 0"));
}

#[test]
fn the_tasks_at_any_depth_are_known_as_written() {
    let directory = json!({
        "Type": "Task", "End": true,
        "Resource": "arn:aws:states:::aws-sdk:directory:deleteDirectory",
        "Parameters": {"DirectoryId.$": "$.id"},
    });
    let machine = json!({"StartAt": "First", "States": {
        "First": task(json!({"Next": "Each"})),
        "Each": {"Type": "Map", "End": true, "ItemProcessor": {"StartAt": "Both", "States": {
            "Both": {"Type": "Parallel", "End": true, "Branches": [
                {"StartAt": "Delete", "States": {"Delete": directory}},
            ]},
        }}},
    }});
    let definition = Definition::parse(&machine).unwrap();
    let tasks: Vec<_> = definition.tasks().map(|task| (task.state, task.integration)).collect();
    assert_eq!(tasks, [("First", Integration::InvokeFunction), ("Delete", Integration::DeleteDirectory)]);
    assert_eq!(definition.tasks().last().unwrap().parameters, &json!({"DirectoryId.$": "$.id"}));
}
