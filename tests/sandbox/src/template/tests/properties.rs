use super::{FUNCTION, assert_resources_refused, load};

#[track_caller]
fn assert_queue_refused(properties: &str, problem: &str) {
    assert_resources_refused(
        &format!("  Q: {{ Type: AWS::SQS::Queue, Properties: {properties} }}"),
        &format!("Resources.Q.Properties{problem}"),
    );
}

/// The working function with one property more.
fn function_with(property: &str) -> String {
    FUNCTION.replace("CodeUri: .,", &format!("CodeUri: ., {property},"))
}

#[track_caller]
fn assert_function_refused(property: &str, problem: &str) {
    let resources = format!("{}\n  Q: {{ Type: AWS::SQS::Queue }}", function_with(property));
    assert_resources_refused(&resources, &format!("Resources.F.Properties{problem}"));
}

#[test]
fn unknown_properties_are_named_with_their_place() {
    assert_queue_refused("{ VisibilityTimeOut: 30 }", ".VisibilityTimeOut: unknown or unsupported property");
    assert_function_refused("Layers: []", ".Layers: unknown or unsupported property");
    assert_function_refused(
        "Events: { E: { Type: SQS, Properties: { Queue: !GetAtt Q.Arn, Batch: 1 } } }",
        ".Events.E.Properties.Batch: unknown or unsupported property",
    );
}

#[test]
fn values_have_the_bounds_that_aws_sets() {
    assert_queue_refused(
        "{ VisibilityTimeout: 43201 }",
        ".VisibilityTimeout: expected a whole number from 0 to 43200, found 43201",
    );
    assert_queue_refused(
        "{ DelaySeconds: x }",
        ".DelaySeconds: expected a whole number from 0 to 900, found \"x\"",
    );
    assert_queue_refused("{ FifoQueue: maybe }", ".FifoQueue: expected true or false");
    assert_function_refused("Timeout: 901", ".Timeout: expected a whole number from 1 to 900");
    assert_function_refused("Architectures: [arm64, x86_64]", ".Architectures");
}

#[test]
fn fifo_queues_are_named_so_and_go_together() {
    assert_queue_refused("{ FifoQueue: true, QueueName: q }", ": q: a FIFO queue's name ends in .fifo");
    assert_queue_refused("{ QueueName: q.fifo }", ": q.fifo: a FIFO queue's name ends in .fifo");
    assert_resources_refused(
        "
  D: { Type: AWS::SQS::Queue }
  Q:
    Type: AWS::SQS::Queue
    Properties:
      FifoQueue: true
      QueueName: q.fifo
      RedrivePolicy: { deadLetterTargetArn: !GetAtt D.Arn, maxReceiveCount: 5 }
",
        "Resources.Q.Properties.RedrivePolicy: D is of the other kind",
    );
}

#[test]
fn a_function_says_how_it_is_built() {
    assert_resources_refused(
        &FUNCTION.replace("rust-cargolambda", "makefile"),
        "Resources.F.Metadata.BuildMethod: unknown variant `makefile`",
    );
    assert_resources_refused(
        &FUNCTION.replace("Binary: f", "Profile: x"),
        "Resources.F.Metadata.BuildProperties: missing field `Binary`",
    );
    assert_resources_refused(
        &FUNCTION.replace("CodeUri: .,", ""),
        "Resources.F.Properties: CodeUri is missing",
    );
    assert_resources_refused(
        &FUNCTION.replace("provided.al2023", "python3.13"),
        "Resources.F.Properties.Runtime: unknown variant `python3.13`",
    );
}

#[test]
fn a_function_cannot_set_variables_of_lambda() {
    assert_function_refused(
        "Environment: { Variables: { AWS_REGION: x } }",
        ".Environment.Variables.AWS_REGION: this variable is Lambda's own",
    );
}

#[test]
fn failed_invocations_go_to_one_queue() {
    let both = "DeadLetterQueue: { Type: SQS, TargetArn: !GetAtt Q.Arn },
      EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: SQS, Destination: !GetAtt Q.Arn } } }";
    assert_function_refused(both, ".EventInvokeConfig: the function has a dead-letter queue as well");
    assert_function_refused(
        "DeadLetterQueue: { Type: SNS, TargetArn: x }",
        ".DeadLetterQueue.Type: the sandbox supports SQS, not \"SNS\"",
    );
    assert_function_refused(
        "DeadLetterQueue: { Type: SQS, TargetArn: x }",
        ".DeadLetterConfig.TargetArn: x is not the ARN of a queue",
    );
}

