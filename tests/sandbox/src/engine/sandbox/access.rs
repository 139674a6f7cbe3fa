//! What the roles of a sandbox allow, and what they did not.

use std::collections::BTreeSet;

use super::Sandbox;
use crate::engine::access::{AttachError, Denial, Use};

/// There is no event source mapping of that name.
#[derive(Debug, thiserror::Error)]
#[error("the stack has no event source mapping {0}")]
pub struct NoSuchMapping(String);

impl Sandbox {
    /// Attaches a managed policy to a role (logical ids), as `AttachRolePolicy` does: it counts from the
    /// next call on.
    pub fn attach_policy(&self, role: &str, policy: &str) -> Result<(), AttachError> {
        self.front.access.attach(role, policy, true)?;
        self.simulation.nudge();
        Ok(())
    }

    /// Takes it away again, as `DetachRolePolicy` does.
    pub fn detach_policy(&self, role: &str, policy: &str) -> Result<(), AttachError> {
        self.front.access.attach(role, policy, false)?;
        self.simulation.nudge();
        Ok(())
    }

    /// Enables or disables an event source mapping (logical id), as `UpdateEventSourceMapping` does.
    pub async fn enable_mapping(&self, mapping: &str, enabled: bool) -> Result<(), NoSuchMapping> {
        let name = mapping.to_owned();
        let known = self.simulation.call(move |simulation| simulation.enable_mapping(&name, enabled)).await;
        if known { Ok(()) } else { Err(NoSuchMapping(mapping.to_owned())) }
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
