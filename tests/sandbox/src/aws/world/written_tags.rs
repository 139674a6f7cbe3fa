//! The tags in a world file, which may have them in either of the two ways in which AWS writes
//! them: `WorkSpaces` as a list of `Key` and `Value`, thin client as an object.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::WorldError;
use crate::aws::shape::{Path, Problem, Violation};
use crate::aws::workspaces::{TAG_LIST, TAG_MAP};

/// The tags as objects, if they could be. The bounds are those of `WorkSpaces`; the model of thin
/// client has none.
pub(super) fn read(written: Value) -> Result<Value, WorldError> {
    let path = Path::default().member("Tags");
    let Value::Object(resources) = written else { return Err(no_tags(path)) };
    resources.into_iter().map(|(name, tags)| Ok((name.clone(), of_one(&path.member(&name), tags)?))).collect()
}

fn of_one(path: &Path, tags: Value) -> Result<Value, WorldError> {
    let violations = match &tags {
        Value::Object(_) => TAG_MAP.check_at(path, &tags),
        Value::Array(_) => TAG_LIST.check_at(path, &tags),
        _ => return Err(no_tags(path.clone())),
    };
    match tags {
        _ if !violations.is_empty() => Err(violations.into()),
        Value::Array(list) => by_key(path, &list),
        tags => Ok(tags),
    }
}

fn by_key(path: &Path, list: &[Value]) -> Result<Value, WorldError> {
    let mut keys = BTreeSet::new();
    let key = |tag: &Value| tag["Key"].as_str().unwrap_or_default().to_owned();
    if let Some(twice) = list.iter().map(key).find(|key| !keys.insert(key.clone())) {
        return Err(WorldError::Invalid(vec![format!("{path}: the key {twice} is there twice")]));
    }
    let value = |tag: &Value| tag.get("Value").cloned().unwrap_or_else(|| "".into());
    Ok(Value::Object(list.iter().map(|tag| (key(tag), value(tag))).collect::<Map<_, _>>()))
}

fn no_tags(path: Path) -> WorldError {
    let expected = "an object, or for one resource a list of Key and Value";
    vec![Violation { path, problem: Problem::Type { expected } }].into()
}
