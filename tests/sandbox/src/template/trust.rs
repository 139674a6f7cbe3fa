//! Whether the services can take on the roles that they are given.
//!
//! A service takes a role on (`sts:AssumeRole`) where the role's trust policy lets it. AWS notices some
//! mistakes when it makes the stack and others only when something should happen; here each is an error.
//!
//! Sources for what a service says of itself when it does: "Cross-service confused deputy prevention" in
//! the guides of Step Functions (the state machine's ARN), `EventBridge` (the rule's) and Scheduler (the
//! schedule group's). Lambda documents nothing of the kind.

use super::draft::Draft;
use super::error::{Location, TemplateError};
use super::intrinsics::ACCOUNT_ID;
use crate::iam::{Principal, Request, decide};

pub(super) const EVENTBRIDGE: &str = "events.amazonaws.com";
pub(super) const LAMBDA: &str = "lambda.amazonaws.com";
pub(super) const SCHEDULER: &str = "scheduler.amazonaws.com";
pub(super) const STEP_FUNCTIONS: &str = "states.amazonaws.com";

/// A service takes on a role.
#[derive(Debug)]
pub(super) struct Assumption {
    role_arn: String,
    service: &'static str,
    /// For which resource.
    source_arn: Option<String>,
    at: Location,
}

impl Draft {
    /// The ARN of a role, once it is known to be one of this stack. That the service may take it on is
    /// looked at when every role has been read.
    pub(super) fn role_for(
        &mut self,
        service: &'static str,
        source_arn: Option<&str>,
        role_arn: &str,
        at: Location,
    ) -> Result<String, TemplateError> {
        self.directory.role(role_arn, &at)?;
        let (role_arn, source_arn) = (role_arn.to_owned(), source_arn.map(str::to_owned));
        self.assumptions.push(Assumption { role_arn: role_arn.clone(), service, source_arn, at });
        Ok(role_arn)
    }
}

pub(super) fn check(draft: &Draft) -> Result<(), TemplateError> {
    draft.assumptions.iter().try_for_each(|assumption| assumption.check(draft))
}

impl Assumption {
    fn check(&self, draft: &Draft) -> Result<(), TemplateError> {
        let mut asked = Request::new("sts:AssumeRole", &self.role_arn).with("aws:SecureTransport", "true");
        asked =
            asked.with("aws:PrincipalIsAWSService", "true").with("aws:PrincipalServiceName", self.service);
        if let Some(source) = &self.source_arn {
            asked = asked.with("aws:SourceArn", source).with("aws:SourceAccount", ACCOUNT_ID);
        }
        let trust = draft.trust_policies.get(&self.role_arn);
        decide(Principal::Service(self.service), &asked, [], trust).map_err(|_| {
            let source = self.source_arn.as_deref().map(|arn| format!(" for {arn}")).unwrap_or_default();
            let role = &self.role_arn;
            let problem =
                format!("the AssumeRolePolicyDocument of {role} does not let {} in{source}", self.service);
            self.at.error(problem)
        })
    }
}
