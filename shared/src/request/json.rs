//! JSON that says each thing once.
//!
//! `serde_json` lets the last of two equal keys win. In a request to destroy something,
//! `{"DryRun": true, "DryRun": false}` must not mean either: it is refused.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::Invalid;

/// Parses `text`, refusing duplicate keys at any depth.
///
/// # Errors
/// [`Invalid`] that says where the text stops being JSON, or that a key is there twice. Neither
/// quotes the text.
pub fn parse(text: &str) -> Result<Value, Invalid> {
    let mut json = serde_json::Deserializer::from_str(text);
    Once.deserialize(&mut json).and_then(|value| json.end().map(|()| value)).map_err(|error| {
        if error.to_string().starts_with(TWICE) {
            Invalid::new("", format!("{TWICE} (at line {}, column {})", error.line(), error.column()))
        } else {
            Invalid::new("", format!("is not JSON (at line {}, column {})", error.line(), error.column()))
        }
    })
}

const TWICE: &str = "has a field twice";

struct Once;

impl<'de> DeserializeSeed<'de> for Once {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Once {
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
        while let Some(item) = items.next_element_seed(Once)? {
            list.push(item);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let value = entries.next_value_seed(Once)?;
            if map.insert(key, value).is_some() {
                return Err(serde::de::Error::custom(TWICE));
            }
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
            assert!(parse(text).unwrap_err().to_string().contains(TWICE), "{text}");
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
