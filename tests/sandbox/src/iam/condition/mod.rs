//! Conditions: an operator, a key of the request, and the values that it is compared with.
//!
//! Source: IAM user guide, "Condition operators", "Conditions with multiple context keys or values" and
//! "Set operators for multivalued context keys".

mod keys;
mod operator;

use std::collections::BTreeMap;

use serde_json::Value;

use super::document::{PolicyError, texts};
use super::request::Request;
use operator::Operator;

/// One line of a statement's conditions, all of which must hold.
#[derive(Debug, Clone)]
pub(super) struct Condition {
    operator: Operator,
    /// In lower case.
    key: String,
    values: Vec<String>,
}

impl Condition {
    pub(super) fn read_all(
        written: &BTreeMap<String, BTreeMap<String, Value>>,
    ) -> Result<Vec<Self>, PolicyError> {
        let mut conditions = Vec::new();
        for (operator, keys) in written {
            for (key, values) in keys {
                let read = Self::read(operator, key, values);
                conditions.push(read.map_err(|error| error.within(operator))?);
            }
        }
        Ok(conditions)
    }

    fn read(operator: &str, key: &str, values: &Value) -> Result<Self, PolicyError> {
        let operator = Operator::parse(operator)
            .ok_or_else(|| PolicyError::new("this condition operator is not supported"))?;
        let key_written = key;
        let key = key.to_ascii_lowercase();
        if !keys::is_known(&key) {
            return Err(PolicyError::new(format!("the condition key {key_written} is not supported")));
        }
        if keys::has_many_values(&key) && !operator.takes_many_values() {
            let problem = format!("{key_written} has many values, and needs ForAllValues or ForAnyValue");
            return Err(PolicyError::new(problem));
        }
        let values = texts(values).map_err(|error| error.within(key_written))?;
        match values.iter().find(|value| !operator.can_compare(value)) {
            Some(value) => {
                Err(PolicyError::new(format!("cannot be compared with {value}")).within(key_written))
            }
            None => Ok(Self { operator, key, values }),
        }
    }

    pub(super) fn holds(&self, asked: &Request) -> bool {
        self.operator.holds(asked.values(&self.key), &self.values)
    }
}
