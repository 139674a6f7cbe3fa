"""Faults that are planted in one interpreter's definition, to see that the comparison would find them."""

import json

MACHINE = "euc-offboarding-offboard-user"
SCENARIO = "everything is done on the day"


def another_choice(states):
    """It goes another way."""
    states["IsDryRun"]["Choices"][0]["BooleanEquals"] = False


def another_request(states):
    """A function is asked for something else, and answers the same."""
    states["PrepareToAsk"]["Parameters"]["Reason"] = "planted"


def another_wait(states):
    """It goes on too early, and is refused."""
    wait = states["RetentionPeriod"]
    del wait["SecondsPath"]
    wait["Seconds"] = 60


def another_event(states):
    """All is done, and something else is told."""
    states["TellCompleted"]["Parameters"]["Entries"][0]["Detail"]["DryRun.$"] = "$.Plan"


FAULTS = (another_choice, another_request, another_wait, another_event)


def with_fault(definitions, fault):
    """The definitions, as JSON, with a fault in one of them; none is fine as well."""
    if fault is None:
        return definitions
    definition = json.loads(definitions[MACHINE])
    fault(definition["States"])
    return {**definitions, MACHINE: json.dumps(definition)}
