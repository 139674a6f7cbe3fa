//! What the roles of a sandbox allow, and what they did not.

use std::collections::BTreeSet;

use super::Sandbox;
use crate::engine::access::{Denial, SetPolicyError, Use};

impl Sandbox {
    /// Replaces the document of a managed policy (logical id), as `CreatePolicyVersion` with `SetAsDefault`
    /// does: it counts from the next call on.
    pub fn set_policy(&self, logical_id: &str, document: &str) -> Result<(), SetPolicyError> {
        self.front.access.set_policy(logical_id, document)?;
        self.simulation.nudge();
        Ok(())
    }

    /// What roles did not allow, in the order in which it was asked for.
    #[must_use]
    pub fn denials(&self) -> Vec<Denial> {
        self.front.access.denials()
    }

    /// Which actions were allowed, in which role and to whom.
    #[must_use]
    pub fn uses(&self) -> BTreeSet<Use> {
        self.front.access.uses()
    }
}
