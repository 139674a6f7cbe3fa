//! Reading a JSON object field by field, leaving nothing unread.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use serde_json::{Map, Value};

use super::Invalid;

/// The fields of one JSON object. Each is taken once; [`Fields::finish`] refuses what is left, for
/// a field that is silently ignored may be the one that was meant to prevent something.
#[derive(Debug)]
pub struct Fields {
    path: String,
    map: Map<String, Value>,
}

impl Fields {
    /// The fields of `value`, which is called `path` in errors (empty for the request itself).
    ///
    /// # Errors
    /// Where `value` is not an object.
    pub fn of(value: Value, path: &str) -> Result<Self, Invalid> {
        match value {
            Value::Object(map) => Ok(Self { path: path.to_owned(), map }),
            _ => Err(Invalid::new(path, "must be a JSON object")),
        }
    }

    /// What `name` is called in errors.
    #[must_use]
    pub fn path(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// Whether `name` is there and not null.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.map.get(name).is_some_and(|value| !value.is_null())
    }

    /// Whether no field is there that is not null.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.map.values().all(Value::is_null)
    }

    /// The field `name`; a null field is an absent one.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        self.map.remove(name).filter(|value| !value.is_null())
    }

    pub fn object(&mut self, name: &str) -> Result<Option<Fields>, Invalid> {
        let path = self.path(name);
        self.take(name).map(|value| Fields::of(value, &path)).transpose()
    }

    pub fn bool(&mut self, name: &str) -> Result<Option<bool>, Invalid> {
        let path = self.path(name);
        self.take(name)
            .map(|value| value.as_bool().ok_or_else(|| Invalid::new(path, "must be true or false")))
            .transpose()
    }

    pub fn integer(&mut self, name: &str, range: RangeInclusive<u32>) -> Result<Option<u32>, Invalid> {
        let path = self.path(name);
        self.take(name)
            .map(|value| {
                value.as_u64().and_then(|n| u32::try_from(n).ok()).filter(|n| range.contains(n)).ok_or_else(
                    || {
                        Invalid::new(
                            path,
                            format!("must be a whole number from {} to {}", range.start(), range.end()),
                        )
                    },
                )
            })
            .transpose()
    }

    /// Text that a type accepts (an id, a date, a name).
    pub fn text<T: FromStr<Err: Display>>(&mut self, name: &str) -> Result<Option<T>, Invalid> {
        let path = self.path(name);
        self.take(name).map(|value| text(&value, path)).transpose()
    }

    /// A list of at least one text that a type accepts, without its duplicates.
    pub fn texts<T: FromStr<Err: Display> + PartialEq>(
        &mut self,
        name: &str,
    ) -> Result<Option<Vec<T>>, Invalid> {
        self.list(name, |value, path| text(&value, path))
    }

    /// A list of at least one item, read by `read`, without its duplicates.
    pub fn list<T: PartialEq>(
        &mut self,
        name: &str,
        read: impl Fn(Value, String) -> Result<T, Invalid>,
    ) -> Result<Option<Vec<T>>, Invalid> {
        let path = self.path(name);
        let items = match self.take(name) {
            None => return Ok(None),
            Some(Value::Array(items)) if !items.is_empty() => items,
            Some(_) => return Err(Invalid::new(path, "must be a list with at least one item")),
        };
        let mut list = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            let item = read(item, format!("{path}[{index}]"))?;
            if !list.contains(&item) {
                list.push(item);
            }
        }
        Ok(Some(list))
    }

    /// Refuses whatever was not taken.
    pub fn finish(&self) -> Result<(), Invalid> {
        match self.map.iter().find(|(_, value)| !value.is_null()) {
            None => Ok(()),
            Some((name, _)) => Err(Invalid::unknown(&self.path, name)),
        }
    }

    /// Why a field that was looked for is not there: where something else is, it is likely misspelt.
    #[must_use]
    pub fn lack(&self, missing: Invalid) -> Invalid {
        self.finish().err().unwrap_or(missing)
    }
}

fn text<T: FromStr<Err: Display>>(value: &Value, path: String) -> Result<T, Invalid> {
    let Some(text) = value.as_str() else { return Err(Invalid::new(path, "must be text")) };
    text.parse().map_err(|problem: T::Err| Invalid::new(path, problem.to_string()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::request::{DirectoryId, WorkspaceId};

    fn fields(value: Value) -> Fields {
        Fields::of(value, "").unwrap()
    }

    #[test]
    fn a_misspelt_field_is_named_with_its_place() {
        let mut outer = fields(json!({"User": {"Username": "alice"}}));
        let user = outer.object("User").unwrap().unwrap();
        assert_eq!(user.finish().unwrap_err().to_string(), "`User.Username` is not a field of this request");
    }

    #[test]
    fn a_null_field_is_an_absent_one() {
        let mut fields = fields(json!({"DryRun": null, "Anything": null}));
        assert!(fields.is_empty());
        assert_eq!(fields.bool("DryRun").unwrap(), None);
        fields.finish().unwrap();
    }

    #[test]
    fn a_malformed_value_is_named_and_never_quoted() {
        let mut fields =
            fields(json!({"Ids": ["d-0123456789", "alice"], "Flag": "alice", "Days": 31, "Empty": []}));
        let problems = [
            fields.texts::<DirectoryId>("Ids").unwrap_err().to_string(),
            fields.bool("Flag").unwrap_err().to_string(),
            fields.integer("Days", 1..=29).unwrap_err().to_string(),
            fields.texts::<DirectoryId>("Empty").unwrap_err().to_string(),
        ];
        assert_eq!(
            problems,
            [
                "`Ids[1]` must be a directory id: d- and 8 to 63 of 0-9 a-f, or wsd- and 8 to 63 of 0-9 a-z",
                "`Flag` must be true or false",
                "`Days` must be a whole number from 1 to 29",
                "`Empty` must be a list with at least one item",
            ]
        );
    }

    #[test]
    fn duplicates_in_a_list_count_once() {
        let mut fields = fields(json!({"Ids": ["ws-12345678", "ws-abcdefgh", "ws-12345678"]}));
        let ids = fields.texts::<WorkspaceId>("Ids").unwrap().unwrap();
        assert_eq!(ids.iter().map(WorkspaceId::as_str).collect::<Vec<_>>(), ["ws-12345678", "ws-abcdefgh"]);
    }
}
