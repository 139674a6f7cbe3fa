"""Lambda's Invoke, of the real binaries."""

import base64
import json

from botocore.exceptions import ClientError

from .wait import until
from .world import workspace

FUNCTION = "terminate-workspaces"


def _terminate(name, **more):
    return json.dumps({"TerminateWorkspaceRequests": [{"WorkspaceId": workspace(name)}], **more})


def invoke_and_wait(witness, served):
    client = witness.client(served, "lambda")
    answer = client.invoke(FunctionName=FUNCTION, Payload=_terminate("user10", DryRun=True), LogType="Tail")
    report = json.load(answer["Payload"])
    witness.equal("status", answer["StatusCode"], 200)
    witness.equal("no error", answer.get("FunctionError"), None)
    witness.equal("version", answer["ExecutedVersion"], "$LATEST")
    found = [(one["ResourceId"], one["Status"]) for one in report["Outcomes"]]
    witness.equal("the report", (report["Operation"], found), (FUNCTION, [(workspace("user10"), "Planned")]))
    logged = base64.b64decode(answer["LogResult"]).decode()
    witness.equal("the log's tail has its lines", report["OffboardingId"] in logged, True)
    arn = f"arn:aws:lambda:us-east-1:123456789012:function:{FUNCTION}"
    answer = client.invoke(FunctionName=arn, Qualifier="$LATEST", Payload=_terminate("user10", DryRun=True))
    witness.equal("by its ARN", json.load(answer["Payload"])["Complete"], True)


def invoke_an_error(witness, served):
    client = witness.client(served, "lambda")
    answer = client.invoke(FunctionName=FUNCTION, Payload='{"Misspelt": true}')
    error = json.load(answer["Payload"])
    witness.equal("a function's error is a success of the call", answer["StatusCode"], 200)
    witness.equal("its header", answer.get("FunctionError"), "Unhandled")
    witness.equal("its payload", (sorted(error), error["errorType"]), (["errorMessage", "errorType"], "InvalidRequest"))


def invoke_an_event(witness, served):
    client, workspaces = witness.client(served, "lambda"), witness.client(served, "workspaces")
    answer = client.invoke(FunctionName=FUNCTION, InvocationType="Event", Payload=_terminate("user11"))
    witness.equal("it is accepted", (answer["StatusCode"], answer["Payload"].read()), (202, b""))

    def ended():
        found = workspaces.describe_workspaces(WorkspaceIds=[workspace("user11")])["Workspaces"]
        return [one["State"] for one in found] == ["TERMINATING"]

    witness.equal("it is carried out", until(ended), True)


def invoke_nothing(witness, served):
    client = witness.client(served, "lambda")
    answer = client.invoke(FunctionName=FUNCTION, InvocationType="DryRun")
    witness.equal("nothing but the question whether it could be", answer["StatusCode"], 204)
    witness.refused("no function", client.invoke, "ResourceNotFoundException", 404, FunctionName="nothing")
    witness.refused("no JSON", client.invoke, "InvalidRequestContentException", FunctionName=FUNCTION, Payload="{")
    witness.refused("an alias", client.invoke, "InvalidParameterValueException", FunctionName=FUNCTION,
                    Qualifier="live")
    witness.refused("more than 6 MB", client.invoke, "RequestTooLargeException", 413, FunctionName=FUNCTION,
                    Payload=json.dumps("x" * 6_291_456))
    witness.refused("more than 1 MB at some time", client.invoke, "RequestTooLargeException", 413,
                    FunctionName=FUNCTION, InvocationType="Event", Payload=json.dumps("x" * 1_048_576))
    witness.refused("an operation that is not here", client.list_functions, ClientError, 404,
                    code="UnknownOperationException")


CHECKS = (invoke_and_wait, invoke_an_error, invoke_an_event, invoke_nothing)
