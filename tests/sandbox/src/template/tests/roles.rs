use super::{FUNCTION, HEAD, assert_resources_refused, load};

/// A role with these properties beside its trust policy.
fn role(rest: &str) -> String {
    format!(
        "
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {{ Statement: {{ Effect: Allow, Principal: {{ Service: lambda.amazonaws.com }}, Action: sts:AssumeRole }} }}
{rest}"
    )
}

const AT: &str = "Resources.Role.Properties";
const SEND: &str = "{ Effect: Allow, Action: sqs:SendMessage, Resource: '*' }";

#[test]
fn a_role_has_its_own_policies_and_managed_ones_however_they_were_attached() {
    let policies =
        format!("      Policies: [{{ PolicyName: own, PolicyDocument: {{ Statement: {SEND} }} }}]\n");
    let managed = "      ManagedPolicyArns: [!Ref Named]
  Named:
    Type: AWS::IAM::ManagedPolicy
    Properties: { PolicyDocument: { Statement: { Effect: Allow, Action: [a:B, a:C], Resource: '*' } } }
  Naming:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Roles: [!Ref Role]
      PolicyDocument: '{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"a:D\", \"Resource\": \"*\"}}'
";
    let stack = load(&format!("{HEAD}{}", role(&format!("{policies}{managed}"))));
    let allowed = stack.allowed_actions("Role");
    assert_eq!(allowed.into_iter().collect::<Vec<_>>(), ["a:B", "a:C", "a:D", "sqs:SendMessage"]);
}

#[test]
fn what_a_role_has_that_the_sandbox_does_not_know_is_refused() {
    for (rest, problem) in [
        (
            "      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess']\n".to_owned(),
            ".ManagedPolicyArns[0]: arn:aws:iam::aws:policy/AdministratorAccess is no policy of this stack",
        ),
        ("      PermissionsBoundary: x\n".to_owned(), ".PermissionsBoundary: unknown or unsupported property"),
        (
            "      Policies: [{ PolicyName: p, PolicyDocument: { Statement: [{ Effect: Allow, NotAction: x, Resource: '*' }] } }]\n"
                .to_owned(),
            ".Policies[0].PolicyDocument.Statement[0].NotAction: unknown or unsupported element",
        ),
        (
            {
                let policy = format!("{{ PolicyName: p, PolicyDocument: {{ Statement: {SEND} }} }}");
                format!("      Policies: [{policy}, {policy}]\n")
            },
            ".Policies[1].PolicyName: p is there twice",
        ),
    ] {
        assert_resources_refused(&role(&rest), &format!("{AT}{problem}"));
    }
}

#[test]
fn a_function_brings_a_role_of_the_template_that_lambda_can_take_on() {
    let without = FUNCTION.replace(", Role: !GetAtt FRole.Arn", "");
    assert_resources_refused(&without, "Resources.F.Properties: Role is missing");
    let foreign = FUNCTION.replace("!GetAtt FRole.Arn", "'arn:aws:iam::123456789012:role/theirs'");
    let problem =
        "Resources.F.Properties.Role: arn:aws:iam::123456789012:role/theirs is not the ARN of a role";
    assert_resources_refused(&foreign, problem);
    let shut = FUNCTION.replace("lambda.amazonaws.com", "ec2.amazonaws.com");
    let problem = "Resources.F.Properties.Role: the AssumeRolePolicyDocument of \
                   arn:aws:iam::123456789012:role/FRole does not let lambda.amazonaws.com in";
    assert_resources_refused(&shut, problem);
}

/// A schedule that invokes the function in a role that lets Scheduler in under a condition.
fn schedule(condition: &str) -> String {
    format!(
        "{FUNCTION}
  Daily:
    Type: AWS::Scheduler::Schedule
    Properties:
      ScheduleExpression: rate(1 day)
      FlexibleTimeWindow: {{ Mode: 'OFF' }}
      GroupName: ours
      Target: {{ Arn: !GetAtt F.Arn, RoleArn: !GetAtt DailyRole.Arn, Input: '{{}}' }}
  DailyRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - Effect: Allow
            Principal: {{ Service: scheduler.amazonaws.com }}
            Action: sts:AssumeRole
            Condition: {condition}
"
    )
}

#[test]
fn a_service_takes_a_role_on_for_its_own_resource_of_this_account() {
    let group = "arn:aws:scheduler:us-east-1:123456789012:schedule-group/ours";
    load(&format!("{HEAD}{}", schedule(&format!("{{ ArnEquals: {{ aws:SourceArn: '{group}' }} }}"))));
    load(&format!("{HEAD}{}", schedule("{ StringEquals: { aws:SourceAccount: !Ref AWS::AccountId } }")));
    for condition in [
        "{ ArnEquals: { aws:SourceArn: !GetAtt Daily.Arn } }",
        "{ StringEquals: { aws:SourceAccount: '999999999999' } }",
    ] {
        let problem = format!(
            "Resources.Daily.Properties.Target.RoleArn: the AssumeRolePolicyDocument of \
             arn:aws:iam::123456789012:role/DailyRole does not let scheduler.amazonaws.com in for {group}"
        );
        assert_resources_refused(
            &schedule(condition).replace("!GetAtt Daily.Arn", &format!("'{group}s'")),
            &problem,
        );
    }
}

#[test]
fn a_target_that_lets_the_rule_in_by_itself_takes_no_role() {
    let rule = "
  Q: { Type: AWS::SQS::Queue }
  Rule:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: { source: [x] }
      Targets: [{ Id: q, Arn: !GetAtt Q.Arn, RoleArn: !GetAtt Role.Arn }]
";
    let problem = "Resources.Rule.Properties.Targets[0].RoleArn: is supported for a state machine only";
    assert_resources_refused(&format!("{rule}{}", role("")), problem);
}
