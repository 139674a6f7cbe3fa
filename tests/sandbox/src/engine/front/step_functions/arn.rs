//! ARNs of state machines and executions.

use super::super::reply::Refusal;

/// Whether this can be the ARN of such a resource. Versions and aliases, which put one part more
/// behind the name of a state machine, are not known here.
pub(super) fn check(arn: &str, kind: &str) -> Result<(), Refusal> {
    let names = if kind == "execution" { 2 } else { 1 };
    let parts: Vec<&str> = arn.split(':').collect();
    match parts.as_slice() {
        ["arn", _, "states", _, _, is, rest @ ..] if *is == kind && rest.len() == names => Ok(()),
        _ => {
            let what = format!("Invalid Arn: '{arn}' is not the ARN of a {kind} that the sandbox could have");
            Err(Refusal::bad_request("InvalidArn", what))
        }
    }
}
