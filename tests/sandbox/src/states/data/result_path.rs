//! `ResultPath`: where a result goes in the input that the state was given.

use serde_json::{Value, json};

use super::Path;
use super::path::Segment;
use crate::states::definition::{DefinitionError, Location};
use crate::states::failure::{Failure, RESULT_PATH_MATCH_FAILURE};

/// A place in the input, or `null` for none: the result is dropped.
#[derive(Debug)]
pub(crate) struct ResultPath(Option<Path>);

impl ResultPath {
    pub(crate) fn parse(value: &Value, at: &Location) -> Result<Self, DefinitionError> {
        if value.is_null() {
            return Ok(Self(None));
        }
        let path = Path::parse(value, at)?;
        if path.is_in_context() {
            return Err(at.error(format!("{path} is in the context object, where nothing can be put")));
        }
        Ok(Self(Some(path)))
    }

    /// Puts a result into the input, with the objects on the way that are missing.
    pub(crate) fn apply(&self, input: &Value, result: Value) -> Result<Value, Failure> {
        let mut output = input.clone();
        if let Some(path) = &self.0 {
            put(&mut output, path.segments(), result).ok_or_else(|| {
                let cause = format!("ResultPath: there can be nothing at {path} in the input");
                Failure::new(RESULT_PATH_MATCH_FAILURE, cause)
            })?;
        }
        Ok(output)
    }
}

impl Default for ResultPath {
    fn default() -> Self {
        Self(Some(Path::whole()))
    }
}

/// Fails where the way leads through something that is neither an object nor a list long enough.
fn put(target: &mut Value, way: &[Segment], result: Value) -> Option<()> {
    match way.split_first() {
        None => *target = result,
        Some((Segment::Member(name), rest)) => {
            let members = target.as_object_mut()?;
            put(members.entry(name.clone()).or_insert_with(|| json!({})), rest, result)?;
        }
        Some((Segment::Element(index), rest)) => {
            put(target.as_array_mut()?.get_mut(*index)?, rest, result)?;
        }
    }
    Some(())
}
