//! `AWS::SQS::Queue`. Bounds and defaults: `CreateQueue` in the SQS API reference.

use std::time::Duration;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::super::directory::QUEUE;
use super::super::document::decode;
use super::super::draft::Draft;
use super::super::error::TemplateError;
use super::super::values::{Flag, Text, Whole};
use super::naming::Naming;
use super::{Declared, ResourceType};
use crate::stack::{Queue, Redrive};

pub(super) const TYPE: ResourceType = ResourceType {
    kind: QUEUE,
    naming: Naming {
        name: Some("QueueName"),
        qualifier: None,
        reference: "https://sqs.{AWS::Region}.{AWS::URLSuffix}/{AWS::AccountId}/{name}",
        attributes: &[
            ("Arn", "arn:{AWS::Partition}:sqs:{AWS::Region}:{AWS::AccountId}:{name}"),
            ("QueueName", "{name}"),
            ("QueueUrl", "https://sqs.{AWS::Region}.{AWS::URLSuffix}/{AWS::AccountId}/{name}"),
        ],
    },
    read,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Properties {
    _queue_name: Option<Text>,
    fifo_queue: Option<Flag>,
    visibility_timeout: Option<Whole<0, 43_200>>,
    message_retention_period: Option<Whole<60, 1_209_600>>,
    delay_seconds: Option<Whole<0, 900>>,
    redrive_policy: Option<Value>,
    // The sandbox polls without waiting, keeps no message on disk and asks nobody for permission
    // to redrive; its messages are far below the limit of their size.
    _receive_message_wait_time_seconds: Option<Whole<0, 20>>,
    _redrive_allow_policy: Option<IgnoredAny>,
    _maximum_message_size: Option<Whole<1024, 1_048_576>>,
    _kms_master_key_id: Option<Text>,
    _kms_data_key_reuse_period_seconds: Option<Whole<60, 86_400>>,
    _sqs_managed_sse_enabled: Option<Flag>,
    _tags: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct RedrivePolicy {
    dead_letter_target_arn: String,
    max_receive_count: Whole<1, 1000>,
}

fn read(queue: &Declared, draft: &mut Draft) -> Result<(), TemplateError> {
    let properties: Properties = queue.decode()?;
    let name = &queue.identity.name;
    let fifo = properties.fifo_queue.is_some_and(|Flag(fifo)| fifo);
    if fifo != name.strip_suffix(".fifo").is_some() {
        return Err(queue
            .at
            .error(format!("{name}: a FIFO queue's name ends in .fifo, and no other's does")));
    }
    let redrive = match properties.redrive_policy {
        Some(policy) => Some(redrive(policy, queue, draft)?),
        None => None,
    };
    let seconds = |value: Option<u32>, default| Duration::from_secs(value.unwrap_or(default).into());
    draft.stack.queues.push(Queue {
        logical_id: queue.logical_id.to_owned(),
        name: name.clone(),
        fifo,
        visibility_timeout: seconds(properties.visibility_timeout.map(|Whole(value)| value), 30),
        retention: seconds(properties.message_retention_period.map(|Whole(value)| value), 345_600),
        delay: seconds(properties.delay_seconds.map(|Whole(value)| value), 0),
        redrive,
    });
    Ok(())
}

fn redrive(policy: Value, queue: &Declared, draft: &mut Draft) -> Result<Redrive, TemplateError> {
    let at = queue.at.key("RedrivePolicy");
    let policy: RedrivePolicy = decode(policy, &at)?;
    let dead_letter_queue =
        draft.directory.queue(&policy.dead_letter_target_arn, &at.key("deadLetterTargetArn"))?;
    draft.written.insert(queue.logical_id.to_owned(), at);
    Ok(Redrive { dead_letter_queue, max_receive_count: policy.max_receive_count.0 })
}
