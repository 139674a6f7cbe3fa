//! `AWS::Serverless::Function`: the function, its setting for asynchronous invocation and its events.

use serde_json::{Map, Value, json};

use super::super::document::Resource;
use super::super::error::TemplateError;
use super::bag::Bag;
use super::{Named, events};

/// What SAM hands on to `AWS::Lambda::Function` as it is.
const HANDED_ON: [&str; 17] = [
    "Architectures",
    "CodeSigningConfigArn",
    "Description",
    "Environment",
    "EphemeralStorage",
    "FunctionName",
    "Handler",
    "KmsKeyArn",
    "LoggingConfig",
    "MemorySize",
    "RecursiveLoop",
    "ReservedConcurrentExecutions",
    "Runtime",
    "RuntimeManagementConfig",
    "Tags",
    "Timeout",
    "VpcConfig",
];

pub(super) fn expand(logical_id: &str, mut function: Resource) -> Result<Vec<Named>, TemplateError> {
    let at = function.properties_at(logical_id);
    let mut bag = Bag::new(std::mem::take(&mut function.properties), at);
    // Where the source is matters when it is built, not here; that there is one matters to SAM.
    bag.required("CodeUri")?;
    let mut properties = bag.take_all(&HANDED_ON);
    // SAM would make one of its own, which could do more than it must.
    properties.insert("Role".to_owned(), bag.required("Role")?);
    if let Some(mode) = bag.take("Tracing") {
        properties.insert("TracingConfig".to_owned(), json!({ "Mode": mode }));
    }
    if let Some(queue) = bag.take_bag("DeadLetterQueue")? {
        properties
            .insert("DeadLetterConfig".to_owned(), json!({ "TargetArn": queue_arn(queue, "TargetArn")? }));
    }
    let mut made = Vec::new();
    if let Some(config) = bag.take_bag("EventInvokeConfig")? {
        made.push(invoke_config(logical_id, config, &function)?);
    }
    if let Some(events) = bag.take_bag("Events")? {
        made.extend(events::expand(logical_id, events, &function)?);
    }
    bag.finish()?;
    "AWS::Lambda::Function".clone_into(&mut function.kind);
    function.properties = properties;
    made.push((logical_id.to_owned(), function));
    Ok(made)
}

/// SAM would make the queue, or topic, where the ARN is left out; here it must be named.
fn queue_arn(mut queue: Bag, name: &str) -> Result<Value, TemplateError> {
    match queue.take("Type") {
        Some(Value::String(kind)) if kind == "SQS" => {}
        other => {
            let other = other.unwrap_or_default();
            return Err(queue.at.key("Type").error(format!("the sandbox supports SQS, not {other}")));
        }
    }
    let arn = queue.required(name)?;
    queue.finish()?;
    Ok(arn)
}

fn invoke_config(function_id: &str, mut config: Bag, origin: &Resource) -> Result<Named, TemplateError> {
    let at = config.at.clone();
    let mut properties = config.take_all(&["MaximumRetryAttempts", "MaximumEventAgeInSeconds"]);
    if let Some(mut destinations) = config.take_bag("DestinationConfig")? {
        let mut failure = Map::new();
        if let Some(queue) = destinations.take_bag("OnFailure")? {
            let arn = queue_arn(queue, "Destination")?;
            failure.insert("OnFailure".to_owned(), json!({ "Destination": arn }));
        }
        destinations.finish()?;
        properties.insert("DestinationConfig".to_owned(), Value::Object(failure));
    }
    config.finish()?;
    properties.insert("FunctionName".to_owned(), json!({ "Ref": function_id }));
    properties.insert("Qualifier".to_owned(), json!("$LATEST"));
    let resource = Resource::generated("AWS::Lambda::EventInvokeConfig", properties, origin, at);
    Ok((format!("{function_id}EventInvokeConfig"), resource))
}
