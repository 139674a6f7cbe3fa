use serde_json::json;

use super::*;

fn transformer(paths: &[(&str, &str)], template: &str) -> Result<InputTransformer, TransformerError> {
    let paths = paths.iter().map(|(name, path)| ((*name).to_owned(), (*path).to_owned())).collect();
    InputTransformer::parse(&paths, template)
}

fn transformed(paths: &[(&str, &str)], template: &str) -> Result<Value, TransformError> {
    let event = json!({
        "id": "e-1", "detail-type": "Left",
        "detail": {"User": {"UserName": "alice"}, "Ids": [7, 8], "Quoted": "a \"b\""}
    });
    transformer(paths, template).unwrap().apply(&event)
}

#[test]
fn a_variable_is_replaced_by_the_value_that_the_event_has_there() {
    let paths =
        [("id", "$.id"), ("kind", "$.detail-type"), ("request", "$.detail.User"), ("one", "$.detail.Ids[1]")];
    let template = r#"{"EventId": <id>, "Kind": <kind>, "Request": <request>, "One": <one>, "Seconds": 60}"#;
    let input = json!({
        "EventId": "e-1", "Kind": "Left", "Request": {"UserName": "alice"}, "One": 8, "Seconds": 60
    });
    assert_eq!(transformed(&paths, template), Ok(input));
    assert_eq!(transformed(&[("all", "$")], "[<all>]").unwrap()[0]["id"], "e-1");
}

#[test]
fn inside_of_a_string_a_variable_is_replaced_by_its_text() {
    let paths = [("id", "$.id"), ("one", "$.detail.Ids[0]")];
    assert_eq!(transformed(&paths, r#""event \"<id>\" has <one>""#), Ok(json!("event \"e-1\" has 7")));
}

#[test]
fn what_the_event_does_not_have_or_what_spoils_the_json_cannot_be_sent() {
    let missing = transformed(&[("x", "$.detail.EffectiveAt")], "{\"x\": <x>}");
    assert_eq!(missing, Err(TransformError::Missing("$.detail.EffectiveAt".into())));
    let object = transformed(&[("x", "$.detail.User")], r#""<x>""#);
    assert_eq!(object, Err(TransformError::NotPlain("$.detail.User".into())));
    let quotes = transformed(&[("x", "$.detail.Quoted")], r#""<x>""#);
    assert!(matches!(quotes, Err(TransformError::NotJson(_))), "{quotes:?}");
}

#[test]
fn a_transformer_that_aws_or_the_sandbox_does_not_understand_is_refused() {
    let refused = |name: &str, path: &str, template: &str| {
        transformer(&[(name, path)], template).unwrap_err().to_string()
    };
    for path in ["", "detail", "$.", "$.a..b", "$['a']", "$.a[*]", "$.a[?(@.b)]", "$.a[99999999999]"] {
        assert!(refused("x", path, "<x>").contains("is not a path"), "{path}");
    }
    assert_eq!(
        refused("aws.events.rule-arn", "$.id", "1"),
        "\"aws.events.rule-arn\" is no name for a variable"
    );
    assert_eq!(refused("x", "$.id", "<y>"), "<y> in the template is not a variable of InputPathsMap");
    assert!(refused("x", "$.id", r#""a < b""#).contains("cannot be escaped"));
    assert!(refused("x", "$.id", r#""a > b""#).contains("cannot be escaped"));
    assert!(refused("x", "$.id", r#"{"<x>": 1}"#).contains("the name of a member"));
    assert!(refused("x", "$.id", "{<x>: 1}").contains("is not JSON"));
    assert!(refused("x", "$.id", "<x> is gone").contains("is not JSON"));
    assert!(refused("x", "$.id", "").contains("0 characters"));
    let many: Vec<String> = (0..101).map(|number| format!("v{number}")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|name| (name.as_str(), "$.id")).collect();
    assert_eq!(transformer(&many, "1").unwrap_err(), TransformerError::TooManyVariables(101));
}
