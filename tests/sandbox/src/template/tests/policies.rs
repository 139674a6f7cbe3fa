use super::{FUNCTION, HEAD, assert_refused, load};

/// A rule that sends to a queue, and to its dead-letter queue, under a policy with these statements.
fn template(statements: &str) -> String {
    format!(
        "{HEAD}
  Rule:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {{ source: [x] }}
      Targets: [{{ Id: q, Arn: !GetAtt Q.Arn, DeadLetterConfig: {{ Arn: !GetAtt Dead.Arn }} }}]
  Q: {{ Type: AWS::SQS::Queue }}
  Dead: {{ Type: AWS::SQS::Queue }}
  Policy:
    Type: AWS::SQS::QueuePolicy
    Properties: {{ Queues: [!Ref Q, !Ref Dead], PolicyDocument: {{ Statement: {statements} }} }}
"
    )
}

fn allow(rest: &str) -> String {
    format!(
        "{{ Effect: Allow, Principal: {{ Service: events.amazonaws.com }}, Action: sqs:SendMessage, Resource: '*'{rest} }}"
    )
}

const NOTHING_ARRIVES: &str = "Resources.Rule.Properties.Targets[0].Arn: nothing would arrive";
const DENY: &str = "{ Effect: Deny, Principal: '*', Action: sqs:*, Resource: '*'";

#[test]
fn a_queue_opened_to_the_rule_gets_its_events() {
    load(&template(&allow("")));
    load(&template(&allow(", Condition: { ArnEquals: { aws:SourceArn: !GetAtt Rule.Arn } }")));
    load(&template(&allow(
        ", Condition: { ArnLike: { 'AWS:SourceArn': ['arn:aws:events:*:123456789012:rule/L*', 'arn:aws:events:*:123456789012:rule/R?le'] } }",
    )));
    load(&template(&allow(", Condition: { StringEquals: { aws:SourceAccount: !Ref AWS::AccountId } }")));
    load(&template(&format!(
        "[{}, {DENY}, Condition: {{ Bool: {{ aws:SecureTransport: 'false' }} }} }}]",
        allow("")
    )));
}

#[test]
fn a_queue_that_is_not_opened_to_the_rule_is_an_error() {
    assert_refused(&template("[]"), NOTHING_ARRIVES);
    assert_refused(&template(&allow("").replace("events.", "sns.")), NOTHING_ARRIVES);
    assert_refused(&template(&allow("").replace("sqs:SendMessage", "sqs:ReceiveMessage")), NOTHING_ARRIVES);
    assert_refused(&template(&allow("").replace("'*'", "!GetAtt Dead.Arn")), NOTHING_ARRIVES);
    assert_refused(
        &template(&allow(", Condition: { ArnEquals: { aws:SourceArn: !GetAtt Q.Arn } }")),
        NOTHING_ARRIVES,
    );
    assert_refused(&template(&format!("[{}, {DENY} }}]", allow(""))), NOTHING_ARRIVES);
    assert_refused(
        &template(&format!(
            "[{}, {DENY}, Condition: {{ ArnNotEquals: {{ aws:SourceArn: 'arn:aws:events:*:*:rule/x' }} }} }}]",
            allow("")
        )),
        NOTHING_ARRIVES,
    );
}

#[test]
fn the_dead_letter_queue_of_a_target_must_be_open_as_well() {
    assert_refused(
        &template(&allow("").replace("'*'", "!GetAtt Q.Arn")),
        "Resources.Rule.Properties.Targets[0].DeadLetterConfig.Arn: nothing would arrive",
    );
}

#[test]
fn what_a_policy_says_that_is_not_understood_is_an_error() {
    let at = "Resources.Policy.Properties.PolicyDocument.Statement[0].Condition";
    assert_refused(
        &template(&allow(", Condition: { DateGreaterThan: { aws:SourceArn: x } }")),
        &format!("{at}.DateGreaterThan: this condition operator is not supported"),
    );
    assert_refused(
        &template(&allow(", Condition: { StringEquals: { aws:SourceVpc: x } }")),
        &format!("{at}.StringEquals: the condition key aws:SourceVpc is not supported"),
    );
    let for_somebody_else = "{ Effect: Allow, Principal: { AWS: '123456789012' }, Action: sqs:*, Resource: '*', Condition: { StringEquals: { aws:SourceVpc: x } } }";
    assert_refused(
        &template(&format!("[{for_somebody_else}, {}]", allow(""))),
        &format!("{at}.StringEquals: the condition key aws:SourceVpc is not supported"),
    );
}

#[test]
fn a_queue_has_one_policy() {
    let second = "  Second: { Type: AWS::SQS::QueuePolicy, Properties: { Queues: [!Ref Q], PolicyDocument: { Statement: [] } } }\n";
    assert_refused(
        &format!("{}{second}", template(&allow(""))),
        "Resources.Second.Properties.Queues[0]: Q has a queue policy already",
    );
}

#[test]
fn a_plain_rule_needs_a_permission_to_invoke_a_function() {
    let rule = "
  Rule:
    Type: AWS::Events::Rule
    Properties: { EventPattern: { source: [x] }, Targets: [{ Id: f, Arn: !GetAtt F.Arn }] }
";
    let permission = |source: &str| {
        format!(
            "  P: {{ Type: AWS::Lambda::Permission, Properties: {{ Action: lambda:InvokeFunction, FunctionName: !Ref F, Principal: events.amazonaws.com, SourceArn: {source} }} }}\n"
        )
    };

    load(&format!("{HEAD}{FUNCTION}{rule}{}", permission("!GetAtt Rule.Arn")));
    assert_refused(&format!("{HEAD}{FUNCTION}{rule}"), NOTHING_ARRIVES);
    assert_refused(
        &format!(
            "{HEAD}{FUNCTION}{rule}{}",
            permission("'arn:aws:events:us-east-1:123456789012:rule/Other'")
        ),
        NOTHING_ARRIVES,
    );
}
