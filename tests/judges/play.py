"""What a scenario is made of, and how it is played."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

STACK = "euc-offboarding"
# What the rule adds to a dated event: the stack's usual retention period.
SEVEN_DAYS = 604_800


@dataclass
class Setting:
    """Where a scenario plays."""

    world: dict
    parameters: dict = field(default_factory=dict)
    faults: Sequence = ()


@dataclass(frozen=True)
class Scenario:
    """`setting` makes where it plays, `play` what is done there; both get the moment at which it begins."""

    name: str
    setting: Callable
    play: Callable


class Play:
    """One interpreter on one stage, for the scenario to give directions to."""

    def __init__(self, stage, interpreter, now):
        self.stage, self._interpreter, self.now = stage, interpreter, now
        self._deliveries = 0

    def day(self, **later):
        return day(self.now, **later)

    def start(self, machine, input, name="by-hand"):
        """As somebody would by hand."""
        return self._interpreter.start(f"{STACK}-{machine}", name, input)

    def event(self, **detail):
        """What the rule makes of an event with this detail, in an execution of start-offboarding."""
        self._deliveries += 1
        self.start("start-offboarding", {"EventId": "the-event", "RequestedAt": self.day(), "Request": detail,
                                         "RetentionSeconds": SEVEN_DAYS}, f"delivery-{self._deliveries}")

    def stop(self, machine, name):
        """Without a reason: moto does not hand one on to its interpreter."""
        arn = f"arn:aws:states:us-east-1:123456789012:execution:{STACK}-{machine}:{name}"
        self._interpreter.stop(arn)

    def advance(self, **time):
        """Lets so much time pass."""
        self._interpreter.advance(timedelta(**time).total_seconds())

    def finish(self):
        """Until everything has ended."""
        self._interpreter.finish()


def day(now: datetime, **later):
    """A moment of the scenario as an event writes it. (moto waits for no date that has an offset.)"""
    return (now + timedelta(**later)).strftime("%Y-%m-%dT%H:%M:%SZ")
