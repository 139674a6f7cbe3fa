//! `AWS::IAM::ManagedPolicy`: a policy that several roles may have.

use serde::Deserialize;
use serde_json::Value;

use super::super::directory::MANAGED_POLICY;
use super::super::draft::Draft;
use super::super::error::TemplateError;
use super::super::values::Text;
use super::naming::Naming;
use super::role::IN_PATH;
use super::{Declared, ResourceType};
use crate::iam::Policy;
use crate::stack::ManagedPolicy;

const ARN: &str = "arn:{AWS::Partition}:iam::{AWS::AccountId}:policy{qualifier}{name}";

pub(super) const TYPE: ResourceType = ResourceType {
    kind: MANAGED_POLICY,
    naming: Naming {
        name: Some("ManagedPolicyName"),
        qualifier: Some(IN_PATH),
        reference: ARN,
        attributes: &[("PolicyArn", ARN)],
    },
    read,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Properties {
    _managed_policy_name: Option<Text>,
    _path: Option<Text>,
    _description: Option<Text>,
    policy_document: Value,
    #[serde(default)]
    roles: Vec<String>,
}

fn read(declared: &Declared, draft: &mut Draft) -> Result<(), TemplateError> {
    let properties: Properties = declared.decode()?;
    let at = declared.at.key("PolicyDocument");
    let policy = Policy::of_identity(&properties.policy_document).map_err(|error| at.policy_error(error))?;
    let logical_id = declared.logical_id.to_owned();
    for (index, name) in properties.roles.iter().enumerate() {
        let role = draft.directory.role_by_name(name, &declared.at.key("Roles").index(index))?;
        draft.attachments.push((role, logical_id.clone()));
    }
    draft.stack.policies.push(ManagedPolicy { logical_id, policy });
    Ok(())
}
