//! JSON that says each thing once.
//!
//! `serde_json` lets the last of two equal members win. Whoever wrote the other one meant it as well:
//! neither is taken.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// Why a text is not taken, with the place where that was noticed.
#[derive(Debug, thiserror::Error)]
pub enum JsonError {
    #[error(transparent)]
    Value(#[from] serde_path_to_error::Error<serde_json::Error>),
    #[error(transparent)]
    Rest(#[from] serde_json::Error),
}

/// Reads a text that is one JSON value and has no member twice, at any depth.
///
/// # Errors
/// [`JsonError`], which names the member that is there twice and its place.
pub fn parse(text: &str) -> Result<Value, JsonError> {
    let mut json = serde_json::Deserializer::from_str(text);
    let Once(value) = serde_path_to_error::deserialize(&mut json)?;
    json.end()?;
    Ok(value)
}

/// A value with every member once.
struct Once(Value);

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader).map(Self)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Once(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if map.contains_key(&name) {
                return Err(A::Error::custom(format_args!("`{name}` is there twice")));
            }
            let Once(value) = members.next_value()?;
            map.insert(name, value);
        }
        Ok(map.into())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_member_that_is_there_twice_is_named_with_its_place() {
        let refused = |text| parse(text).unwrap_err().to_string();
        assert_eq!(refused(r#"{"a": 1, "a": 1}"#), "`a` is there twice at line 1 column 12");
        let deep = refused(r#"{"detail": {"User": [{"a": 1, "a": 2}]}}"#);
        assert!(deep.starts_with("detail.User[0]: `a` is there twice"), "{deep}");
    }

    #[test]
    fn what_is_not_json_or_more_than_one_value_is_refused() {
        for text in ["", "{", "{} {}", "nul"] {
            assert!(parse(text).unwrap_err().to_string().contains("at line 1"), "{text}");
        }
    }

    #[test]
    fn every_kind_of_value_is_read_as_it_is() {
        let value = json!({"a": [null, true, -1, 1.5, "x", {}], "b": {"c": u64::MAX}});
        assert_eq!(parse(&value.to_string()).unwrap(), value);
    }

    proptest! {
        #[test]
        fn any_text_is_read_as_serde_json_reads_it(text in ".{0,200}") {
            prop_assert_eq!(parse(&text).ok(), serde_json::from_str::<Value>(&text).ok());
        }
    }
}
