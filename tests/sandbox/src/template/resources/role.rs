//! `AWS::IAM::Role`. Whether its trust policy lets in who uses it is checked in [`super::super::trust`].

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::super::directory::ROLE;
use super::super::draft::Draft;
use super::super::error::TemplateError;
use super::super::values::{Text, Whole};
use super::naming::{Naming, Qualifier};
use super::{Declared, ResourceType};
use crate::iam::Policy;
use crate::stack::Role;

/// The path is a part of the ARN of what IAM has.
pub(super) const IN_PATH: Qualifier =
    Qualifier { property: "Path", text: |path| path.unwrap_or("/").to_owned() };

pub(super) const TYPE: ResourceType = ResourceType {
    kind: ROLE,
    naming: Naming {
        name: Some("RoleName"),
        qualifier: Some(IN_PATH),
        reference: "{name}",
        attributes: &[("Arn", "arn:{AWS::Partition}:iam::{AWS::AccountId}:role{qualifier}{name}")],
    },
    read,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Properties {
    _role_name: Option<Text>,
    _path: Option<Text>,
    _description: Option<Text>,
    _max_session_duration: Option<Whole<3600, 43_200>>,
    _tags: Option<IgnoredAny>,
    assume_role_policy_document: Value,
    #[serde(default)]
    policies: Vec<OwnPolicy>,
    #[serde(default)]
    managed_policy_arns: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct OwnPolicy {
    policy_name: Text,
    policy_document: Value,
}

fn read(role: &Declared, draft: &mut Draft) -> Result<(), TemplateError> {
    let properties: Properties = role.decode()?;
    let at = role.at.key("AssumeRolePolicyDocument");
    let trust = Policy::of_trust(&properties.assume_role_policy_document);
    let trust = trust.map_err(|error| at.policy_error(error))?;
    let managed_policies = properties.managed_policy_arns.iter().enumerate().map(|(index, arn)| {
        draft.directory.managed_policy(arn, &role.at.key("ManagedPolicyArns").index(index))
    });
    let managed_policies = managed_policies.collect::<Result<_, _>>()?;
    let arn = role.identity.attributes["Arn"].clone();
    draft.trust_policies.insert(arn.clone(), trust);
    draft.stack.roles.push(Role {
        logical_id: role.logical_id.to_owned(),
        name: role.identity.name.clone(),
        arn,
        own_policies: own_policies(&properties.policies, role)?,
        managed_policies,
    });
    Ok(())
}

/// A role has one policy of each name; CloudFormation lets the last one win.
fn own_policies(written: &[OwnPolicy], role: &Declared) -> Result<Vec<Policy>, TemplateError> {
    let mut policies = Vec::new();
    for (index, OwnPolicy { policy_name: name, policy_document }) in written.iter().enumerate() {
        let at = role.at.key("Policies").index(index);
        if written[..index].iter().any(|other| other.policy_name == *name) {
            return Err(at.key("PolicyName").error(format!("{} is there twice", name.0)));
        }
        let policy = Policy::of_identity(policy_document);
        policies.push(policy.map_err(|error| at.key("PolicyDocument").policy_error(error))?);
    }
    Ok(policies)
}
