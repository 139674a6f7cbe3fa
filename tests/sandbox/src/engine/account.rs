//! The account and Region that a sandbox plays, and the names that AWS forms from them.

/// The account that AWS's own documentation uses.
pub const ACCOUNT: &str = "123456789012";
/// The Region of the sandbox. All three services exist there.
pub const REGION: &str = "us-east-1";

/// The ARN of an SQS queue.
#[must_use]
pub fn queue_arn(name: &str) -> String {
    format!("arn:aws:sqs:{REGION}:{ACCOUNT}:{name}")
}

/// The ARN of a Lambda function.
#[must_use]
pub fn function_arn(name: &str) -> String {
    format!("arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}")
}

/// The ARN of an event bus.
#[must_use]
pub fn event_bus_arn(name: &str) -> String {
    format!("arn:aws:events:{REGION}:{ACCOUNT}:event-bus/{name}")
}

/// The name of an event bus, which may be given as its ARN. Names can have slashes.
#[must_use]
pub fn event_bus_name(name_or_arn: &str) -> &str {
    name_or_arn.split_once(":event-bus/").map_or(name_or_arn, |(_, name)| name)
}

/// The ARN of a Step Functions state machine.
#[must_use]
pub fn state_machine_arn(name: &str) -> String {
    format!("arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:{name}")
}

/// The ARN of an execution of a state machine.
#[must_use]
pub fn execution_arn(state_machine: &str, name: &str) -> String {
    format!("arn:aws:states:{REGION}:{ACCOUNT}:execution:{state_machine}:{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bus_goes_by_its_name_or_its_arn_and_may_have_a_slash_in_it() {
        for bus in ["company/people", "arn:aws:events:us-east-1:123456789012:event-bus/company/people"] {
            assert_eq!(event_bus_name(bus), "company/people");
        }
    }
}
