use serde_json::{Value, json};

use super::super::Policy;

/// A statement in which one thing is different; a member that becomes null goes.
fn refused(change: Value) -> String {
    let mut statement = json!({ "Effect": "Allow", "Action": "a:B", "Resource": "*" });
    for (name, value) in change.as_object().unwrap() {
        match value {
            Value::Null => drop(statement.as_object_mut().unwrap().remove(name)),
            value => statement[name] = value.clone(),
        }
    }
    Policy::of_identity(&json!({ "Statement": [statement] })).unwrap_err().to_string()
}

#[test]
fn what_is_not_understood_is_named_with_its_place() {
    let at = "Statement[0]";
    for (change, problem) in [
        (json!({ "NotAction": "a:B" }), format!("{at}.NotAction: unknown or unsupported element")),
        (json!({ "NotResource": "*" }), format!("{at}.NotResource: unknown or unsupported element")),
        (json!({ "Effect": "Permit" }), format!("{at}.Effect: unknown variant `Permit`")),
        (json!({ "Action": [] }), format!("{at}.Action: expected at least one value")),
        (json!({ "Resource": "work" }), format!("{at}.Resource: work is neither * nor an ARN")),
        (
            json!({ "Resource": "arn:aws:sqs:*:*:${aws:PrincipalTag/team}" }),
            format!("{at}.Resource: policy variables are not supported"),
        ),
    ] {
        let error = refused(change);
        assert!(error.starts_with(&problem), "{error}");
    }
}

#[test]
fn a_condition_that_is_not_understood_is_an_error_whether_or_not_it_would_matter() {
    let at = "Statement[0].Condition";
    for (operator, key, value, problem) in [
        (
            "DateGreaterThan",
            "aws:SourceArn",
            "x",
            ".DateGreaterThan: this condition operator is not supported",
        ),
        ("Each:StringEquals", "aws:SourceArn", "x", ".Each:StringEquals: this condition operator"),
        ("NullIfExists", "aws:SourceArn", "true", ".NullIfExists: this condition operator is not supported"),
        (
            "StringEquals",
            "aws:SourceVpc",
            "x",
            ".StringEquals: the condition key aws:SourceVpc is not supported",
        ),
        ("StringEquals", "aws:ResourceTag/", "x", ".StringEquals: the condition key aws:ResourceTag/ is not"),
        ("StringEquals", "aws:TagKeys", "x", ".StringEquals: aws:TagKeys has many values"),
        ("Bool", "aws:SecureTransport", "no", ".Bool.aws:SecureTransport: cannot be compared with no"),
        ("ArnLike", "aws:SourceArn", "rule/x", ".ArnLike.aws:SourceArn: cannot be compared with rule/x"),
    ] {
        let error = refused(json!({ "Condition": { operator: { key: value } } }));
        assert!(error.starts_with(&format!("{at}{problem}")), "{error}");
    }
}

#[test]
fn an_element_has_its_place_in_some_policies_and_not_in_others() {
    let principal = refused(json!({ "Principal": "*" }));
    assert_eq!(principal, "Statement[0].Principal: has no place in an identity's policy");
    let resource = refused(json!({ "Resource": null }));
    assert_eq!(resource, "Statement[0]: an identity's policy needs a Resource");
    let trust = json!({ "Statement": { "Effect": "Allow", "Action": "sts:AssumeRole" } });
    let trust = Policy::of_trust(&trust).unwrap_err().to_string();
    assert_eq!(trust, "Statement[0]: a role's trust policy needs a Principal");
}

#[test]
fn principals_of_a_kind_that_the_sandbox_does_not_have_are_refused() {
    for (principal, problem) in [
        (json!({ "Federated": "x" }), ".Federated: this kind of principal is not supported"),
        (json!({ "AWS": "alice" }), ".AWS: alice is no principal that the sandbox knows"),
        (
            json!({ "AWS": "arn:aws:iam::123456789012:role/*" }),
            ".AWS: arn:aws:iam::123456789012:role/* is no",
        ),
        (json!("alice"), ": expected \"*\" or an object"),
    ] {
        let policy = json!({ "Statement": {
            "Effect": "Allow", "Action": "sqs:*", "Resource": "*", "Principal": principal
        } });
        let error = Policy::of_resource(&policy).unwrap_err().to_string();
        assert!(error.starts_with(&format!("Statement[0].Principal{problem}")), "{error}");
    }
}

#[test]
fn a_document_may_be_text_and_says_each_thing_once() {
    let text = r#"{"Version": "2012-10-17", "Statement": []}"#;
    assert!(Policy::of_identity(&text.into()).is_ok());
    let twice = r#"{"Statement": [], "Statement": []}"#;
    assert!(Policy::of_identity(&twice.into()).unwrap_err().to_string().starts_with("is not JSON"));
    let version = Policy::of_identity(&json!({ "Version": "2020-01-01", "Statement": [] })).unwrap_err();
    assert!(version.to_string().starts_with("Version: unknown variant"), "{version}");
}
