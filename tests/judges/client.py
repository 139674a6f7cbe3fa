"""Lets a real AWS client, boto3, drive `sandbox serve` through every operation that it offers: pages, exception
classes, functions, events, queues, executions. Whatever the client makes of an answer that it should not is told, and
so is an operation that is offered and was not driven.

usage: client.py SANDBOX FUNCTIONS

SANDBOX is the executable of the command, FUNCTIONS the folder with the functions' executables.
"""

import sys
from pathlib import Path

from client import directory_service, events, functions, sqs, step_functions, thin_client, workmail, workspaces
from client.faults import FAULTS
from client.offered import offered, services_in_sources, waiters
from client.serve import Served
from client.witness import Witness
from client.world import WORLD

QUEUES = Path(__file__).parent / "client" / "queues.yaml"
STACK = (workspaces, workmail, thin_client, directory_service, functions, events, step_functions)
# As boto3 calls them, and the sandbox's sources.
SERVICES = {
    "workspaces": "WorkspacesService", "workmail": "WorkMailService", "workspaces-thin-client": "thinclient",
    "ds": "DirectoryService_20150416", "lambda": "lambda", "events": "AWSEvents", "sqs": "AmazonSQS",
    "stepfunctions": "AWSStepFunctions",
}


class Tools:
    """The executables, and what is served with them: the stack with a company, or queues that nothing else reads."""

    def __init__(self, sandbox, functions):
        self._sandbox, self._functions = Path(sandbox).absolute(), Path(functions).absolute()

    def stack(self):
        return Served(self._sandbox, self._functions, world=WORLD)

    def queues(self):
        return Served(self._sandbox, None, template=QUEUES)


def drive(witness, tools):
    with tools.stack() as served:
        for module in STACK:
            for checks in module.CHECKS:
                witness.plays(checks, served)
        operations = {name: offered(served, name) for name in SERVICES}
        unwaited = {name: waiters(served, name, found) for name, (found, _) in operations.items()}
    with tools.queues() as served:
        for checks in sqs.CHECKS:
            witness.plays(checks, served)
    return operations, unwaited


def undriven(operations, driven):
    """What is offered and was not driven, and what was driven and is said not to be offered."""
    for service, (found, _) in operations.items():
        done = {name for of, name in driven if of == service}
        yield from (f"{service} {name}: offered, and not driven" for name in sorted(found - done))
        yield from (f"{service} {name}: driven, and not offered" for name in sorted(done - found))


def missed_faults(tools):
    for fault, checks, wanted in FAULTS:
        witness = Witness(fault)
        with tools.stack() as served:
            witness.plays(checks, served)
        if not any(wanted in one for one in witness.violations):
            yield f"planted: {fault.__name__.replace('_', ' ')}: not found; found was {witness.violations}"


def missed_operations(operations, driven):
    """The list of what was driven is believed only where it would be seen to be short, or too long."""
    for one in sorted(driven):
        if len([*undriven(operations, driven - {one})]) != 1:
            yield f"planted: without {one}: not found"
    if len([*undriven(operations, driven | {("sqs", "CreateQueue")})]) != 1:
        yield "planted: an operation that is not offered: not found"


def main(sandbox, functions):
    tools = Tools(sandbox, functions)
    wrong = [*missed_faults(tools)]
    witness = Witness()
    operations, unwaited = drive(witness, tools)
    wrong += witness.violations + [*undriven(operations, witness.driven)]
    wrong += [f"{service}: the waiter {name} was not used" for service, names in unwaited.items() for name in names]
    if (found := services_in_sources()) != {*SERVICES.values()}:
        wrong.append(f"the sandbox's sources have the services {sorted(found)}, driven are {sorted(SERVICES.values())}")
    if not wrong:
        wrong += missed_operations(operations, witness.driven)
    print(*wrong, sep="\n", end="\n" if wrong else "")
    known = sum(len(found) for found, _ in operations.values())
    print(f"{known} operations driven, {sum(count for _, count in operations.values()) - known} refused as unknown, "
          f"{witness.answers} answers, {witness.checks} checks, {len(witness.refusals)} kinds of refusal, "
          f"{len(FAULTS)} planted faults, {len(wrong)} violations")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    sys.exit(main(*sys.argv[1:]))
