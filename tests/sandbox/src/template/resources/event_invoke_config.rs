//! `AWS::Lambda::EventInvokeConfig`: what becomes of asynchronous invocations that fail.

use serde::Deserialize;

use super::super::draft::Draft;
use super::super::error::{Location, TemplateError};
use super::super::values::{Text, Whole};
use super::naming::Naming;
use super::{Declared, ResourceType};

pub(super) const TYPE: ResourceType =
    ResourceType { kind: "AWS::Lambda::EventInvokeConfig", naming: Naming::BY_LOGICAL_ID, read };

/// The setting, until it is joined with its function.
#[derive(Debug)]
pub(in super::super) struct InvokeConfig {
    /// Logical id.
    pub(in super::super) function: String,
    pub(in super::super) maximum_retry_attempts: Option<u32>,
    /// Logical id.
    pub(in super::super) on_failure_queue: Option<String>,
    pub(in super::super) at: Location,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Properties {
    function_name: String,
    _qualifier: Latest,
    maximum_retry_attempts: Option<Whole<0, 2>>,
    // Two retries take three minutes; only a throttled function would come near the least age.
    _maximum_event_age_in_seconds: Option<Whole<60, 21_600>>,
    destination_config: Option<DestinationConfig>,
}

/// The sandbox knows no versions and no aliases.
#[derive(Deserialize)]
enum Latest {
    #[serde(rename = "$LATEST")]
    Latest,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct DestinationConfig {
    on_failure: Option<OnFailure>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct OnFailure {
    destination: Text,
}

fn read(config: &Declared, draft: &mut Draft) -> Result<(), TemplateError> {
    let properties: Properties = config.decode()?;
    let function = draft.directory.function(&properties.function_name, &config.at.key("FunctionName"))?;
    let on_failure = properties.destination_config.and_then(|destinations| destinations.on_failure);
    let on_failure_queue = match on_failure {
        Some(OnFailure { destination: Text(arn) }) => {
            let at = config.at.key("DestinationConfig").key("OnFailure").key("Destination");
            Some(draft.directory.queue(&arn, &at)?)
        }
        None => None,
    };
    draft.invoke_configs.push(InvokeConfig {
        function,
        maximum_retry_attempts: properties.maximum_retry_attempts.map(|Whole(retries)| retries),
        on_failure_queue,
        at: config.at.clone(),
    });
    Ok(())
}
