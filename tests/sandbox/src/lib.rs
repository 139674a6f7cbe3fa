//! A local AWS for this project: it reads the real `template.yaml`, runs the real function
//! binaries over the real Lambda Runtime API and answers the wire protocols of the services that
//! they call.
//!
//! It is a test double. What it does not know (a resource type, an intrinsic function, a pattern
//! operator, an AWS operation) is an error that names it, never something it skips.

pub mod aws;
pub mod build;
pub mod clock;
pub mod engine;
pub mod iam;
pub mod json;
pub mod names;
pub mod pattern;
pub mod schedule;
pub mod stack;
pub mod states;
pub mod template;
pub mod transform;

pub use engine::sandbox::{Builder, Sandbox, StartError};
