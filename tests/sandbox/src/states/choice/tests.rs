use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::states::definition::Location;

fn asked(rule: Value, data: Value) -> Result<bool, Failure> {
    let condition = Condition::parse(&rule, &Location::default(), &[]).expect("the rule is valid");
    condition.holds(Scene { data: &data, context: &json!({"Execution": {"Name": "alice"}}) })
}

fn holds(rule: Value, data: Value) -> bool {
    asked(rule, data).expect("the rule can be evaluated")
}

fn refused(rule: Value) -> String {
    Condition::parse(&rule, &Location::default(), &[]).expect_err("the rule is invalid").to_string()
}

/// Whether `value` compares with `operand` as the operator says, by itself and by a path.
fn compares(operator: &str, value: Value, operand: Value) -> bool {
    let fixed = holds(json!({"Variable": "$.v", operator: operand}), json!({"v": value}));
    let by_path = format!("{operator}Path");
    let from_data = json!({"Variable": "$.v", by_path: "$.o"});
    assert_eq!(holds(from_data, json!({"v": value, "o": operand})), fixed, "{operator} {value} {operand}");
    fixed
}

#[test]
fn every_relation_holds_for_every_ordered_type() {
    let ordered = [
        ("String", json!("a"), json!("b")),
        ("Numeric", json!(1.5), json!(2)),
        ("Timestamp", json!("2030-01-31T18:00:00+02:00"), json!("2030-01-31T17:00:00Z")),
    ];
    for (of, less, more) in ordered {
        for (relation, below, same, above) in [
            ("Equals", false, true, false),
            ("LessThan", true, false, false),
            ("GreaterThan", false, false, true),
            ("LessThanEquals", true, true, false),
            ("GreaterThanEquals", false, true, true),
        ] {
            let operator = format!("{of}{relation}");
            assert_eq!(compares(&operator, less.clone(), more.clone()), below, "{operator}");
            assert_eq!(compares(&operator, more.clone(), more.clone()), same, "{operator}");
            assert_eq!(compares(&operator, more.clone(), less.clone()), above, "{operator}");
        }
    }
}

#[test]
fn booleans_are_equal_or_not() {
    assert!(compares("BooleanEquals", json!(false), json!(false)));
    assert!(!compares("BooleanEquals", json!(true), json!(false)));
    assert!(
        refused(json!({"Variable": "$", "BooleanLessThan": true}))
            .contains("unknown or unsupported operator")
    );
}

#[test]
fn numbers_compare_by_value_and_whole_ones_to_the_last_digit() {
    assert!(compares("NumericEquals", json!(1), json!(1.0)));
    assert!(!compares("NumericEquals", json!(9_007_199_254_740_993_u64), json!(9_007_199_254_740_992_u64)));
    assert!(compares("NumericLessThan", json!(-1), json!(u64::MAX)));
}

#[test]
fn timestamps_compare_as_points_in_time() {
    assert!(compares("TimestampEquals", json!("2030-01-31T19:00:00+02:00"), json!("2030-01-31T17:00:00Z")));
    assert!(!holds(
        json!({"Variable": "$", "TimestampLessThan": "2030-01-31T17:00:00Z"}),
        json!("2020-01-31t17:00:00z")
    ));
}

#[test]
fn a_value_of_another_type_makes_a_comparison_false() {
    let rules = [
        json!({"Variable": "$.v", "StringEquals": "1"}),
        json!({"Variable": "$.v", "BooleanEquals": true}),
        json!({"Variable": "$.v", "TimestampLessThan": "2030-01-31T17:00:00Z"}),
        json!({"Variable": "$.v", "StringMatches": "*"}),
        json!({"Variable": "$.v", "NumericEqualsPath": "$.text"}),
    ];
    for rule in rules {
        assert!(!holds(rule.clone(), json!({"v": 1, "text": "1"})), "{rule}");
    }
}

#[test]
fn every_is_operator_knows_its_type_and_its_opposite() {
    let values =
        [json!(null), json!(1), json!("x"), json!(true), json!("2030-01-31T17:00:00Z"), json!([]), json!({})];
    for (operator, expected) in [
        ("IsNull", [true, false, false, false, false, false, false]),
        ("IsNumeric", [false, true, false, false, false, false, false]),
        ("IsString", [false, false, true, false, true, false, false]),
        ("IsBoolean", [false, false, false, true, false, false, false]),
        ("IsTimestamp", [false, false, false, false, true, false, false]),
        ("IsPresent", [true; 7]),
    ] {
        for (value, expected) in values.iter().zip(expected) {
            let data = json!({"v": value});
            assert_eq!(
                holds(json!({"Variable": "$.v", operator: true}), data.clone()),
                expected,
                "{operator} {value}"
            );
            assert_eq!(
                holds(json!({"Variable": "$.v", operator: false}), data),
                !expected,
                "{operator} {value}"
            );
        }
    }
}

