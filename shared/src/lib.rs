//! What every operation speaks.
//!
//! An operation says only what is its own: how its request reads, how resources are found and how
//! one is removed ([`removal::Removal`]), or everything from request to answer where it removes
//! nothing ([`operation::Operation`]). The rest is here, once: recognising how a function was
//! invoked ([`trigger`]), the guards ([`guards`]), reading AWS's refusals ([`aws`]), the report
//! ([`report`]), the errors a workflow sees ([`error`]) and the lines an operator reads
//! ([`logging`], [`metrics`]). What several operations read at WorkSpaces is in the module
//! `workspaces`, behind the feature of that name: the others need not build that SDK crate.

pub mod aws;
pub mod clock;
pub mod error;
pub mod guards;
pub mod lambda;
pub mod logging;
pub mod metrics;
pub mod operation;
pub mod removal;
pub mod report;
pub mod request;
pub mod settings;
pub mod trigger;
#[cfg(feature = "workspaces")]
pub mod workspaces;
