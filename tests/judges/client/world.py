"""The company that the client looks at: more of everything than fits on a page."""

DIRECTORY, EMPTY, WEST = "d-90670000a1", "d-90670000b2", "d-92670000c3"
SPARE, LEAVING = "d-90670000d4", "d-90670000e5"
POOL = "wspool-000000001"
ORGANIZATION, CLOSED = "m-" + "0" * 32, "m-" + "1" * 32
NAMES = [f"user{number:02}" for number in range(60)]


def workspace(name):
    return f"ws-{name}00"


def device(name):
    return name.ljust(24, "0")


def device_arn(name):
    return f"arn:aws:thinclient:us-east-1:123456789012:device/{device(name)}"


def entity(name):
    """An id; a resource's is longer than those of others."""
    return f"r-{name.encode().hex():0<32}" if name.startswith("room") else f"{name}-0000-0001"


def _entities(names, member, **more):
    return [{member: entity(name), "Name": name, "Email": f"{name}@example.com", "State": "ENABLED", **more}
            for name in names]


WORLD = {
    "Directories": [
        {"DirectoryId": DIRECTORY, "DirectoryType": "SIMPLE_AD", "DirectoryName": "corp.example.com"},
        {"DirectoryId": EMPTY, "DirectoryType": "AD_CONNECTOR"},
        {"DirectoryId": WEST, "DirectoryType": "SIMPLE_AD", "Region": "us-west-2"},
        *({"DirectoryId": f"d-90670001{number:02}", "DirectoryType": "SIMPLE_AD"} for number in range(30)),
    ],
    "DirectoryServiceDirectories": [
        {"DirectoryId": DIRECTORY, "Name": "corp.example.com", "Type": "SimpleAD"},
        {"DirectoryId": SPARE, "Name": "spare.example.com", "Type": "SimpleAD"},
        {"DirectoryId": LEAVING, "Name": "leaving.example.com", "Type": "SimpleAD"},
    ],
    "Workspaces": [
        *({"WorkspaceId": workspace(name), "DirectoryId": DIRECTORY, "UserName": name, "State": "AVAILABLE"}
          for name in NAMES),
        {"WorkspaceId": "ws-suspended0", "DirectoryId": DIRECTORY, "UserName": "imaged", "State": "SUSPENDED"},
        {"WorkspaceId": "ws-westdesk0", "DirectoryId": WEST, "UserName": "west", "State": "AVAILABLE"},
    ],
    "WorkspacesPools": [
        {"PoolId": f"wspool-00000000{number}", "PoolName": f"pool-{number}", "DirectoryId": DIRECTORY}
        for number in range(1, 6)
    ],
    "Devices": [{"id": device(name), "name": name, "lastUserId": name, "status": "REGISTERED"} for name in NAMES],
    "Organizations": [
        {
            "OrganizationId": ORGANIZATION, "Alias": "example", "State": "Active",
            "Users": _entities(NAMES, "UserId", UserRole="USER"),
            "Groups": _entities(["team1", "team2", "team3"], "GroupId"),
            "Resources": _entities(["room1", "room2", "room3"], "ResourceId"),
        },
        {"OrganizationId": CLOSED, "Alias": "closed", "State": "Deleted"},
    ],
    "Tags": {workspace(NAMES[0]): {"team": "desk"}, device(NAMES[0]): {"team": "desk"}},
}
