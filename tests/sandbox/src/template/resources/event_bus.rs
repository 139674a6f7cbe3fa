//! `AWS::Events::EventBus`.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::super::draft::Draft;
use super::super::error::TemplateError;
use super::super::values::Text;
use super::naming::Naming;
use super::{Declared, ResourceType};
use crate::stack::EventBus;

pub(super) const TYPE: ResourceType = ResourceType {
    kind: "AWS::Events::EventBus",
    naming: Naming {
        name: Some("Name"),
        qualifier: None,
        reference: "{name}",
        attributes: &[
            ("Arn", "arn:{AWS::Partition}:events:{AWS::Region}:{AWS::AccountId}:event-bus/{name}"),
            ("Name", "{name}"),
        ],
    },
    read,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Properties {
    name: Text,
    // The sandbox's events come from one account, and none fails to reach the bus.
    _dead_letter_config: Option<IgnoredAny>,
    _description: Option<Text>,
    _kms_key_identifier: Option<Text>,
    _log_config: Option<IgnoredAny>,
    _policy: Option<IgnoredAny>,
    _tags: Option<IgnoredAny>,
}

fn read(bus: &Declared, draft: &mut Draft) -> Result<(), TemplateError> {
    let Properties { name: Text(name), .. } = bus.decode()?;
    draft.stack.buses.push(EventBus { logical_id: Some(bus.logical_id.to_owned()), name });
    Ok(())
}
