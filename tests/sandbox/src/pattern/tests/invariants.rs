use proptest::prelude::*;
use serde_json::{Value, json};

use super::matches;

fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-1000i64..1000).prop_map(Value::from),
        "[a-cA-C*]{0,4}".prop_map(Value::from),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map("[ab]", inner, 0..3).prop_map(|map| json!(map)),
        ]
    })
}

/// The pattern that asks for exactly the leaves of an object; none where it has no leaf.
fn pattern_of(event: &Value) -> Option<Value> {
    match event {
        Value::Object(fields) => {
            let wanted: serde_json::Map<_, _> =
                fields.iter().filter_map(|(name, value)| Some((name.clone(), pattern_of(value)?))).collect();
            (!wanted.is_empty()).then_some(Value::Object(wanted))
        }
        Value::Array(elements) => elements.iter().find_map(pattern_of),
        leaf => Some(json!([leaf])),
    }
}

proptest! {
    #[test]
    fn an_event_matches_the_pattern_made_of_its_own_leaves(inner in value()) {
        let event = json!({"detail": inner, "source": "s"});
        let pattern = pattern_of(&event).expect("source is a leaf");
        prop_assert!(matches(&pattern, &event));
    }

    #[test]
    fn a_leaf_either_exists_or_does_not(event in value()) {
        let present = matches(&json!({"a": {"b": [{"exists": true}]}}), &event);
        let absent = matches(&json!({"a": {"b": [{"exists": false}]}}), &event);
        prop_assert_ne!(present, absent);
    }

    #[test]
    fn a_scalar_is_either_a_value_or_anything_but_it(wanted in "[a-c]{0,3}", found in leaf()) {
        let event = json!({"a": found});
        prop_assert_ne!(
            matches(&json!({"a": [wanted]}), &event),
            matches(&json!({"a": [{"anything-but": wanted}]}), &event)
        );
    }

    #[test]
    fn more_wanted_values_never_match_less(first in leaf(), second in leaf(), found in value()) {
        let event = json!({"a": found});
        if matches(&json!({"a": [first]}), &event) {
            let more = json!({"a": [first, second]});
            prop_assert!(matches(&more, &event));
        }
    }

    #[test]
    fn a_wildcard_at_either_end_is_a_suffix_or_a_prefix(text in "[a-c.]{0,3}", found in "[a-c.]{0,5}") {
        let event = json!({"a": found});
        prop_assert_eq!(
            matches(&json!({"a": [{"wildcard": format!("{text}*")}]}), &event),
            matches(&json!({"a": [{"prefix": text}]}), &event)
        );
        prop_assert_eq!(
            matches(&json!({"a": [{"wildcard": format!("*{text}")}]}), &event),
            matches(&json!({"a": [{"suffix": text}]}), &event)
        );
    }
}
