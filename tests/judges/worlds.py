"""Small companies for the scenarios, in the form that `sandbox run --world` takes, and what goes wrong in them."""

DIRECTORY = "d-90670000a1"
ORGANIZATION = "m-" + "0" * 32
ALICE = {"UserName": "alice", "Email": "alice@example.com", "DirectoryIds": [DIRECTORY],
         "OrganizationId": ORGANIZATION, "DeviceIds": ["alice".ljust(24, "0")]}
LAB = "d-90670000b2"
# Three is more than are cleaned up at a time.
EMPTY = {"lab": LAB, "pilot": "d-90670000c3", "old": "d-90670000d4"}


def company(*, desktop="AVAILABLE", organization="Active", tags=None):
    """A directory in which alice and bob have a desktop, a device and a mailbox each."""
    states = {"alice": desktop, "bob": "AVAILABLE"}
    return {
        "Directories": [{"DirectoryId": DIRECTORY, "DirectoryType": "SIMPLE_AD"}],
        "Workspaces": [{"WorkspaceId": f"ws-{name}desk0", "DirectoryId": DIRECTORY, "UserName": name, "State": state}
                       for name, state in states.items()],
        "Devices": [{"id": name.ljust(24, "0"), "lastUserId": name, "status": "REGISTERED"} for name in states],
        "Organizations": [{
            "OrganizationId": ORGANIZATION, "Alias": "example", "State": organization,
            "Users": [{"UserId": f"{name}-0000-0001", "Name": name, "Email": f"{name}@example.com",
                       "State": "ENABLED", "UserRole": "USER"} for name in states],
        }],
        "Tags": tags or {},
    }


def directories(idle_since, tags=None, **lab):
    """The company with three directories more, which have been empty since then. `lab` has these members besides."""
    seen = {"offboarding:idle-since": idle_since}
    tagged = {directory: seen | (tags or {}).get(name, {}) for name, directory in EMPTY.items()}
    kept = [{"DirectoryId": directory, "Type": "SimpleAD"} for directory in EMPTY.values()]
    kept[0].update(lab)
    registered = [{"DirectoryId": one, "DirectoryType": "SIMPLE_AD"} for one in (DIRECTORY, *EMPTY.values())]
    return company(tags=tagged) | {"Directories": registered, "DirectoryServiceDirectories": kept}


def refusal(operation, code, *, times=1000, on=None):
    """An operation that AWS refuses so many times, of one resource or of all."""
    return {"Operation": operation, "Status": 400, "Code": code, "Message": "as the scenario wants it",
            "Times": times, "On": on}
