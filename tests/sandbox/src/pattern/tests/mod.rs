mod invariants;
mod refusals;
mod semantics;

use serde_json::Value;

use super::{Pattern, PatternError};

fn matches(pattern: &Value, event: &Value) -> bool {
    Pattern::parse(pattern).expect("the pattern is valid").matches(event)
}

fn refusal(pattern: &Value) -> PatternError {
    Pattern::parse(pattern).expect_err("the pattern is invalid")
}
