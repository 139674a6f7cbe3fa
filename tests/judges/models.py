"""Holds every exchange with AWS that the end-to-end tests recorded against AWS's own service models: what the functions
send must be what AWS accepts, and what the sandbox answers must be what AWS could say.

usage: models.py FOLDER

FOLDER is the one that EXCHANGES named when the tests ran. Every operation that the template gives the functions a right
to has to be among the recordings; otherwise nothing was said about it.
"""

import re
import sys
from pathlib import Path

from exchanges.catalogue import Catalogue
from exchanges.judge import Judge
from exchanges.planted import not_found
from exchanges.recording import recorded

TEMPLATE = Path(__file__).resolve().parents[2] / "template.yaml"
# The services that functions call. Those of the state machines are called by Step Functions, over no wire of ours.
RIGHT = re.compile(r"\b(workspaces|workmail|thinclient):([A-Z][A-Za-z]+)\b")


def unheard(operations):
    """The operations that functions may ask for and nobody was heard asking for."""
    return [f"{service}:{name} is in no recording, and a role has the right to it"
            for service, name in sorted(set(RIGHT.findall(TEMPLATE.read_text())) - set(operations))]


def main(folder):
    faults, missed = not_found()
    if missed:
        print("planted faults that were not found:", *missed, sep="\n    ")
        return 1
    judge = Judge(Catalogue())
    wrong = [f"{one.where}: {violation}" for one in recorded(Path(folder)) for violation in judge.violations(one)]
    wrong += unheard(judge.operations)
    print(*wrong, sep="\n", end="\n" if wrong else "")
    print(f"{judge.exchanges:,} exchanges judged, {judge.dropped} of them without an answer; "
          f"{len(judge.operations)} operations, {len(judge.errors)} errors of theirs; "
          f"{faults} planted faults found; {len(wrong)} violations")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    sys.exit(main(sys.argv[1]))
