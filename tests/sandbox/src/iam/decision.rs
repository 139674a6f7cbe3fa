//! What follows from all policies together.

use super::document::Policy;
use super::principal::Principal;
use super::request::Request;
use super::statement::Effect;

/// Whether somebody may.
pub type Decision = Result<(), Refused>;

/// Why somebody may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// No policy says anything about it.
    NotAllowed,
    /// A policy of the identity denies it.
    DeniedToIdentity,
    /// The resource's policy denies it.
    DeniedByResource,
}

impl Refused {
    #[must_use]
    pub fn is_explicit(self) -> bool {
        self != Self::NotAllowed
    }
}

/// Within an account: whoever any policy allows may, unless any policy denies it.
pub fn decide<'p>(
    who: Principal,
    asked: &Request,
    of_identity: impl IntoIterator<Item = &'p Policy>,
    of_resource: Option<&Policy>,
) -> Decision {
    let by_identity = of_identity.into_iter().filter_map(|policy| policy.says(who, asked)).max();
    let by_resource = of_resource.and_then(|policy| policy.says(who, asked));
    match (by_identity, by_resource) {
        (Some(Effect::Deny), _) => Err(Refused::DeniedToIdentity),
        (_, Some(Effect::Deny)) => Err(Refused::DeniedByResource),
        (Some(Effect::Allow), _) | (_, Some(Effect::Allow)) => Ok(()),
        (None, None) => Err(Refused::NotAllowed),
    }
}
