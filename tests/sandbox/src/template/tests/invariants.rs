use std::path::Path;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::parameters;
use crate::template::{parse, yaml};

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (1i64..1_000_000).prop_map(Value::from),
        "[ -~]{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[A-Za-z:]{1,6}", inner, 0..4).prop_map(|map| json!(map)),
        ]
    })
}

proptest! {
    #[test]
    fn json_is_yaml_and_means_the_same(value in json_value()) {
        let read = yaml::read(&value.to_string()).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(read, value);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[A-Za-z:!&*{}\\[\\]'\" \n$-]{0,80}") {
        let _ = parse(&text, Path::new(""), &parameters(&[]));
    }

    #[test]
    fn splitting_and_joining_gives_the_text_back(text in "[a-c,]{0,12}") {
        let yaml = format!(
            "Resources: {{}}\nConditions: {{ Same: !Equals [!Join [',', !Split [',', '{text}']], '{text}'] }}
Outputs: {{ O: {{ Value: !If [Same, same, !Split [',', '']] }} }}"
        );
        prop_assert!(parse(&yaml, Path::new(""), &parameters(&[])).is_ok());
    }
}
