//! Where a service asks whether its caller may.

use super::request::Request;

/// A caller may not do what it wants to. Displays as AWS words it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct AccessDenied(pub String);

/// Somebody whose rights are known.
pub trait Authorize {
    fn authorize(&self, asked: Request) -> Result<(), AccessDenied>;
}

/// Who may do everything.
#[derive(Debug, Clone, Copy)]
pub struct Administrator;

impl Authorize for Administrator {
    fn authorize(&self, _: Request) -> Result<(), AccessDenied> {
        Ok(())
    }
}
