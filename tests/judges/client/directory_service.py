"""Directory Service: what is left of a directory that WorkSpaces no longer uses."""

from .world import DIRECTORY, LEAVING, SPARE


def directory_service(witness, served):
    client = witness.client(served, "ds")
    witness.pages("directories", client, "describe_directories", "DirectoryDescriptions",
                  [DIRECTORY, SPARE, LEAVING], 2)
    elsewhere = witness.client(served, "ds", region="us-west-2")
    witness.pages("none", elsewhere, "describe_directories", "DirectoryDescriptions", [], 2)
    found = client.describe_directories(DirectoryIds=[SPARE])["DirectoryDescriptions"][0]
    wanted = {"Name": "spare.example.com", "Type": "SimpleAD", "Stage": "Active"}
    witness.equal("a directory", {name: found.get(name) for name in wanted}, wanted)
    witness.refused("no directory", client.describe_directories, "EntityDoesNotExistException",
                    DirectoryIds=["d-9999999999"])
    witness.refused("an empty list", client.describe_directories, "InvalidParameterException", DirectoryIds=[])
    witness.refused("a token of no listing", client.describe_directories, "InvalidNextTokenException",
                    NextToken="none")
    witness.equal("it is deleted", client.delete_directory(DirectoryId=LEAVING)["DirectoryId"], LEAVING)
    found = client.describe_directories(DirectoryIds=[LEAVING])["DirectoryDescriptions"]
    witness.equal("it is on its way", [one["Stage"] for one in found], ["Deleting"])
    witness.refused("a directory in use", client.delete_directory, "ClientException", DirectoryId=DIRECTORY)
    witness.refused("none to delete", client.delete_directory, "EntityDoesNotExistException",
                    DirectoryId="d-9999999999")


CHECKS = (directory_service,)
