//! Everything in a world that has a state, in one list.

use serde_json::Value;

use super::happening::Resource;
use crate::aws::World;

/// A resource with its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub resource: Resource,
    /// What it is to a person: `user`, `group`, `directory`, …
    pub label: &'static str,
    /// Whose it is, or what it is called; empty when neither is known.
    pub name: String,
    pub state: String,
}

/// Where a world keeps a kind of resource, and which members tell what.
struct Place {
    list: &'static str,
    kind: &'static str,
    label: &'static str,
    ids: &'static [&'static str],
    names: &'static [&'static str],
    state: &'static str,
}

const KINDS: [Place; 5] = [
    Place {
        list: "Directories",
        kind: "WorkSpacesDirectory",
        label: "directory",
        ids: &["DirectoryId"],
        names: &["DirectoryName", "Alias"],
        state: "State",
    },
    Place {
        list: "Workspaces",
        kind: "WorkSpace",
        label: "WorkSpace",
        ids: &["WorkspaceId"],
        names: &["UserName"],
        state: "State",
    },
    Place {
        list: "WorkspacesPools",
        kind: "WorkSpacesPool",
        label: "pool",
        ids: &["PoolId"],
        names: &["PoolName"],
        state: "State",
    },
    Place {
        list: "DirectoryServiceDirectories",
        kind: "Directory",
        label: "AD directory",
        ids: &["DirectoryId"],
        names: &["Name"],
        state: "Stage",
    },
    Place {
        list: "Devices",
        kind: "ThinClientDevice",
        label: "device",
        ids: &["id"],
        names: &["name", "lastUserId"],
        state: "status",
    },
];

/// What a `WorkMail` organization has.
const ENTITIES: [Place; 3] = [
    entities("Users", "mailbox", &["UserId", "Id"]),
    entities("Groups", "group", &["GroupId", "Id"]),
    entities("Resources", "resource", &["ResourceId", "Id"]),
];

const fn entities(list: &'static str, label: &'static str, ids: &'static [&'static str]) -> Place {
    Place { list, kind: "WorkMailEntity", label, ids, names: &["Name"], state: "State" }
}

/// All resources of a world, in its order.
#[must_use]
pub fn inventory(world: &World) -> Vec<Entry> {
    let world = serde_json::to_value(world).unwrap_or_default();
    let own = KINDS.iter().flat_map(|kind| kind.entries(&world));
    let organizations = world["Organizations"].as_array().into_iter().flatten();
    let mail =
        organizations.flat_map(|organization| ENTITIES.iter().flat_map(|kind| kind.entries(organization)));
    own.chain(mail).collect()
}

impl Place {
    fn entries(&self, holder: &Value) -> Vec<Entry> {
        let list = holder[self.list].as_array().into_iter().flatten();
        list.filter_map(|resource| self.entry(resource)).collect()
    }

    fn entry(&self, resource: &Value) -> Option<Entry> {
        let first = |members: &[&str]| members.iter().find_map(|member| resource[*member].as_str());
        Some(Entry {
            resource: Resource { kind: self.kind, id: first(self.ids)?.to_owned() },
            label: self.label,
            name: first(self.names).unwrap_or_default().to_owned(),
            state: resource[self.state].as_str()?.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_with_a_state_is_listed_with_its_owner() {
        let world: World = r#"{
            "Directories": [{"DirectoryId": "d-9067000001", "DirectoryName": "corp.example.com"}],
            "Workspaces": [{"WorkspaceId": "ws-alice0001", "DirectoryId": "d-9067000001", "UserName": "alice"}],
            "DirectoryServiceDirectories": [{"DirectoryId": "d-9067000001", "Name": "corp.example.com"}],
            "Devices": [{"id": "AAAAAAAAAAAAAAAAAAAAAAAA", "lastUserId": "bob"}],
            "Organizations": [{"OrganizationId": "m-0123456789abcdef0123456789abcdef",
                               "Groups": [{"GroupId": "g-0000000000000001", "Name": "alice"}]}]
        }"#
        .parse()
        .unwrap();
        let lines: Vec<String> = inventory(&world)
            .iter()
            .map(|entry| format!("{} {} {} {}", entry.label, entry.resource.id, entry.name, entry.state))
            .collect();
        assert_eq!(
            lines,
            [
                "directory d-9067000001 corp.example.com REGISTERED",
                "WorkSpace ws-alice0001 alice AVAILABLE",
                "AD directory d-9067000001 corp.example.com Active",
                "device AAAAAAAAAAAAAAAAAAAAAAAA bob REGISTERED",
                "group g-0000000000000001 alice ENABLED",
            ]
        );
    }
}
