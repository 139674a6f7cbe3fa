//! What intrinsic functions come to, seen in the one variable of a function.

use std::path::Path;

use super::{FUNCTION, HEAD, assert_refused, load, parameters};
use crate::template::parse;

fn template(expression: &str) -> String {
    format!(
        "
Transform: AWS::Serverless-2016-10-31
Parameters:
  Name: {{ Type: String, Default: alice }}
  Count: {{ Type: Number, Default: 5, MinValue: 1, MaxValue: 9 }}
  Empty: {{ Type: String, Default: '' }}
  Items: {{ Type: CommaDelimitedList, Default: 'a, b,c' }}
Mappings:
  Map: {{ top: {{ key: value, list: [x, y] }} }}
Conditions:
  Always: !Equals [!Ref Count, 5]
  Never: !Not [!Condition Always]
Resources:
  Queue: {{ Type: AWS::SQS::Queue }}
  Absent: {{ Type: AWS::SQS::Queue, Condition: Never }}
  FRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {{ Statement: {{ Effect: Allow, Principal: {{ Service: lambda.amazonaws.com }}, Action: sts:AssumeRole }} }}
  F:
    Type: AWS::Serverless::Function
    Metadata: {{ BuildMethod: rust-cargolambda, BuildProperties: {{ Binary: f }} }}
    Properties:
      CodeUri: .
      Handler: bootstrap
      Runtime: provided.al2023
      Role: !GetAtt FRole.Arn
      Environment: {{ Variables: {{ V: {expression} }} }}
"
    )
}

#[track_caller]
fn assert_value(expression: &str, expected: &str) {
    let stack = load(&template(expression));
    assert_eq!(stack.functions[0].environment["V"], expected, "{expression}");
}

#[track_caller]
fn assert_no_value(expression: &str, problem: &str) {
    let at = "Resources.F.Properties.Environment.Variables.V";
    assert_refused(&template(expression), &format!("{at}{problem}"));
}

#[test]
fn ref_gives_parameters_pseudo_parameters_and_names() {
    assert_value("!Ref Name", "alice");
    assert_value("{ Ref: Count }", "5");
    assert_value("!Ref AWS::Region", "us-east-1");
    assert_value("!Ref Queue", "https://sqs.us-east-1.amazonaws.com/123456789012/Queue");
    assert_no_value("!Ref Nobody", ": there is no parameter or resource Nobody");
    assert_no_value("!Ref Items", ": expected text, found [\"a\",\"b\",\"c\"]");
}

#[test]
fn get_att_gives_attributes_in_all_its_forms() {
    let arn = "arn:aws:sqs:us-east-1:123456789012:Queue";
    assert_value("!GetAtt Queue.Arn", arn);
    assert_value("!GetAtt [Queue, Arn]", arn);
    assert_value("{ Fn::GetAtt: [Queue, Arn] }", arn);
    assert_no_value("!GetAtt Queue.Colour", ": Queue (AWS::SQS::Queue) has no attribute Colour");
    assert_no_value("!GetAtt Nobody.Arn", ": there is no parameter or resource Nobody");
}

#[test]
fn sub_fills_in_names_attributes_and_its_own_variables() {
    assert_value("!Sub 'x-${Name}-${Queue.QueueName}-${AWS::AccountId}'", "x-alice-Queue-123456789012");
    assert_value("!Sub ['${Own} ${Name}', { Own: !Ref Count }]", "5 alice");
    assert_value("!Sub 'not ${!Name} but $Name'", "not ${Name} but $Name");
    assert_no_value("!Sub '${Nobody}'", ": there is no parameter or resource Nobody");
    assert_no_value("!Sub '${Items}'", ": ${Items} is not text");
    assert_no_value("!Sub '${Name'", ": ${ without } in");
}

#[test]
fn lists_are_joined_selected_and_split() {
    assert_value("!Join ['+', !Ref Items]", "a+b+c");
    assert_value("!Join ['', [x, !Ref Count, !Ref AWS::NoValue]]", "x5");
    assert_value("!Select [1, !Ref Items]", "b");
    assert_value("!Select ['0', !Split ['l', !Ref Name]]", "a");
    assert_no_value("!Select [3, !Ref Items]", ": Fn::Select asks for 3 of 3 elements");
    assert_no_value("!Join [',', !Ref Name]", ": expected a list");
    assert_no_value("!Split ['', !Ref Name]", ": Fn::Split takes a delimiter");
}

#[test]
fn maps_are_looked_up() {
    assert_value("!FindInMap [Map, top, key]", "value");
    assert_value("!Select [1, !FindInMap [Map, top, list]]", "y");
    assert_no_value("!FindInMap [Map, top, other]", ": there is no Map.top.other in Mappings");
}

#[test]
fn if_chooses_by_condition() {
    assert_value("!If [Always, !Ref Name, other]", "alice");
    assert_value("!If [Never, !Ref Absent, !If [Always, x, y]]", "x");
    assert_no_value("!If [Perhaps, a, b]", ": there is no condition Perhaps");
}

#[test]
fn no_value_takes_the_property_away() {
    let stack = load(&template("!If [Never, x, !Ref AWS::NoValue]"));

    assert!(stack.functions[0].environment.is_empty());
}

#[test]
fn a_mistake_in_the_branch_that_is_not_taken_is_found() {
    assert_no_value("!If [Always, x, !Ref Nobody]", ".Fn::If[2]: there is no parameter or resource Nobody");
    assert_no_value("!If [Always, x, !Base64 y]", ".Fn::If[2]: Fn::Base64 is not supported by the sandbox");
}

