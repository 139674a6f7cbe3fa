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
