//! `AWS::Lambda::EventSourceMapping` from a queue to a function.
//! Bounds and defaults: `CreateEventSourceMapping` in the Lambda API reference.

use std::time::Duration;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::super::draft::Draft;
use super::super::error::TemplateError;
use super::super::values::{Flag, Text, Whole};
use super::naming::Naming;
use super::{Declared, ResourceType};
use crate::stack::EventSourceMapping;

pub(super) const TYPE: ResourceType = ResourceType {
    kind: "AWS::Lambda::EventSourceMapping",
    naming: Naming {
        attributes: &[
            (
                "EventSourceMappingArn",
                "arn:{AWS::Partition}:lambda:{AWS::Region}:{AWS::AccountId}:event-source-mapping:{name}",
            ),
            ("Id", "{name}"),
        ],
        ..Naming::BY_LOGICAL_ID
    },
    read,
};

/// Larger batches need a batching window (Lambda guide, "Using Lambda with Amazon SQS").
const LARGEST_BATCH_WITHOUT_WINDOW: u32 = 10;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Properties {
    function_name: String,
    event_source_arn: String,
    batch_size: Option<Whole<1, 10_000>>,
    maximum_batching_window_in_seconds: Option<Whole<0, 300>>,
    #[serde(default)]
    function_response_types: Vec<ResponseType>,
    scaling_config: Option<ScalingConfig>,
    enabled: Option<Flag>,
    _kms_key_arn: Option<Text>,
    _metrics_config: Option<IgnoredAny>,
    _tags: Option<IgnoredAny>,
}

#[derive(Deserialize)]
enum ResponseType {
    ReportBatchItemFailures,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct ScalingConfig {
    maximum_concurrency: Whole<2, 1000>,
}

fn read(mapping: &Declared, draft: &mut Draft) -> Result<(), TemplateError> {
    let properties: Properties = mapping.decode()?;
    let batch_size = properties.batch_size.map_or(LARGEST_BATCH_WITHOUT_WINDOW, |Whole(size)| size);
    let window = properties.maximum_batching_window_in_seconds.map_or(0, |Whole(seconds)| seconds);
    if batch_size > LARGEST_BATCH_WITHOUT_WINDOW && window == 0 {
        let at = mapping.at.key("BatchSize");
        return Err(at.error("a batch of more than 10 needs a MaximumBatchingWindowInSeconds of at least 1"));
    }
    let directory = &draft.directory;
    draft.stack.mappings.push(EventSourceMapping {
        logical_id: mapping.logical_id.to_owned(),
        function: directory.function(&properties.function_name, &mapping.at.key("FunctionName"))?,
        queue: directory.queue(&properties.event_source_arn, &mapping.at.key("EventSourceArn"))?,
        batch_size: batch_size as usize,
        batching_window: Duration::from_secs(window.into()),
        report_batch_item_failures: !properties.function_response_types.is_empty(),
        maximum_concurrency: properties.scaling_config.map(|scaling| scaling.maximum_concurrency.0 as usize),
        enabled: properties.enabled.is_none_or(|Flag(enabled)| enabled),
    });
    draft.written.insert(mapping.logical_id.to_owned(), mapping.at.clone());
    Ok(())
}
