"""Holds the sandbox's reading of template.yaml against SAM's own: the table of `sandbox wiring` must be the one that
follows from what aws-sam-translator makes of the template, for every set of parameters, member by member.

First, faults are planted in what SAM has made, at least one for each member of the table: each has to be found at its
place.

usage: wiring.py SANDBOX TEMPLATE SETS.json RESOLVED-FOLDER

SANDBOX is the executable, RESOLVED-FOLDER what .ci/resolve.py has written for the sets.
"""

import json
import subprocess
import sys
from pathlib import Path

import yaml

from wired import MACHINE, Unclear, wiring
from wiring_faults import FAULTS, SET

# The sandbox has values of its own for these unless they are given.
ALWAYS_GIVEN = ("DryRun", "TrustedSources")
KINDS = ("StateMachines", "Functions", "Rules", "Queues", "Mappings", "Schedules")


class Loader(yaml.SafeLoader):
    """Reads a template without its functions: what is wanted here is said outright."""


Loader.add_multi_constructor("!", lambda loader, tag, node: None)


def told(sandbox, template_path, template, values):
    """The sandbox's table, by logical ids."""
    values = {name: template["Parameters"][name]["Default"] for name in ALWAYS_GIVEN} | values
    command = [sandbox, "wiring", "--report", "json", "--template", template_path]
    for name, value in values.items():
        command += ["--parameter", f"{name}={value}"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise Unclear(answer.stderr.strip())
    table = json.loads(answer.stdout)
    by_id = {kind: {one.pop("LogicalId"): one for one in table[kind]} for kind in KINDS}
    for kind in KINDS:
        if len(by_id[kind]) != len(table[kind]):
            raise Unclear(f"the sandbox tells of one of its {kind} twice")
    return {**table, **by_id, "Buses": sorted(table["Buses"])}


def translated(folder, name, template, root):
    """What SAM has made with a set, and with it the definitions, which a deployment would upload by themselves."""
    made = json.loads((Path(folder) / f"{name}.json").read_text())
    for logical_id, one in made["Resources"].items():
        if one["Type"] == MACHINE:
            path = template["Resources"][logical_id]["Properties"]["DefinitionS3Location"]
            one["Properties"]["DefinitionString"] = (root / path).read_text()
    return made


def differences(ours, theirs, at=""):
    """Where two tables differ, and how: the place, the sandbox's value, SAM's."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in [*ours, *(name for name in theirs if name not in ours)]:
            place = f"{at}.{name}" if at else name
            if name not in theirs or name not in ours:
                yield place, ours.get(name, "absent"), theirs.get(name, "absent")
            else:
                yield from differences(ours[name], theirs[name], place)
    elif (type(ours), ours) != (type(theirs), theirs):
        yield at, ours, theirs


def values_in(node):
    return sum(map(values_in, node.values())) if isinstance(node, dict) and node else 1


def not_found(ours, made):
    """The planted faults that the comparison does not find, and the members that no fault was planted in."""
    for fault in FAULTS:
        places = {place for place, *_ in differences(ours, wiring(fault.planted(made)))}
        if fault.place not in places:
            found = ", ".join(sorted(places)) or "nothing"
            yield f"planted and not found: {fault.what} ({fault.place}; found: {found})"
    planted = {tuple(fault.place.split(".")[::2][:2]) for fault in FAULTS}
    members = {(kind, member) for kind in KINDS for one in ours[kind].values() for member in one} | {("Buses",)}
    for untried in sorted(members - planted):
        yield f"no fault is planted in {' '.join(untried)}"


def main(sandbox, template_path, sets_path, folder):
    template = yaml.load(Path(template_path).read_text(), Loader)
    sets = json.loads(Path(sets_path).read_text())
    root = Path(template_path).parent
    wrong, compared = [], 0
    for name, values in {SET: sets[SET], **sets}.items():
        try:
            ours, made = told(sandbox, template_path, template, values), translated(folder, name, template, root)
            if name == SET:
                wrong += not_found(ours, made)
            theirs = wiring(made)
        except Unclear as unclear:
            wrong.append(f"{name}: {unclear}")
            continue
        compared += values_in(theirs)
        wrong += [f"{name}: {place}: {json.dumps(one)} for the sandbox, {json.dumps(other)} for SAM"
                  for place, one, other in differences(ours, theirs)]
    print(*wrong, sep="\n", end="\n" if wrong else "")
    figures = f"{len(sets)} sets of parameters, {compared:,} values compared, {len(FAULTS)} faults planted"
    print(f"{figures}, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 5:
        raise SystemExit(__doc__)
    sys.exit(main(*sys.argv[1:]))