#[test]
fn mappings_keep_the_rules_of_batches() {
    let event = |properties: &str| {
        format!("Events: {{ E: {{ Type: SQS, Properties: {{ Queue: !GetAtt Q.Arn, {properties} }} }} }}")
    };
    let at = ".Events.E.Properties";
    assert_function_refused(
        &event("BatchSize: 11"),
        &format!("{at}.BatchSize: a batch of more than 10 needs"),
    );
    assert_function_refused(
        &event("ScalingConfig: { MaximumConcurrency: 1 }"),
        &format!("{at}.ScalingConfig.MaximumConcurrency: expected"),
    );
    assert_function_refused(
        &event("FunctionResponseTypes: [All]"),
        &format!("{at}.FunctionResponseTypes[0]: unknown variant"),
    );
    assert_function_refused(
        &event("FilterCriteria: {}"),
        &format!("{at}.FilterCriteria: unknown or unsupported property"),
    );
}

#[test]
fn a_queue_does_not_bring_back_what_its_function_still_works_on() {
    assert_function_refused(
        "Timeout: 31, Events: { E: { Type: SQS, Properties: { Queue: !GetAtt Q.Arn } } }",
        ".Events.E.Properties: Q has a visibility timeout of 30 s, less than the 31 s of F",
    );
}

#[test]
fn event_types_that_are_not_known_are_named() {
    assert_function_refused(
        "Events: { E: { Type: Api, Properties: { Path: / } } }",
        ".Events.E.Type: the sandbox does not know events of type Api",
    );
}

#[test]
fn schedules_are_checked_for_form_time_zone_and_input() {
    let schedule = |properties: &str| {
        format!(
            "Events: {{ E: {{ Type: ScheduleV2, Properties: {{ RoleArn: !GetAtt FRole.Arn, {properties} }} }} }}"
        )
    };
    let at = ".Events.E.Properties";
    load(&format!(
        "{}{}",
        super::HEAD,
        function_with(&schedule("ScheduleExpression: rate(1 day), Input: '{}'"))
    ));
    assert_function_refused(
        &schedule("ScheduleExpression: daily, Input: '{}'"),
        &format!("{at}.ScheduleExpression: schedule expression \"daily\""),
    );
    assert_function_refused(
        &schedule("ScheduleExpression: rate(1 day)"),
        &format!("{at}.Target.Input: is needed"),
    );
    assert_function_refused(
        &schedule("ScheduleExpression: rate(1 day), Input: x"),
        &format!("{at}.Target.Input: is not JSON"),
    );
    assert_function_refused(
        &schedule("ScheduleExpression: rate(1 day), Input: '\"<aws.scheduler.execution-id>\"'"),
        &format!("{at}.Target.Input: context attributes"),
    );
    assert_function_refused(
        &schedule("ScheduleExpression: rate(1 day), Input: '{}', ScheduleExpressionTimezone: Europe/Berlin"),
        &format!("{at}.ScheduleExpressionTimezone: unknown variant"),
    );
}

#[test]
fn patterns_are_checked_when_the_template_is_read() {
    let rule = |pattern: &str| {
        format!("Events: {{ E: {{ Type: EventBridgeRule, Properties: {{ Pattern: {pattern} }} }} }}")
    };
    let at = ".Events.E.Properties.EventPattern";
    assert_function_refused(
        &rule("{ source: [{ begins: x }] }"),
        &format!("{at}: event pattern, at source[0].begins: unknown operator"),
    );
    assert_function_refused(&rule("'{'"), &format!("{at}: is not JSON"));
}

#[test]
fn a_pattern_may_be_json_text() {
    let rule =
        r#"Events: { E: { Type: CloudWatchEvent, Properties: { Pattern: '{"detail": {"x": [null]}}' } } }"#;

    let stack = load(&format!("{}{}", super::HEAD, function_with(rule)));

    assert_eq!(stack.rules[0].pattern, serde_json::json!({"detail": {"x": [null]}}));
    assert_eq!(stack.rules[0].bus, "default");
}

#[test]
fn a_rule_that_waits_for_an_event_hands_it_on_unchanged() {
    assert_function_refused(
        "Events: { E: { Type: EventBridgeRule, Properties: { Pattern: { source: [x] }, Input: '{}' } } }",
        ".Events.E.Properties.Targets[0].Input: is not supported",
    );
    assert_function_refused(
        "Events: { E: { Type: EventBridgeRule, Properties: { Pattern: { source: [x] }, InputPath: $.detail } } }",
        ".Events.E.Properties.InputPath: unknown or unsupported property",
    );
}

#[test]
fn sam_defaults_are_not_shared_where_they_are_each_functions_own() {
    super::assert_refused(
        "Globals: { Function: { FunctionName: f } }\nTransform: AWS::Serverless-2016-10-31\nResources: {}",
        "Globals.Function.FunctionName: cannot be shared",
    );
}
