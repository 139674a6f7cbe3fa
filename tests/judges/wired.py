"""What a template connects to what, in the words of `sandbox wiring`, but worked out from what SAM makes of it: plain
CloudFormation, by aws-sam-translator and .ci/resolve.py. Of the sandbox's reading there is only the form in here.

Resources go by their logical ids, as in the sandbox's table; ARNs, URLs and names lead back to them. Where a resource
leaves something unsaid, AWS's own default stands (CloudFormation's reference of each type).
"""

import json
import re
from dataclasses import dataclass

FUNCTION, MACHINE, QUEUE = "AWS::Lambda::Function", "AWS::StepFunctions::StateMachine", "AWS::SQS::Queue"
BUS, RULE, SCHEDULE = "AWS::Events::EventBus", "AWS::Events::Rule", "AWS::Scheduler::Schedule"
ON_EVENT, MAPPING = "AWS::Lambda::EventInvokeConfig", "AWS::Lambda::EventSourceMapping"
# The property with which each gets a name of its own. resolve.py has the logical id in its ARN all the same.
OWN_NAMES = {FUNCTION: "FunctionName", MACHINE: "StateMachineName", QUEUE: "QueueName", BUS: "Name"}
# How the table calls what a task asks a service for by itself.
SERVICES = {"directory": "Directory Service"}


class Unclear(Exception):
    """What cannot be worked out, in words."""


@dataclass(frozen=True)
class Resources:
    """What a template makes, found by type, or by what else refers to it."""

    all: dict

    def of(self, kind):
        return {name: one["Properties"] for name, one in self.all.items() if one["Type"] == kind}

    def name(self, logical_id):
        one = self.all[logical_id]
        return one["Properties"].get(OWN_NAMES[one["Type"]], logical_id)

    def find(self, text, *kinds):
        """The logical id of what an ARN, a URL or a name stands for; none where it is not there."""
        last = re.split("[:/]", text)[-1]
        for name, one in self.all.items():
            if one["Type"] in kinds and last in (name, self.name(name)):
                return name
        return None

    def get(self, text, *kinds):
        if (found := self.find(text, *kinds)) is None:
            raise Unclear(f"nothing is there that {text} could be")
        return found

    def bus(self, text):
        """The name of a bus; one that exists already has no resource, and may have slashes in its name."""
        return self.name(text) if text in self.of(BUS) else text


def wiring(template):
    """The table: for each kind of resource, and each logical id, what is said of it."""
    resources = Resources(template["Resources"])
    rules, schedules = rules_of(resources), schedules_of(resources)
    return {
        "StateMachines": state_machines(resources, rules, schedules), "Functions": functions(resources), "Rules": rules,
        "Queues": queues(resources), "Mappings": mappings(resources), "Schedules": schedules,
        # An account always has the first.
        "Buses": sorted({"default", *map(resources.name, resources.of(BUS)), *(one["Bus"] for one in rules.values())}),
    }


def functions(resources):
    asynchronous = {one["FunctionName"]: one for one in resources.of(ON_EVENT).values()}
    return {name: function(resources, name, one, asynchronous.get(name, {}))
            for name, one in resources.of(FUNCTION).items()}


def function(resources, name, one, asynchronous):
    failed = asynchronous.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
    reserved = one.get("ReservedConcurrentExecutions")
    return {
        "Name": resources.name(name), "Binary": resources.all[name]["Metadata"]["BuildProperties"]["Binary"],
        "Timeout": int(one.get("Timeout", 3)), "MemorySize": int(one.get("MemorySize", 128)),
        "Environment": {key: str(value) for key, value in one.get("Environment", {}).get("Variables", {}).items()},
        "OnFailure": resources.get(failed, QUEUE) if failed else None,
        "MaximumRetryAttempts": int(asynchronous.get("MaximumRetryAttempts", 2)),
        "ReservedConcurrentExecutions": None if reserved is None else int(reserved),
    }


def queues(resources):
    return {name: queue(resources, name, one) for name, one in resources.of(QUEUE).items()}


def queue(resources, name, one):
    redrive = one.get("RedrivePolicy")
    return {
        "Name": resources.name(name), "Fifo": one.get("FifoQueue", False),
        "VisibilityTimeout": int(one.get("VisibilityTimeout", 30)),
        "MessageRetentionPeriod": int(one.get("MessageRetentionPeriod", 345_600)),
        "DelaySeconds": int(one.get("DelaySeconds", 0)),
        "DeadLetterQueue": resources.get(redrive["deadLetterTargetArn"], QUEUE) if redrive else None,
        "MaxReceiveCount": int(redrive["maxReceiveCount"]) if redrive else None,
    }


