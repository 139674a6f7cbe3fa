"""WorkSpaces Thin Client, the one that speaks rest-json."""

from .world import NAMES, device, device_arn


def thin_client_pages(witness, served):
    client = witness.client(served, "workspaces-thin-client")
    witness.pages("devices", client, "list_devices", "devices", [device(name) for name in NAMES], 25)
    witness.refused("a token of no listing", client.list_devices, "ValidationException", nextToken="none")
    elsewhere = witness.client(served, "workspaces-thin-client", region="eu-west-1")
    witness.pages("no devices", elsewhere, "list_devices", "devices", [], 25)


def thin_client_members(witness, served):
    client = witness.client(served, "workspaces-thin-client")
    found = client.get_device(id=device("user05"))["device"]
    wanted = {"id": device("user05"), "status": "REGISTERED", "lastUserId": "user05", "arn": device_arn("user05")}
    witness.equal("a device", {name: found.get(name) for name in wanted}, wanted)
    witness.refused("no device", client.get_device, "ResourceNotFoundException", 404, id="f" * 24)
    witness.refused("an id that is none", client.get_device, "ValidationException", id="desk")
    try:
        client.get_device(id="f" * 24)
    except client.exceptions.ResourceNotFoundException as error:
        said = (error.response.get("resourceId"), error.response.get("resourceType"))
        witness.equal("the members of an error", said, ("f" * 24, "device"))


def thin_client_tags(witness, served):
    client = witness.client(served, "workspaces-thin-client")
    arn = device_arn(NAMES[0])

    def tags():
        return client.list_tags_for_resource(resourceArn=arn)["tags"]

    witness.equal("tags", tags(), {"team": "desk"})
    client.tag_resource(resourceArn=arn, tags={"a": "1", "b": "2"})
    witness.equal("tags that were put on", tags(), {"team": "desk", "a": "1", "b": "2"})
    client.untag_resource(resourceArn=arn, tagKeys=["a", "b"])
    witness.equal("tags that were taken off", tags(), {"team": "desk"})
    witness.refused("tags of nothing", client.list_tags_for_resource, "ResourceNotFoundException", 404,
                    resourceArn=device_arn("nobody"))


def thin_client_removal(witness, served):
    client = witness.client(served, "workspaces-thin-client")
    asked = {"id": device("user01"), "targetDeviceStatus": "ARCHIVED", "clientToken": "one"}
    answer = client.deregister_device(**asked)
    witness.equal("it is accepted", answer["ResponseMetadata"]["HTTPStatusCode"], 202)
    witness.equal("it is on its way", client.get_device(id=asked["id"])["device"]["status"], "DEREGISTERING")
    answer = client.deregister_device(**asked)
    witness.equal("the same token once more", answer["ResponseMetadata"]["HTTPStatusCode"], 202)
    witness.refused("another token", client.deregister_device, "ConflictException", 409, id=asked["id"],
                    clientToken="two")


CHECKS = (thin_client_pages, thin_client_members, thin_client_tags, thin_client_removal)
