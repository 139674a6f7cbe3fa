"""WorkMail: listing, describing, deregistering and the way back."""

from .world import CLOSED, NAMES, ORGANIZATION, entity

GROUPS, ROOMS = ["team1", "team2", "team3"], ["room1", "room2", "room3"]


def workmail_pages(witness, served):
    client = witness.client(served, "workmail")

    def pages(what, operation, member, names, size, **parameters):
        wanted = [entity(name) for name in names]
        witness.pages(what, client, operation, member, wanted, size, OrganizationId=ORGANIZATION, **parameters)

    pages("users", "list_users", "Users", NAMES, 25)
    pages("users by name", "list_users", "Users", NAMES[10:20], 4, Filters={"UsernamePrefix": "user1"})
    pages("no users", "list_users", "Users", [], 4, Filters={"UsernamePrefix": "nobody"})
    pages("groups", "list_groups", "Groups", GROUPS, 2)
    pages("resources", "list_resources", "Resources", ROOMS, 2)
    witness.pages("organizations", client, "list_organizations", "OrganizationSummaries", [ORGANIZATION, CLOSED], 1)
    witness.refused("a token of no listing", client.list_users, "InvalidParameterException",
                    OrganizationId=ORGANIZATION, NextToken="none")


def workmail_members(witness, served):
    client = witness.client(served, "workmail")
    here = {"OrganizationId": ORGANIZATION}
    witness.equal("the organization", client.describe_organization(**here)["State"], "Active")
    user = client.describe_user(**here, UserId="user05@example.com")
    wanted = {"UserId": entity("user05"), "Name": "user05", "State": "ENABLED", "UserRole": "USER"}
    witness.equal("a user", {name: user.get(name) for name in wanted}, wanted)
    witness.equal("a group", client.describe_group(**here, GroupId="team1")["GroupId"], entity("team1"))
    witness.equal("a resource", client.describe_resource(**here, ResourceId="room1")["ResourceId"], entity("room1"))
    for name, kind in (("user05", "USER"), ("team1", "GROUP"), ("room1", "RESOURCE")):
        found = client.describe_entity(**here, Email=f"{name}@example.com")
        witness.equal("an address", (found["EntityId"], found["Type"]), (entity(name), kind))
    witness.refused("no user", client.describe_user, "EntityNotFoundException", **here, UserId="nobody")
    witness.refused("a group is no user", client.describe_user, "EntityNotFoundException", **here, UserId="team1")
    witness.refused("no organization", client.describe_organization, "OrganizationNotFoundException",
                    OrganizationId="m-" + "f" * 32)
    witness.refused("an organization that is closed", client.list_users, "OrganizationStateException",
                    OrganizationId=CLOSED)
    witness.refused("an address that is none", client.describe_entity, "InvalidParameterException", **here, Email="no")


def workmail_removal(witness, served):
    client = witness.client(served, "workmail")
    mailbox = {"OrganizationId": ORGANIZATION, "EntityId": entity("user01")}

    def state():
        user = client.describe_user(OrganizationId=ORGANIZATION, UserId=entity("user01"))
        return user["State"], "DisabledDate" in user

    client.deregister_from_work_mail(**mailbox)
    witness.equal("a mailbox that was taken out of use", state(), ("DISABLED", True))
    witness.refused("once more", client.deregister_from_work_mail, "EntityStateException", **mailbox)
    witness.refused("an address of another", client.register_to_work_mail, "EmailAddressInUseException", **mailbox,
                    Email="user02@example.com")
    client.register_to_work_mail(**mailbox, Email="user01@example.com")
    witness.equal("a mailbox that came back", state(), ("ENABLED", False))
    witness.refused("nobody's mailbox", client.deregister_from_work_mail, "EntityNotFoundException",
                    OrganizationId=ORGANIZATION, EntityId="nobody")


CHECKS = (workmail_pages, workmail_members, workmail_removal)
