"""Checks the exceptions that template.yaml makes from the rules of cfn-lint and checkov: each stands on the resource that
it is for, says why, and is needed.

    Metadata:
      cfn-lint: { config: { ignore_checks: [ES6000] }, comments: { ES6000: Why. } }
      checkov: { skip: [{ id: CKV_AWS_27, comment: Why. }] }

Both tools read their part of it. Whether they still need to is seen by having them look at copies without: an exception
that covers no finding there, with any set of parameters, has outlived its reason. One that is for some parameters only
can say so with `!If`, for checkov looks at the resolved templates.

usage: exceptions.py strip OUTPUT-FOLDER TEMPLATE.json...
       exceptions.py judge template.yaml CFN-LINT.json CHECKOV.json RESOLVED.json...
"""

import copy
import json
import sys
from collections import namedtuple
from pathlib import Path

from samtranslator.yaml_helper import yaml_parse

SCANNERS = ("cfn-lint", "checkov")
# An exception, or what it is for: a rule of a scanner, and the resource of template.yaml that it is about.
Exempt = namedtuple("Exempt", "scanner rule resource")


def stripped(template):
    for resource in template["Resources"].values():
        for scanner in SCANNERS:
            resource.get("Metadata", {}).pop(scanner, None)
    return template


def made(template, resolved):
    """Every exception that a resolved template makes, with its reason."""
    for name, resource in resolved["Resources"].items():
        name, metadata = source(template, name), resource.get("Metadata", {})
        lint = metadata.get("cfn-lint", {})
        for rule in lint.get("config", {}).get("ignore_checks", []):
            yield Exempt("cfn-lint", rule, name), lint.get("comments", {}).get(rule)
        for skip in metadata.get("checkov", {}).get("skip", []):
            yield Exempt("checkov", skip.get("id"), name), skip.get("comment")


def needed(template, lint, checkov):
    """What the scanners find where they see no exceptions."""
    for one in lint:
        section, *names = one["Location"]["Path"]
        if section == "Resources":
            yield Exempt("cfn-lint", one["Rule"]["Id"], source(template, names[0]))
    for one in checkov["results"]["failed_checks"]:
        yield Exempt("checkov", one["check_id"], source(template, one["resource"].split(".", 1)[1]))


def source(template, name):
    """The resource of template.yaml that a resource of a translation is, or was made of: SAM puts its name first."""
    return max((one for one in template["Resources"] if name.startswith(one)), key=len)


def wrong_with(template, lint, checkov, exceptions):
    if checkov["results"]["parsing_errors"]:
        yield f"checkov could not read {', '.join(checkov['results']['parsing_errors'])}"
    for scanner in SCANNERS:
        if scanner in template.get("Metadata", {}):
            yield f"the whole template makes exceptions for {scanner}: make them on single resources"
    findings = set(needed(template, lint, checkov))
    for exempt, reason in sorted(exceptions, key=str):
        what = f"{exempt.resource}: the exception from {exempt.scanner}'s rule {exempt.rule}"
        if not reason:
            yield f"{what} has no reason"
        if exempt not in findings:
            yield f"{what} is not needed"


# Both exceptions are needed, the first one for what was made of the function.
LINT = [{"Location": {"Path": ["Resources", "FunctionRequests"]}, "Rule": {"Id": "ES1001"}}]
CHECKOV = {"results": {"failed_checks": [{"check_id": "CKV_1", "resource": "A::B::C.Queue"}], "parsing_errors": []}}
FINE = {"Resources": {
    "Function": {"Metadata": {"cfn-lint": {"config": {"ignore_checks": ["ES1001"]}, "comments": {"ES1001": "Why."}}}},
    "Queue": {"Metadata": {"checkov": {"skip": [{"id": "CKV_1", "comment": "Why."}]}}},
}}
PLANTED = [
    lambda template: template["Resources"]["Function"]["Metadata"]["cfn-lint"].pop("comments"),
    lambda template: template["Resources"]["Function"]["Metadata"]["cfn-lint"]["config"]["ignore_checks"].append("E1"),
    lambda template: template["Resources"]["Queue"]["Metadata"]["checkov"]["skip"][0].pop("comment"),
    lambda template: template["Resources"]["Queue"]["Metadata"]["checkov"]["skip"][0].update(id="CKV_2"),
    lambda template: template.update(Metadata={"cfn-lint": {"config": {"ignore_checks": ["ES1001"]}}}),
]


def try_rules():
    """A check that finds nothing where there is something would be worse than none."""
    if list(wrong_with(FINE, LINT, CHECKOV, set(made(FINE, FINE)))):
        raise SystemExit("exceptions that are fine are not found to be")
    for number, plant in enumerate(PLANTED, 1):
        template = copy.deepcopy(FINE)
        plant(template)
        if not list(wrong_with(template, LINT, CHECKOV, set(made(template, template)))):
            raise SystemExit(f"fault {number} was planted and not found")


def read(path):
    return json.loads(Path(path).read_text())


def strip(folder, files):
    Path(folder).mkdir(parents=True, exist_ok=True)
    for file in files:
        (Path(folder) / Path(file).name).write_text(json.dumps(stripped(read(file)), indent=2) + "\n")


def judge(template_path, lint, checkov, resolved):
    try_rules()
    template = yaml_parse(Path(template_path).read_text())
    exceptions = {one for path in resolved for one in made(template, read(path))}
    wrong = list(wrong_with(template, read(lint), read(checkov), exceptions))
    print(*wrong, sep="\n", end="\n" if wrong else "", file=sys.stderr)
    print(f"{len(exceptions)} exceptions")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) > 3 and sys.argv[1] == "strip":
        sys.exit(strip(sys.argv[2], sys.argv[3:]))
    if len(sys.argv) > 5 and sys.argv[1] == "judge":
        sys.exit(judge(*sys.argv[2:5], sys.argv[5:]))
    raise SystemExit(__doc__)
