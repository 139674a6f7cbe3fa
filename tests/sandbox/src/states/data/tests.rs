use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::states::definition::Location;

fn find(path: &str, data: Value) -> Option<Value> {
    let context = json!({"Execution": {"Name": "alice", "Input": {"a": 1}}});
    let path = Path::parse(&json!(path), &Location::default()).expect("the path is valid");
    path.find(Scene { data: &data, context: &context }).cloned()
}

fn put(path: Value, input: Value, result: Value) -> Result<Value, Failure> {
    let path = ResultPath::parse(&path, &Location::default()).expect("the path is valid");
    path.apply(&input, result)
}

fn fill(template: Value, data: &Value) -> Result<Value, Failure> {
    let context = json!({"Execution": {"Name": "alice"}});
    let payload = Payload::parse(&template, &Location::default()).expect("the template is valid");
    payload.fill(Scene { data, context: &context })
}

#[test]
fn a_path_leads_through_members_and_elements() {
    let data = || json!({"a": {"b": [10, {"c d": 20}]}, "detail-type": "x", "größe": 3});
    assert_eq!(find("$", json!([1])), Some(json!([1])));
    assert_eq!(find("$.a.b[0]", data()), Some(json!(10)));
    assert_eq!(find("$['a'].b[1]['c d']", data()), Some(json!(20)));
    assert_eq!(find("$.detail-type", data()), Some(json!("x")));
    assert_eq!(find("$.größe", data()), Some(json!(3)));
}

#[test]
fn a_path_that_leads_nowhere_finds_nothing() {
    for path in ["$.b", "$.a.b", "$[0]", "$.list[2]", "$.list.a"] {
        assert_eq!(find(path, json!({"a": 1, "list": [1, 2]})), None, "{path}");
    }
}

#[test]
fn two_dollars_lead_into_the_context() {
    assert_eq!(find("$$.Execution.Name", json!({})), Some(json!("alice")));
    assert_eq!(find("$$.Execution.Input.a", json!({})), Some(json!(1)));
    assert_eq!(find("$$.Map.Item.Index", json!({})), None);
}

#[test]
fn a_path_that_could_lead_to_many_values_or_is_none_is_refused_by_name() {
    let paths = [
        "",
        "a",
        "$a",
        "$.",
        "$..a",
        "$.*",
        "$[*]",
        "$[-1]",
        "$[0:2]",
        "$[0,1]",
        "$[?(@.a)]",
        "$.a b",
        "$[",
        "$['']",
        "$['a",
        "$[\"a\"]",
        "$.a.",
        "$.length()",
        "$[+1]",
        "$[99999999999999999999]",
    ];
    for path in paths {
        let refused = Path::parse(&json!(path), &Location::default()).unwrap_err();
        assert!(refused.problem.contains(&format!("{path:?}")), "{refused}");
    }
}

#[test]
fn a_path_into_an_unknown_part_of_the_context_is_refused() {
    for path in ["$$.Task.Token", "$$.Execution.RoleArn", "$$[0]", "$$.State.RetryCount"] {
        let refused = Path::parse(&json!(path), &Location::default()).unwrap_err();
        assert!(refused.problem.contains("not in the context object"), "{refused}");
    }
}

#[test]
fn an_intrinsic_function_is_refused_as_such() {
    let refused = Path::parse(&json!("States.UUID()"), &Location::default()).unwrap_err();
    assert!(refused.problem.contains("intrinsic function"), "{refused}");
}

#[test]
fn a_result_replaces_what_is_at_its_place_and_keeps_the_rest() {
    let input = json!({"a": {"b": 1, "c": 2}, "list": [1, 2]});
    assert_eq!(
        put(json!("$.a.b"), input.clone(), json!(9)),
        Ok(json!({"a": {"b": 9, "c": 2}, "list": [1, 2]}))
    );
    assert_eq!(put(json!("$.list[1]"), input.clone(), json!(9)).unwrap()["list"], json!([1, 9]));
    assert_eq!(put(json!("$"), input.clone(), json!(9)), Ok(json!(9)));
    assert_eq!(put(Value::Null, input.clone(), json!(9)), Ok(input));
}

#[test]
fn objects_on_the_way_to_a_result_are_made() {
    assert_eq!(put(json!("$.a.b.c"), json!({"x": 1}), json!(9)), Ok(json!({"x": 1, "a": {"b": {"c": 9}}})));
}

