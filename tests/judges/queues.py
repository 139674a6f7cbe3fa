"""Plays the same scripts on queues of the sandbox and of moto: what comes back when, how often it was received, what
moves to the dead-letter queue, what batches answer. Whatever the two do not agree on is told, and is an error, unless
it is listed, with what each of them says and what AWS documents; what is listed and is not so is an error as well.

usage: queues.py SANDBOX

SANDBOX is the executable of the command.
"""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from unittest.mock import patch

import boto3
from botocore.exceptions import ClientError
from moto import mock_aws

from client.serve import REGION, Served
from queue_scripts import LONG, SCRIPTS, in_order

TEMPLATE = Path(__file__).parent / "client" / "queues.yaml"
DEVIATIONS = Path(__file__).parent / "queues.json"
NAMES = ("dead", "work", "plain", "ordered-dead.fifo", "ordered.fifo")
# The sandbox's time goes so much faster than that of who waits.
SPEED, GREAT_SPEED = 10, 100
# Scripts look ten seconds before or after something happens, which is one second for us. What took longer than this
# is played again.
LATE = 0.8
TRIES = 20
# Most of a script is waiting.
AT_ONCE = 8


class TooLate(Exception):
    """The machine was so busy that the script looked at the wrong time."""


class Bench:
    """What a script plays on: a client, and time that passes when it says so. Keeps what was observed."""

    def __init__(self, client, wait):
        self.client, self.wait, self.observed = client, wait, {}

    def url(self, name):
        return self.client.get_queue_url(QueueName=name)["QueueUrl"]

    def saw(self, what, value):
        if what in self.observed:
            raise ValueError(f"{what}: observed twice")
        # A tuple is a list in the list of deviations.
        self.observed[what] = json.loads(json.dumps(value))

    def said(self, what, call, told=lambda answer: "done", **parameters):
        """What came of a call: what is told of its answer, or its error."""
        try:
            self.saw(what, told(call(**parameters)))
        except ClientError as error:
            said = error.response
            self.saw(what, f"{said['Error']['Code']} {said['ResponseMetadata']['HTTPStatusCode']}")
        except NotImplementedError:
            self.saw(what, "not implemented")


class SandboxBench(Bench):
    """A sandbox of its own for every script."""

    def __init__(self, executable, speed):
        self._served = Served(executable, None, template=TEMPLATE, speed=speed)
        self._speed, self._slept = speed, 0

    def __enter__(self):
        self._served.__enter__()
        super().__init__(self._served.client("sqs"), self._sleep)
        self._began = time.monotonic()
        return self

    def __exit__(self, kind, *_):
        late = time.monotonic() - self._began - self._slept
        self._served.__exit__()
        if late > LATE:
            raise TooLate(f"{late:.1f} s")

    def _sleep(self, seconds):
        began = time.monotonic()
        time.sleep(seconds / self._speed)
        # What a nap took longer than it should counts as late.
        self._slept += min(time.monotonic() - began, seconds / self._speed)


class MotoBench(Bench):
    """Moto in this process, whose time is ours. A millisecond passes whenever it looks, since to moto a message is
    visible only after the millisecond in which it becomes so."""

    def __init__(self, hidden=20):
        self._now, self._hidden = time.time(), hidden
        self._patches = [mock_aws(), patch("moto.sqs.models.unix_time", self._look),
                         patch("moto.sqs.models.unix_time_millis", lambda: self._look() * 1000)]

    def __enter__(self):
        for one in self._patches:
            one.__enter__()
        client = boto3.client("sqs", region_name=REGION, aws_access_key_id="x", aws_secret_access_key="x")
        super().__init__(client, self._pass)
        for name in NAMES:
            client.create_queue(QueueName=name, Attributes=_attributes(name, self._hidden))
        return self

    def __exit__(self, *_):
        for one in reversed(self._patches):
            one.__exit__(None, None, None)

    def _look(self):
        self._now += 0.001
        return self._now

    def _pass(self, seconds):
        self._now += seconds


