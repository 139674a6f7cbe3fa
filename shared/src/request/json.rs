//! JSON that says each thing once.
//!
//! `serde_json` lets the last of two equal keys win. In a request to destroy something,
//! `{"DryRun": true, "DryRun": false}` must not mean either: it is refused.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::Invalid;

/// Parses `text`, refusing duplicate keys at any depth.
///
/// # Errors
/// [`Invalid`] that names the key that is there twice, or says where the text stops being JSON. The
/// text itself is not quoted.
pub fn parse(text: &str) -> Result<Value, Invalid> {
    let twice = RefCell::default();
    let mut json = serde_json::Deserializer::from_str(text);
    let value = Once(&twice).deserialize(&mut json).and_then(|value| json.end().map(|()| value));
    value.map_err(|error| match twice.take() {
        Some(name) => Invalid::twice(&name),
        None => {
            Invalid::new("", format!("is not JSON (at line {}, column {})", error.line(), error.column()))
        }
    })
}

/// Reads a value, and remembers the key that is there twice.
#[derive(Clone, Copy)]
struct Once<'a>(&'a RefCell<Option<String>>);

impl<'de> DeserializeSeed<'de> for Once<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Once<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
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

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let value = entries.next_value_seed(self)?;
            if map.contains_key(&key) {
                self.0.replace(Some(key));
                return Err(serde::de::Error::custom("a key is there twice"));
            }
            map.insert(key, value);
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
    fn a_key_that_is_there_twice_is_refused_at_any_depth() {
        for text in [r#"{"a":1,"a":1}"#, r#"[{"b":{"a":1,"a":2}}]"#] {
            let invalid = parse(text).unwrap_err();
            assert_eq!(invalid.to_string(), "`a` is there twice", "{text}");
            assert_eq!(invalid.for_log(), "the request has a field twice");
        }
    }

    #[test]
    fn text_that_is_not_json_is_refused_without_quoting_it() {
        for text in ["", "alice", "{\"alice\"", "{} {}", "nul"] {
            let message = parse(text).unwrap_err().to_string();
            assert!(message.contains("is not JSON") && !message.contains("alice"), "{message}");
        }
    }

    #[test]
    fn every_kind_of_value_is_read_as_it_is() {
        let value = json!({"a": [null, true, -1, 1.5, "x", {}], "b": {"c": u64::MAX}});
        assert_eq!(parse(&value.to_string()).unwrap(), value);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,200}") {
            prop_assert_eq!(parse(&text).ok(), serde_json::from_str::<Value>(&text).ok());
        }
    }
}
