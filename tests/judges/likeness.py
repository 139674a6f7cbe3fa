"""What two runs of a scenario must agree on, without what no two runs agree on."""

import itertools
import json
import re
from dataclasses import dataclass
from datetime import datetime

from ways import groups

DATE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# What AWS adds to the message of a call that was refused. moto does as well, the sandbox does not.
CALL = re.compile(r" \(Service: [^()]*Request ID: [^()]*\)$")
# Seconds since 1970: later than 2020, and no count of anything here.
RECENT = 1_577_836_800


@dataclass(eq=False)
class Moment:
    """A time, in seconds since 1970. The second run begins when the first is over, and both take real time besides that
    of the stage: two moments are the same within two minutes."""

    seconds: float

    def __eq__(self, other):
        return isinstance(other, Moment) and abs(self.seconds - other.seconds) < 120


class Likeness:
    """Makes values comparable. A date that the scenario itself wrote stays as it is: it must be handed on so."""

    def __init__(self, written):
        self._written = set(DATE.findall(json.dumps(written)))

    def of(self, value):
        if isinstance(value, dict):
            return {name: self.of(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self.of(one) for one in value]
        if isinstance(value, (int, float)) and not isinstance(value, bool) and value > RECENT:
            return Moment(value)
        return self._text(value) if isinstance(value, str) else value

    def _text(self, text):
        """JSON within a text (an event's detail, an error's cause) is compared as what it says."""
        if text[:1] in ("{", "["):
            try:
                return self.of(json.loads(text))
            except ValueError:
                pass
        parts = [self._part(part) for part in DATE.split(CALL.sub("", ID.sub("an id", text)))]
        return parts if any(isinstance(part, Moment) for part in parts) else "".join(parts)

    def _part(self, part):
        is_moment = DATE.fullmatch(part) and part not in self._written
        return Moment(datetime.fromisoformat(part).timestamp()) if is_moment else part


def differences(one, other, at=""):
    """Where two values differ, in words."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in [*one, *(name for name in other if name not in one)]:
            yield from differences(one.get(name), other.get(name), f"{at}.{name}" if at else name)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, pair in enumerate(zip(one, other)):
            yield from differences(*pair, f"{at}[{index}]")
    elif one != other or isinstance(one, bool) != isinstance(other, bool):
        yield f"{at}: {_short(one)} / {_short(other)}"


def lasting(account):
    """What is left of a run. An event names the execution and its machine, in an order that AWS does not tell; and how
    late it comes is left to chance where something was tried again (`JitterStrategy`)."""
    events = [{**event, "time": None, "resources": sorted(event["resources"])} for event in account["Events"]]
    return {"Events": events, **{part: account[part] for part in ("World", "Escapes", "Lost")}}


def ways_apart(one, other, likeness):
    """Where two executions went different ways. Where one way of a group fails, Step Functions stops the others
    wherever they are: of those, one may have come further than the other."""
    (ones, one_failed), (others, other_failed) = one.found(), other.found()
    for way in [*ones, *(way for way in others if way not in ones)]:
        steps, counter = (likeness.of([_task(step) for step in ways.get(way, [])]) for ways in (ones, others))
        if (one_failed & other_failed).intersection(groups(way)):
            shared = min(len(steps), len(counter))
            steps, counter = steps[:shared], counter[:shared]
        yield from _steps_apart(steps, counter, f"way {way or 'of the execution'}")


def _steps_apart(steps, counter, at):
    """The first step that differs is enough: the others follow from it."""
    for index, (one, other) in enumerate(itertools.zip_longest(steps, counter)):
        if found := list(differences(one, other, f"{at}[{index}]")):
            yield from found
            return


def _task(step):
    """moto adds the ARNs of the execution and its machine to an event before it tells what it asks for."""
    if isinstance(step, str) or "Entries" not in step["asks"]:
        return step
    entries = [{name: value for name, value in entry.items() if name != "Resources"} for entry in step["asks"]["Entries"]]
    return {"asks": {**step["asks"], "Entries": entries}}


def _short(value):
    text = json.dumps(value, default=str)
    return text if len(text) <= 300 else f"{text[:300]} …"
