use serde_json::{Value, json};
use time::Duration;

use crate::states::testing::{Run, only, task};

fn branch(name: &str, state: Value) -> Value {
    json!({"StartAt": name, "States": {name: state}})
}

fn parallel(more: Value) -> Value {
    let mut state = json!({
        "Type": "Parallel", "Next": "Done",
        "Branches": [branch("Mailbox", task(json!({}))), branch("Devices", task(json!({})))],
    });
    state.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({"StartAt": "Both", "States": {"Both": state, "Done": {"Type": "Succeed"}}})
}

fn map(more: Value) -> Value {
    let mut state = json!({
        "Type": "Map", "End": true,
        "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, "StartAt": "Work", "States": {"Work": task(json!({}))}},
    });
    state.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    only(state)
}

#[test]
fn branches_run_side_by_side_and_their_results_are_in_their_order() {
    let mut run = Run::of(&parallel(json!({"ResultPath": "$.results"})), json!({"who": "alice"}));
    assert_eq!(run.entered(), ["Both", "Both / Mailbox", "Both / Devices"]);
    run.succeed("Both / Devices", json!(2));
    assert!(run.is_running());
    run.succeed("Both / Mailbox", json!(1));
    assert_eq!(run.output(), &json!({"who": "alice", "results": [1, 2]}));
}

#[test]
fn parameters_are_what_every_branch_gets() {
    let branches =
        json!([branch("One", json!({"Type": "Succeed"})), branch("Two", json!({"Type": "Succeed"}))]);
    let machine = parallel(
        json!({"Branches": branches, "Parameters": {"a.$": "$.b"}, "ResultSelector": {"first.$": "$[0]"}}),
    );
    assert_eq!(Run::of(&machine, json!({"b": 1})).output(), &json!({"first": {"a": 1}}));
}

#[test]
fn the_first_branch_that_fails_fails_the_state_and_ends_the_others() {
    let catch = json!([{"ErrorEquals": ["Throttled"], "ResultPath": "$.error", "Next": "Done"}]);
    let mut run = Run::of(&parallel(json!({"Catch": catch})), json!({}));
    run.fail("Both / Mailbox", "Throttled");
    assert_eq!(run.output(), &json!({"error": {"Error": "Throttled", "Cause": "it broke"}}));
    run.succeed("Both / Devices", json!("too late"));
    assert_eq!(run.output()["error"]["Error"], "Throttled");
}

#[test]
fn a_retried_parallel_begins_all_its_branches_again() {
    let retry = json!([{"ErrorEquals": ["Throttled"], "IntervalSeconds": 5}]);
    let mut run = Run::of(&parallel(json!({"Retry": retry})), json!({}));
    run.succeed("Both / Mailbox", json!(1)).fail("Both / Devices", "Throttled");
    let before = run.tasks_of("Both / Mailbox")[0];
    run.on(Duration::seconds(5));
    assert_eq!(run.tasks_of("Both / Mailbox").len(), 2);
    run.execution.task_ended(before, Ok(json!("old")));
    run.succeed("Both / Devices", json!(2)).succeed("Both / Mailbox", json!(1));
    assert_eq!(run.output(), &json!([1, 2]));
}

#[test]
fn a_runtime_failure_in_a_branch_ends_the_execution_whatever_is_caught() {
    let lost = branch("Lost", json!({"Type": "Pass", "InputPath": "$.missing", "End": true}));
    let catch = json!([{"ErrorEquals": ["States.ALL"], "Next": "Done"}]);
    let run = Run::of(&parallel(json!({"Branches": [lost], "Catch": catch})), json!({}));
    assert_eq!(run.error(), "States.Runtime");
}

#[test]
fn a_map_does_the_same_for_every_item() {
    let mut run = Run::of(&map(json!({"ItemsPath": "$.list"})), json!({"list": ["a", "b"]}));
    assert_eq!(run.entered(), ["Only", "Only[0] / Work", "Only[1] / Work"]);
    run.succeed("Only[1] / Work", json!(2)).succeed("Only[0] / Work", json!(1));
    assert_eq!(run.output(), &json!([1, 2]));
}

