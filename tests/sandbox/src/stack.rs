//! What a template deploys, resolved: plain values, no intrinsic functions left. [`crate::template`]
//! makes it, [`crate::engine`] runs it. Resources refer to each other by logical id, and to roles by ARN.
//!
//! A role that is not in the stack is somebody else's, and so is what has no role: nobody here knows its
//! limits, so it has none. (What a template deploys has a role of the template.)

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::Value;

use crate::iam::Policy;
use crate::transform::InputTransformer;

/// Everything in a template that takes part when an event arrives or time passes.
#[derive(Debug, Clone, Default)]
pub struct Stack {
    pub functions: Vec<Function>,
    pub queues: Vec<Queue>,
    pub mappings: Vec<EventSourceMapping>,
    pub buses: Vec<EventBus>,
    pub rules: Vec<Rule>,
    pub schedules: Vec<Schedule>,
    pub state_machines: Vec<StateMachine>,
    pub roles: Vec<Role>,
    pub policies: Vec<ManagedPolicy>,
    /// The policies of resources, by the resources' ARNs.
    pub resource_policies: BTreeMap<String, Policy>,
    /// The names of the functions that the template has and, by their conditions, does not make.
    pub left_out: Vec<String>,
    pub outputs: BTreeMap<String, String>,
}

/// An IAM role.
#[derive(Debug, Clone)]
pub struct Role {
    pub logical_id: String,
    pub name: String,
    pub arn: String,
    /// The policies that are part of it.
    pub own_policies: Vec<Policy>,
    /// Logical ids of the managed policies that it has.
    pub managed_policies: BTreeSet<String>,
}

/// An IAM policy that several roles may have.
#[derive(Debug, Clone)]
pub struct ManagedPolicy {
    pub logical_id: String,
    pub policy: Policy,
}

impl Stack {
    /// The actions that a role (logical id) is allowed under whatever conditions, as its policies write
    /// them.
    #[must_use]
    pub fn allowed_actions(&self, role: &str) -> BTreeSet<String> {
        let role = self.roles.iter().find(|known| known.logical_id == role);
        let managed = |id: &String| self.policies.iter().find(|policy| policy.logical_id == *id);
        let policies = role.into_iter().flat_map(|role| {
            let managed = role.managed_policies.iter().filter_map(managed).map(|found| &found.policy);
            role.own_policies.iter().chain(managed)
        });
        policies.flat_map(Policy::allowed_actions).map(str::to_owned).collect()
    }
}

/// A Lambda function.
#[derive(Debug, Clone)]
pub struct Function {
    pub logical_id: String,
    /// The physical name (`FunctionName`, or the logical id where the template leaves it to AWS).
    pub name: String,
    /// The cargo binary that SAM would build (`Metadata.BuildProperties.Binary`).
    pub binary: String,
    pub environment: BTreeMap<String, String>,
    pub timeout: Duration,
    pub memory_mb: u32,
    /// Asynchronous invocation: retries after the first try (AWS default 2).
    pub maximum_retry_attempts: u32,
    /// Asynchronous invocation: logical id of the queue that a failed event goes to, if any
    /// (`EventInvokeConfig.DestinationConfig.OnFailure` or `DeadLetterQueue`).
    pub on_failure_queue: Option<String>,
    /// `ReservedConcurrentExecutions`; 0 means that it is throttled.
    pub reserved_concurrency: Option<u32>,
    pub role_arn: Option<String>,
}

/// An SQS queue.
#[derive(Debug, Clone)]
pub struct Queue {
    pub logical_id: String,
    pub name: String,
    pub fifo: bool,
    pub visibility_timeout: Duration,
    pub retention: Duration,
    pub delay: Duration,
    pub redrive: Option<Redrive>,
}

/// `RedrivePolicy`: where a message goes that was received too often.
#[derive(Debug, Clone)]
pub struct Redrive {
    /// Logical id of the dead-letter queue.
    pub dead_letter_queue: String,
    pub max_receive_count: u32,
}

/// An event source mapping from a queue to a function.
#[derive(Debug, Clone)]
pub struct EventSourceMapping {
    pub logical_id: String,
    pub function: String,
    pub queue: String,
    pub batch_size: usize,
    pub batching_window: Duration,
    pub report_batch_item_failures: bool,
    pub maximum_concurrency: Option<usize>,
    pub enabled: bool,
}

/// An event bus: `default`, or one that the template makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventBus {
    /// Absent for the account's default bus and for one that exists already.
    pub logical_id: Option<String>,
    pub name: String,
}

/// An `EventBridge` rule with an event pattern. (A scheduled one becomes a [`Schedule`].)
#[derive(Debug, Clone)]
pub struct Rule {
    pub logical_id: String,
    pub name: String,
    /// The name of the bus it listens to.
    pub bus: String,
    /// The `EventPattern` as JSON; [`crate::pattern::Pattern`] understands it.
    pub pattern: Value,
    pub enabled: bool,
    pub targets: Vec<Target>,
}

/// Where a rule sends what it matched.
#[derive(Debug, Clone)]
pub struct Target {
    pub id: String,
    pub to: Destination,
    /// What is sent in the place of the event.
    pub input: Option<InputTransformer>,
    /// In which `EventBridge` starts a state machine; queues and functions let it in by themselves.
    pub role_arn: Option<String>,
    /// Logical id of the queue for events that could not be delivered.
    pub dead_letter_queue: Option<String>,
}

/// A resource that an event, a schedule or a failed invocation can be sent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// Logical id of a queue.
    Queue(String),
    /// Logical id of a function, invoked asynchronously.
    Function(String),
    /// Logical id of a state machine, of which an execution is started.
    StateMachine(String),
}

impl Destination {
    /// The logical id.
    #[must_use]
    pub fn logical_id(&self) -> &str {
        match self {
            Self::Queue(id) | Self::Function(id) | Self::StateMachine(id) => id,
        }
    }
}

/// A Step Functions state machine of type STANDARD.
#[derive(Debug, Clone)]
pub struct StateMachine {
    pub logical_id: String,
    pub name: String,
    pub role_arn: String,
    /// The definition with its substitutions made; [`crate::states`] understands it.
    pub definition: Value,
}

/// Something that happens by the clock (`EventBridge` Scheduler).
#[derive(Debug, Clone)]
pub struct Schedule {
    pub logical_id: String,
    pub name: String,
    /// `rate(…)`, `cron(…)` or `at(…)`, checked for its form.
    pub expression: String,
    pub enabled: bool,
    pub to: Destination,
    /// The payload that is sent.
    pub input: Value,
    /// In which the target is reached.
    pub role_arn: Option<String>,
    pub dead_letter_queue: Option<String>,
    /// In which the dead-letter queue is reached: Scheduler uses the target's, a rule none.
    pub dead_letter_role_arn: Option<String>,
}
