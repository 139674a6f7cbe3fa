"""Plays every scenario twice, from the same world and input and with the same function binaries: once by the
sandbox's own interpreter of state machines, once by moto's. Whatever the two do not agree on is told, and is an
error.

usage: compare.py STAGE FUNCTIONS [SCENARIO…]

STAGE is the executable of the package `judges`, FUNCTIONS the folder with the functions' executables; SCENARIO is a
part of a name.
"""

import logging
import multiprocessing
import sys
import time
from collections import namedtuple
from datetime import datetime, timezone
from functools import partial
from pathlib import Path

from first import SandboxInterpreter
from likeness import Likeness, differences, lasting, ways_apart
from planted import FAULTS, SCENARIO, with_fault
from play import Play
from scenarios import SCENARIOS
from second.interpreter import MotoInterpreter, learn
from stage import ROOT, Stage, Tools

# Most of a scenario is waiting for functions.
AT_ONCE = 3

Job = namedtuple("Job", "scenario fault")
Verdict = namedtuple("Verdict", "job executions tasks found seconds")


def run(interpreter, scenario, tools, now, fault=None):
    """What became of a scenario: its executions, and the account of the stage."""
    with Stage(tools, scenario.setting(now)) as stage:
        with interpreter(stage, with_fault(stage.definitions(), fault)) as judge:
            scenario.play(Play(stage, judge, now))
            return judge.executions(), stage.account()


def compare(tools, scenario, fault):
    """The executions of the sandbox, and what differs. A fault is the other side's."""
    now = datetime.now(timezone.utc).replace(microsecond=0)
    ours, our_stage = run(SandboxInterpreter, scenario, tools, now)
    theirs, their_stage = run(MotoInterpreter, scenario, tools, now, fault)
    likeness = Likeness([one["input"] for one in ours.values()])
    found = list(differences(sorted(ours), sorted(theirs), "executions"))
    for arn in sorted(ours.keys() & theirs.keys()):
        found += [f"{arn.split(':', 6)[6]}: {text}" for text in apart(ours[arn], theirs[arn], likeness)]
    found += differences(likeness.of(lasting(our_stage)), likeness.of(lasting(their_stage)))
    return ours, found


def apart(one, other, likeness):
    for part in ("status", "error", "cause", "output"):
        yield from differences(likeness.of(one[part]), likeness.of(other[part]), part)
    yield from ways_apart(one["ways"], other["ways"], likeness)


def judge(tools, job):
    """In a process of its own: moto is one for a process."""
    scenario = next(one for one in SCENARIOS if one.name == job.scenario)
    began = time.monotonic()
    try:
        executions, found = compare(tools, scenario, job.fault)
    except Exception as error:
        # The other scenarios are still worth comparing.
        executions, found = {}, [f"{type(error).__name__}: {error}"]
    tasks = sum(one["ways"].tasks() for one in executions.values())
    return Verdict(job, len(executions), tasks, found, time.monotonic() - began)


def told(verdict):
    """Prints a verdict; false where it is not as it should be. A planted fault should be found."""
    job, executions, tasks, found, seconds = verdict
    fine = bool(found) == bool(job.fault) and executions > 0
    name = f"planted: {job.fault.__name__.replace('_', ' ')}" if job.fault else job.scenario
    result = "equal" if not found else "found" if job.fault and fine else "differ"
    print(f"{name:58} {executions:10} {tasks:5} {seconds:7.1f}  {result}", flush=True)
    if not fine:
        print(*(f"    {text}" for text in found or ["the planted fault was not found"]), sep="\n", flush=True)
    return fine


def main(stage, functions, *parts):
    tools = Tools(Path(stage).absolute(), Path(functions).absolute())
    jobs = [Job(SCENARIO, fault) for fault in FAULTS]
    jobs += [Job(one.name, None) for one in SCENARIOS if not parts or any(part in one.name for part in parts)]
    logging.disable(logging.CRITICAL)
    learn(path.read_text() for path in sorted((ROOT / "statemachines").iterdir()))
    print(f"{'scenario (sandbox / moto)':58} executions tasks seconds")
    with multiprocessing.get_context("fork").Pool(AT_ONCE, maxtasksperchild=1) as pool:
        wrong = sum(not told(verdict) for verdict in pool.imap(partial(judge, tools), jobs))
    print(f"{len(jobs)} played, {wrong} not as they should be")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    sys.exit(main(*sys.argv[1:]))
