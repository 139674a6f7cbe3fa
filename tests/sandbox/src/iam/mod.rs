//! IAM: whether somebody may do something. Policies of identities and of resources, and the trust
//! policies of roles, have the same statements and are evaluated here, in one place.
//!
//! Source: IAM user guide, "Policy evaluation logic", "IAM JSON policy elements reference" and "AWS
//! global condition context keys". What a policy says and the sandbox does not understand (an element,
//! an operator, a condition key, a policy variable) is an error where the policy is read: a statement
//! that is passed over could be the one that denies.

mod authorize;
mod condition;
mod decision;
mod document;
mod principal;
mod request;
mod statement;
mod wildcard;

#[cfg(test)]
mod tests;

pub use authorize::{AccessDenied, Administrator, Authorize};
pub use decision::{Decision, Refused, decide};
pub use document::{Policy, PolicyError};
pub use principal::Principal;
pub use request::Request;
pub(crate) use wildcard::{arn_like, like_ignoring_case};
