use serde_json::json;

use super::{holds, terminate};

#[test]
fn any_of_the_values_will_do_and_every_key_must_hold() {
    let asked = terminate().with("aws:RequestedRegion", "us-east-1").with("aws:SourceAccount", "1");
    assert!(holds(json!({ "StringEquals": { "AWS:requestedregion": ["eu-west-1", "us-east-1"] } }), &asked));
    assert!(!holds(
        json!({ "StringEquals": { "aws:RequestedRegion": "us-east-1", "aws:SourceAccount": "2" } }),
        &asked
    ));
    assert!(!holds(
        json!({ "StringEquals": { "aws:RequestedRegion": "us-east-1" }, "Bool": { "aws:SecureTransport": true } }),
        &asked
    ));
}

#[test]
fn none_of_the_values_may_fit_where_the_operator_says_not() {
    let asked = terminate().with("aws:RequestedRegion", "us-east-1");
    assert!(holds(
        json!({ "StringNotEquals": { "aws:RequestedRegion": ["eu-west-1", "eu-west-2"] } }),
        &asked
    ));
    assert!(!holds(json!({ "StringNotLike": { "aws:RequestedRegion": ["eu-*", "us-*"] } }), &asked));
    assert!(!holds(json!({ "StringNotEqualsIgnoreCase": { "aws:RequestedRegion": "US-EAST-1" } }), &asked));
}

#[test]
fn a_missing_key_fails_what_is_asserted_and_satisfies_what_is_negated() {
    for (operator, value, expected) in [
        ("StringEquals", "x", false),
        ("StringLike", "*", false),
        ("Bool", "false", false),
        ("ArnLike", "*", false),
        ("StringNotEquals", "x", true),
        ("ArnNotLike", "*", true),
        ("StringEqualsIfExists", "x", true),
        ("BoolIfExists", "true", true),
        ("Null", "true", true),
        ("Null", "false", false),
    ] {
        let condition = json!({ operator: { "aws:SourceArn": value } });
        assert_eq!(holds(condition, &terminate()), expected, "{operator}");
    }
}

#[test]
fn a_key_that_is_there_is_not_null() {
    let asked = terminate().with("aws:ResourceTag/offboarding:hold", "");
    assert!(holds(json!({ "Null": { "aws:ResourceTag/Offboarding:Hold": "false" } }), &asked));
    assert!(!holds(json!({ "Null": { "aws:ResourceTag/offboarding:hold": "true" } }), &asked));
}

#[test]
fn all_values_or_any_of_them_where_the_key_has_many() {
    let tags = |keys: &[&str]| keys.iter().fold(terminate(), |asked, key| asked.with("aws:TagKeys", *key));
    let condition = |operator: &str| json!({ operator: { "aws:TagKeys": ["clock", "spare"] } });
    let row = |operator: &str| {
        let sets: [&[&str]; 4] = [&["clock"], &["clock", "hold"], &["hold"], &[]];
        sets.map(|keys| holds(condition(operator), &tags(keys)))
    };
    assert_eq!(row("ForAllValues:StringEquals"), [true, false, false, true]);
    assert_eq!(row("ForAnyValue:StringEquals"), [true, true, false, false]);
    assert_eq!(row("ForAllValues:StringNotEquals"), [false, false, true, true]);
    assert_eq!(row("ForAnyValue:StringNotEquals"), [false, true, true, false]);
    assert_eq!(row("ForAnyValue:StringEqualsIfExists"), [true, true, false, true]);
}

#[test]
fn arns_are_compared_part_by_part() {
    let asked = terminate().with("aws:SourceArn", "arn:aws:events:us-east-1:123456789012:rule/bus/left");
    let like = |pattern: &str| holds(json!({ "ArnLike": { "aws:SourceArn": pattern } }), &asked);
    assert!(like("arn:aws:events:*:123456789012:rule/*"));
    assert!(!like("arn:aws:events:*:rule/bus/left:*:*"));
}
