//! `AWS::SQS::QueuePolicy`: who may send to queues.

use serde::Deserialize;
use serde_json::Value;

use super::super::document::OneOrMore;
use super::super::draft::Draft;
use super::super::error::TemplateError;
use super::naming::Naming;
use super::{Declared, ResourceType};
use crate::iam::Policy;

pub(super) const TYPE: ResourceType =
    ResourceType { kind: "AWS::SQS::QueuePolicy", naming: Naming::BY_LOGICAL_ID, read };

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Properties {
    queues: OneOrMore<String>,
    policy_document: Value,
}

fn read(declared: &Declared, draft: &mut Draft) -> Result<(), TemplateError> {
    let properties: Properties = declared.decode()?;
    let at = declared.at.key("PolicyDocument");
    let policy = Policy::of_resource(&properties.policy_document).map_err(|error| at.policy_error(error))?;
    for (index, url) in properties.queues.as_slice().iter().enumerate() {
        let at = declared.at.key("Queues").index(index);
        let queue = draft.directory.queue_by_url(url, &at)?;
        let arn = draft.directory.arn(&queue).to_owned();
        // A queue has one policy, and each of these resources sets it anew.
        if draft.stack.resource_policies.insert(arn, policy.clone()).is_some() {
            return Err(
                at.error(format!("{queue} has a queue policy already; only one of them would remain"))
            );
        }
    }
    Ok(())
}