#[test]
fn a_variable_that_is_not_there_can_only_be_asked_for_its_presence() {
    assert!(holds(json!({"Variable": "$.v", "IsPresent": false}), json!({})));
    assert!(!holds(json!({"Variable": "$.v", "IsPresent": true}), json!({})));
    for rule in [
        json!({"Variable": "$.v", "IsNull": true}),
        json!({"Variable": "$.v", "StringEquals": "x"}),
        json!({"Variable": "$.there", "NumericEqualsPath": "$.v"}),
        json!({"Not": {"Variable": "$.v", "BooleanEquals": true}}),
    ] {
        assert_eq!(asked(rule, json!({"there": 1})).unwrap_err().error, "States.Runtime");
    }
}

#[test]
fn what_follows_a_condition_that_decides_is_not_asked() {
    let present = json!({"Variable": "$.v", "IsPresent": true});
    let wanted = json!({"Variable": "$.v", "StringEquals": "x"});
    assert!(!holds(json!({"And": [present, wanted]}), json!({})));
    assert!(holds(json!({"Or": [{"Not": present}, wanted]}), json!({})));
}

#[test]
fn conditions_combine() {
    let is = |wanted: &str| json!({"Variable": "$", "StringEquals": wanted});
    assert!(holds(json!({"Or": [is("a"), is("b")]}), json!("b")));
    assert!(!holds(json!({"And": [is("a"), is("b")]}), json!("b")));
    assert!(holds(json!({"And": [{"Not": is("a")}, {"Or": [is("b")]}]}), json!("b")));
}

#[test]
fn a_variable_can_be_in_the_context() {
    assert!(holds(json!({"Variable": "$$.Execution.Name", "StringEquals": "alice"}), json!({})));
}

#[test]
fn a_star_matches_any_characters_and_a_backslash_makes_it_literal() {
    let matches =
        |pattern: &str, text: &str| holds(json!({"Variable": "$", "StringMatches": pattern}), json!(text));
    for (pattern, text, expected) in [
        ("ws-*", "ws-1", true),
        ("*.log", "a.log.gz", false),
        ("a*b*c", "a-b-b-c", true),
        ("a*a", "a", false),
        ("*", "", true),
        ("**", "x", true),
        ("*é*", "café au", true),
        ("", "", true),
        ("", "x", false),
        ("a.c", "abc", false),
        (r"5\*", "5*", true),
        (r"5\*", "55", false),
        (r"a\\*", r"a\b", true),
    ] {
        assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
    }
    assert!(refused(json!({"Variable": "$", "StringMatches": r"\n"})).contains("backslash"));
}

#[test]
fn a_rule_that_is_none_is_refused() {
    for (rule, problem) in [
        (json!({}), "found nothing"),
        (json!({"Variable": "$"}), "found Variable"),
        (json!({"And": [], "Or": []}), "found And, Or"),
        (json!({"And": []}), "And: expected a list that is not empty, found []"),
        (json!({"And": [{"Variable": "$", "IsNull": true, "Next": "x"}]}), "And[0]: expected"),
        (json!({"Variable": "$", "IsNull": true, "IsPresent": true}), "found Variable, IsNull, IsPresent"),
        (json!({"Variable": "$", "StringStarts": "x"}), "StringStarts: unknown or unsupported operator"),
        (json!({"Variable": "$", "NumericEquals": "1"}), "NumericEquals: expected a number, found \"1\""),
        (json!({"Variable": "$", "TimestampEquals": "today"}), "TimestampEquals: expected a timestamp"),
        (json!({"Variable": "$", "IsNull": "true"}), "IsNull: expected true or false"),
        (json!({"Variable": "$", "StringEqualsPath": "x"}), "StringEqualsPath: \"x\" is no path"),
        (json!({"Variable": "$.*", "IsNull": true}), "Variable: \"$.*\""),
        (json!("x"), "expected an object"),
    ] {
        let found = refused(rule);
        assert!(found.contains(problem), "{found}");
    }
}

proptest! {
    #[test]
    fn a_pattern_without_stars_matches_only_itself(text in "[a-c.\\\\é]{0,4}", other in "[a-c.\\\\é]{0,4}") {
        let pattern = text.replace('\\', "\\\\");
        let rule = json!({"Variable": "$", "StringMatches": pattern});
        prop_assert_eq!(holds(rule, json!(other)), text == other);
    }

    #[test]
    fn a_text_matches_any_pattern_made_by_putting_stars_into_it(text in "[ab]{0,6}", cuts in prop::collection::vec(0usize..6, 0..3)) {
        let mut pattern: Vec<char> = text.chars().collect();
        for cut in cuts {
            pattern.insert(cut.min(pattern.len()), '*');
        }
        let pattern: String = pattern.into_iter().collect();
        let rule = json!({"Variable": "$", "StringMatches": pattern});
        prop_assert!(holds(rule, json!(text)));
    }

    #[test]
    fn of_two_numbers_exactly_one_relation_holds(one in any::<f64>(), other in any::<i64>()) {
        let count = ["NumericLessThan", "NumericEquals", "NumericGreaterThan"]
            .into_iter()
            .filter(|operator| compares(operator, json!(other), json!(one)))
            .count();
        prop_assert_eq!(count, usize::from(one.is_finite()));
    }
}
