"""Asks the sandbox, moto and a table which events a pattern wants, for every operator. The table has what AWS
documents; the sandbox must agree with all of it, and moto with all but what the table lists as moto's own, beside the page of AWS
that says so. What is listed and is not so is an error as well.

usage: patterns.py SANDBOX

SANDBOX is the executable of the command. It is asked as a stack: a bus, a rule and a queue for each pattern.
"""

import json
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from moto.events.exceptions import InvalidEventPatternException
from moto.events.models import EventPattern

from client.serve import ACCOUNT, REGION, NotServed, Served
from client.wait import until

TABLE = Path(__file__).parent / "patterns.json"
# What is put on every bus at last, and wanted by a rule of its own.
LAST = "the last event"
TAKEN = "taken"


@dataclass
class Case:
    """A pattern and events, each with whether it fits; for a pattern that AWS refuses there are none."""

    name: str
    page: str
    pattern: dict
    events: list = field(default_factory=list)
    # Of which events moto alone says something else, or that it takes what AWS refuses.
    moto: set = field(default_factory=set)


def cases(table):
    pages = table["pages"]
    for kind in ("values", "events"):
        for one in table[kind]:
            inside = (lambda value: {"detail": {"a": value}}) if kind == "values" else lambda event: event
            expected = [(inside(event), fits) for fits in (True, False) for event in one["fits" if fits else "others"]]
            own = {_text(inside(event)) for event in one.get("moto", {}).get("on", ())}
            yield Case(one["name"], pages[one["page"]], inside(one["of"]), expected, own)
    for one in table["refused"]:
        yield Case(one["name"], pages[one["page"]], one["of"], moto={TAKEN} if "moto" in one else set())


def template(patterns):
    """A stack with a bus, a rule and a queue for each pattern, which is written as text: a template has no null."""
    resources = {}
    for index, pattern in enumerate(patterns):
        bus, queue = f"Bus{index}", f"Queue{index}"
        rules = {f"Rule{index}": pattern, f"Last{index}": {"source": [LAST]}}
        arn = {"Fn::GetAtt": [queue, "Arn"]}
        resources[bus] = {"Type": "AWS::Events::EventBus", "Properties": {"Name": bus}}
        resources[queue] = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": queue}}
        for name, wanted in rules.items():
            properties = {"EventBusName": {"Ref": bus}, "EventPattern": json.dumps(wanted)}
            properties["Targets"] = [{"Id": "Queue", "Arn": arn}]
            resources[name] = {"Type": "AWS::Events::Rule", "Properties": properties}
        resources[f"Policy{index}"] = {"Type": "AWS::SQS::QueuePolicy", "Properties": {
            "Queues": [{"Ref": queue}], "PolicyDocument": _policy(arn, rules)}}
    parameters = {"DryRun": {"Type": "String"}, "TrustedSources": {"Type": "CommaDelimitedList"}}
    return {"AWSTemplateFormatVersion": "2010-09-09", "Transform": "AWS::Serverless-2016-10-31",
            "Parameters": parameters, "Resources": resources}


def _policy(queue, rules):
    arns = [{"Fn::GetAtt": [name, "Arn"]} for name in rules]
    return {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage",
        "Resource": queue, "Condition": {"ArnEquals": {"aws:SourceArn": arns}}}]}


class Sandbox:
    """What the sandbox makes of patterns."""

    def __init__(self, executable):
        self._executable = Path(executable).absolute()

    def verdicts(self, all_cases):
        """For each case, of which events it is that its rule wants them."""
        with self._serving([case.pattern for case in all_cases]) as served:
            events, queues = served.client("events"), served.client("sqs")
            ids = [[self._put(events, bus, event) for event, _ in case.events] for bus, case in enumerate(all_cases)]
            arrived = []
            for index in range(len(all_cases)):
                last = self._put(events, index, {"source": LAST})
                arrived.append(_drained(queues, f"{served.url}/{ACCOUNT}/Queue{index}", last))
        return [[one in got for one in sent] for sent, got in zip(ids, arrived)]

    def refuses(self, pattern):
        """Whether a stack with this pattern cannot be; anything but the pattern is no reason."""
        try:
            with self._serving([pattern]):
                return False
        except NotServed as error:
            if "event pattern, at " not in str(error):
                raise
            return True

    @contextmanager
    def _serving(self, patterns):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(template(patterns), file)
            file.flush()
            with Served(self._executable, None, template=file.name) as served:
                yield served

    def _put(self, client, index, event):
        entry = {"EventBusName": f"Bus{index}", "Source": event.get("source", "s"),
                 "DetailType": event.get("detail-type", "t"), "Detail": json.dumps(event.get("detail", {})),
                 "Resources": event.get("resources", [])}
        answer = client.put_events(Entries=[entry])
        return answer["Entries"][0]["EventId"]