#[test]
fn a_result_that_has_no_place_is_a_result_path_match_failure() {
    for (path, input) in [
        ("$.a", json!([1])),
        ("$.a.b", json!({"a": 1})),
        ("$.a[1]", json!({"a": [0]})),
        ("$.a[0]", json!({})),
    ] {
        let failure = put(json!(path), input, json!(9)).unwrap_err();
        assert_eq!(failure.error, "States.ResultPathMatchFailure");
    }
}

#[test]
fn a_result_cannot_be_put_into_the_context() {
    let refused = ResultPath::parse(&json!("$$.Execution.Name"), &Location::default()).unwrap_err();
    assert!(refused.problem.contains("nothing can be put"), "{refused}");
}

#[test]
fn members_ending_in_dollar_take_their_value_from_a_path_at_any_depth() {
    let template = json!({
        "fixed": [1, null],
        "whole.$": "$",
        "list": [{"name.$": "$.user.name"}],
        "execution.$": "$$.Execution.Name",
    });
    let data = json!({"user": {"name": "bob"}});
    let expected = json!({
        "fixed": [1, null],
        "whole": {"user": {"name": "bob"}},
        "list": [{"name": "bob"}],
        "execution": "alice",
    });
    assert_eq!(fill(template, &data), Ok(expected));
}

#[test]
fn a_template_whose_path_leads_nowhere_is_a_runtime_failure_that_names_it() {
    let failure = fill(json!({"a.$": "$.missing"}), &json!({})).unwrap_err();
    assert_eq!(failure.error, "States.Runtime");
    assert!(failure.cause.contains("$.missing"), "{failure}");
}

#[test]
fn a_template_that_contradicts_itself_or_is_no_object_is_refused() {
    let refused = |template: Value| Payload::parse(&template, &Location::default()).unwrap_err().to_string();
    assert_eq!(refused(json!({"a": [{"b": 1, "b.$": "$"}]})), "a[0].b.$: b is there as well");
    assert_eq!(refused(json!({"a.$": 1})), "a.$: expected a path, found 1");
    assert!(refused(json!([])).contains("expected an object"));
}

#[test]
fn a_timestamp_has_an_upper_case_t_and_z_or_an_offset() {
    for text in ["2030-01-31T17:00:00Z", "2030-01-31T17:00:00.123Z", "2030-01-31T17:00:00+02:00"] {
        assert!(timestamp::parse(text).is_some(), "{text}");
    }
    let bad = [
        "2030-01-31t17:00:00Z",
        "2030-01-31T17:00:00z",
        "2030-01-31 17:00:00Z",
        "2030-01-31T17:00:00",
        "2030-01-31",
        "2030-02-30T17:00:00Z",
        "",
        "é030-01-31T17:00:00Z",
    ];
    for text in bad {
        assert!(timestamp::parse(text).is_none(), "{text}");
    }
}

#[test]
fn times_are_told_in_utc_to_the_millisecond() {
    let time = timestamp::parse("2030-01-31T17:00:00.5+02:00").unwrap();
    assert_eq!(timestamp::show(time), "2030-01-31T15:00:00.500Z");
}

#[test]
fn data_of_exactly_256_kib_is_within_the_limit_and_a_byte_more_is_not() {
    // Two quotes, and a letter that is two bytes.
    let text = format!("é{}", "a".repeat(262_144 - 4));
    assert!(within_limit("output", json!(text)).is_ok());
    let failure = within_limit("output", json!(format!("{text}a"))).unwrap_err();
    assert_eq!(failure.error, "States.DataLimitExceeded");
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf =
        prop_oneof![Just(Value::Null), any::<bool>().prop_map(Value::from), (-9i64..9).prop_map(Value::from)];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map("[abc]", inner, 0..3).prop_map(|map| json!(map)),
        ]
    })
}

proptest! {
    #[test]
    fn what_was_put_is_found_and_what_was_beside_it_stays(input in json_value(), result in json_value()) {
        if let Ok(output) = put(json!("$.a.b"), input.clone(), result.clone()) {
            prop_assert_eq!(find("$.a.b", output.clone()), Some(result));
            for path in ["$.b", "$.c", "$.a.a", "$.a.c"] {
                prop_assert_eq!(find(path, output.clone()), find(path, input.clone()));
            }
        }
    }

    #[test]
    fn any_text_is_a_path_or_refused(text in "[$.\\[\\]'a0*@ -]{0,12}") {
        let _ = Path::parse(&json!(text), &Location::default());
    }
}
