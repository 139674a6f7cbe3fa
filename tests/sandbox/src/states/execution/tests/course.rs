use serde_json::{Value, json};

use crate::states::testing::{Run, START, only, task};
use crate::states::{Failure, Status, Step};

fn choose(input: Value) -> Run {
    let machine = json!({"StartAt": "Which", "States": {
        "Which": {"Type": "Choice", "Choices": [
            {"Variable": "$.n", "NumericGreaterThan": 5, "Next": "Big"},
            {"Variable": "$.n", "NumericGreaterThan": 3, "Next": "Middle"},
        ], "OutputPath": "$.n"},
        "Big": {"Type": "Pass", "Result": "big", "End": true},
        "Middle": {"Type": "Succeed"},
    }});
    Run::of(&machine, input)
}

#[test]
fn a_task_is_told_once_and_its_result_ends_the_execution() {
    let mut run = Run::of(&only(task(json!({}))), json!({"name": "alice"}));
    assert!(run.is_running());
    assert!(run.execution.run(run.now).is_empty());
    run.succeed("Only", json!({"done": true}));
    assert_eq!(run.output(), &json!({"done": true}));
    assert_eq!(run.steps.last(), Some(&Step::Ended(Status::Succeeded(json!({"done": true})))));
}

#[test]
fn an_execution_tells_what_happens_in_order() {
    let machine = json!({"StartAt": "Note", "States": {
        "Note": {"Type": "Pass", "Result": 1, "ResultPath": "$.n", "Next": "Stop"},
        "Stop": {"Type": "Fail", "Error": "Late", "Cause": "no time"},
    }});
    let run = Run::of(&machine, json!({}));
    let place = |state: &str| super::super::Place { within: Vec::new(), state: state.to_owned() };
    let failure = Failure::new("Late", "no time");
    let expected = [
        Step::Entered { state: place("Note"), at: START, input: json!({}) },
        Step::Exited { state: place("Note"), output: json!({"n": 1}) },
        Step::Entered { state: place("Stop"), at: START, input: json!({"n": 1}) },
        Step::Failed { state: place("Stop"), failure: failure.clone() },
        Step::Ended(Status::Failed(failure)),
    ];
    assert_eq!(run.steps, expected);
}

#[test]
fn the_first_choice_that_holds_is_taken_and_its_state_gets_the_output() {
    assert_eq!(choose(json!({"n": 9})).output(), "big");
    assert_eq!(choose(json!({"n": 4})).output(), 4);
}

#[test]
fn no_choice_and_no_default_is_a_runtime_failure() {
    assert_eq!(choose(json!({"n": 1})).error(), "States.Runtime");
}

#[test]
fn the_default_is_taken_when_no_choice_holds() {
    let machine = json!({"StartAt": "Which", "States": {
        "Which": {"Type": "Choice", "Choices": [{"Variable": "$", "IsNull": true, "Next": "Nothing"}], "Default": "Done"},
        "Nothing": {"Type": "Fail"},
        "Done": {"Type": "Succeed"},
    }});
    assert_eq!(Run::of(&machine, json!(1)).output(), 1);
    assert_eq!(Run::of(&machine, json!(null)).execution.status(), &Status::Failed(Failure::new("", "")));
}

#[test]
fn a_variable_that_is_missing_ends_the_execution() {
    assert_eq!(choose(json!({})).error(), "States.Runtime");
}

#[test]
fn a_fail_state_can_say_what_the_input_says() {
    let machine = only(json!({"Type": "Fail", "ErrorPath": "$.e", "CausePath": "$$.Execution.Name"}));
    let run = Run::of(&machine, json!({"e": "Late"}));
    assert_eq!(run.execution.status(), &Status::Failed(Failure::new("Late", "alice")));
    assert_eq!(Run::of(&machine, json!({"e": 1})).error(), "States.Runtime");
    assert_eq!(Run::of(&machine, json!({})).error(), "States.Runtime");
}

#[test]
fn an_execution_that_is_stopped_is_aborted_and_hears_of_its_tasks_no_more() {
    let mut run = Run::of(&only(task(json!({}))), json!({}));
    let failure = Failure::new("Cancelled", "she stays");
    run.execution.stop(failure.clone());
    assert_eq!(run.execution.status(), &Status::Aborted(failure.clone()));
    assert_eq!(run.execution.due(), None);
    run.succeed("Only", json!(1));
    assert_eq!(run.steps.last(), Some(&Step::Ended(Status::Aborted(failure))));
}

#[test]
fn an_execution_that_has_ended_stays_as_it_is() {
    let mut run = Run::of(&only(json!({"Type": "Succeed"})), json!(1));
    let told = run.steps.len();
    run.execution.stop(Failure::new("Cancelled", ""));
    run.on(time::Duration::days(400));
    assert_eq!(run.output(), 1);
    assert_eq!(run.steps.len(), told);
}

#[test]
fn a_token_that_is_unknown_or_was_used_changes_nothing() {
    let machine = json!({"StartAt": "First", "States": {
        "First": task(json!({"Next": "Second"})),
        "Second": task(json!({})),
    }});
    let mut run = Run::of(&machine, json!({}));
    run.succeed("First", json!(1));
    run.succeed("First", json!("again"));
    assert!(run.is_running());
    let token = run.tasks_of("Second")[0];
    run.execution.task_ended(token, Ok(json!("first")));
    run.execution.task_ended(token, Ok(json!("second")));
    run.on(time::Duration::ZERO);
    assert_eq!(run.output(), "first");
}

#[test]
fn a_machine_that_goes_in_circles_ends_when_its_history_is_full() {
    let machine = json!({"StartAt": "Again", "States": {
        "Again": {"Type": "Choice", "Choices": [{"Variable": "$", "IsNull": true, "Next": "Done"}], "Default": "Again"},
        "Done": {"Type": "Succeed"},
    }});
    let run = Run::of(&machine, json!(1));
    assert_eq!(run.error(), "States.Runtime");
    assert!((25_000..25_010).contains(&run.steps.len()), "{}", run.steps.len());
}
