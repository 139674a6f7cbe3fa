use super::{assert_refused, assert_resources_refused, load};

#[test]
fn resources_that_need_each_other_are_a_circle() {
    assert_resources_refused(
        "
  A: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt B.Arn, maxReceiveCount: 1 } } }
  B: { Type: AWS::SQS::Queue, DependsOn: C }
  C: { Type: AWS::SQS::Queue, Properties: { QueueName: !Sub 'x-${A}' } }
",
        "Resources.A: A needs B needs C needs A",
    );
    assert_resources_refused(
        "  A: { Type: AWS::SQS::Queue, Properties: { QueueName: !Ref A } }",
        "Resources.A: A needs A",
    );
}

#[test]
fn a_circle_that_a_condition_breaks_is_none() {
    load(
        "
Conditions: { Never: !Equals [a, b] }
Resources:
  A: { Type: AWS::SQS::Queue, Properties: { Tags: !If [Never, !Ref B, x] } }
  B: { Type: AWS::SQS::Queue, DependsOn: [A] }
",
    );
}

#[test]
fn depends_on_and_conditions_name_what_is_there() {
    assert_resources_refused(
        "  Q: { Type: AWS::SQS::Queue, DependsOn: R }",
        "Resources.Q.DependsOn: there is no parameter or resource R",
    );
    assert_resources_refused(
        "  Q: { Type: AWS::SQS::Queue, Condition: C }",
        "Resources.Q.Condition: there is no condition C",
    );
}

#[test]
fn inert_resources_and_outputs_are_looked_through_as_well() {
    assert_resources_refused(
        "  L: { Type: AWS::Logs::LogGroup, Properties: { Tags: [{ Value: !Ref Nobody }] } }",
        "Resources.L.Properties.Tags[0].Value: there is no parameter or resource Nobody",
    );
    assert_refused(
        "Resources: {}\nOutputs: { O: { Value: !Ref Nobody } }",
        "Outputs.O.Value: there is no parameter or resource Nobody",
    );
    assert_refused(
        "Resources: {}\nOutputs: { O: { Value: x, Condition: C } }",
        "Outputs.O: there is no condition C",
    );
}

#[test]
fn two_resources_cannot_have_the_same_name() {
    assert_resources_refused(
        "
  A: { Type: AWS::SQS::Queue, Properties: { QueueName: q } }
  B: { Type: AWS::SQS::Queue, Properties: { QueueName: q } }
",
        "Resources.B: has the name q, which A has already",
    );
}
