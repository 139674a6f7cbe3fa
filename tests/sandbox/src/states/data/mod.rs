//! The data that flows through states: how it is chosen, shaped, put together and limited.
//!
//! Source: the specification, "Paths", "Input and Output Processing" and "Payload Template".

mod path;
mod payload;
mod result_path;
mod selection;
pub(crate) mod timestamp;

#[cfg(test)]
mod tests;

use serde_json::Value;

use super::failure::{DATA_LIMIT_EXCEEDED, Failure};

pub(crate) use path::Path;
pub(crate) use payload::Payload;
pub(crate) use result_path::ResultPath;
pub(crate) use selection::Selection;

/// What paths look into: `$` and `$$`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) data: &'a Value,
    pub(crate) context: &'a Value,
}

impl<'a> Scene<'a> {
    /// The same context, other data.
    pub(crate) fn with(self, data: &'a Value) -> Self {
        Self { data, ..self }
    }
}

/// The quota on a task's, state's or execution's input and output: 256 KiB as UTF-8 text
/// (developer guide, "Step Functions service quotas").
const DATA_LIMIT: usize = 262_144;

/// Passes data on, unless there is too much of it.
pub(crate) fn within_limit(what: &str, data: Value) -> Result<Value, Failure> {
    let size = data.to_string().len();
    if size > DATA_LIMIT {
        let cause = format!("the {what} has {size} bytes as text, which are more than {DATA_LIMIT}");
        return Err(Failure::new(DATA_LIMIT_EXCEEDED, cause));
    }
    Ok(data)
}
