use serde_json::{Value, json};
use time::Duration;

use crate::states::testing::{Run, task};
use crate::states::{Status, Step};

/// A task whose failures lead to `Rescue`, which hands its input on, as far as they are caught.
fn machine(more: Value) -> Value {
    let mut first = task(json!({"Next": "Rescue"}));
    first.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({"StartAt": "Work", "States": {"Work": first, "Rescue": {"Type": "Succeed"}}})
}

fn caught(names: Value, error: &str) -> bool {
    let catch = json!([{"ErrorEquals": names, "Next": "Rescue"}]);
    let mut run = Run::of(&machine(json!({"Catch": catch})), json!({}));
    run.fail("Work", error);
    matches!(run.execution.status(), Status::Succeeded(_))
}

fn retry(retrier: Value) -> Value {
    machine(json!({"Retry": [retrier]}))
}

/// The seconds until each retry, for a task that always fails in the same way.
fn delays(retrier: Value) -> Vec<i64> {
    let mut run = Run::of(&retry(retrier), json!({}));
    let mut delays = Vec::new();
    loop {
        run.fail("Work", "Throttled");
        if !run.is_running() {
            return delays;
        }
        let due = run.due_in().unwrap();
        delays.push(due.whole_seconds());
        run.on(due);
    }
}

#[test]
fn a_failure_that_nothing_is_done_about_ends_the_execution() {
    let mut run = Run::of(&machine(json!({})), json!({}));
    run.fail("Work", "AccessDenied");
    assert_eq!(run.error(), "AccessDenied");
}

#[test]
fn names_match_themselves_and_wildcards_what_they_stand_for() {
    assert!(caught(json!(["Late", "Throttled"]), "Throttled"));
    assert!(!caught(json!(["Late"]), "late"));
    assert!(caught(json!(["States.ALL"]), "Throttled"));
    assert!(caught(json!(["States.ALL"]), "States.Timeout"));
    assert!(!caught(json!(["States.ALL"]), "States.DataLimitExceeded"));
    assert!(caught(json!(["States.DataLimitExceeded"]), "States.DataLimitExceeded"));
    assert!(caught(json!(["States.TaskFailed"]), "Throttled"));
    assert!(!caught(json!(["States.TaskFailed"]), "States.Timeout"));
    assert!(caught(json!(["States.Timeout"]), "States.Timeout"));
}

#[test]
fn a_runtime_failure_is_never_caught_nor_retried() {
    for names in [json!(["States.ALL"]), json!(["States.TaskFailed"])] {
        assert!(!caught(names.clone(), "States.Runtime"));
        let mut run = Run::of(&retry(json!({"ErrorEquals": names})), json!({}));
        run.fail("Work", "States.Runtime");
        assert_eq!(run.error(), "States.Runtime");
    }
}

#[test]
fn a_caught_failure_is_put_where_the_catcher_says_and_past_the_states_own_paths() {
    let catch = json!([{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "Rescue"}]);
    let fields =
        json!({"Catch": catch, "InputPath": "$.in", "OutputPath": "$.in", "ResultSelector": {"x.$": "$.y"}});
    let mut run = Run::of(&machine(fields), json!({"in": 1}));
    run.fail("Work", "Late");
    assert_eq!(run.output(), &json!({"in": 1, "error": {"Error": "Late", "Cause": "it broke"}}));
    assert!(run.steps.iter().any(|step| matches!(step, Step::Caught { next, .. } if next == "Rescue")));
}

#[test]
fn an_error_output_replaces_the_input_or_is_dropped() {
    let output = |path: Value| {
        let mut catcher = json!({"ErrorEquals": ["States.ALL"], "Next": "Rescue"});
        catcher.as_object_mut().unwrap().extend(path.as_object().unwrap().clone());
        let mut run = Run::of(&machine(json!({"Catch": [catcher]})), json!({"a": 1}));
        run.fail("Work", "Late");
        run.output().clone()
    };
    assert_eq!(output(json!({})), json!({"Error": "Late", "Cause": "it broke"}));
    assert_eq!(output(json!({"ResultPath": null})), json!({"a": 1}));
}

#[test]
fn an_error_output_that_has_no_place_ends_the_execution() {
    let catch = json!([{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "Rescue"}]);
    let mut run = Run::of(&machine(json!({"Catch": catch})), json!("text"));
    run.fail("Work", "Late");
    assert_eq!(run.error(), "States.ResultPathMatchFailure");
}