def _attributes(name, hidden):
    """As the sandbox's template has them; that it does is observed."""
    attributes = {"VisibilityTimeout": str(hidden)}
    if name == "dead":
        attributes["MessageRetentionPeriod"] = "1209600"
    if name.endswith(".fifo"):
        attributes["FifoQueue"] = "true"
    if name in ("work", "ordered.fifo"):
        dead = {"work": "dead", "ordered.fifo": "ordered-dead.fifo"}[name]
        policy = {"deadLetterTargetArn": f"arn:aws:sqs:{REGION}:123456789012:{dead}", "maxReceiveCount": 2}
        attributes["RedrivePolicy"] = json.dumps(policy)
    return attributes


def in_sandbox(executable, script):
    return played(script, lambda: SandboxBench(executable, GREAT_SPEED if script in LONG else SPEED))


def played(script, make):
    """What a script observes on a bench that is in time."""
    for _ in range(TRIES):
        try:
            with make() as bench:
                try:
                    script(bench)
                except Exception as error:
                    bench.saw("it breaks off", f"{type(error).__name__}: {error}")
            return bench.observed
        except TooLate:
            continue
    raise TimeoutError(f"{script.__name__}: not in time in {TRIES} tries")


def wrong(name, sandbox, moto, listed):
    """Where two runs of a script differ, and where the list of what differs is not exact."""
    for what in dict.fromkeys([*sandbox, *moto]):
        place = f"{name}: {what}"
        our, their = sandbox.get(what, "not observed"), moto.get(what, "not observed")
        entry = listed.get(place)
        if entry is None and our != their:
            yield f"{place}: {our!r} / {their!r}"
        elif entry and our == their:
            yield f"{place}: is listed as different, and both say {our!r}"
        elif entry and [our, their] != [entry["sandbox"], entry["moto"]]:
            yield f"{place}: {our!r} / {their!r}, and the list has {entry['sandbox']!r} / {entry['moto']!r}"


def missed_faults(runs, listed):
    """Every observation is believed only where another one, on either side, would be seen."""
    for name, sandbox, moto in runs:
        for what in sandbox:
            for ours, theirs in (({**sandbox, what: "planted"}, moto), (sandbox, {**moto, what: "planted"})):
                if len([*wrong(name, ours, theirs, listed)]) != 1:
                    yield f"planted: {name}: {what}: not found"


def missed_times(runs):
    """What is observed is really there: messages that moto hides for longer are seen to be."""
    sandbox = next(sandbox for name, sandbox, _ in runs if name == "in order")
    longer = played(in_order, lambda: MotoBench(hidden=100))
    if not [*wrong("in order", sandbox, longer, {})]:
        yield "planted: another visibility timeout: not found"


def main(executable):
    executable = Path(executable).absolute()
    listed = json.loads(DEVIATIONS.read_text())
    with ThreadPoolExecutor(AT_ONCE) as pool:
        ours = [*pool.map(partial(in_sandbox, executable), SCRIPTS)]
    names = [script.__name__.replace("_", " ") for script in SCRIPTS]
    # Moto changes all of boto3 while it plays.
    runs = [*zip(names, ours, [played(script, MotoBench) for script in SCRIPTS])]
    found = [one for name, sandbox, moto in runs for one in wrong(name, sandbox, moto, listed)]
    places = {f"{name}: {what}" for name, sandbox, moto in runs for what in (*sandbox, *moto)}
    found += [f"{place}: is listed, and never observed" for place in sorted(listed.keys() - places)]
    observed = sum(len(sandbox) for _, sandbox, _ in runs)
    if not found:
        found += [*missed_faults(runs, listed), *missed_times(runs)]
    print(*found, sep="\n", end="\n" if found else "")
    print(f"{len(runs)} scripts, {observed} observations, {len(listed)} of them listed as different, "
          f"{2 * observed + 1} planted faults, {len(found)} violations")
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    sys.exit(main(sys.argv[1]))
