//! `AWS::Scheduler::Schedule`. Defaults: `CreateSchedule` in the Scheduler API reference.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::super::draft::Draft;
use super::super::error::{Location, TemplateError};
use super::super::trust::SCHEDULER;
use super::super::values::{Text, Whole};
use super::naming::{Naming, Qualifier};
use super::rule::DeadLetterConfig;
use super::{Declared, ResourceType};
use crate::schedule::ScheduleExpression;
use crate::stack::Schedule;

pub(super) const TYPE: ResourceType = ResourceType {
    kind: "AWS::Scheduler::Schedule",
    naming: Naming {
        name: Some("Name"),
        qualifier: Some(Qualifier {
            property: "GroupName",
            text: |group| group.unwrap_or("default").to_owned(),
        }),
        reference: "{name}",
        attributes: &[(
            "Arn",
            "arn:{AWS::Partition}:scheduler:{AWS::Region}:{AWS::AccountId}:schedule/{qualifier}/{name}",
        )],
    },
    read,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Properties {
    _name: Option<Text>,
    _description: Option<Text>,
    _group_name: Option<Text>,
    _kms_key_arn: Option<Text>,
    schedule_expression: Text,
    _schedule_expression_timezone: Option<Utc>,
    // Within a window AWS picks the moment; the sandbox picks its beginning.
    _flexible_time_window: FlexibleTimeWindow,
    #[serde(default)]
    state: State,
    target: Target,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum State {
    #[default]
    Enabled,
    Disabled,
}

/// The only time zone that the sandbox knows.
#[derive(Deserialize)]
enum Utc {
    #[serde(rename = "UTC")]
    Utc,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct FlexibleTimeWindow {
    #[serde(rename = "Mode")]
    _mode: WindowMode,
    _maximum_window_in_minutes: Option<Whole<1, 1440>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum WindowMode {
    Off,
    Flexible,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Target {
    arn: String,
    role_arn: Text,
    input: Option<Text>,
    dead_letter_config: Option<DeadLetterConfig>,
    _retry_policy: Option<IgnoredAny>,
}

fn read(schedule: &Declared, draft: &mut Draft) -> Result<(), TemplateError> {
    let properties: Properties = schedule.decode()?;
    let Text(expression) = properties.schedule_expression;
    check_expression(&expression, &schedule.at.key("ScheduleExpression"))?;
    let at = schedule.at.key("Target");
    let dead_letter_queue = match properties.target.dead_letter_config {
        Some(config) => Some(draft.directory.queue(&config.arn, &at.key("DeadLetterConfig").key("Arn"))?),
        None => None,
    };
    let role_arn = &properties.target.role_arn.0;
    let group = group_arn(&schedule.identity.attributes["Arn"]);
    let role_arn = draft.role_for(SCHEDULER, Some(&group), role_arn, at.key("RoleArn"))?;
    draft.stack.schedules.push(Schedule {
        logical_id: schedule.logical_id.to_owned(),
        name: schedule.identity.name.clone(),
        expression,
        enabled: properties.state == State::Enabled,
        to: draft.directory.destination(&properties.target.arn, &at.key("Arn"))?,
        input: parse_input(properties.target.input.as_ref(), &at)?,
        role_arn: Some(role_arn.clone()),
        dead_letter_queue,
        dead_letter_role_arn: Some(role_arn),
    });
    Ok(())
}

/// `…:schedule/GROUP/NAME` is in `…:schedule-group/GROUP`.
fn group_arn(schedule: &str) -> String {
    let group = schedule.rsplit_once('/').map_or(schedule, |(group, _)| group);
    group.replacen(":schedule/", ":schedule-group/", 1)
}

pub(super) fn check_expression(expression: &str, at: &Location) -> Result<(), TemplateError> {
    ScheduleExpression::parse(expression).map(drop).map_err(|error| at.error(error.to_string()))
}

/// The payload. Without one AWS sends an event of its own (from Scheduler with a `detail` that is
/// text, not an object), which no function of this project would take for a request.
pub(super) fn parse_input(input: Option<&Text>, target: &Location) -> Result<Value, TemplateError> {
    let at = target.key("Input");
    let Text(text) =
        input.ok_or_else(|| at.error("is needed: the event that AWS sends without one is no request"))?;
    if text.contains("<aws.scheduler.") {
        return Err(at.error("context attributes of Scheduler are not supported"));
    }
    serde_json::from_str(text).map_err(|error| at.error(format!("is not JSON: {error}")))
}
