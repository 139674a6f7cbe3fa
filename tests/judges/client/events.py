"""EventBridge's PutEvents, down to what the rules' targets do."""

import json
from datetime import datetime, timezone

from botocore.exceptions import ClientError

from .wait import until
from .world import DIRECTORY, workspace

BUS = "euc-offboarding"
BUS_ARN = f"arn:aws:events:us-east-1:123456789012:event-bus/{BUS}"
REQUESTED = "User Offboarding Requested"


def _entry(name="nobody", *, bus=BUS, **members):
    detail = {"User": {"UserName": name, "DirectoryIds": [DIRECTORY]}}
    entry = {"Source": "com.example.hr", "DetailType": REQUESTED, "Detail": json.dumps(detail), "EventBusName": bus}
    return {**entry, **members}


def put_events(witness, served):
    client, workspaces = witness.client(served, "events"), witness.client(served, "workspaces")
    entries = [
        _entry("user20", Source="com.example.stranger"),
        _entry("user21", DetailType="Something Else"),
        _entry("user22", bus="default"),
        _entry("user23", bus=BUS_ARN, Time=datetime.now(timezone.utc), Resources=["arn:aws:iam::1:user/x"]),
    ]
    answer = client.put_events(Entries=entries)
    witness.equal("all are taken", answer["FailedEntryCount"], 0)
    witness.equal("each has an id", len({one["EventId"] for one in answer["Entries"]}), 4)
    ids = [workspace(f"user2{number}") for number in range(4)]

    def states():
        found = workspaces.describe_workspaces(WorkspaceIds=ids)["Workspaces"]
        return {one["WorkspaceId"]: one["State"] for one in found}

    until(lambda: states()[ids[3]] == "TERMINATING")
    wanted = dict.fromkeys(ids, "AVAILABLE") | {ids[3]: "TERMINATING"}
    witness.equal("the one that a rule wants is carried out, the others are not", states(), wanted)


def put_failing_events(witness, served):
    client = witness.client(served, "events")
    entries = [
        _entry(),
        _entry(Detail="{"),
        _entry(Source="aws.workspaces"),
        {name: value for name, value in _entry().items() if name != "Source"},
    ]
    answer = client.put_events(Entries=entries)
    codes = [one.get("ErrorCode") for one in answer["Entries"]]
    wanted = [None, "MalformedDetail", "NotAuthorizedForSourceException", "InvalidArgument"]
    witness.equal("each fails by itself", (answer["FailedEntryCount"], codes), (3, wanted))
    told = [("EventId" in one, "ErrorMessage" in one) for one in answer["Entries"]]
    witness.equal("an id or a message", told, [(True, False)] + 3 * [(False, True)])
    ten = client.put_events(Entries=[_entry(bus="default")] * 10)
    witness.equal("ten are taken", (ten["FailedEntryCount"], len(ten["Entries"])), (0, 10))


def put_no_events(witness, served):
    client = witness.client(served, "events")
    # EventBridge's model has no class for it.
    invalid = {"exception": ClientError, "code": "ValidationException"}
    witness.refused("eleven", client.put_events, **invalid, Entries=[_entry()] * 11)
    witness.refused("no bus", client.put_events, "ResourceNotFoundException", Entries=[_entry(bus="nothing")])
    witness.refused("nothing complete", client.put_events, **invalid, Entries=[{"Source": "x"}])


CHECKS = (put_events, put_failing_events, put_no_events)