def mappings(resources):
    return {name: mapping(resources, one) for name, one in resources.of(MAPPING).items()}


def mapping(resources, one):
    return {
        "Queue": resources.get(one["EventSourceArn"], QUEUE), "Function": resources.get(one["FunctionName"], FUNCTION),
        "BatchSize": int(one.get("BatchSize", 10)), "BatchingWindow": int(one.get("MaximumBatchingWindowInSeconds", 0)),
        "ReportBatchItemFailures": "ReportBatchItemFailures" in one.get("FunctionResponseTypes", []),
        "MaximumConcurrency": one.get("ScalingConfig", {}).get("MaximumConcurrency"),
        "Enabled": one.get("Enabled", True),
    }


def rules_of(resources):
    return {name: rule(resources, one) for name, one in resources.of(RULE).items()}


def rule(resources, one):
    return {
        "Bus": resources.bus(one.get("EventBusName", "default")), "Enabled": one.get("State", "ENABLED") == "ENABLED",
        "Pattern": one["EventPattern"],
        "Targets": [target(resources, each) for each in one["Targets"]],
    }


def target(resources, one):
    return {"Id": one["Id"], "To": resources.get(one["Arn"], QUEUE, FUNCTION, MACHINE),
            "DeadLetterQueue": dead_letters(resources, one)}


def dead_letters(resources, one):
    lost = one.get("DeadLetterConfig")
    return resources.get(lost["Arn"], QUEUE) if lost else None


def schedules_of(resources):
    return {name: schedule(resources, one) for name, one in resources.of(SCHEDULE).items()}


def schedule(resources, one):
    return {
        "Expression": one["ScheduleExpression"], "Enabled": one.get("State", "ENABLED") == "ENABLED",
        "Target": resources.get(one["Target"]["Arn"], QUEUE, FUNCTION, MACHINE),
        "Input": json.loads(one["Target"]["Input"]), "DeadLetterQueue": dead_letters(resources, one["Target"]),
    }


def state_machines(resources, rules, schedules):
    table = {name: state_machine(resources, name, one) for name, one in resources.of(MACHINE).items()}
    for name, machine in table.items():
        starters = [rule for rule, one in rules.items() if name in (target["To"] for target in one["Targets"])]
        starters += [schedule for schedule, one in schedules.items() if name == one["Target"]]
        starters += [other for other, one in table.items() if name in one["StateMachines"]]
        machine["StartedBy"] = sorted(starters)
    return table


def state_machine(resources, name, one):
    found = {"Functions": set(), "StateMachines": set(), "Buses": set(), "Services": set()}
    for task in tasks(definition(one)):
        called(resources, task["Resource"], task["Parameters"], found)
    return {"Name": resources.name(name), **{kind: sorted(names) for kind, names in found.items()}}


def definition(one):
    values = one.get("DefinitionSubstitutions", {})
    return json.loads(re.sub(r"\$\{(\w+)\}", lambda match: str(values[match[1]]), one["DefinitionString"]))


def tasks(node):
    """Every task, in the branches and items of others as well."""
    if isinstance(node, list):
        node = dict(enumerate(node))
    elif not isinstance(node, dict):
        return
    if node.get("Type") == "Task":
        yield node
    for child in node.values():
        yield from tasks(child)


def called(resources, integration, parameters, found):
    """Notes what a task calls. What a stack leaves out is named and never called: there is nothing to note."""
    service, operation = integration.removeprefix("arn:aws:states:::").removeprefix("aws-sdk:").split(":")
    if operation == "invoke":
        found["Functions"].update(filter(None, [resources.find(parameters["FunctionName"], FUNCTION)]))
    elif operation == "startExecution":
        found["StateMachines"].update(filter(None, [resources.find(parameters["StateMachineArn"], MACHINE)]))
    elif operation == "putEvents":
        found["Buses"].update(resources.bus(entry["EventBusName"]) for entry in parameters["Entries"])
    elif service in SERVICES:
        found["Services"].add(f"{operation[0].upper()}{operation[1:]} of {SERVICES[service]}")
    else:
        raise Unclear(f"{integration} is a task that this judge does not know")