#[test]
fn other_functions_are_named_with_their_place() {
    assert_no_value("!Base64 x", ": Fn::Base64 is not supported by the sandbox");
    assert_no_value("{ Fn::ImportValue: x }", ": Fn::ImportValue is not supported by the sandbox");
    assert_no_value("{ Ref: Name, Other: x }", ": Ref must be the only key of its object");
}

#[test]
fn a_resource_whose_condition_is_false_cannot_be_referred_to() {
    assert_no_value("!Ref Absent", ": Absent is not made, because its condition Never is false");
    assert_no_value("!GetAtt Absent.Arn", ": Absent is not made, because its condition Never is false");
}

#[test]
fn given_parameters_replace_the_defaults_and_are_checked() {
    let yaml = template("!Ref Count");
    let given = |name, value| {
        parse(&yaml, Path::new(""), &parameters(&[(name, value)])).map_err(|error| error.to_string())
    };

    assert_eq!(given("Count", "7").expect("7 is allowed").functions[0].environment["V"], "7");
    assert_eq!(given("Count", "10").unwrap_err(), "Parameters.Count: \"10\" is not from 1 to 9");
    assert_eq!(given("Count", "x").unwrap_err(), "Parameters.Count: \"x\" is not a number");
    assert_eq!(
        given("Colour", "red").unwrap_err(),
        "Parameters: Colour is not a parameter of this template, which has Count, Empty, Items, Name"
    );
}

#[test]
fn constraints_of_parameters_hold_for_defaults_and_for_each_member_of_a_list() {
    let parameter = |definition: &str| format!("Parameters: {{ P: {definition} }}\nResources: {{}}");

    load(&parameter("{ Type: String, Default: ab, MinLength: 2, MaxLength: 2, AllowedPattern: '[a-c]+' }"));
    load(&parameter("{ Type: CommaDelimitedList, Default: 'a,b', AllowedValues: [a, b, c] }"));
    assert_refused(&parameter("{ Type: String }"), "Parameters.P: has no default and no value");
    assert_refused(
        &parameter("{ Type: String, Default: a, MinLength: 2 }"),
        "Parameters.P: \"a\" has 1 characters",
    );
    assert_refused(
        &parameter("{ Type: String, Default: xa, AllowedPattern: '[a-c]' }"),
        "Parameters.P: \"xa\" does not fit",
    );
    assert_refused(
        &parameter("{ Type: CommaDelimitedList, Default: 'a,d', AllowedValues: [a, b] }"),
        "Parameters.P: \"d\" is none of a, b",
    );
    assert_refused(
        &parameter("{ Type: String, Default: d, AllowedValues: [a], ConstraintDescription: Only a. }"),
        "Parameters.P: \"d\" is none of a (Only a.)",
    );
    assert_refused(
        &parameter("{ Type: AWS::SSM::Parameter::Name, Default: x }"),
        "Parameters.P.Type: unknown variant",
    );
    assert_refused(
        &parameter("{ Type: String, Defualt: x }"),
        "Parameters.P.Defualt: unknown or unsupported property",
    );
}

#[test]
fn conditions_are_checked_to_the_end() {
    let condition = |definition: &str| format!("Conditions: {{ C: {definition} }}\nResources: {{}}");

    load(&condition("!And [!Equals [a, a], !Or [!Equals [a, b], !Not [!Equals [a, b]]]]"));
    assert_refused(&condition("!Condition C"), "Conditions.C: condition C depends on itself");
    assert_refused(&condition("!Condition D"), "Conditions.C: there is no condition D");
    assert_refused(
        &condition("!Or [!Equals [a, a], !Condition D]"),
        "Conditions.C.Fn::Or[1]: there is no condition D",
    );
    assert_refused(&condition("!And [!Equals [a, a]]"), "Conditions.C: Fn::And does not take");
    assert_refused(&condition("!Equals [!Ref Queue, a]"), "Conditions.C: Queue is not there");
    assert_refused(
        &condition("!Contains [[a], a]"),
        "Conditions.C: Fn::Contains is not a condition function",
    );
}

#[test]
fn a_function_whose_condition_is_false_is_known_as_left_out() {
    let function =
        FUNCTION.replace("\n    Properties: {", "\n    Condition: C\n    Properties: { FunctionName: f-1,");
    let template = |c: &str| format!("Conditions: {{ C: !Equals [a, {c}] }}\n{HEAD}{function}");
    assert_eq!(load(&template("a")).left_out, [""; 0]);
    let stack = load(&template("b"));
    assert_eq!((stack.functions.len(), stack.left_out), (0, vec!["f-1".to_owned()]));
}

#[test]
fn parameters_that_do_not_go_together_are_refused_with_the_templates_own_words() {
    let rule = |assert: &str| {
        format!(
            "Parameters: {{ L: {{ Type: CommaDelimitedList, Default: \"a,a\" }} }}
Rules: {{ R: {{ Assertions: [{{ Assert: {assert}, AssertDescription: All are a. }}] }} }}
Resources: {{}}"
        )
    };
    let at = "Rules.R.Assertions[0]";

    load(&rule("!Not [!Equals [a, b]]"));
    load(&rule("{ Fn::EachMemberEquals: [!Ref L, a] }"));
    assert_refused(&rule("{ Fn::EachMemberEquals: [!Ref L, b] }"), &format!("{at}: All are a."));
    assert_refused(
        &rule("{ Fn::EachMemberEquals: [a, a] }"),
        &format!("{at}.Assert: Fn::EachMemberEquals looks at"),
    );
    assert_refused(&rule("!Condition C"), &format!("{at}.Assert: there is no condition C"));
}
