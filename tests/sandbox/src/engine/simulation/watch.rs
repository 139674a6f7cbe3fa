//! Notices what changed in the world between two looks at it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Simulation, What};
use crate::aws::World;
use crate::engine::happening::Resource;

/// The state of every resource when it was last looked at.
#[derive(Debug)]
pub(super) struct Watch(BTreeMap<Resource, String>);

/// Where the world keeps what, and which members are the id and the state.
const KINDS: [(&str, &str, &str, &str); 4] = [
    ("Directories", "WorkSpacesDirectory", "DirectoryId", "State"),
    ("Workspaces", "WorkSpace", "WorkspaceId", "State"),
    ("WorkspacesPools", "WorkSpacesPool", "PoolId", "State"),
    ("Devices", "ThinClientDevice", "id", "status"),
];
const ENTITIES: [(&str, &str); 3] = [("Users", "UserId"), ("Groups", "GroupId"), ("Resources", "ResourceId")];

impl Watch {
    pub(super) fn new(world: &World) -> Self {
        Self(states(world))
    }
}

/// The state of every resource in a world.
pub(crate) fn states(world: &World) -> BTreeMap<Resource, String> {
    let world = serde_json::to_value(world).unwrap_or_default();
    let mut states = BTreeMap::new();
    for (list, kind, id, state) in KINDS {
        collect(&world[list], kind, &[id], state, &mut states);
    }
    for organization in world["Organizations"].as_array().into_iter().flatten() {
        for (list, id) in ENTITIES {
            collect(&organization[list], "WorkMailEntity", &[id, "Id"], "State", &mut states);
        }
    }
    states
}

fn collect(
    list: &Value,
    kind: &'static str,
    ids: &[&str],
    state: &str,
    states: &mut BTreeMap<Resource, String>,
) {
    for resource in list.as_array().into_iter().flatten() {
        let id = ids.iter().find_map(|id| resource[*id].as_str());
        if let (Some(id), Some(state)) = (id, resource[state].as_str()) {
            states.insert(Resource { kind, id: id.to_owned() }, state.to_owned());
        }
    }
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
