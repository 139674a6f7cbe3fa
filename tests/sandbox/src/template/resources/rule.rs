//! `AWS::Events::Rule`, with an event pattern or on a schedule.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::super::delivery::Delivery;
use super::super::draft::Draft;
use super::super::error::{Location, TemplateError};
use super::super::trust::EVENTBRIDGE;
use super::super::values::Text;
use super::naming::{Naming, Qualifier};
use super::schedule::{State, check_expression, parse_input};
use super::{Declared, ResourceType};
use crate::engine::account;
use crate::pattern::Pattern;
use crate::stack::{Destination, Rule, Schedule, Target};
use crate::transform::InputTransformer;

pub(super) const TYPE: ResourceType = ResourceType {
    kind: "AWS::Events::Rule",
    naming: Naming {
        name: Some("Name"),
        qualifier: Some(Qualifier { property: "EventBusName", text: in_arn }),
        reference: "{name}",
        attributes: &[(
            "Arn",
            "arn:{AWS::Partition}:events:{AWS::Region}:{AWS::AccountId}:rule/{qualifier}{name}",
        )],
    },
    read,
};

const DEFAULT_BUS: &str = "default";

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Properties {
    _name: Option<Text>,
    _description: Option<Text>,
    _tags: Option<IgnoredAny>,
    event_bus_name: Option<Text>,
    event_pattern: Option<Value>,
    schedule_expression: Option<Text>,
    #[serde(default)]
    state: State,
    #[serde(default)]
    targets: Vec<TargetProperties>,
}

