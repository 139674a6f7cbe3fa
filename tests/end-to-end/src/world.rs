//! A small company in JSON with AWS's own member names, as `sandbox run --world` takes it.

use serde_json::{Value, json};

/// The ids of what one person has.
#[derive(Debug, Clone)]
pub struct Person {
    pub name: &'static str,
    pub desktop: String,
    pub device: String,
    pub mailbox: String,
}

/// Who leaves.
pub const ALICE: &str = "alice";
/// The one directory of [`world`].
pub const DIRECTORY: &str = "d-90670000a1";

/// What a person has in [`world`].
#[must_use]
pub fn person(name: &'static str) -> Person {
    Person {
        name,
        desktop: format!("ws-{name:0<9}"),
        device: format!("{name:0<24}"),
        mailbox: format!("{name}-0000-0000-0000-000000000001"),
    }
}

/// The id of the `WorkMail` organization of [`world`].
#[must_use]
pub fn organization() -> String {
    format!("m-{}", "0".repeat(32))
}

/// A directory in which alice and bob have a desktop, a device and a mailbox each.
#[must_use]
pub fn world() -> Value {
    let people = [person(ALICE), person("bob")];
    let of_each = |part: fn(&Person) -> Value| people.iter().map(part).collect::<Vec<_>>();
    json!({
        "Directories": [{"DirectoryId": DIRECTORY, "DirectoryName": "corp.example.com", "DirectoryType": "SIMPLE_AD",
                         "State": "REGISTERED", "WorkspaceType": "PERSONAL"}],
        "Workspaces": of_each(|who| desktop(&who.desktop, who.name, DIRECTORY)),
        "Devices": of_each(|who| json!({"id": who.device, "status": "REGISTERED", "lastUserId": who.name})),
        "Organizations": [{
            "OrganizationId": organization(), "Alias": "example", "State": "Active",
            "Users": of_each(|who| json!({"UserId": who.mailbox, "Name": who.name, "State": "ENABLED",
                                          "Email": format!("{}@example.com", who.name), "UserRole": "USER"})),
        }],
    })
}

/// A `WorkSpace` that is in use.
#[must_use]
pub fn desktop(id: &str, user: &str, directory: &str) -> Value {
    json!({"WorkspaceId": id, "UserName": user, "DirectoryId": directory, "State": "AVAILABLE"})
}
