"""Checks what this project wants of its state machines and no linter knows.

Every rule comes with a fault that it must find in a state that is fine otherwise; that is tried first.

usage: state_machines.py README.md DEFINITION...
"""

import copy
import json
import re
import sys
from pathlib import Path

from botocore.session import get_session

INVOKE = "arn:aws:states:::lambda:invoke"
INTEGRATIONS = {
    INVOKE,
    "arn:aws:states:::events:putEvents",
    "arn:aws:states:::states:startExecution",
    "arn:aws:states:::aws-sdk:directory:deleteDirectory",
    "arn:aws:states:::aws-sdk:directory:describeDirectories",
}
# Lambda's own errors that pass (developer guide, "Handle transient Lambda service exceptions"), what Lambda says of a
# process that ended or took too long, and no answer in time.
LAMBDA_PASSES = {"ServiceException", "AWSLambdaException", "SdkClientException", "ClientExecutionTimeoutException",
                 "TooManyRequestsException", "Unknown"}
PROCESS_ENDED = {"Runtime.ExitError", "Sandbox.Timedout", "States.Timeout"}
# Of ours, those that the README calls worth retrying.
OURS_PASS = {"Throttled", "ServiceUnavailable"}
WORTH_RETRYING = OURS_PASS | PROCESS_ENDED | {f"Lambda.{name}" for name in LAMBDA_PASSES}

RULES = []


def rule(planted):
    """A rule, with what plants a fault in a state that the rule must find."""
    return lambda check: RULES.append((check, planted)) or check


@rule(lambda state: state.pop("Comment"))
def says_why_it_is_there(state, _):
    if not state.get("Comment"):
        yield "has no Comment"


@rule(lambda state: state.pop("TimeoutSeconds"))
def ends_in_time(state, _):
    if state["Type"] == "Task" and "TimeoutSeconds" not in state:
        yield "is a Task without TimeoutSeconds"


@rule(lambda state: state.update(Resource="arn:aws:states:::lambda:invok"))
def calls_what_is_known(state, _):
    if state["Type"] == "Task" and state["Resource"] not in INTEGRATIONS:
        yield f"calls {state['Resource']}, which is no integration of this project"


@rule(lambda state: state["Retry"][0]["ErrorEquals"].append("States.ALL"))
def retries_by_name(state, _):
    if any("States.ALL" in retrier["ErrorEquals"] for retrier in state.get("Retry", [])):
        yield "retries States.ALL, what cannot succeed included"


@rule(lambda state: state["Catch"][0]["ErrorEquals"].append("Throttled"))
def catches_everything_alone(state, _):
    for catcher in state.get("Catch", []):
        if "States.ALL" in catcher["ErrorEquals"] and len(catcher["ErrorEquals"]) > 1:
            yield "catches States.ALL together with other names"


@rule(lambda state: state["Retry"].pop())
def retries_what_passes(state, _):
    if state.get("Resource") == INVOKE:
        retried = {name for retrier in state.get("Retry", []) for name in retrier["ErrorEquals"]}
        if retried != WORTH_RETRYING:
            yield f"retries not exactly what passes; it differs in {', '.join(sorted(retried ^ WORTH_RETRYING))}"


@rule(lambda state: state["Catch"].insert(0, {"ErrorEquals": ["Throtled"]}))
def names_errors_that_exist(state, known):
    for handler in [*state.get("Retry", []), *state.get("Catch", [])]:
        for name in handler["ErrorEquals"]:
            if name not in known:
                yield f"names the error {name}, which does not exist"


@rule(lambda state: state["Parameters"].update({"Id.$": "States.UUID()"}))
def calls_no_intrinsic_function(state, _):
    for text in texts(state):
        if re.match(r"States\.\w+\(", text):
            yield f"uses the intrinsic function {text}"


@rule(lambda state: state["Parameters"].update({"Ids.$": "$.Outcomes[*].Id"}))
def follows_definite_paths(state, _):
    for text in texts(state):
        if re.match(r"\$", text) and re.search(r"\*|\?|\.\.|\[[^\]']*[:,]", text):
            yield f"has the path {text}, which can mean several things"