#[test]
fn an_item_selector_makes_every_items_input() {
    let machine = map(json!({
        "ItemsPath": "$.list",
        "ItemSelector": {"id.$": "$$.Map.Item.Value.id", "index.$": "$$.Map.Item.Index", "all.$": "$.list[0].id"},
        "ItemProcessor": branch("Work", json!({"Type": "Succeed"})),
    }));
    let run = Run::of(&machine, json!({"list": [{"id": "x"}, {"id": "y"}]}));
    let expected = json!([{"id": "x", "index": 0, "all": "x"}, {"id": "y", "index": 1, "all": "x"}]);
    assert_eq!(run.output(), &expected);
}

#[test]
fn no_more_items_are_under_way_than_may_be() {
    let mut run = Run::of(&map(json!({"MaxConcurrency": 2})), json!([1, 2, 3, 4]));
    assert_eq!(run.entered().len(), 1 + 2);
    run.succeed("Only[1] / Work", json!(0));
    assert_eq!(run.entered().last().unwrap(), "Only[2] / Work");
    assert_eq!(run.entered().len(), 1 + 3);
    for item in [0, 2, 3] {
        run.succeed(&format!("Only[{item}] / Work"), json!(0));
    }
    assert_eq!(run.output(), &json!([0, 0, 0, 0]));
}

#[test]
fn forty_items_are_under_way_where_no_number_is_said() {
    for max in [0, 100] {
        let run = Run::of(&map(json!({"MaxConcurrency": max})), json!(vec![0; 50]));
        assert_eq!(run.entered().len(), 1 + 40);
    }
}

#[test]
fn a_map_without_items_has_no_results() {
    assert_eq!(Run::of(&map(json!({})), json!([])).output(), &json!([]));
}

#[test]
fn what_is_no_list_of_items_is_a_runtime_failure() {
    assert_eq!(Run::of(&map(json!({})), json!({})).error(), "States.Runtime");
    assert_eq!(Run::of(&map(json!({"ItemsPath": "$.list"})), json!({})).error(), "States.Runtime");
}

#[test]
fn the_first_item_that_fails_fails_the_map() {
    let mut run = Run::of(&map(json!({})), json!([1, 2]));
    run.fail("Only[1] / Work", "AccessDenied");
    assert_eq!(run.error(), "AccessDenied");
}

#[test]
fn a_parallel_inside_of_a_map_knows_the_item_and_where_it_is() {
    let inner = json!({"Type": "Parallel", "End": true, "Branches": [
        branch("Tell", json!({"Type": "Pass", "Parameters": {"item.$": "$$.Map.Item.Value"}, "Next": "Ask"})),
    ]});
    let mut machine = map(json!({"ItemProcessor": branch("Both", inner)}));
    machine["States"]["Only"]["ItemProcessor"]["States"]["Both"]["Branches"][0]["States"]["Ask"] =
        task(json!({}));
    let mut run = Run::of(&machine, json!(["a", "b"]));
    assert_eq!(run.entered().last().unwrap(), "Only[1] / Both / Ask");
    run.succeed("Only[0] / Both / Ask", json!(1)).succeed("Only[1] / Both / Ask", json!(2));
    assert_eq!(run.output(), &json!([[1], [2]]));
}

#[test]
fn an_inner_map_hides_the_item_of_the_outer_one() {
    let pass = json!({"Type": "Pass", "Parameters": {"v.$": "$$.Map.Item.Value"}, "End": true});
    let inner = json!({"Type": "Map", "End": true, "ItemProcessor": branch("Tell", pass)});
    let run = Run::of(&map(json!({"ItemProcessor": branch("Inner", inner)})), json!([["a"], ["b"]]));
    assert_eq!(run.output(), &json!([[{"v": "a"}], [{"v": "b"}]]));
}
