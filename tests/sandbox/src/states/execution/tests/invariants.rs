use proptest::prelude::*;
use serde_json::{Value, json};
use time::Duration;

use crate::states::testing::{Run, task};
use crate::states::{Failure, Status, Step};

/// A bit of everything, on input of any kind.
fn machine() -> Value {
    json!({"TimeoutSeconds": 5000, "StartAt": "Which", "States": {
        "Which": {"Type": "Choice", "Choices": [
            {"And": [{"Variable": "$.a", "IsPresent": true}, {"Variable": "$.a", "NumericLessThan": 3}], "Next": "Wait"},
            {"Variable": "$.list", "IsPresent": true, "Next": "Each"},
        ], "Default": "Note"},
        "Note": {"Type": "Pass", "Parameters": {"list.$": "$.b", "a": 7}, "ResultPath": "$.b", "OutputPath": "$.b", "Next": "Each"},
        "Wait": {"Type": "Wait", "SecondsPath": "$.a", "Next": "Both"},
        "Each": {"Type": "Map", "ItemsPath": "$.list", "MaxConcurrency": 2, "ResultPath": "$.results", "Next": "Both",
            "ItemProcessor": {"StartAt": "Item", "States": {"Item": task(json!({"TimeoutSeconds": 30}))}},
            "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "Both"}]},
        "Both": {"Type": "Parallel", "Next": "Done", "Branches": [
            {"StartAt": "One", "States": {"One": task(json!({
                "TimeoutSeconds": 100,
                "Retry": [{"ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 2}],
            }))}},
            {"StartAt": "Two", "States": {"Two": {"Type": "Wait", "Seconds": 10, "End": true}}},
        ], "Retry": [{"ErrorEquals": ["States.Timeout"], "MaxAttempts": 1}]},
        "Done": {"Type": "Succeed", "OutputPath": "$[0]"},
    }})
}

fn input() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-2i64..9).prop_map(Value::from),
        "[a-c]{0,3}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("a|b|list", inner, 0..3).prop_map(|map| json!(map)),
        ]
    })
}

/// What the world does next: the oldest open task ends well or badly, or time passes.
#[derive(Debug, Clone)]
enum Event {
    Success(Value),
    Failure,
    Time(i64),
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        input().prop_map(Event::Success),
        Just(Event::Failure),
        (0i64..40).prop_map(Event::Time),
    ];
    prop::collection::vec(event, 0..40)
}

fn play(input: &Value, events: &[Event]) -> Run {
    let mut run = Run::of(&machine(), input.clone());
    let mut told = 0;
    for event in events {
        let tasks = run.steps.iter().filter_map(|step| match step {
            Step::Task { token, .. } => Some(*token),
            _ => None,
        });
        let token = tasks.clone().nth(told).filter(|_| !matches!(event, Event::Time(_)));
        if let Some(token) = token {
            told += 1;
            let result = match event {
                Event::Success(value) => Ok(value.clone()),
                _ => Err(Failure::new("Throttled", "")),
            };
            run.execution.task_ended(token, result);
        }
        let by = if let Event::Time(seconds) = event { *seconds } else { 0 };
        run.on(Duration::seconds(by));
    }
    run
}

proptest! {
    #[test]
    fn the_same_calls_give_the_same_steps(input in input(), events in events()) {
        prop_assert_eq!(play(&input, &events).steps, play(&input, &events).steps);
    }

    #[test]
    fn what_can_be_done_now_is_done_at_once(input in input(), events in events()) {
        let mut run = play(&input, &events);
        prop_assert_eq!(run.execution.run(run.now), []);
        prop_assert!(run.execution.due().is_none_or(|due| due > run.now));
    }

    #[test]
    fn every_execution_ends_once_and_tells_it_last(input in input(), events in events()) {
        let mut run = play(&input, &events);
        while let Some(due) = run.due_in() {
            run.on(due);
        }
        let ends = run.steps.iter().filter(|step| matches!(step, Step::Ended(_))).count();
        prop_assert_eq!(ends, 1);
        prop_assert_eq!(run.steps.last(), Some(&Step::Ended(run.execution.status().clone())));
        prop_assert_ne!(run.execution.status(), &Status::Running);
    }

    #[test]
    fn a_token_is_given_once(input in input(), events in events()) {
        let mut tokens: Vec<_> = play(&input, &events).steps.into_iter().filter_map(|step| match step {
            Step::Task { token, .. } => Some(token),
            _ => None,
        }).collect();
        let all = tokens.len();
        tokens.sort_unstable();
        tokens.dedup();
        prop_assert_eq!(tokens.len(), all);
    }
}