def texts(value):
    """Every text in a state, but for the machines inside of it and what is said in words."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in ("Comment", "Cause", "Branches", "ItemProcessor"):
                yield from texts(one)


def states(machine):
    for one in machines(machine):
        yield from one["States"].items()


def machines(machine):
    """A machine and those inside of its states."""
    yield machine
    for state in machine["States"].values():
        for one in [*state.get("Branches", []), *([state["ItemProcessor"]] if "ItemProcessor" in state else [])]:
            yield from machines(one)


def errors(readme):
    """Every error that a task of this project can meet, by the names that Step Functions has for them."""
    section = readme.split("\n### Errors\n", 1)[1].split("\n## ", 1)[0]
    ours = set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))
    lambdas = {f"Lambda.{name}" for name in LAMBDA_PASSES}
    calls = [("StepFunctions", "stepfunctions", "StartExecution"), ("Directory", "ds", "DeleteDirectory"),
             ("Directory", "ds", "DescribeDirectories")]
    refusals = {f"{name}.{error}" for name, service, operation in calls for error in exceptions(service, operation)}
    return ours | lambdas | refusals | PROCESS_ENDED | {"States.ALL", "States.TaskFailed"}


def exceptions(service, operation):
    """The errors that AWS's model declares for an operation, as Step Functions writes them: with `Exception` once."""
    shapes = get_session().get_service_model(service).operation_model(operation).error_shapes
    return {f"{shape.name.removesuffix('Exception')}Exception" for shape in shapes}


# Three operations are asked again in one way, which a definition can only say three times.
ASKED = ("TerminateWorkspaces", "DeregisterDevice", "DeregisterFromWorkmail")
OF_EACH = ("{}", "Is{}Done", "WaitFor{}", "Count{}Look")


def asked_alike(found):
    """Where the states with which an operation is asked again are not the same for all that have them."""
    def way(operation, pattern):
        return json.dumps(found[pattern.format(operation)]).replace(operation, "{}").replace("GatherReports", "{}Result")

    for pattern in OF_EACH:
        ways = {operation: way(operation, pattern) for operation in ASKED if pattern.format(operation) in found}
        if len(set(ways.values())) > 1:
            yield f"{pattern.format('…')} is not the same for {', '.join(ways)}"


def try_alike():
    alike = {pattern.format(operation): {"Next": operation} for pattern in OF_EACH for operation in ASKED}
    other = {**alike, "WaitForDeregisterDevice": {"Seconds": 1}}
    if list(asked_alike(alike)) or not list(asked_alike(other)):
        raise SystemExit("the rule asked_alike does not tell what is alike from what is not")


# A stack may leave these services out, and then has no such function: the name behind the switch leads nowhere.
SWITCHES = {"${DeregisterFromWorkmailArn}": "$.WorkMail", "${DeregisterDeviceArn}": "$.ThinClient"}


def asked_behind_its_switch(machine):
    """Where a function that may be left out is asked in a branch that does not begin with its switch."""
    for one in machines(machine):
        first = one["States"][one["StartAt"]]
        for name, state in one["States"].items():
            switch = SWITCHES.get(state.get("Parameters", {}).get("FunctionName"))
            if switch and first.get("Choices", [{}])[0].get("Variable") != switch:
                yield f"{name} is in a branch that does not ask {switch} first"


def try_switches():
    task = {"Parameters": {"FunctionName": "${DeregisterDeviceArn}"}}
    branch = {"StartAt": "Switch", "States": {"Switch": {"Choices": [{"Variable": "$.ThinClient"}]}, "Task": task}}
    inside = {"StartAt": "Both", "States": {"Both": {"Branches": [{**branch, "StartAt": "Task"}]}}}
    if list(asked_behind_its_switch(branch)) or not list(asked_behind_its_switch(inside)):
        raise SystemExit("the rule asked_behind_its_switch does not tell a task with a switch from one without")


FINE = {
    "Comment": "It is fine.", "Type": "Task", "Resource": INVOKE, "TimeoutSeconds": 60,
    "Parameters": {"Payload.$": "$.Request"},
    "Retry": [{"ErrorEquals": sorted(WORTH_RETRYING - OURS_PASS)}, {"ErrorEquals": sorted(OURS_PASS)}],
    "Catch": [{"ErrorEquals": ["States.ALL"]}],
}


def try_rules(known):
    """A rule that finds nothing where there is something would be worse than none."""
    for check, plant in RULES:
        planted = copy.deepcopy(FINE)
        plant(planted)
        if list(check(FINE, known)) or not list(check(planted, known)):
            raise SystemExit(f"the rule {check.__name__} does not tell a state that is fine from one that is not")


def main(readme, definitions):
    known = errors(Path(readme).read_text())
    try_rules(known)
    try_alike()
    try_switches()
    wrong = []
    for file in definitions:
        machine = json.loads(Path(file).read_text())
        found = list(states(machine))
        wrong += [f"{file}: {name} {what}" for name, state in found for check, _ in RULES for what in check(state, known)]
        wrong += [f"{file}: {what}" for what in [*asked_alike(dict(found)), *asked_behind_its_switch(machine)]]
    print(*wrong, sep="\n", end="\n" if wrong else "", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2:]))
