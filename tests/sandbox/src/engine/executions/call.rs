//! What a Task state asks for: its parameters, read.
//!
//! Sources: Step Functions developer guide, "Invoke an AWS Lambda function", "Add events with
//! `EventBridge`", "Start a new execution", and "Learning to use AWS service SDK integrations". A
//! parameter that AWS knows and the sandbox does not is an error when the sandbox starts.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::states::{Failure, Integration, TaskSpec};

/// A call, with everything in its place.
#[derive(Debug)]
pub(crate) enum Call {
    Invoke(Invoke),
    PutEvents(PutEvents),
    Start(Start),
    /// An operation of Directory Service, and its request as AWS's own API has it.
    Directory(&'static str, Value),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct Invoke {
    pub(crate) function_name: String,
    #[serde(default = "empty")]
    pub(crate) payload: Value,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct PutEvents {
    pub(crate) entries: Vec<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct Start {
    pub(crate) state_machine_arn: String,
    pub(crate) name: Option<String>,
    #[serde(default = "empty")]
    pub(crate) input: Value,
}

fn empty() -> Value {
    json!({})
}

impl Call {
    pub(crate) fn read(integration: Integration, parameters: Value) -> Result<Self, Failure> {
        Ok(match integration {
            Integration::InvokeFunction => Self::Invoke(read(parameters)?),
            Integration::PutEvents => Self::PutEvents(read(parameters)?),
            Integration::StartExecution => Self::Start(read(parameters)?),
            Integration::DescribeDirectories => Self::Directory("DescribeDirectories", parameters),
            Integration::DeleteDirectory => Self::Directory("DeleteDirectory", parameters),
        })
    }
}

/// The service would not understand the request either, which is nothing that a state could handle.
fn read<T: DeserializeOwned>(parameters: Value) -> Result<T, Failure> {
    serde_path_to_error::deserialize(parameters)
        .map_err(|error| Failure::new("States.Runtime", format!("Parameters: {error}")))
}

/// The name of a parameter, and whether a call can do without it.
type Parameter = (&'static str, bool);

const NEEDED: bool = true;
const OPTIONAL: bool = false;

/// Looks at the parameters of a task as they are written, whose names the definition's reader has
/// checked. `find` says whether something that is called
/// by a parameter's literal text is there.
pub(crate) fn check(task: TaskSpec, find: impl Fn(&str, &str) -> bool) -> Result<(), String> {
    check_literals(task.parameters, &find)?;
    if task.integration == Integration::PutEvents {
        let entry = [
            ("Source", NEEDED),
            ("DetailType", NEEDED),
            ("Detail", NEEDED),
            ("EventBusName", OPTIONAL),
            ("Resources", OPTIONAL),
        ];
        let entries = task.parameters["Entries"].as_array().into_iter().flatten();
        entries.into_iter().try_for_each(|written| check_entry(written, &entry, &find))?;
    }
    Ok(())
}

fn check_entry(entry: &Value, known: &[Parameter], find: &impl Fn(&str, &str) -> bool) -> Result<(), String> {
    let none = serde_json::Map::new();
    let written = entry.as_object().unwrap_or(&none);
    let plain = |name: &str| name.strip_suffix(".$").unwrap_or(name).to_owned();
    if let Some(unknown) = written.keys().find(|name| known.iter().all(|(known, _)| *known != plain(name))) {
        return Err(format!("the sandbox does not know the parameter {unknown}"));
    }
    let is_there = |parameter: &str| written.keys().any(|name| plain(name) == parameter);
    if let Some((missing, _)) = known.iter().find(|(name, needed)| *needed && !is_there(name)) {
        return Err(format!("the parameter {missing} is missing"));
    }
    check_literals(entry, find)
}

/// A path's value is not known yet.
fn check_literals(written: &Value, find: &impl Fn(&str, &str) -> bool) -> Result<(), String> {
    let written = written.as_object().into_iter().flatten();
    let mut literals = written.filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)));
    match literals.find(|(name, text)| !find(name, text)) {
        Some((name, text)) => Err(format!("the stack has no {name} {text}")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(integration: Integration, parameters: &Value) -> Result<(), String> {
        let find =
            |name: &str, text: &str| name != "FunctionName" && name != "EventBusName" || text == "known";
        check(TaskSpec { state: "Do", integration, parameters }, find)
    }

    #[test]
    fn a_parameter_is_a_literal_or_a_path() {
        let invoke = |parameters: Value| checked(Integration::InvokeFunction, &parameters);
        assert_eq!(invoke(json!({ "FunctionName": "known", "Payload.$": "$.Request" })), Ok(()));
        assert_eq!(invoke(json!({ "FunctionName.$": "$.Function" })), Ok(()));
    }

    #[test]
    fn what_is_missing_unknown_or_not_in_the_stack_is_named() {
        let refused = |integration, parameters: Value| checked(integration, &parameters).unwrap_err();
        let invoke = |parameters| refused(Integration::InvokeFunction, parameters);
        assert_eq!(invoke(json!({ "FunctionName": "f" })), "the stack has no FunctionName f");
        let put = |entry: Value| refused(Integration::PutEvents, json!({ "Entries": [entry] }));
        assert_eq!(put(json!({ "Source": "a" })), "the parameter DetailType is missing");
        assert_eq!(put(json!({ "Sauce": "a" })), "the sandbox does not know the parameter Sauce");
        let entry = json!({ "Source": "a", "DetailType": "b", "Detail.$": "$", "EventBusName": "nowhere" });
        assert_eq!(put(entry), "the stack has no EventBusName nowhere");
    }
}
