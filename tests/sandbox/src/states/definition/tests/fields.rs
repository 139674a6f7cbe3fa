use serde_json::{Value, json};

use super::{Definition, refused};
use crate::states::testing::{only, task};

/// The only state of a machine, refused.
#[track_caller]
fn state_refused(state: Value, at: &str, problem: &str) {
    let at = if at.is_empty() { "States.Only".to_owned() } else { format!("States.Only.{at}") };
    refused(only(state), &at, problem);
}

#[track_caller]
fn retrier_refused(retrier: Value, at: &str, problem: &str) {
    state_refused(task(json!({"Retry": [retrier]})), &format!("Retry[0]{at}"), problem);
}

#[test]
fn a_misspelt_field_is_named_with_its_place_and_what_could_be_meant() {
    let wait = json!({"Type": "Wait", "SecondPath": "$.s", "End": true});
    state_refused(wait, "SecondPath", "unknown or unsupported field; here may be Type, InputPath");
}

#[test]
fn a_state_has_a_known_type() {
    state_refused(json!({}), "", "Type is missing");
    state_refused(json!({"Type": "Jump"}), "Type", "there are no \"Jump\" states");
}

#[test]
fn a_state_has_only_what_its_type_allows() {
    let processor = json!({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}});
    for (field, state) in [
        ("End", json!({"Type": "Succeed", "End": true})),
        ("InputPath", json!({"Type": "Fail", "InputPath": "$"})),
        ("Next", json!({"Type": "Choice", "Choices": [], "Next": "Only"})),
        ("ResultSelector", json!({"Type": "Pass", "ResultSelector": {}, "End": true})),
        ("Retry", json!({"Type": "Pass", "Retry": [], "End": true})),
        ("ResultPath", json!({"Type": "Wait", "Seconds": 1, "ResultPath": "$", "End": true})),
        ("HeartbeatSeconds", task(json!({"HeartbeatSeconds": 1}))),
        ("Iterator", json!({"Type": "Map", "Iterator": processor, "End": true})),
        ("TimeoutSeconds", json!({"Type": "Parallel", "Branches": [], "TimeoutSeconds": 1, "End": true})),
    ] {
        state_refused(state, field, "unknown or unsupported field");
    }
}

#[test]
fn the_way_goes_on_or_ends() {
    let problem = "expected exactly one of Next, End";
    state_refused(json!({"Type": "Pass"}), "", problem);
    state_refused(json!({"Type": "Pass", "Next": "Only", "End": true}), "", problem);
    state_refused(json!({"Type": "Pass", "End": false}), "End", "expected true");
}

#[test]
fn only_paths_that_may_be_null_are() {
    for field in ["InputPath", "OutputPath", "ResultPath"] {
        assert!(Definition::parse(&only(task(json!({field: null})))).is_ok(), "{field}");
    }
    state_refused(task(json!({"TimeoutSeconds": null})), "TimeoutSeconds", "found null");
    state_refused(task(json!({"ResultSelector": null})), "ResultSelector", "found null");
}

#[test]
fn a_wait_says_once_until_when() {
    let wait = |more: Value| {
        let mut state = json!({"Type": "Wait", "End": true});
        state.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        state
    };
    let problem = "expected exactly one of Seconds, SecondsPath, Timestamp, TimestampPath";
    state_refused(wait(json!({})), "", problem);
    state_refused(wait(json!({"Seconds": 1, "Timestamp": "2030-01-31T17:00:00Z"})), "", problem);
    state_refused(wait(json!({"Seconds": -1})), "Seconds", "from 0 to 99999999");
    state_refused(wait(json!({"Seconds": 1.5})), "Seconds", "from 0 to 99999999");
    state_refused(wait(json!({"Timestamp": "2030-01-31"})), "Timestamp", "expected a timestamp");
    state_refused(wait(json!({"SecondsPath": 5})), "SecondsPath", "expected a path");
}

#[test]
fn a_task_calls_what_is_known_with_parameters_that_are_known() {
    let other = |resource: &str| task(json!({"Resource": resource}));
    let problem = "is unknown or unsupported; known are arn:aws:states:::lambda:invoke";
    state_refused(other("arn:aws:states:::lambda:invoke.waitForTaskToken"), "Resource", problem);
    state_refused(other("arn:aws:states:::states:startExecution.sync"), "Resource", problem);
    state_refused(other("arn:aws:lambda:eu-west-1:111122223333:function:x"), "Resource", problem);
    state_refused(task(json!({"Parameters": {}})), "Parameters", "FunctionName is missing");
    let parameters = json!({"FunctionName.$": "$.name", "Qualifier": "live"});
    state_refused(
        task(json!({"Parameters": parameters})),
        "Parameters.Qualifier",
        "unknown or unsupported parameter of arn:aws:states:::lambda:invoke",
    );
    state_refused(
        json!({"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke"}),
        "",
        "Parameters is missing",
    );
}

