"""WorkSpaces: describing, tags, terminating, deregistering."""

from botocore.exceptions import ClientError

from .world import DIRECTORY, EMPTY, NAMES, POOL, WEST, WORLD, workspace

HERE = [one["WorkspaceId"] for one in WORLD["Workspaces"] if one["DirectoryId"] == DIRECTORY]
DIRECTORIES = [one["DirectoryId"] for one in WORLD["Directories"] if "Region" not in one]
POOLS = [one["PoolId"] for one in WORLD["WorkspacesPools"]]


def workspaces_pages(witness, served):
    client = witness.client(served, "workspaces")
    witness.pages("WorkSpaces", client, "describe_workspaces", "Workspaces", HERE, 25)
    witness.pages("WorkSpaces of one", client, "describe_workspaces", "Workspaces", [workspace("user07")], 25,
                  DirectoryId=DIRECTORY, UserName="user07")
    witness.pages("WorkSpaces of nobody", client, "describe_workspaces", "Workspaces", [], 25, DirectoryId=EMPTY)
    witness.pages("directories", client, "describe_workspace_directories", "Directories", DIRECTORIES, 7, Limit=7)
    witness.pages("pools", client, "describe_workspaces_pools", "WorkspacesPools", POOLS, 2)
    west = witness.client(served, "workspaces", region="us-west-2")
    witness.pages("WorkSpaces elsewhere", west, "describe_workspaces", "Workspaces", ["ws-westdesk0"], 25)
    witness.pages("directories elsewhere", west, "describe_workspace_directories", "Directories", [WEST], 25, Limit=25)
    paginator = client.get_paginator("describe_workspaces")
    first = paginator.paginate(PaginationConfig={"MaxItems": 30, "PageSize": 25}).build_full_result()
    rest = paginator.paginate(PaginationConfig={"StartingToken": first["NextToken"]}).build_full_result()
    found = [one["WorkspaceId"] for one in first["Workspaces"] + rest["Workspaces"]]
    witness.equal("a listing that was broken off goes on", sorted(found), sorted(HERE))
    witness.refused("a token of another listing", client.describe_workspaces, "InvalidParameterValuesException",
                    NextToken="none")


def workspaces_members(witness, served):
    client = witness.client(served, "workspaces")
    found = client.describe_workspaces(WorkspaceIds=[HERE[0]])["Workspaces"][0]
    wanted = {"WorkspaceId": HERE[0], "DirectoryId": DIRECTORY, "UserName": NAMES[0], "State": "AVAILABLE"}
    witness.equal("a WorkSpace", {name: found.get(name) for name in wanted}, wanted)
    directory = client.describe_workspace_directories(DirectoryIds=[DIRECTORY])["Directories"][0]
    wanted = {"DirectoryType": "SIMPLE_AD", "State": "REGISTERED", "WorkspaceType": "PERSONAL"}
    witness.equal("a directory", {name: directory.get(name) for name in wanted}, wanted)
    pool = client.describe_workspaces_pools(PoolIds=[POOL])["WorkspacesPools"][0]
    witness.equal("a pool", (pool["PoolName"], pool["DirectoryId"]), ("pool-1", DIRECTORY))
    witness.refused("filters together", client.describe_workspaces, "InvalidParameterValuesException",
                    DirectoryId=DIRECTORY, WorkspaceIds=[HERE[0]])
    witness.refused("a pool that is not there", client.describe_workspaces_pools, "ResourceNotFoundException",
                    PoolIds=["wspool-999999999"])
    witness.refused("an id that is none", client.describe_workspaces, "ValidationException", WorkspaceIds=["desk"])


def workspaces_tags(witness, served):
    client = witness.client(served, "workspaces")

    def tags():
        return {tag["Key"]: tag["Value"] for tag in client.describe_tags(ResourceId=HERE[0])["TagList"]}

    witness.equal("tags", tags(), {"team": "desk"})
    client.create_tags(ResourceId=HERE[0], Tags=[{"Key": "a", "Value": "1"}, {"Key": "empty"}])
    witness.equal("tags that were put on", tags(), {"team": "desk", "a": "1", "empty": ""})
    client.delete_tags(ResourceId=HERE[0], TagKeys=["a", "empty", "never"])
    witness.equal("tags that were taken off", tags(), {"team": "desk"})
    witness.equal("no tags", client.describe_tags(ResourceId=EMPTY)["TagList"], [])
    witness.refused("tags of nothing", client.describe_tags, "ResourceNotFoundException", ResourceId="ws-nothing00")
    witness.refused("too many tags", client.create_tags, "ResourceLimitExceededException", ResourceId=HERE[0],
                    Tags=[{"Key": f"key{number}"} for number in range(51)])


def workspaces_removal(witness, served):
    client = witness.client(served, "workspaces")
    asked = [HERE[1], "ws-suspended0", "ws-nothing00"]
    answer = client.terminate_workspaces(TerminateWorkspaceRequests=[{"WorkspaceId": one} for one in asked])
    failed = {one["WorkspaceId"]: bool(one["ErrorCode"] and one["ErrorMessage"]) for one in answer["FailedRequests"]}
    witness.equal("refusals inside a success", failed, {"ws-suspended0": True, "ws-nothing00": True})
    found = client.describe_workspaces(WorkspaceIds=[HERE[1]])["Workspaces"]
    witness.equal("the WorkSpace that was terminated", [one["State"] for one in found], ["TERMINATING"])
    witness.refused("a directory in use", client.deregister_workspace_directory, "OperationNotSupportedException",
                    DirectoryId=DIRECTORY)
    witness.refused("no directory", client.deregister_workspace_directory, "ResourceNotFoundException",
                    DirectoryId="d-9999999999")
    client.deregister_workspace_directory(DirectoryId=EMPTY)
    found = client.describe_workspace_directories(DirectoryIds=[EMPTY])["Directories"]
    witness.equal("the directory that was deregistered", [one["State"] for one in found], ["DEREGISTERING"])
    witness.refused("a directory on its way out", client.deregister_workspace_directory,
                    "InvalidResourceStateException", DirectoryId=EMPTY)


def workspaces_unknown(witness, served):
    client = witness.client(served, "workspaces")
    witness.refused("an operation that is not here", client.describe_workspace_bundles, ClientError,
                    code="UnknownOperationException")


CHECKS = (workspaces_pages, workspaces_members, workspaces_tags, workspaces_removal, workspaces_unknown)
