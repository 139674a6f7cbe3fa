use serde_json::{Value, json};

use super::refusal;

#[track_caller]
fn assert_refused(pattern: &Value, at: &str, problem: &str) {
    let error = refusal(pattern);
    assert_eq!(error.at, at);
    assert!(error.problem.contains(problem), "{error}");
}

#[test]
fn an_unknown_operator_is_named_with_its_place() {
    assert_refused(
        &json!({"detail": {"a": ["x", {"contains": "y"}]}}),
        "detail.a[1].contains",
        "unknown operator",
    );
    assert_refused(
        &json!({"a": [{"anything-but": {"cidr": "::/0"}}]}),
        "a[0].anything-but.cidr",
        "unknown operator",
    );
}

#[test]
fn an_operator_stands_alone() {
    assert_refused(&json!({"a": [{"prefix": "x", "suffix": "y"}]}), "a[0]", "exactly one operator");
    assert_refused(&json!({"a": [{}]}), "a[0]", "exactly one operator");
}

#[test]
fn a_leaf_is_a_list_with_something_in_it() {
    assert_refused(&json!({"source": "x"}), "source", "expected a list of values");
    assert_refused(&json!({"source": []}), "source", "empty list");
    assert_refused(&json!({"source": [["x"]]}), "source[0]", "list within a list");
}

#[test]
fn objects_have_fields() {
    assert_refused(&json!({}), "the top", "without fields");
    assert_refused(&json!({"detail": {}}), "detail", "without fields");
    assert_refused(&json!(["x"]), "the top", "expected an object");
}

#[test]
fn operands_have_the_right_kind() {
    assert_refused(&json!({"a": [{"exists": "true"}]}), "a[0].exists", "true or false");
    assert_refused(&json!({"a": [{"prefix": 1}]}), "a[0].prefix", "expected a string");
    assert_refused(&json!({"a": [{"prefix": {"wildcard": "*"}}]}), "a[0].prefix", "expected a string");
    assert_refused(&json!({"a": [{"cidr": "10.0.0.1"}]}), "a[0].cidr", "expected a network");
    assert_refused(&json!({"a": [{"cidr": "10.0.0.0/33"}]}), "a[0].cidr", "expected a network");
    assert_refused(&json!({"a": [{"anything-but": []}]}), "a[0].anything-but", "empty list");
    assert_refused(
        &json!({"a": [{"anything-but": ["x", 1]}]}),
        "a[0].anything-but",
        "strings only, or numbers only",
    );
    assert_refused(
        &json!({"a": [{"anything-but": [true]}]}),
        "a[0].anything-but",
        "strings only, or numbers only",
    );
    assert_refused(
        &json!({"a": [{"anything-but": {"prefix": 1}}]}),
        "a[0].anything-but.prefix",
        "expected a string",
    );
}

#[test]
fn numeric_bounds_make_sense() {
    assert_refused(&json!({"a": [{"numeric": 5}]}), "a[0].numeric", "expected a list");
    assert_refused(&json!({"a": [{"numeric": ["<"]}]}), "a[0].numeric", "expected a list");
    assert_refused(&json!({"a": [{"numeric": ["!=", 1]}]}), "a[0].numeric[0]", "expected <");
    assert_refused(&json!({"a": [{"numeric": ["<", "1"]}]}), "a[0].numeric[1]", "expected a number");
    assert_refused(&json!({"a": [{"numeric": ["<", 5.1e9]}]}), "a[0].numeric[1]", "expected a number");
    assert_refused(&json!({"a": [{"numeric": [">", 5, "<", 5]}]}), "a[0].numeric", "lower bound");
    assert_refused(&json!({"a": [{"numeric": ["<", 5, ">", 1]}]}), "a[0].numeric", "lower bound");
}

#[test]
fn wildcards_follow_their_rules() {
    assert_refused(&json!({"a": [{"wildcard": "a**b"}]}), "a[0].wildcard", "two wildcards in a row");
    assert_refused(&json!({"a": [{"wildcard": r"a\b"}]}), "a[0].wildcard", "backslash");
    assert_refused(&json!({"a": [{"wildcard": "a\\"}]}), "a[0].wildcard", "backslash");
}

#[test]
fn or_has_at_least_two_objects() {
    assert_refused(&json!({"$or": {"a": [1]}}), "$or", "list of objects");
    assert_refused(&json!({"detail": {"$or": [{"a": [1]}]}}), "detail.$or", "two alternatives");
    assert_refused(&json!({"$or": [{"a": [1]}, {"b": 2}]}), "$or[1].b", "expected a list");
}

#[test]
fn the_message_names_place_and_problem() {
    assert_eq!(
        refusal(&json!({"detail": {"a": 5}})).to_string(),
        "event pattern, at detail.a: expected a list of values or an object with fields, found 5"
    );
}
