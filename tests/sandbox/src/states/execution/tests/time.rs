use serde_json::{Value, json};
use time::Duration;

use crate::states::testing::{Run, START, about, only, task};
use crate::states::{Definition, Execution, Status, Step};

fn wait(more: Value) -> Value {
    let mut state = json!({"Type": "Wait", "Next": "Done"});
    state.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({"StartAt": "Wait", "States": {"Wait": state, "Done": {"Type": "Succeed"}}})
}

#[test]
fn an_execution_that_was_not_run_yet_is_due_at_once() {
    let definition = Definition::parse(&only(json!({"Type": "Succeed"}))).unwrap();
    let execution = Execution::start(definition.into(), about(), json!({}), START);
    assert_eq!(execution.due(), Some(START));
}

#[test]
fn a_wait_is_over_after_its_seconds_and_not_before() {
    let mut run = Run::of(&wait(json!({"Seconds": 10})), json!(1));
    assert_eq!(run.due_in(), Some(Duration::seconds(10)));
    run.on(Duration::seconds(9));
    assert!(run.is_running());
    run.on(Duration::SECOND);
    assert_eq!(run.output(), 1);
}

#[test]
fn a_wait_can_take_its_seconds_from_the_input() {
    let mut run = Run::of(&wait(json!({"SecondsPath": "$.s"})), json!({"s": 7}));
    assert_eq!(run.due_in(), Some(Duration::seconds(7)));
    run.on(Duration::seconds(7));
    assert_eq!(run.output(), &json!({"s": 7}));
}

#[test]
fn a_wait_can_end_at_a_time() {
    let fixed = Run::of(&wait(json!({"Timestamp": "2030-01-31T17:00:00+01:00"})), json!({}));
    assert_eq!(fixed.due_in(), Some(Duration::hours(8)));
    assert!(
        fixed
            .steps
            .iter()
            .any(|step| matches!(step, Step::Waiting { until, .. } if *until == START + Duration::hours(8)))
    );
    let from_input = Run::of(&wait(json!({"TimestampPath": "$.at"})), json!({"at": "2030-02-01T08:00:00Z"}));
    assert_eq!(from_input.due_in(), Some(Duration::days(1)));
}

#[test]
fn a_wait_for_nothing_or_for_the_past_is_over_at_once() {
    for until in [json!({"Seconds": 0}), json!({"Timestamp": "2020-01-01T00:00:00Z"})] {
        assert_eq!(Run::of(&wait(until), json!(1)).output(), 1);
    }
}

#[test]
fn a_wait_that_cannot_be_told_ends_the_execution() {
    for value in [json!(-1), json!(1.5), json!("10"), json!(null), json!(100_000_000)] {
        assert_eq!(
            Run::of(&wait(json!({"SecondsPath": "$.v"})), json!({"v": value})).error(),
            "States.Runtime"
        );
    }
    for value in [json!("2030-01-31"), json!("2030-01-31t17:00:00z"), json!(5)] {
        assert_eq!(
            Run::of(&wait(json!({"TimestampPath": "$.v"})), json!({"v": value})).error(),
            "States.Runtime"
        );
    }
}

#[test]
fn a_wait_applies_its_paths() {
    let run = Run::of(
        &wait(json!({"Seconds": 0, "InputPath": "$.a", "OutputPath": "$.b"})),
        json!({"a": {"b": 1}}),
    );
    assert_eq!(run.output(), 1);
}

#[test]
fn a_task_that_takes_too_long_times_out_and_is_heard_no_more() {
    let catch = json!([{"ErrorEquals": ["States.Timeout"], "ResultPath": "$.error", "Next": "Done"}]);
    let machine = json!({"StartAt": "Work", "States": {
        "Work": task(json!({"TimeoutSeconds": 60, "Catch": catch, "Next": "Done"})),
        "Done": {"Type": "Wait", "Seconds": 5, "End": true},
    }});
    let mut run = Run::of(&machine, json!({}));
    assert_eq!(run.due_in(), Some(Duration::MINUTE));
    run.on(Duration::MINUTE);
    run.succeed("Work", json!("too late"));
    run.on(Duration::seconds(5));
    assert_eq!(run.output()["error"]["Error"], "States.Timeout");
}

#[test]
fn a_task_that_ended_in_time_counts_even_if_that_is_seen_late() {
    let mut run = Run::of(&only(task(json!({"TimeoutSeconds": 60}))), json!({}));
    let token = run.tasks_of("Only")[0];
    run.execution.task_ended(token, Ok(json!("in time")));
    assert_eq!(run.due_in(), Some(Duration::ZERO));
    run.on(Duration::hours(1));
    assert_eq!(run.output(), "in time");
}

#[test]
fn a_task_that_is_retried_has_its_whole_time_again() {
    let retry = json!([{"ErrorEquals": ["States.Timeout"], "IntervalSeconds": 10}]);
    let mut run = Run::of(&only(task(json!({"TimeoutSeconds": 60, "Retry": retry}))), json!({}));
    run.on(Duration::seconds(60)).on(Duration::seconds(10));
    assert_eq!(run.due_in(), Some(Duration::seconds(60)));
}

#[test]
fn a_machine_whose_time_is_over_has_timed_out_and_nothing_catches_that() {
    let mut machine = only(task(json!({"Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Only"}]})));
    machine["TimeoutSeconds"] = json!(100);
    let mut run = Run::of(&machine, json!({}));
    assert_eq!(run.due_in(), Some(Duration::seconds(100)));
    run.on(Duration::seconds(100));
    assert_eq!(run.execution.status(), &Status::TimedOut);
    assert_eq!(run.steps.last(), Some(&Step::Ended(Status::TimedOut)));
    assert_eq!(run.execution.due(), None);
}

#[test]
fn an_execution_lives_for_a_year_at_most() {
    let mut run = Run::of(&wait(json!({"Seconds": 99_999_999})), json!({}));
    assert_eq!(run.due_in(), Some(Duration::days(365)));
    run.on(Duration::days(365));
    assert_eq!(run.execution.status(), &Status::TimedOut);
}

#[test]
fn the_nearest_of_all_timers_is_due() {
    let branch = |name: &str, seconds: u32| json!({"StartAt": name, "States": {name: {"Type": "Wait", "Seconds": seconds, "End": true}}});
    let branches = json!([branch("Long", 30), branch("Short", 10), branch("Middle", 20)]);
    let mut run = Run::of(&only(json!({"Type": "Parallel", "Branches": branches, "End": true})), json!(0));
    for _ in 0..3 {
        assert_eq!(run.due_in(), Some(Duration::seconds(10)));
        run.on(Duration::seconds(10));
    }
    assert_eq!(run.output(), &json!([0, 0, 0]));
}

#[test]
fn items_that_wait_for_their_turn_are_not_due() {
    let processor =
        json!({"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 10, "End": true}}});
    let machine = only(json!({"Type": "Map", "ItemProcessor": processor, "MaxConcurrency": 1, "End": true}));
    let mut run = Run::of(&machine, json!([1, 2]));
    assert_eq!(run.due_in(), Some(Duration::seconds(10)));
    run.on(Duration::seconds(10));
    assert_eq!(run.due_in(), Some(Duration::seconds(10)));
}
