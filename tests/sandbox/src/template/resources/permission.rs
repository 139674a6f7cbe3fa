//! `AWS::Lambda::Permission`: who may invoke a function without a role of their own.

use serde::Deserialize;

use super::super::draft::Draft;
use super::super::error::TemplateError;
use super::super::values::Text;
use super::naming::Naming;
use super::{Declared, ResourceType};
use crate::iam::{arn_like, like_ignoring_case};

pub(super) const TYPE: ResourceType =
    ResourceType { kind: "AWS::Lambda::Permission", naming: Naming::BY_LOGICAL_ID, read };

#[derive(Debug)]
pub(in super::super) struct Permission {
    /// Logical id.
    pub(in super::super) function: String,
    action: String,
    principal: String,
    source_arn: Option<String>,
    source_account: Option<String>,
}

impl Permission {
    /// Whether this lets a service invoke the function for that resource of the same account.
    pub(in super::super) fn lets_invoke(&self, service: &str, source_arn: &str, account: &str) -> bool {
        let action_fits = like_ignoring_case(&self.action, "lambda:InvokeFunction");
        let principal_fits = self.principal == service || self.principal == "*";
        let source_fits = self.source_arn.as_ref().is_none_or(|pattern| arn_like(pattern, source_arn));
        let account_fits = self.source_account.as_ref().is_none_or(|wanted| wanted == account);
        action_fits && principal_fits && source_fits && account_fits
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Properties {
    action: String,
    function_name: String,
    principal: String,
    source_arn: Option<String>,
    source_account: Option<Text>,
}

fn read(permission: &Declared, draft: &mut Draft) -> Result<(), TemplateError> {
    let properties: Properties = permission.decode()?;
    draft.permissions.push(Permission {
        function: draft.directory.function(&properties.function_name, &permission.at.key("FunctionName"))?,
        action: properties.action,
        principal: properties.principal,
        source_arn: properties.source_arn,
        source_account: properties.source_account.map(|Text(account)| account),
    });
    Ok(())
}