def _drained(client, queue, last):
    """The ids of the events in a queue, up to the last one."""
    found = set()

    def more():
        for message in client.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", []):
            found.add(json.loads(message["Body"])["id"])
        return last in found

    until(more)
    return found


class Moto:
    """What moto makes of patterns."""

    def verdicts(self, all_cases):
        return [[_verdict(EventPattern.load(json.dumps(case.pattern)), event) for event, _ in case.events]
                for case in all_cases]

    def refuses(self, pattern):
        try:
            EventPattern.load(json.dumps(pattern))
        except InvalidEventPatternException:
            return True
        return False


def _verdict(pattern, event):
    whole = {"version": "0", "id": "x", "account": ACCOUNT, "region": REGION, "time": "2027-01-01T00:00:00Z",
             "source": "s", "detail-type": "t", "resources": [], "detail": {}}
    try:
        return pattern.matches_event({**whole, **event})
    except Exception as error:
        return type(error).__name__


def wrong(all_cases, sandbox, moto):
    """Where the verdicts are not what the table says, and where moto's are right though listed as wrong."""
    for case, ours, theirs in zip(all_cases, sandbox, moto):
        for (event, fits), our, their in zip(case.events, ours, theirs):
            place = f"{case.name}: {_text(case.pattern)} and {_text(event)}"
            if our != fits:
                yield f"{place}: the sandbox says {our}, {case.page} {fits}"
            listed = _text(event) in case.moto
            if their != fits and not listed:
                yield f"{place}: moto says {their}, {case.page} {fits}"
            if their == fits and listed:
                yield f"{place}: is listed as moto's own, and moto agrees"


def wrongly_taken(all_cases, sandbox, moto):
    for case in all_cases:
        if not sandbox.refuses(case.pattern):
            yield f"{case.name}: {_text(case.pattern)}: the sandbox takes it, {case.page} does not"
        if moto.refuses(case.pattern) == (TAKEN in case.moto):
            told = "is listed as taken, and refused" if TAKEN in case.moto else f"is taken, {case.page} does not"
            yield f"{case.name}: {_text(case.pattern)}: by moto it {told}"


def missed_faults(asked, sandbox, moto):
    """A verdict is believed only where another one would be seen."""
    for side in ("sandbox", "moto"):
        for case_at, case in enumerate(asked):
            for event_at in range(len(case.events)):
                told = {"sandbox": [[*one] for one in sandbox], "moto": [[*one] for one in moto]}
                told[side][case_at][event_at] = not told[side][case_at][event_at]
                if len([*wrong(asked, **told)]) != 1:
                    yield f"planted: another verdict of {side}, {case.name}: not found"


def missed_patterns(asked, sandbox, moto):
    """The judge asks for what it says that it asks for: another operator, and patterns that are fine, are seen."""
    prefix = next(case for case in asked if case.name == "prefix")
    other = replace(prefix, pattern={"detail": {"a": [{"suffix": "ab"}]}})
    if not [*wrong([other], sandbox.verdicts([other]), moto.verdicts([prefix]))]:
        yield "planted: another operator: not found"
    for pattern, taken, found in (({"source": ["x"]}, set(), 2), ({"source": "x"}, {TAKEN}, 1)):
        planted = Case("planted", "nowhere", pattern, moto=taken)
        if len([*wrongly_taken([planted], sandbox, moto)]) != found:
            yield f"planted: {_text(pattern)} among those that are refused: not found"


def _text(value):
    return json.dumps(value)


def main(executable):
    table = json.loads(TABLE.read_text())
    every = [*cases(table)]
    asked, refused = [case for case in every if case.events], [case for case in every if not case.events]
    sandbox, moto = Sandbox(executable), Moto()
    verdicts = sandbox.verdicts(asked), moto.verdicts(asked)
    found = [*wrong(asked, *verdicts), *wrongly_taken(refused, sandbox, moto)]
    events = sum(len(case.events) for case in asked)
    if not found:
        found += [*missed_faults(asked, *verdicts), *missed_patterns(asked, sandbox, moto)]
    print(*found, sep="\n", end="\n" if found else "")
    own = sum(len(case.moto) for case in every)
    print(f"{len(asked)} patterns asked about {events} events, {len(refused)} patterns refused, {own} listed as "
          f"moto's own, {2 * events + 3} planted faults, {len(found)} violations")
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    sys.exit(main(sys.argv[1]))
