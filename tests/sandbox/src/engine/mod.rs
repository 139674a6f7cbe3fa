//! What runs a stack.
//!
//! Queues, batches, events and retries are plain values on a given present ([`queue`], [`event`]).
//! One task, the simulation, owns them all and decides what happens when; processes run the function
//! binaries beside it; the [`front`] is the door for HTTP. [`sandbox`] is the handle that a test or
//! the command holds.

pub mod access;
pub mod account;
pub(crate) mod asynchronous;
pub(crate) mod batch;
mod calendar;
pub mod event;
pub mod executions;
pub mod front;
pub mod happening;
pub mod inventory;
pub mod invocation;
pub mod message;
pub(crate) mod poller;
pub(crate) mod process;
pub(crate) mod put_events;
pub mod queue;
pub(crate) mod router;
pub mod sandbox;
pub(crate) mod simulation;
#[cfg(test)]
mod testing;
