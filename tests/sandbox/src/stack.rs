//! What a template deploys, resolved: plain values, no intrinsic functions left. [`crate::template`]
//! makes it, [`crate::engine`] runs it. Resources refer to each other by logical id.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

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
    /// The names of the functions that the template has and, by their conditions, does not make.
    pub left_out: Vec<String>,
    pub outputs: BTreeMap<String, String>,
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
    pub dead_letter_queue: Option<String>,
}
