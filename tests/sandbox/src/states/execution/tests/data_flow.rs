use serde_json::{Value, json};

use crate::states::testing::{Run, only, task};
use crate::states::{Integration, Step};

fn pass(more: Value, input: Value) -> Run {
    let mut state = json!({"Type": "Pass", "End": true});
    state.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Run::of(&only(state), input)
}

fn parameters(run: &Run) -> Vec<&Value> {
    let parameters = run.steps.iter().filter_map(|step| match step {
        Step::Task { parameters, .. } => Some(parameters),
        _ => None,
    });
    parameters.collect()
}

#[test]
fn data_flows_through_every_field_in_its_order() {
    let machine = only(task(json!({
        "InputPath": "$.envelope",
        "Parameters": {"FunctionName": "worker", "Payload": {"who.$": "$.user"}},
        "ResultSelector": {"status.$": "$.Payload.status", "from.$": "$$.State.Name"},
        "ResultPath": "$.report",
        "OutputPath": "$.report",
    })));
    let mut run = Run::of(&machine, json!({"envelope": {"user": "alice"}, "kept": 1}));
    assert_eq!(parameters(&run), [&json!({"FunctionName": "worker", "Payload": {"who": "alice"}})]);
    run.succeed("Only", json!({"Payload": {"status": "Removed"}, "StatusCode": 200}));
    assert_eq!(run.output(), &json!({"status": "Removed", "from": "Only"}));
}

#[test]
fn a_result_is_put_into_what_the_state_was_given_not_into_what_was_selected_of_it() {
    let machine = only(task(json!({"InputPath": "$.a", "ResultPath": "$.result"})));
    let mut run = Run::of(&machine, json!({"a": {"b": 1}}));
    run.succeed("Only", json!(2));
    assert_eq!(run.output(), &json!({"a": {"b": 1}, "result": 2}));
}

#[test]
fn a_path_of_null_selects_nothing_and_keeps_no_result() {
    let mut run = Run::of(&only(task(json!({"InputPath": null, "ResultPath": null}))), json!({"a": 1}));
    assert_eq!(parameters(&run)[0]["Payload"], json!({}));
    run.succeed("Only", json!(2));
    assert_eq!(run.output(), &json!({"a": 1}));
    assert_eq!(pass(json!({"OutputPath": null}), json!({"a": 1})).output(), &json!({}));
}

#[test]
fn a_pass_has_a_result_or_parameters_or_its_input() {
    assert_eq!(pass(json!({"InputPath": "$.a"}), json!({"a": [1]})).output(), &json!([1]));
    assert_eq!(pass(json!({"Parameters": {"b.$": "$.a"}}), json!({"a": 1})).output(), &json!({"b": 1}));
    let both = json!({"Result": {"c.$": "$"}, "Parameters": {"b": 1}, "ResultPath": "$.r"});
    assert_eq!(pass(both, json!({"a": 1})).output(), &json!({"a": 1, "r": {"c.$": "$"}}));
}

#[test]
fn succeed_hands_on_what_its_paths_select() {
    let machine = only(json!({"Type": "Succeed", "InputPath": "$.a", "OutputPath": "$.b"}));
    assert_eq!(Run::of(&machine, json!({"a": {"b": 1}})).output(), 1);
}

#[test]
fn the_context_tells_about_the_execution_and_the_state() {
    let run = pass(
        json!({"Parameters": {
            "id.$": "$$.Execution.Id", "name.$": "$$.Execution.Name", "start.$": "$$.Execution.StartTime",
            "input.$": "$$.Execution.Input.n", "state.$": "$$.State.Name", "entered.$": "$$.State.EnteredTime",
            "machine.$": "$$.StateMachine.Id", "machine name.$": "$$.StateMachine.Name",
        }}),
        json!({"n": 7}),
    );
    let expected = json!({
        "id": "arn:aws:states:eu-west-1:111122223333:execution:machine:alice",
        "name": "alice",
        "start": "2030-01-31T08:00:00.000Z",
        "input": 7,
        "state": "Only",
        "entered": "2030-01-31T08:00:00.000Z",
        "machine": "arn:aws:states:eu-west-1:111122223333:stateMachine:machine",
        "machine name": "machine",
    });
    assert_eq!(run.output(), &expected);
}

#[test]
fn input_and_output_can_come_from_the_context() {
    assert_eq!(pass(json!({"InputPath": "$$.Execution.Name"}), json!({})).output(), "alice");
    assert_eq!(pass(json!({"OutputPath": "$$.State.Name"}), json!({})).output(), "Only");
}

#[test]
fn paths_that_lead_nowhere_are_runtime_failures() {
    for fields in [
        json!({"InputPath": "$.missing"}),
        json!({"OutputPath": "$.missing"}),
        json!({"Parameters": {"a.$": "$.missing"}}),
        json!({"Parameters": {"a.$": "$$.Map.Item.Value"}}),
    ] {
        assert_eq!(pass(fields, json!({})).error(), "States.Runtime");
    }
}

#[test]
fn a_result_that_has_no_place_in_the_input_fails_the_state() {
    let run = pass(json!({"Result": 1, "ResultPath": "$.a.b"}), json!({"a": "text"}));
    assert_eq!(run.error(), "States.ResultPathMatchFailure");
}

#[test]
fn too_much_data_is_refused_as_task_input_as_result_and_as_output() {
    let much = || json!("x".repeat(200_000));
    let twice = json!({"FunctionName": "worker", "Payload": {"a.$": "$", "b.$": "$"}});
    assert_eq!(
        Run::of(&only(task(json!({"Parameters": twice}))), much()).error(),
        "States.DataLimitExceeded"
    );
    let mut run = Run::of(&only(task(json!({"ResultPath": null}))), json!({}));
    run.succeed("Only", json!([much(), much()]));
    assert_eq!(run.error(), "States.DataLimitExceeded");
    let mut run = Run::of(&only(task(json!({"ResultPath": "$.b"}))), json!({"a": much()}));
    run.succeed("Only", much());
    assert_eq!(run.error(), "States.DataLimitExceeded");
}

#[test]
fn a_result_that_is_too_much_can_be_selected_from_only_within_the_limit() {
    let mut run = Run::of(&only(task(json!({"ResultSelector": {"ok": true}}))), json!({}));
    run.succeed("Only", json!("x".repeat(300_000)));
    assert_eq!(run.error(), "States.DataLimitExceeded");
}

#[test]
fn every_integration_is_told_by_its_kind() {
    for (resource, parameters, expected) in [
        ("lambda:invoke", json!({"FunctionName": "f"}), Integration::InvokeFunction),
        ("events:putEvents", json!({"Entries": [{"Detail.$": "$"}]}), Integration::PutEvents),
        (
            "states:startExecution",
            json!({"StateMachineArn": "m", "Name.$": "$$.Execution.Name"}),
            Integration::StartExecution,
        ),
        ("aws-sdk:directory:deleteDirectory", json!({"DirectoryId": "d"}), Integration::DeleteDirectory),
    ] {
        let resource = format!("arn:aws:states:::{resource}");
        let run = Run::of(&only(task(json!({"Resource": resource, "Parameters": parameters}))), json!({}));
        let found = run.steps.iter().find_map(|step| match step {
            Step::Task { integration, .. } => Some(*integration),
            _ => None,
        });
        assert_eq!(found, Some(expected));
    }
}
