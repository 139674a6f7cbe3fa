//! Notices what changed in the world between two looks at it.

use std::collections::BTreeMap;

use super::{Simulation, What};
use crate::aws::World;
use crate::engine::happening::Resource;
use crate::engine::inventory::inventory;

/// The state of every resource when it was last looked at.
#[derive(Debug)]
pub(super) struct Watch(BTreeMap<Resource, String>);

impl Watch {
    pub(super) fn new(world: &World) -> Self {
        Self(states(world))
    }
}

fn states(world: &World) -> BTreeMap<Resource, String> {
    inventory(world).into_iter().map(|entry| (entry.resource, entry.state)).collect()
}

impl Simulation {
    /// Tells which resources changed their state, came or went.
    pub(super) fn look_at_the_world(&mut self) {
        let now = states(&self.aws.world());
        let before = std::mem::replace(&mut self.watch.0, now);
        for (resource, state) in &self.watch.0 {
            let from = before.get(resource).cloned();
            if from.as_ref() != Some(state) {
                self.tell(What::StateChanged { resource: resource.clone(), from, to: Some(state.clone()) });
            }
        }
        for (resource, state) in before {
            if !self.watch.0.contains_key(&resource) {
                self.tell(What::StateChanged { resource, from: Some(state), to: None });
            }
        }
    }
}
