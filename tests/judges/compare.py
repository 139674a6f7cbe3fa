"""Plays every scenario twice, from the same world and input and with the same function binaries: once by the
sandbox's own interpreter of state machines, once by moto's. Whatever they do not agree on is told, and is an
error.

usage: compare.py STAGE FUNCTIONS [SCENARIO…]

STAGE is the executable of the package `judges`, FUNCTIONS the folder with the functions' executables; a SCENARIO
is a part of a name.
"""

import logging
import multiprocessing
import sys
import time
from datetime import datetime, timezone
from functools import partial
from pathlib import Path

from faults import FAULTS, with_fault
from first import SandboxInterpreter
from likeness import Likeness, differences, ways_apart
from play import Play
from scenarios import SCENARIOS
from second.interpreter import MotoInterpreter
from stage import Stage, Tools

# Two scenarios at a time: most of it is waiting.
AT_ONCE = 3


def run(interpreter, scenario, tools, now, fault=None):
    """What became of a scenario: its executions, and the account of the stage."""
    with Stage(tools, scenario.setting(now)) as stage:
        definitions = with_fault(stage.definitions(), fault)
        with interpreter(stage, definitions) as judge:
            scenario.play(Play(stage, judge, now))
            return judge.executions(), stage.account()


def compared(scenario, tools, fault=None):
    """How many executions and task calls were compared, and what differs. A fault is planted on one side only."""
    now = datetime.now(timezone.utc).replace(microsecond=0)
    ours, our_stage = run(SandboxInterpreter, scenario, tools, now)
    theirs, their_stage = run(MotoInterpreter, scenario, tools, now, fault)
    likeness = Likeness([one["input"] for one in ours.values()])
    found = list(differences(sorted(ours), sorted(theirs), "executions"))
    for arn in sorted(ours.keys() & theirs.keys()):
        found += [f"{arn.split(':', 6)[6]}: {text}" for text in apart(ours[arn], theirs[arn], likeness)]
    found += differences(*(likeness.of(_lasting(stage)) for stage in (our_stage, their_stage)))
    return len(ours), sum(_tasks(one) for one in ours.values()), found


def apart(one, other, likeness):
    for part in ("status", "error", "cause", "output"):
        yield from differences(likeness.of(one[part]), likeness.of(other[part]), part)
    yield from ways_apart(one["ways"], other["ways"], likeness)


def _lasting(account):
    """What is left of a run. An event names the execution and its machine, in an order that AWS does not tell."""
    events = [{**event, "time": None, "resources": sorted(event["resources"])} for event in account["Events"]]
    return {"Events": events, **{part: account[part] for part in ("World", "Escapes", "Lost")}}


def _tasks(execution):
    ways, _ = execution["ways"].found()
    return sum(isinstance(step, dict) for steps in ways.values() for step in steps)


def judged(tools, name):
    """In a process of its own: moto is one for a process."""
    logging.disable(logging.CRITICAL)
    scenario = next(one for one in SCENARIOS if one.name == name)
    began = time.monotonic()
    try:
        executions, tasks, found = compared(scenario, tools)
    except Exception as error:
        executions, tasks, found = 0, 0, [f"{type(error).__name__}: {error}"]
    return name, executions, tasks, found, time.monotonic() - began


def main(stage, functions, *parts):
    tools = Tools(Path(stage), Path(functions))
    names = [one.name for one in SCENARIOS if not parts or any(part in one.name for part in parts)]
    wrong = 0
    with multiprocessing.get_context("fork").Pool(AT_ONCE, maxtasksperchild=1) as pool:
        for name, executions, tasks, found, seconds in pool.imap(partial(judged, tools), names):
            print(f"{name:60} {executions:3} {tasks:4} {seconds:5.1f}s  {'differ' if found else 'equal'}", flush=True)
            for text in found:
                print(f"    {text}")
            wrong += bool(found)
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    sys.exit(main(*sys.argv[1:]))
