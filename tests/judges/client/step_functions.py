"""Step Functions, as far as a client starts, watches and stops executions."""

import json
from datetime import datetime, timedelta, timezone

from .serve import ACCOUNT, REGION
from .wait import until
from .world import DIRECTORY, ORGANIZATION, device

ARN = f"arn:aws:states:{REGION}:{ACCOUNT}"
OFFBOARD = f"{ARN}:stateMachine:euc-offboarding-offboard-user"
MACHINES = [f"{ARN}:stateMachine:euc-offboarding-{name}" for name in
            ("clean-up-idle-directories", "offboard-user", "start-offboarding")]
# Nobody's desktop and mailbox: a dry run that has nothing to plan is over soon, and one on a day waits.
USER = {"UserName": "dave", "Email": "dave@example.com", "DirectoryIds": [DIRECTORY], "OrganizationId": ORGANIZATION,
        "DeviceIds": [device("user30")]}


def _start(client, name, **request):
    detail = json.dumps({"Request": {"User": USER, **request}})
    return client.start_execution(stateMachineArn=OFFBOARD, name=name, input=detail)


def executions(witness, served):
    client = witness.client(served, "stepfunctions")
    witness.pages("no executions", client, "list_executions", "executions", [], 2, stateMachineArn=OFFBOARD)
    started = _start(client, "dry", DryRun=True)
    arn = f"{ARN}:execution:euc-offboarding-offboard-user:dry"
    witness.equal("its ARN", started["executionArn"], arn)
    witness.equal("its date", type(started["startDate"]), datetime)
    ended = until(lambda: (one := client.describe_execution(executionArn=arn))["status"] != "RUNNING" and one)
    witness.equal("it succeeds", ended["status"], "SUCCEEDED")
    witness.equal("its input", json.loads(ended["input"])["Request"]["User"]["UserName"], "dave")
    witness.equal("its output is JSON", isinstance(json.loads(ended["output"]), dict), True)
    witness.equal("its dates", ended["startDate"] <= ended["stopDate"], True)
    witness.refused("its name with another input", client.start_execution, "ExecutionAlreadyExists",
                    stateMachineArn=OFFBOARD, name="dry", input="{}")


def waiting_executions(witness, served):
    client = witness.client(served, "stepfunctions")
    day = (datetime.now(timezone.utc) + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M:%SZ")
    names = [f"waits-{number}" for number in range(3)]
    arns = [_start(client, name, EffectiveAt=day)["executionArn"] for name in names]
    again = _start(client, names[0], EffectiveAt=day)
    witness.equal("the same while it runs", again["executionArn"], arns[0])
    witness.pages("running", client, "list_executions", "executions", arns, 2, stateMachineArn=OFFBOARD,
                  statusFilter="RUNNING")
    stopped = client.stop_execution(executionArn=arns[1], error="Cancelled", cause="she stays")
    witness.equal("the date of its end", type(stopped["stopDate"]), datetime)
    found = client.describe_execution(executionArn=arns[1])
    told = [found.get(name) for name in ("status", "error", "cause", "output")]
    witness.equal("it was stopped", told, ["ABORTED", "Cancelled", "she stays", None])
    witness.pages("aborted", client, "list_executions", "executions", [arns[1]], 2, stateMachineArn=OFFBOARD,
                  statusFilter="ABORTED")
    newest = client.list_executions(stateMachineArn=OFFBOARD)["executions"][0]["name"]
    witness.equal("the last comes first", newest, names[-1])
    for arn in (arns[0], arns[2]):
        client.stop_execution(executionArn=arn)


def state_machines(witness, served):
    client = witness.client(served, "stepfunctions")
    witness.pages("state machines", client, "list_state_machines", "stateMachines", MACHINES, 2)
    found = client.describe_state_machine(stateMachineArn=OFFBOARD)
    witness.equal("its definition", json.loads(found["definition"])["StartAt"], "HasRequest")
    witness.equal("its kind", (found["status"], found["type"]), ("ACTIVE", "STANDARD"))
    gone = f"{ARN}:stateMachine:gone"
    witness.refused("none to start", client.start_execution, "StateMachineDoesNotExist", stateMachineArn=gone)
    witness.refused("none to describe", client.describe_state_machine, "StateMachineDoesNotExist",
                    stateMachineArn=gone)
    witness.refused("none to list", client.list_executions, "StateMachineDoesNotExist", stateMachineArn=gone)
    witness.refused("no ARN", client.describe_execution, "InvalidArn", executionArn="gone")
    witness.refused("no execution", client.stop_execution, "ExecutionDoesNotExist",
                    executionArn=f"{ARN}:execution:euc-offboarding-offboard-user:gone")
    witness.refused("no name", client.start_execution, "InvalidName", stateMachineArn=OFFBOARD, name="a b")
    witness.refused("no JSON", client.start_execution, "InvalidExecutionInput", stateMachineArn=OFFBOARD, input="{")
    witness.refused("a token of no listing", client.list_executions, "InvalidToken", stateMachineArn=OFFBOARD,
                    nextToken="none")


CHECKS = (executions, waiting_executions, state_machines)
