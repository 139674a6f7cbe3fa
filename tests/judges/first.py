"""The first interpreter: the sandbox's own."""

import json

from ways import Ways


class SandboxInterpreter:
    NAME = "sandbox"

    def __init__(self, stage, definitions):
        self._stage = stage
        self._definitions = {name: json.loads(text) for name, text in definitions.items()}
        self._client = stage.client("stepfunctions")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def start(self, machine, name, input):
        arn = f"arn:aws:states:us-east-1:123456789012:stateMachine:{machine}"
        started = self._client.start_execution(stateMachineArn=arn, name=name, input=json.dumps(input))
        return started["executionArn"]

    def stop(self, arn):
        self._client.stop_execution(executionArn=arn)

    def advance(self, seconds):
        self._stage.advance(seconds)

    def finish(self):
        self._stage.settle()

    def executions(self):
        """What became of every execution, by ARN."""
        return {one["Arn"]: self._told(one) for one in self._stage.account()["Executions"]}

    def _told(self, execution):
        ways = Ways(self._definitions[execution["Arn"].split(":")[6]])
        for step in execution["Steps"]:
            *within, state = step["At"]
            items = {name: item for name, item in zip(within, within[1:]) if isinstance(item, int)}
            if "Asks" in step:
                ways.asked(state, items, step["Asks"])
            else:
                ways.entered(state, items)
        told = {name: execution[name.capitalize()] for name in ("status", "input", "output", "error", "cause")}
        return {**told, "ways": ways}
