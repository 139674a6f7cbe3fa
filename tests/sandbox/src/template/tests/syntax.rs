use super::{assert_refused, assert_resources_refused, load};

#[test]
fn a_key_that_is_there_twice_is_an_error() {
    assert_refused("Resources: {}\nResources: {}", "the template is not YAML");
    assert_refused("Resources: {}\n'Resources': {}", "Resources: this key is there twice");
}

#[test]
fn plain_words_that_yaml_readers_disagree_on_need_quotes() {
    for word in ["yes", "No", "on", "OFF", "0123", "12:30"] {
        assert_resources_refused(
            &format!("  Q: {{ Type: AWS::SQS::Queue, Properties: {{ Tags: {word} }} }}"),
            &format!("Resources.Q.Properties.Tags: {word} means different things"),
        );
    }
}

#[test]
fn quotes_settle_what_is_meant() {
    load("Resources: { Q: { Type: AWS::SQS::Queue, Properties: { Tags: ['yes', \"0123\", '12:30'] } } }");
}

#[test]
fn null_is_refused_as_cloudformation_refuses_it() {
    assert_resources_refused(
        "  Q: { Type: AWS::SQS::Queue, Properties: { QueueName: null } }",
        "Resources.Q.Properties.QueueName: CloudFormation allows no null",
    );
}

#[test]
fn what_is_not_yaml_is_said_to_be_so() {
    assert_refused("Resources: [", "the template is not YAML");
    assert_refused(
        "Resources: {}\n---\nResources: {}",
        "the template is not YAML: expected one document, found 2",
    );
}

#[test]
fn sections_that_are_not_known_are_named() {
    assert_refused("Hooks: {}\nResources: {}", "Hooks: unknown or unsupported property `Hooks`");
    assert_refused("Outputs: {}", "template: missing field `Resources`");
    assert_refused("Globals: { Api: {} }\nResources: {}", "Globals.Api: is not supported");
    assert_refused(
        "Transform: AWS::LanguageExtensions\nResources: {}",
        "Transform: \"AWS::LanguageExtensions\" is not supported",
    );
}

#[test]
fn resource_attributes_that_are_not_known_are_named() {
    assert_resources_refused(
        "  Q: { Type: AWS::SQS::Queue, CreationPolicy: {} }",
        "Resources.Q.CreationPolicy: unknown or unsupported property",
    );
    assert_resources_refused(
        "  Q: { Type: AWS::SQS::Queue, DeletionPolicy: Keep }",
        "Resources.Q.DeletionPolicy: unknown variant `Keep`",
    );
    assert_resources_refused(
        "  My-Q: { Type: AWS::SQS::Queue }",
        "Resources.My-Q: a logical id has letters and digits only",
    );
}

#[test]
fn resource_types_that_are_not_known_are_named_even_where_none_is_made() {
    assert_resources_refused(
        "  T: { Type: AWS::DynamoDB::Table }",
        "Resources.T.Type: the sandbox does not know resources of type AWS::DynamoDB::Table",
    );
    assert_refused(
        "Conditions: { Never: !Equals [a, b] }\nResources: { T: { Type: AWS::DynamoDB::Table, Condition: Never } }",
        "Resources.T.Type: the sandbox does not know",
    );
}

#[test]
fn serverless_resources_need_the_transform() {
    assert_refused(
        "Resources: { F: { Type: AWS::Serverless::Function } }",
        "Resources.F.Type: AWS::Serverless::Function needs Transform: AWS::Serverless-2016-10-31",
    );
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = crate::template::load(std::path::Path::new("no/such.yaml"), &super::parameters(&[]));
    assert_eq!(
        error.expect_err("there is no such file").to_string(),
        "the template no/such.yaml cannot be read"
    );
}
