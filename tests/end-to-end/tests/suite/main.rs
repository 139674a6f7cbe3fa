//! The real binaries in the sandbox, through each trigger. Every test looks at what became of the
//! world, not only at the answers.

#![allow(clippy::unwrap_used, clippy::panic, reason = "this is test code")]

mod direct;
mod directories;
mod guards;
mod metrics;
mod network;
mod offboarding;
mod queues;
mod rights;
mod stopped;
mod workflows;
