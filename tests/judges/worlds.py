"""Small companies for the scenarios, in the form that `sandbox run --world` takes."""

DIRECTORY = "d-90670000a1"
ORGANIZATION = "m-" + "0" * 32
ALICE = {"UserName": "alice", "Email": "alice@example.com", "DirectoryIds": [DIRECTORY],
         "OrganizationId": ORGANIZATION, "DeviceIds": ["alice".ljust(24, "0")]}


def company(*, desktop="AVAILABLE", organization="Active", tags=None):
    """A directory in which alice and bob have a desktop, a device and a mailbox each."""
    people = ("alice", "bob")
    return {
        "Directories": [{"DirectoryId": DIRECTORY, "DirectoryType": "SIMPLE_AD"}],
        "Workspaces": [{"WorkspaceId": f"ws-{name}desk0", "DirectoryId": DIRECTORY, "UserName": name, "State": state}
                       for name, state in zip(people, (desktop, "AVAILABLE"))],
        "Devices": [{"id": name.ljust(24, "0"), "lastUserId": name, "status": "REGISTERED"} for name in people],
        "Organizations": [{
            "OrganizationId": ORGANIZATION, "Alias": "example", "State": organization,
            "Users": [{"UserId": f"{name}-0000-0001", "Name": name, "Email": f"{name}@example.com",
                       "State": "ENABLED", "UserRole": "USER"} for name in people],
        }],
        "Tags": tags or {},
    }


def directories(*, idle_since, **tags):
    """A directory that is in use, and `lab`, `pilot` and `old` that have been empty since then; tags are added by name."""
    ids = {"lab": "d-90670000b2", "pilot": "d-90670000c3", "old": "d-90670000d4"}
    tagged = {id: {"offboarding:idle-since": idle_since, **tags.get(name, {})} for name, id in ids.items()}
    return {
        **company(),
        "Directories": [{"DirectoryId": id, "DirectoryType": "SIMPLE_AD"} for id in (DIRECTORY, *ids.values())],
        "DirectoryServiceDirectories": [{"DirectoryId": id, "Type": "SimpleAD"} for id in ids.values()],
        "Tags": tagged,
    }