#[test]
fn an_intrinsic_function_in_parameters_is_refused_where_it_stands() {
    let parameters = json!({"FunctionName": "x", "Payload": {"Ids": [{"Id.$": "States.UUID()"}]}});
    state_refused(
        task(json!({"Parameters": parameters})),
        "Parameters.Payload.Ids[0].Id.$",
        "intrinsic function",
    );
}

#[test]
fn a_choice_has_rules_that_lead_somewhere() {
    state_refused(json!({"Type": "Choice"}), "", "Choices is missing");
    state_refused(json!({"Type": "Choice", "Choices": []}), "Choices", "not empty");
    let rule = json!({"Variable": "$", "IsNull": true});
    state_refused(json!({"Type": "Choice", "Choices": [rule]}), "Choices[0]", "Next is missing");
    let nested = json!({"Not": {"Variable": "$", "IsNul": true}, "Next": "Only"});
    state_refused(json!({"Type": "Choice", "Choices": [nested]}), "Choices[0].Not.IsNul", "unknown");
}

#[test]
fn a_fail_state_says_its_error_once_and_leaves_reserved_names_alone() {
    let both = json!({"Type": "Fail", "Error": "Late", "ErrorPath": "$.e"});
    state_refused(both, "", "Error and ErrorPath exclude each other");
    state_refused(json!({"Type": "Fail", "Cause": 1}), "Cause", "expected text");
    state_refused(json!({"Type": "Fail", "Error": "States.Timeout"}), "Error", "reserved");
}

#[test]
fn parallel_and_map_have_something_to_do() {
    state_refused(json!({"Type": "Parallel", "Branches": [], "End": true}), "Branches", "not empty");
    state_refused(json!({"Type": "Map", "End": true}), "", "ItemProcessor is missing");
    let distributed = json!({"StartAt": "A", "States": {}, "ProcessorConfig": {"Mode": "DISTRIBUTED"}});
    state_refused(
        json!({"Type": "Map", "ItemProcessor": distributed, "End": true}),
        "ItemProcessor.ProcessorConfig.Mode",
        "expected INLINE",
    );
    let map = |more: &str, value: Value| {
        let processor = json!({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}});
        json!({"Type": "Map", "ItemProcessor": processor, "End": true, more: value})
    };
    state_refused(map("MaxConcurrency", json!(-1)), "MaxConcurrency", "from 0");
    state_refused(map("ItemsPath", json!("$.a[*]")), "ItemsPath", "$.a[*]");
    state_refused(map("ItemSelector", json!("$")), "ItemSelector", "expected an object");
}

#[test]
fn a_retrier_stays_within_its_bounds() {
    retrier_refused(json!({}), "", "ErrorEquals is missing");
    let with = |field: &str, value: Value| json!({"ErrorEquals": ["Throttled"], field: value});
    retrier_refused(with("IntervalSeconds", json!(0)), ".IntervalSeconds", "from 1 to 99999999");
    retrier_refused(with("MaxAttempts", json!(100_000_000)), ".MaxAttempts", "from 0 to 99999999");
    retrier_refused(with("BackoffRate", json!(0.9)), ".BackoffRate", "at least 1");
    retrier_refused(with("MaxDelaySeconds", json!(31_622_400)), ".MaxDelaySeconds", "from 1 to 31622399");
    retrier_refused(with("JitterStrategy", json!("HALF")), ".JitterStrategy", "FULL or NONE");
    retrier_refused(with("Attempts", json!(1)), ".Attempts", "unknown or unsupported field");
}

#[test]
fn error_names_are_those_that_can_be_reported() {
    let names = |names: Value| json!({"ErrorEquals": names});
    retrier_refused(names(json!([])), ".ErrorEquals", "not empty");
    retrier_refused(names(json!(["Late", 1])), ".ErrorEquals[1]", "expected text");
    for name in ["States.Timeouts", "States.Runtime", "States.NoChoiceMatched", "States.HeartbeatTimeout"] {
        retrier_refused(names(json!([name])), ".ErrorEquals[0]", "is unknown, or never caught");
    }
}

#[test]
fn states_all_stands_alone_and_last() {
    let all = json!({"ErrorEquals": ["States.ALL"], "Next": "Only"});
    let late = json!({"ErrorEquals": ["Late"], "Next": "Only"});
    let mixed = json!({"ErrorEquals": ["States.ALL", "Late"], "Next": "Only"});
    state_refused(task(json!({"Catch": [mixed]})), "Catch[0].ErrorEquals", "has to stand alone");
    state_refused(task(json!({"Catch": [late, all, late]})), "Catch[1]", "has to come last");
    assert!(Definition::parse(&only(task(json!({"Catch": [late, all]})))).is_ok());
    let retriers = json!([{"ErrorEquals": ["States.ALL"]}, {"ErrorEquals": ["Late"]}]);
    state_refused(task(json!({"Retry": retriers})), "Retry[0]", "has to come last");
}
