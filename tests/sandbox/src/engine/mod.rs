//! What runs a stack.

pub mod account;
pub mod asynchronous;
pub mod batch;
pub mod event;
pub mod invocation;
pub mod message;
pub mod poller;
pub mod queue;
pub mod router;
#[cfg(test)]
mod testing;
