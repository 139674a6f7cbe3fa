//! A function's `Events`: event source mappings, rules with their permissions, schedules.

use serde_json::{Map, Value, json};

use super::super::document::{Resource, decode};
use super::super::error::TemplateError;
use super::Named;
use super::bag::Bag;

/// What SAM hands on to the target of a rule or a schedule.
const FOR_THE_TARGET: [&str; 3] = ["DeadLetterConfig", "Input", "RetryPolicy"];

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Event {
    #[serde(rename = "Type")]
    kind: String,
    #[serde(default)]
    properties: Map<String, Value>,
}

/// The function that the events are for.
struct For<'a> {
    function: &'a str,
    /// The logical id of what is made: the function's and the event's name.
    id: String,
    origin: &'a Resource,
}

pub(super) fn expand(function: &str, events: Bag, origin: &Resource) -> Result<Vec<Named>, TemplateError> {
    let mut made = Vec::new();
    for (name, event) in events.properties {
        let at = events.at.key(&name);
        let event: Event = decode(event, &at)?;
        let mut bag = Bag::new(event.properties, at.key("Properties"));
        let subject = For { function, id: format!("{function}{name}"), origin };
        made.extend(match event.kind.as_str() {
            "SQS" => subject.queue(&mut bag)?,
            "EventBridgeRule" | "CloudWatchEvent" => subject.pattern_rule(&mut bag)?,
            "Schedule" => subject.schedule_rule(&mut bag)?,
            "ScheduleV2" => subject.schedule(&mut bag)?,
            other => {
                return Err(at
                    .key("Type")
                    .error(format!("the sandbox does not know events of type {other}")));
            }
        });
        bag.finish()?;
    }
    Ok(made)
}

impl For<'_> {
    fn resource(&self, kind: &str, properties: Map<String, Value>, bag: &Bag) -> Named {
        let resource = Resource::generated(kind, properties, self.origin, bag.at.clone());
        (self.id.clone(), resource)
    }

    fn function_arn(&self) -> Value {
        json!({ "Fn::GetAtt": [self.function, "Arn"] })
    }

    fn queue(&self, bag: &mut Bag) -> Result<Vec<Named>, TemplateError> {
        let mut properties = bag.take_all(&[
            "BatchSize",
            "Enabled",
            "FunctionResponseTypes",
            "KmsKeyArn",
            "MaximumBatchingWindowInSeconds",
            "MetricsConfig",
            "ScalingConfig",
        ]);
        properties.insert("EventSourceArn".to_owned(), bag.required("Queue")?);
        properties.insert("FunctionName".to_owned(), json!({ "Ref": self.function }));
        Ok(vec![self.resource("AWS::Lambda::EventSourceMapping", properties, bag)])
    }

    fn pattern_rule(&self, bag: &mut Bag) -> Result<Vec<Named>, TemplateError> {
        let mut rule = bag.take_all(&["EventBusName"]);
        rule.insert("EventPattern".to_owned(), bag.required("Pattern")?);
        rename(bag, "RuleName", &mut rule, "Name");
        let id = match bag.take_bag("Target")? {
            Some(mut target) => {
                let id = target.required("Id")?;
                target.finish()?;
                id
            }
            None => json!(format!("{}LambdaTarget", self.id)),
        };
        self.rule(rule, id, bag)
    }

    fn schedule_rule(&self, bag: &mut Bag) -> Result<Vec<Named>, TemplateError> {
        let mut rule = bag.take_all(&["Description", "Name"]);
        rule.insert("ScheduleExpression".to_owned(), bag.required("Schedule")?);
        self.rule(rule, json!(format!("{}LambdaTarget", self.id)), bag)
    }

    /// A rule and the permission without which it could not invoke the function.
    fn rule(
        &self,
        mut rule: Map<String, Value>,
        id: Value,
        bag: &mut Bag,
    ) -> Result<Vec<Named>, TemplateError> {
        if let Some(state) = state(bag)? {
            rule.insert("State".to_owned(), state);
        }
        let mut target = bag.take_all(&FOR_THE_TARGET);
        target.insert("Arn".to_owned(), self.function_arn());
        target.insert("Id".to_owned(), id);
        rule.insert("Targets".to_owned(), json!([target]));
        let permission = Map::from_iter([
            ("Action".to_owned(), json!("lambda:InvokeFunction")),
            ("FunctionName".to_owned(), json!({ "Ref": self.function })),
            ("Principal".to_owned(), json!("events.amazonaws.com")),
            ("SourceArn".to_owned(), json!({ "Fn::GetAtt": [self.id, "Arn"] })),
        ]);
        let permission =
            Resource::generated("AWS::Lambda::Permission", permission, self.origin, bag.at.clone());
        Ok(vec![
            self.resource("AWS::Events::Rule", rule, bag),
            (format!("{}Permission", self.id), permission),
        ])
    }

    fn schedule(&self, bag: &mut Bag) -> Result<Vec<Named>, TemplateError> {
        let mut schedule = bag.take_all(&[
            "Description",
            "EndDate",
            "FlexibleTimeWindow",
            "GroupName",
            "KmsKeyArn",
            "Name",
            "ScheduleExpression",
            "ScheduleExpressionTimezone",
            "StartDate",
            "State",
        ]);
        match bag.take("OmitName") {
            None | Some(Value::Bool(false)) => {
                schedule.entry("Name").or_insert_with(|| json!(self.id));
            }
            Some(Value::Bool(true)) if !schedule.contains_key("Name") => {}
            Some(_) => {
                return Err(bag
                    .at
                    .key("OmitName")
                    .error("expected true or false, and true only without Name"));
            }
        }
        schedule.entry("FlexibleTimeWindow").or_insert_with(|| json!({ "Mode": "OFF" }));
        let mut target = bag.take_all(&FOR_THE_TARGET);
        target.insert("Arn".to_owned(), self.function_arn());
        target.insert("RoleArn".to_owned(), bag.required("RoleArn")?);
        schedule.insert("Target".to_owned(), target.into());
        Ok(vec![self.resource("AWS::Scheduler::Schedule", schedule, bag)])
    }
}

fn rename(bag: &mut Bag, from: &str, properties: &mut Map<String, Value>, to: &str) {
    if let Some(value) = bag.take(from) {
        properties.insert(to.to_owned(), value);
    }
}

/// `State`, or the older `Enabled`, which SAM takes for true whenever it is a function.
fn state(bag: &mut Bag) -> Result<Option<Value>, TemplateError> {
    match (bag.take("State"), bag.take("Enabled")) {
        (state, None) => Ok(state),
        (None, Some(Value::Bool(enabled))) => Ok(Some(json!(if enabled { "ENABLED" } else { "DISABLED" }))),
        (None, Some(_)) => {
            Err(bag.at.key("Enabled").error("SAM takes anything but false for true; use State"))
        }
        (Some(_), Some(_)) => Err(bag.at.error("State and Enabled exclude each other")),
    }
}
