//! A running sandbox, and everything that a test or the command can do with it.

mod access;
mod builder;
mod check;
mod contents;
mod executions;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;
use tokio::sync::broadcast;
use tokio::task::JoinSet;

use super::event::{Event, EventError};
use super::front::{Disturbance, Exchange, Front, lock};
use super::happening::Happening;
use super::invocation::{Delivery, FunctionError};
use super::message::Draft;
use super::queue::SendError;
use super::simulation::{Handle, InvokeError};
use crate::aws::{Aws, World};
use crate::clock::Clock;
use crate::stack::Stack;

pub use super::simulation::SettleError;
pub use builder::{Builder, RuleError, StartError};
pub use check::CheckError;
pub use executions::NoSuchExecution;

/// How much simulated time [`Sandbox::settle`] grants. An execution lives a year at most (quotas in the
/// Step Functions developer guide), and what it did last is done in days.
const SETTLE_LIMIT: Duration = Duration::from_hours(370 * 24);

/// A stack at work in an account of its own. Everything ends, processes included, when it is dropped.
pub struct Sandbox {
    stack: Stack,
    address: SocketAddr,
    front: Arc<Front>,
    simulation: Handle,
    _tasks: JoinSet<()>,
}

/// Why a message was not taken.
#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    #[error("the stack has no queue {0}")]
    NoSuchQueue(String),
    #[error(transparent)]
    Refused(#[from] SendError),
}

/// The stack has no schedule of that name.
#[derive(Debug, thiserror::Error)]
#[error("the stack has no schedule {0}")]
pub struct NoSuchSchedule(String);

impl Sandbox {
    #[must_use]
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Puts an event on the stack's bus; what EventBridge would set is completed. Answers its id.
    pub async fn put_event(&self, event: Value) -> Result<String, EventError> {
        let event = Event::complete(event, self.front.clock.now())?;
        let id = event.id().to_owned();
        self.simulation
            .call(move |simulation| {
                let bus = simulation.router.usual_bus().to_owned();
                simulation.put_event(&bus, &event, None);
            })
            .await;
        Ok(id)
    }

    /// Invokes a function (physical name, logical id, binary or ARN) and waits for its answer.
    pub async fn invoke(&self, function: &str, payload: Value) -> Result<Value, FunctionError> {
        let (name, payload) = (function.to_owned(), Bytes::from(payload.to_string()));
        let started = self.simulation.call(move |simulation| simulation.invoke(&name, payload)).await?;
        let (result, _) = ended(started).await;
        let answer = result?;
        serde_json::from_slice(&answer).map_err(|error| {
            FunctionError::new("Sandbox.NotJson", &format!("the function's answer is not JSON: {error}"))
        })
    }

    /// Invokes a function asynchronously and answers the request id of all its attempts.
    pub async fn invoke_async(&self, function: &str, payload: Value) -> Result<String, FunctionError> {
        let (name, payload) = (function.to_owned(), Bytes::from(payload.to_string()));
        Ok(self.simulation.call(move |simulation| simulation.invoke_async(&name, payload)).await?)
    }

    /// Sends one message to the queue with this logical id and answers the message's id.
    pub async fn send_message(&self, queue: &str, message: Draft) -> Result<String, MessageError> {
        Ok(self.send_messages(queue, vec![message]).await?.remove(0))
    }

    /// Sends several messages at once, so that one batch can hold them all.
    pub async fn send_messages(
        &self,
        queue: &str,
        messages: Vec<Draft>,
    ) -> Result<Vec<String>, MessageError> {
        let queue = queue.to_owned();
        self.simulation
            .call(move |simulation| {
                let send = |draft| match simulation.send_message(&queue, draft) {
                    Some(sent) => Ok(sent?.message_id),
                    None => Err(MessageError::NoSuchQueue(queue.clone())),
                };
                messages.into_iter().map(send).collect()
            })
            .await
    }

    /// Does now what a schedule does in its time, even if it is disabled.
    pub async fn trigger_schedule(&self, logical_id: &str) -> Result<(), NoSuchSchedule> {
        let name = logical_id.to_owned();
        let known = self.simulation.call(move |simulation| simulation.trigger_schedule(&name)).await;
        if known { Ok(()) } else { Err(NoSuchSchedule(logical_id.to_owned())) }
    }

    /// Waits until nothing is queued for a function, in flight, or changing its state by itself.
    /// The clock skips over the time in which nothing would happen.
    pub async fn settle(&self) -> Result<(), SettleError> {
        self.settle_within(SETTLE_LIMIT).await
    }

    /// As [`Self::settle`], with a limit of its own, in simulated time.
    pub async fn settle_within(&self, limit: Duration) -> Result<(), SettleError> {
        ended(self.simulation.call(move |simulation| simulation.settle(limit)).await).await
    }

    /// Lets time pass, with everything that falls due in it, schedules included.
    ///
    /// The functions read the machine's clock, which cannot be moved. So the dates that they get and
    /// give are translated: to them, everything else lies in the past by as much.
    pub async fn advance(&self, by: Duration) {
        ended(self.simulation.call(move |simulation| simulation.advance(by)).await).await;
    }

    /// Lets a test break the network.
    pub fn disturb(&self, disturbance: Disturbance) {
        lock(&self.front.disturbances).push(disturbance);
    }

    #[must_use]
    pub fn aws(&self) -> &Aws {
        &self.front.aws
    }

    #[must_use]
    pub fn world(&self) -> World {
        self.front.aws.world()
    }

    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.front.clock
    }

    #[must_use]
    pub fn stack(&self) -> &Stack {
        &self.stack
    }

    /// Where the sandbox listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Every invocation that has ended, in that order.
    pub async fn deliveries(&self) -> Vec<Delivery> {
        self.simulation.call(|simulation| simulation.deliveries.clone()).await
    }

    /// The ids of the events that no rule matched: EventBridge drops them without a word.
    pub async fn unmatched(&self) -> Vec<String> {
        self.simulation.call(|simulation| simulation.unmatched.clone()).await
    }

    /// What was given up and is kept in no queue, in words.
    pub async fn lost(&self) -> Vec<String> {
        self.simulation.call(|simulation| simulation.lost.clone()).await
    }

    /// What is still to happen, in words.
    pub async fn pending(&self) -> Vec<String> {
        self.simulation.call(|simulation| simulation.pending()).await
    }

    /// Every HTTP request that reached the sandbox, with its answer.
    #[must_use]
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.exchanges_after(0)
    }

    /// As [`Self::exchanges`], without the first `known`.
    #[must_use]
    pub fn exchanges_after(&self, known: usize) -> Vec<Exchange> {
        lock(&self.front.exchanges).iter().skip(known).cloned().collect()
    }

    /// Calls that would have left the machine and were refused.
    #[must_use]
    pub fn escapes(&self) -> Vec<String> {
        lock(&self.front.escapes).clone()
    }

    /// What happens from now on.
    #[must_use]
    pub fn happenings(&self) -> broadcast::Receiver<Happening> {
        self.front.announcer.listen()
    }
}

async fn ended<T>(answer: tokio::sync::oneshot::Receiver<T>) -> T {
    answer.await.unwrap_or_else(|_| unreachable!("the simulation answers as long as its sandbox lives"))
}

impl From<InvokeError> for FunctionError {
    fn from(error: InvokeError) -> Self {
        let error_type = match error {
            InvokeError::NotFound(_) => "ResourceNotFoundException",
            InvokeError::Throttled => "TooManyRequestsException",
        };
        Self::new(error_type, &error.to_string())
    }
}
