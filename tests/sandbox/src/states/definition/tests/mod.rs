mod fields;
mod structure;

use serde_json::Value;

use super::{Definition, DefinitionError};

fn refusal(definition: Value) -> DefinitionError {
    Definition::parse(&definition).expect_err("the definition is invalid")
}

/// Checks that a definition is refused, where, and with which words.
#[track_caller]
fn refused(definition: Value, at: &str, problem: &str) {
    let error = refusal(definition);
    assert_eq!(error.at.to_string(), at, "{error}");
    assert!(error.problem.contains(problem), "{error}");
}
