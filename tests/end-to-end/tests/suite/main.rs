//! The real binaries in the sandbox, through each trigger. Every test looks at what became of the
//! world, not only at the answers.

mod direct;
mod directories;
mod guards;
mod network;
mod offboarding;
mod queues;