#[test]
fn the_first_catcher_that_matches_counts() {
    let catch = json!([
        {"ErrorEquals": ["Late"], "ResultPath": "$.late", "Next": "Rescue"},
        {"ErrorEquals": ["States.ALL"], "ResultPath": "$.other", "Next": "Rescue"},
    ]);
    let mut run = Run::of(&machine(json!({"Catch": catch})), json!({}));
    run.fail("Work", "Late");
    assert!(run.output()["late"].is_object());
}

#[test]
fn a_failure_while_the_result_is_put_into_place_can_be_caught() {
    let catch = json!([{"ErrorEquals": ["States.ALL"], "Next": "Rescue"}]);
    let mut run = Run::of(&machine(json!({"Catch": catch, "ResultPath": "$.a"})), json!([]));
    run.succeed("Work", json!(1));
    assert_eq!(run.output()["Error"], "States.ResultPathMatchFailure");
}

#[test]
fn retries_come_later_and_later() {
    assert_eq!(delays(json!({"ErrorEquals": ["Throttled"]})), [1, 2, 4]);
    let retrier =
        json!({"ErrorEquals": ["States.ALL"], "IntervalSeconds": 3, "BackoffRate": 1.5, "MaxAttempts": 4});
    assert_eq!(delays(retrier), [3, 4, 6, 10]);
    let capped = json!({"ErrorEquals": ["Throttled"], "MaxAttempts": 5, "MaxDelaySeconds": 5});
    assert_eq!(delays(capped), [1, 2, 4, 5, 5]);
    assert_eq!(delays(json!({"ErrorEquals": ["Throttled"], "MaxAttempts": 0})), [0; 0]);
}

#[test]
fn full_jitter_waits_the_longest_that_it_could() {
    assert_eq!(delays(json!({"ErrorEquals": ["Throttled"], "JitterStrategy": "FULL"})), [1, 2, 4]);
}

#[test]
fn a_delay_beyond_all_bounds_outlives_the_execution() {
    let retrier = json!({"ErrorEquals": ["Throttled"], "IntervalSeconds": 99_999_999, "BackoffRate": 1e300});
    let mut run = Run::of(&retry(retrier), json!({}));
    run.fail("Work", "Throttled");
    assert_eq!(run.due_in(), Some(Duration::days(365)));
}

#[test]
fn a_retry_is_told_with_its_number_and_time_and_begins_with_the_same_input() {
    let mut run = Run::of(&retry(json!({"ErrorEquals": ["Throttled"]})), json!({"a": 1}));
    run.fail("Work", "Throttled");
    let Some(Step::RetryPlanned { attempt, at, .. }) = run.steps.last() else { panic!("{:?}", run.steps) };
    assert_eq!((*attempt, *at), (1, run.now + Duration::SECOND));
    run.on(Duration::SECOND);
    assert_eq!(run.tasks_of("Work").len(), 2);
    assert_eq!(run.entered(), ["Work"]);
    run.succeed("Work", json!(1));
    assert_eq!(run.output(), 1);
}

#[test]
fn every_retrier_counts_for_itself_and_then_the_catcher_is_asked() {
    let fields = json!({
        "Retry": [{"ErrorEquals": ["A", "B"], "MaxAttempts": 2}, {"ErrorEquals": ["C"], "MaxAttempts": 1}],
        "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Rescue"}],
    });
    let mut run = Run::of(&machine(fields), json!({}));
    for error in ["A", "B", "C"] {
        run.fail("Work", error);
        let due = run.due_in().unwrap();
        run.on(due);
    }
    assert!(run.is_running());
    run.fail("Work", "B");
    assert_eq!(run.output()["Error"], "B");
}

#[test]
fn a_state_that_is_visited_again_has_all_its_retries_again() {
    let machine = json!({"StartAt": "Work", "States": {
        "Work": task(json!({
            "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 1}],
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Work"}],
        })),
    }});
    let mut run = Run::of(&machine, json!({}));
    for _ in 0..2 {
        run.fail("Work", "Late");
        run.on(Duration::SECOND);
        run.fail("Work", "Late");
    }
    assert_eq!(run.entered().len(), 3);
    assert_eq!(run.tasks_of("Work").len(), 5);
}
