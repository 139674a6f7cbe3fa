use std::path::{Path, PathBuf};

use serde_json::json;

use super::{HEAD, parameters};
use crate::stack::{Destination, Stack};
use crate::template::{TemplateError, parse};

const MACHINE: &str = "
  M:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      StateMachineName: !Sub ${AWS::StackName}-m
      StateMachineType: STANDARD
      DefinitionS3Location: m.asl.json
      DefinitionSubstitutions: { Queue: !GetAtt Q.Arn, Tries: 3 }
      RoleArn: !GetAtt Role.Arn
      LoggingConfiguration: { Level: ALL, IncludeExecutionData: false, Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: !GetAtt Logs.Arn } }] }
      TracingConfiguration: { Enabled: true }
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - Effect: Allow
            Principal: { Service: [states.amazonaws.com, events.amazonaws.com, scheduler.amazonaws.com] }
            Action: sts:AssumeRole
  Logs: { Type: AWS::Logs::LogGroup, Properties: {} }
  Q: { Type: AWS::SQS::Queue }
";

const RULE: &str = "
  Rule:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: { source: [x] }
      Targets:
        - Id: m
          Arn: !Ref M
          RoleArn: !GetAtt Role.Arn
          InputTransformer:
            InputPathsMap: { id: $.id, request: $.detail }
            InputTemplate: !Sub
              - '{\"EventId\": <id>, \"Request\": <request>, \"Seconds\": ${Seconds}}'
              - Seconds: !FindInMap [Retention, Desktops, Seconds]
";

const SCHEDULE: &str = "
  Daily:
    Type: AWS::Scheduler::Schedule
    Properties:
      ScheduleExpression: rate(1 day)
      FlexibleTimeWindow: { Mode: 'OFF' }
      Target: { Arn: !GetAtt M.Arn, RoleArn: !GetAtt Role.Arn, Input: '{\"now\": true}' }
";

const MAPPINGS: &str = "Mappings: { Retention: { Desktops: { Seconds: 604800 } } }\n";

/// A folder with the definition, which goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn with(definition: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("sandbox-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("m.asl.json"), definition).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const DEFINITION: &str = r#"{"Resource": "${Queue}", "MaxAttempts": ${Tries}}"#;

fn read(resources: &str, folder: &Path) -> Result<Stack, TemplateError> {
    parse(&format!("{MAPPINGS}{HEAD}{resources}"), folder, &parameters(&[]))
}

#[track_caller]
fn assert_refused(resources: &str, message: &str) {
    let folder = Folder::with(DEFINITION);
    let error = read(resources, &folder.0).expect_err("the template is wrong").to_string();
    assert!(error.starts_with(message), "{error}");
}

#[test]
fn a_state_machine_has_its_definition_with_what_the_template_puts_into_it() {
    let folder = Folder::with(DEFINITION);
    let stack = read(MACHINE, &folder.0).unwrap();
    let machine = &stack.state_machines[0];
    assert_eq!((machine.logical_id.as_str(), machine.name.as_str()), ("M", "euc-offboarding-m"));
    let queue = "arn:aws:sqs:us-east-1:123456789012:Q";
    assert_eq!(machine.definition, json!({ "Resource": queue, "MaxAttempts": 3 }));
}

#[test]
fn a_rule_sends_what_its_transformer_makes_of_the_event_to_a_state_machine() {
    let folder = Folder::with(DEFINITION);
    let stack = read(&format!("{MACHINE}{RULE}"), &folder.0).unwrap();
    let target = &stack.rules[0].targets[0];
    assert_eq!(target.to, Destination::StateMachine("M".into()));
    let event = json!({ "id": "e-1", "detail": { "User": {} } });
    let input = target.input.as_ref().unwrap().apply(&event).unwrap();
    assert_eq!(input, json!({ "EventId": "e-1", "Request": { "User": {} }, "Seconds": 604_800 }));
}

#[test]
fn a_schedule_starts_a_state_machine() {
    let folder = Folder::with(DEFINITION);
    let stack = read(&format!("{MACHINE}{SCHEDULE}"), &folder.0).unwrap();
    let schedule = &stack.schedules[0];
    assert_eq!(
        (&schedule.to, &schedule.input),
        (&Destination::StateMachine("M".into()), &json!({ "now": true }))
    );
}

#[test]
fn whoever_starts_a_state_machine_needs_a_role() {
    let role = "          RoleArn: !GetAtt Role.Arn\n";
    assert_refused(
        &format!("{MACHINE}{}", RULE.replace(role, "")),
        "Resources.Rule.Properties.Targets[0].RoleArn: is needed",
    );
    assert_refused(
        &format!("{MACHINE}{}", SCHEDULE.replace("RoleArn: !GetAtt Role.Arn, ", "")),
        "Resources.Daily.Properties.Target: missing field `RoleArn`",
    );
}

#[test]
fn a_transformer_is_checked_when_the_template_is_read() {
    assert_refused(
        &format!("{MACHINE}{}", RULE.replace("<request>", "<detail>")),
        "Resources.Rule.Properties.Targets[0].InputTransformer: <detail> in the template is not a variable",
    );
}

#[test]
fn what_the_sandbox_would_run_otherwise_than_aws_is_refused() {
    let at = "Resources.M.Properties";
    for (from, to, problem) in [
        (
            "STANDARD",
            "EXPRESS",
            ".StateMachineType: the sandbox runs state machines of type STANDARD only, not EXPRESS",
        ),
        ("Level: ALL", "Level: MOST", ".LoggingConfiguration.Level: unknown variant"),
        ("StateMachineType: STANDARD", "Events: {}", ".Events: unknown or unsupported property"),
        ("      RoleArn: !GetAtt Role.Arn\n", "", ": missing field `RoleArn`"),
        ("-m\n", " m\n", ".StateMachineName: euc-offboarding m is no name"),
        ("m.asl.json", "n.asl.json", ".DefinitionS3Location: n.asl.json cannot be read"),
        (", Tries: 3", "", ".DefinitionSubstitutions: m.asl.json asks for ${Tries}"),
        ("Tries: 3", "Tries: x", ".DefinitionS3Location: m.asl.json is not JSON"),
    ] {
        assert_refused(&MACHINE.replacen(from, to, 1), &format!("{at}{problem}"));
    }
}
