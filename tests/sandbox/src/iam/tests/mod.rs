mod conditions;
mod decisions;
mod refusals;

use serde_json::{Value, json};

use super::{Decision, Policy, Principal, Request, decide};

const ROLE: &str = "arn:aws:iam::123456789012:role/Worker";
const DESKTOP: &str = "arn:aws:workspaces:us-east-1:123456789012:workspace/ws-1";

fn terminate() -> Request {
    Request::new("workspaces:TerminateWorkspaces", DESKTOP)
}

/// Whether a role with a policy of these statements may.
fn decided(statements: Value, asked: &Request) -> Decision {
    let policy = Policy::of_identity(&json!({ "Version": "2012-10-17", "Statement": statements }));
    decide(Principal::Role(ROLE), asked, [&policy.unwrap()], None)
}

fn statement(effect: &str, condition: Value) -> Value {
    json!({ "Effect": effect, "Action": "workspaces:*", "Resource": "*", "Condition": condition })
}

/// Whether a condition holds for the request.
fn holds(condition: Value, asked: &Request) -> bool {
    decided(statement("Allow", condition), asked).is_ok()
}
