//! `AWS::SQS::QueuePolicy`: who may send to queues.

use serde::Deserialize;
use serde_json::Value;

use super::super::document::OneOrMore;
use super::super::draft::Draft;
use super::super::error::{Location, TemplateError};
use super::super::policy::Policy;
use super::naming::Naming;
use super::{Declared, ResourceType};

pub(super) const TYPE: ResourceType =
    ResourceType { kind: "AWS::SQS::QueuePolicy", naming: Naming::BY_LOGICAL_ID, read };

#[derive(Debug)]
pub(in super::super) struct QueuePolicy {
    /// Logical id.
    pub(in super::super) queue: String,
    pub(in super::super) policy: Policy,
    pub(in super::super) at: Location,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Properties {
    queues: OneOrMore<String>,
    policy_document: Value,
}

fn read(declared: &Declared, draft: &mut Draft) -> Result<(), TemplateError> {
    let properties: Properties = declared.decode()?;
    let policy = Policy::parse(properties.policy_document, &declared.at.key("PolicyDocument"))?;
    for (index, url) in properties.queues.as_slice().iter().enumerate() {
        let at = declared.at.key("Queues").index(index);
        let queue = draft.directory.queue_by_url(url, &at)?;
        // A queue has one policy, and each of these resources sets it anew.
        if draft.queue_policies.iter().any(|other| other.queue == queue) {
            return Err(
                at.error(format!("{queue} has a queue policy already; only one of them would remain"))
            );
        }
        let at = declared.at.key("PolicyDocument");
        draft.queue_policies.push(QueuePolicy { queue, policy: policy.clone(), at });
    }
    Ok(())
}
