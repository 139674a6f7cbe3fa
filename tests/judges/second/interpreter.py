"""The second interpreter: moto's, from PyPI (of the LocalStack project's making)."""

import contextlib
import json

import boto3
from moto import mock_aws

from second.clients import Clients
from second.pace import Pace
from second.patches import patched
from stage import REGION
from ways import Ways

ROLE = "arn:aws:iam::123456789012:role/machine"


def learn(definitions):
    """moto's parser is slow with the first definition that it reads, and learns from it. Every process that is forked
    later knows what this one has learnt."""
    with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
        client = boto3.client("stepfunctions", region_name=REGION)
        for index, text in enumerate(definitions):
            client.create_state_machine(name=f"learnt-{index}", definition=text, roleArn=ROLE)


class MotoInterpreter:
    NAME = "moto"

    def __init__(self, stage, definitions):
        self._stage, self._definitions, self._pace = stage, definitions, Pace(stage)

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            stack.enter_context(mock_aws(config={"stepfunctions": {"execute_state_machine": True}}))
            self._client = boto3.client("stepfunctions", region_name=REGION)
            stack.enter_context(patched(Clients(self._stage, self._client), self._pace))
            self._machines = [
                self._client.create_state_machine(name=name, definition=text, roleArn=ROLE)["stateMachineArn"]
                for name, text in self._definitions.items()
            ]
            self._open = stack.pop_all()
        return self

    def __exit__(self, *error):
        for arn in self._running():
            self._client.stop_execution(executionArn=arn)
        return self._open.__exit__(*error)

    def start(self, machine, name, input):
        arn = next(arn for arn in self._machines if arn.endswith(f":{machine}"))
        started = self._client.start_execution(stateMachineArn=arn, name=name, input=json.dumps(input))
        self._pace.touch()
        return started["executionArn"]

    def stop(self, arn):
        self._client.stop_execution(executionArn=arn)

    def advance(self, seconds):
        self._pace.run(self._running, self._pace.lead + seconds)

    def finish(self):
        self._pace.run(self._running)
        self._stage.settle()

    def _running(self):
        return self._executions("RUNNING")

    def _executions(self, status=None):
        """Their ARNs, in the order in which they were started."""
        filtered = {"statusFilter": status} if status else {}
        pages = [self._client.list_executions(stateMachineArn=arn, **filtered) for arn in self._machines]
        return [one["executionArn"] for page in pages for one in page["executions"]]

    def executions(self):
        """What became of every execution, by ARN."""
        return {arn: self._told(arn) for arn in self._executions()}

    def _told(self, arn):
        said = self._client.describe_execution(executionArn=arn)
        history = self._client.get_execution_history(executionArn=arn, maxResults=1000)["events"]
        return {"status": said["status"], "input": json.loads(said["input"]), **_ending(history),
                "ways": self._ways(arn, history)}

    def _ways(self, arn, history):
        ways = Ways(json.loads(self._definitions[arn.split(":")[6]]))
        by_id = {event["id"]: event for event in history}
        for event in history:
            entered = event.get("stateEnteredEventDetails")
            asked = event.get("taskScheduledEventDetails")
            if entered:
                ways.entered(entered["name"], _items(event, by_id))
            elif asked:
                ways.asked(_state(event, by_id), _items(event, by_id), json.loads(asked["parameters"]))
        return ways


def _ending(history):
    """Output, error and cause. DescribeExecution of moto leaves out an output that is null, and why an execution was
    stopped; the history has both."""
    endings = ("executionSucceededEventDetails", "executionFailedEventDetails", "executionAbortedEventDetails")
    ended = next((event[name] for event in reversed(history) for name in endings if name in event), {})
    output = json.loads(ended["output"]) if "output" in ended else None
    return {"output": output, "error": ended.get("error"), "cause": ended.get("cause")}


def _before(event, by_id):
    """An event and those that led to it, the last one first."""
    while event:
        yield event
        event = by_id.get(event["previousEventId"])


def _state(event, by_id):
    entered = (one.get("stateEnteredEventDetails") for one in _before(event, by_id))
    return next(details["name"] for details in entered if details)


def _items(event, by_id):
    """Of every Map that an event is inside of, the number of the item."""
    items = {}
    for one in _before(event, by_id):
        if one["type"] == "MapIterationStarted":
            details = one["mapIterationStartedEventDetails"]
            items.setdefault(details["name"], details["index"])
    return items
