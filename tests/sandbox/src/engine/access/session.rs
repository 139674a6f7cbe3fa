//! Somebody at work in a role.
//!
//! Source: IAM user guide, "AWS global condition context keys" (`aws:PrincipalArn` of a session is its
//! role's) and "Troubleshoot access denied error messages"; Lambda developer guide, "Working with Lambda
//! execution environment credentials" (`lambda:SourceFunctionArn`).

use super::Access;
use super::record::{Denial, Use};
use crate::engine::account::{ACCOUNT, REGION};
use crate::iam::{AccessDenied, Authorize, Decision, Refused, Request};
use crate::stack::Role;

pub(crate) struct Session<'a> {
    pub(super) access: &'a Access,
    /// Logical id.
    pub(super) by: String,
    /// None for the administrator.
    pub(super) role: Option<&'a Role>,
    /// The ARN of the function whose code calls.
    pub(super) source_function: Option<String>,
}

impl Session<'_> {
    /// Whether it may, without leaving a trace.
    pub(crate) fn may(&self, asked: Request) -> bool {
        self.decide(&self.complete(asked)).is_ok()
    }

    fn decide(&self, asked: &Request) -> Decision {
        self.role.map_or(Ok(()), |role| self.access.decide(role, asked))
    }

    /// The request with the keys that every call has.
    fn complete(&self, asked: Request) -> Request {
        let asked = asked
            .with_default("aws:RequestedRegion", REGION)
            .with_default("aws:ViaAWSService", "false")
            .with("aws:SecureTransport", "true")
            .with("aws:PrincipalIsAWSService", "false")
            .with("aws:PrincipalAccount", ACCOUNT)
            .with("aws:ResourceAccount", ACCOUNT);
        let role = self.role.map(|role| ("aws:PrincipalArn", role.arn.as_str()));
        let function = self.source_function.as_deref().map(|arn| ("lambda:SourceFunctionArn", arn));
        role.into_iter().chain(function).fold(asked, |asked, (key, value)| asked.with(key, value))
    }

    /// As AWS words it, but for the session's name, which AWS makes up for most services.
    fn message(&self, role: &Role, asked: &Request, refused: Refused) -> String {
        let (Request { action, resource, .. }, name, by) = (asked, &role.name, &self.by);
        let why = match refused {
            Refused::NotAllowed => format!("because no identity-based policy allows the {action} action"),
            Refused::DeniedToIdentity => "with an explicit deny in an identity-based policy".to_owned(),
            Refused::DeniedByResource => "with an explicit deny in a resource-based policy".to_owned(),
        };
        let user = format!("arn:aws:sts::{ACCOUNT}:assumed-role/{name}/{by}");
        format!("User: {user} is not authorized to perform: {action} on resource: {resource} {why}")
    }
}

impl Authorize for Session<'_> {
    fn authorize(&self, asked: Request) -> Result<(), AccessDenied> {
        let Some(role) = self.role else { return Ok(()) };
        let asked = self.complete(asked);
        let (by, role_id) = (self.by.clone(), role.logical_id.clone());
        match self.access.decide(role, &asked) {
            Ok(()) => {
                self.access.used(Use { role: role_id, by, action: asked.action });
                Ok(())
            }
            Err(refused) => {
                let message = self.message(role, &asked, refused);
                let Request { action, resource, .. } = asked;
                let explicit = refused.is_explicit();
                self.access.denied(Denial { by, role: role_id, action, resource, explicit });
                Err(AccessDenied(message))
            }
        }
    }
}
