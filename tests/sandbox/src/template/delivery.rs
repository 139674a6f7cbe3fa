//! Whether what a rule sends arrives.
//!
//! `EventBridge` has no role for queues and functions: the queue's policy or the function's
//! permission must let `events.amazonaws.com` in for that rule. A target without it gets nothing,
//! and the event is not even tried again (`EventBridge` user guide, "Using resource-based
//! policies"). `CloudFormation` does not notice; here it is an error. (For a state machine
//! `EventBridge` does have a role, which the rule's target names.)

use super::draft::Draft;
use super::error::{Location, TemplateError};
use super::intrinsics::ACCOUNT_ID;
use super::trust::EVENTBRIDGE;
use crate::iam::{Principal, Request, decide};
use crate::stack::Destination;

/// A rule's way to a target, or to a target's dead-letter queue.
#[derive(Debug)]
pub(super) struct Delivery {
    rule_arn: String,
    to: Destination,
    at: Location,
}

impl Delivery {
    pub(super) fn new(rule_arn: &str, to: Destination, at: Location) -> Self {
        Self { rule_arn: rule_arn.to_owned(), to, at }
    }
}

pub(super) fn check(draft: &Draft) -> Result<(), TemplateError> {
    draft.deliveries.iter().try_for_each(|delivery| delivery.check(draft))
}

impl Delivery {
    fn check(&self, draft: &Draft) -> Result<(), TemplateError> {
        let rule = &self.rule_arn;
        let (arrives, what, remedy) = match &self.to {
            Destination::Queue(queue) => (queue_lets_in(draft, queue, rule), queue, "AWS::SQS::QueuePolicy"),
            Destination::Function(function) => {
                (function_lets_in(draft, function, rule), function, "AWS::Lambda::Permission")
            }
            Destination::StateMachine(_) => return Ok(()),
        };
        if arrives {
            return Ok(());
        }
        Err(self
            .at
            .error(format!("nothing would arrive: no {remedy} of {what} lets {EVENTBRIDGE} in for {rule}")))
    }
}

fn queue_lets_in(draft: &Draft, queue: &str, rule_arn: &str) -> bool {
    let arn = draft.directory.arn(queue);
    let asked = by_service(Request::new("sqs:SendMessage", arn), rule_arn);
    decide(Principal::Service(EVENTBRIDGE), &asked, [], draft.stack.resource_policies.get(arn)).is_ok()
}

/// What the keys say when a service does something for a resource of the account. Services use TLS.
fn by_service(asked: Request, source_arn: &str) -> Request {
    asked
        .with("aws:SourceArn", source_arn)
        .with("aws:SourceAccount", ACCOUNT_ID)
        .with("aws:SecureTransport", "true")
        .with("aws:PrincipalIsAWSService", "true")
        .with("aws:PrincipalServiceName", EVENTBRIDGE)
}

fn function_lets_in(draft: &Draft, function: &str, rule_arn: &str) -> bool {
    let mut permissions = draft.permissions.iter().filter(|permission| permission.function == function);
    permissions.any(|permission| permission.lets_invoke(EVENTBRIDGE, rule_arn, ACCOUNT_ID))
}