impl Properties {
    fn bus(&self) -> &str {
        bus_name(self.event_bus_name.as_ref().map(|Text(name)| name.as_str()))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct TargetProperties {
    arn: String,
    id: Text,
    input: Option<Text>,
    input_transformer: Option<TransformerProperties>,
    dead_letter_config: Option<DeadLetterConfig>,
    role_arn: Option<Text>,
    // The sandbox delivers at the first try.
    _retry_policy: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct TransformerProperties {
    #[serde(default)]
    input_paths_map: BTreeMap<String, Text>,
    input_template: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub(super) struct DeadLetterConfig {
    pub(super) arn: String,
}

fn read(rule: &Declared, draft: &mut Draft) -> Result<(), TemplateError> {
    let properties: Properties = rule.decode()?;
    check_targets(&properties.targets, &rule.at.key("Targets"))?;
    match (&properties.event_pattern, &properties.schedule_expression) {
        (Some(pattern), None) => read_with_pattern(rule, pattern, &properties, draft),
        (None, Some(Text(expression))) => read_on_schedule(rule, expression, &properties, draft),
        _ => Err(rule.at.error("expected either EventPattern or ScheduleExpression")),
    }
}

/// `PutTargets`: at most five targets a rule, and their ids differ.
fn check_targets(targets: &[TargetProperties], at: &Location) -> Result<(), TemplateError> {
    if targets.len() > 5 {
        return Err(at.error(format!("a rule has at most 5 targets, this one {}", targets.len())));
    }
    for (index, target) in targets.iter().enumerate() {
        if targets[..index].iter().any(|other| other.id == target.id) {
            return Err(at.index(index).key("Id").error(format!("{} is there twice", target.id.0)));
        }
    }
    Ok(())
}

fn read_with_pattern(
    rule: &Declared,
    pattern: &Value,
    properties: &Properties,
    draft: &mut Draft,
) -> Result<(), TemplateError> {
    let mut targets = Vec::new();
    for (index, target) in properties.targets.iter().enumerate() {
        let at = rule.at.key("Targets").index(index);
        if target.input.is_some() {
            return Err(at.key("Input").error("is not supported in a rule with an event pattern"));
        }
        targets.push(read_target(target, &at, rule, draft)?);
    }
    draft.stack.rules.push(Rule {
        logical_id: rule.logical_id.to_owned(),
        name: rule.identity.name.clone(),
        bus: properties.bus().to_owned(),
        pattern: read_pattern(pattern, &rule.at.key("EventPattern"))?,
        enabled: properties.state == State::Enabled,
        targets,
    });
    Ok(())
}

/// A rule on a schedule is to the sandbox what a schedule of Scheduler is, one for each target.
fn read_on_schedule(
    rule: &Declared,
    expression: &str,
    properties: &Properties,
    draft: &mut Draft,
) -> Result<(), TemplateError> {
    let at = rule.at.key("ScheduleExpression");
    check_expression(expression, &at)?;
    if properties.bus() != DEFAULT_BUS || expression.starts_with("at(") {
        return Err(at.error("a rule's schedule is a rate or cron, and on the default bus"));
    }
    for (index, target) in properties.targets.iter().enumerate() {
        let at = rule.at.key("Targets").index(index);
        if target.input_transformer.is_some() {
            return Err(at.key("InputTransformer").error("is not supported in a rule on a schedule"));
        }
        let Target { to, role_arn, dead_letter_queue, .. } = read_target(target, &at, rule, draft)?;
        draft.stack.schedules.push(Schedule {
            logical_id: rule.logical_id.to_owned(),
            name: rule.identity.name.clone(),
            expression: expression.to_owned(),
            enabled: properties.state == State::Enabled,
            to,
            input: parse_input(target.input.as_ref(), &at)?,
            role_arn,
            dead_letter_queue,
            dead_letter_role_arn: None,
        });
    }
    Ok(())
}

fn read_target(
    target: &TargetProperties,
    at: &Location,
    rule: &Declared,
    draft: &mut Draft,
) -> Result<Target, TemplateError> {
    let source = &rule.identity.attributes["Arn"];
    let to = draft.directory.destination(&target.arn, &at.key("Arn"))?;
    let role_arn = read_role(target, &to, rule, at, draft)?;
    let mut deliveries = vec![Delivery::new(source, to.clone(), at.key("Arn"))];
    let mut dead_letter_queue = None;
    if let Some(config) = &target.dead_letter_config {
        let at = at.key("DeadLetterConfig").key("Arn");
        let queue = draft.directory.queue(&config.arn, &at)?;
        deliveries.push(Delivery::new(source, Destination::Queue(queue.clone()), at));
        dead_letter_queue = Some(queue);
    }
    draft.deliveries.extend(deliveries);
    let input = target.input_transformer.as_ref();
    let input = input.map(|input| read_transformer(input, &at.key("InputTransformer"))).transpose()?;
    Ok(Target { id: target.id.0.clone(), to, input, role_arn, dead_letter_queue })
}

/// The role in which `EventBridge` starts a state machine. Queues and functions have their own say.
fn read_role(
    target: &TargetProperties,
    to: &Destination,
    rule: &Declared,
    at: &Location,
    draft: &mut Draft,
) -> Result<Option<String>, TemplateError> {
    let at = at.key("RoleArn");
    let source = &rule.identity.attributes["Arn"];
    match (&target.role_arn, matches!(to, Destination::StateMachine(_))) {
        (Some(Text(wanted)), true) => draft.role_for(EVENTBRIDGE, Some(source), wanted, at).map(Some),
        (None, true) => Err(at.error("is needed: EventBridge starts a state machine in a role")),
        (Some(_), false) => Err(at.error("is supported for a state machine only")),
        (None, false) => Ok(None),
    }
}

fn read_transformer(
    properties: &TransformerProperties,
    at: &Location,
) -> Result<InputTransformer, TemplateError> {
    let paths = properties.input_paths_map.iter().map(|(name, Text(path))| (name.clone(), path.clone()));
    InputTransformer::parse(&paths.collect(), &properties.input_template.0)
        .map_err(|error| at.error(error.to_string()))
}

/// A pattern is an object or its JSON text, which is the only way to say null in a template.
fn read_pattern(pattern: &Value, at: &Location) -> Result<Value, TemplateError> {
    let pattern = match pattern {
        Value::String(text) => {
            serde_json::from_str(text).map_err(|error| at.error(format!("is not JSON: {error}")))?
        }
        other => other.clone(),
    };
    Pattern::parse(&pattern).map_err(|error| at.error(error.to_string()))?;
    Ok(pattern)
}

/// The property takes a bus's name or its ARN.
fn bus_name(name_or_arn: Option<&str>) -> &str {
    account::event_bus_name(name_or_arn.unwrap_or(DEFAULT_BUS))
}

/// A rule's ARN names its bus, unless that is the default one.
fn in_arn(bus: Option<&str>) -> String {
    match bus_name(bus) {
        DEFAULT_BUS => String::new(),
        name => format!("{name}/"),
    }
}
