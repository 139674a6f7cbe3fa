//! What runs a stack.

pub mod account;
mod ageing;
pub(crate) mod asynchronous;
pub(crate) mod batch;
pub mod event;
pub mod front;
pub mod happening;
pub mod inventory;
pub mod invocation;
pub mod message;
pub(crate) mod poller;
pub(crate) mod process;
pub mod queue;
pub(crate) mod router;
pub mod sandbox;
pub(crate) mod simulation;
#[cfg(test)]
mod testing;
