"""Checks who may do what in a resolved template: its roles, policies, queues, topics, buses and keys.

What an action is, what it can be limited to and which conditions it knows is read in AWS's own reference. Every rule
comes with a fault that it must find in what is fine otherwise; that is tried first. No rule has exceptions.

usage: iam.py RESOLVED.json...
"""

import copy
import json
import re
import sys
from collections import namedtuple
from pathlib import Path

from iam_reference import Reference, fits

# Of a role or a policy for one; of a role, who may take it; of a queue, a topic, a bus or a key, who may use it.
IDENTITY, TRUST, RESOURCE, KEY = "identity", "trust", "resource", "key"
Statement = namedtuple("Statement", "kind where body")

RULES = []


def rule(*planted, kind=IDENTITY):
    """A rule about statements, with what plants faults in a statement of a kind, which the rule must find."""
    return lambda check: RULES.append((check, kind, planted)) or check


def listed(body, *names):
    """What a statement says under the names, each of which takes one value or several."""
    for name in names:
        value = body.get(name, [])
        yield from value if isinstance(value, list) else [value]


def allows(statement, *kinds):
    return statement.body["Effect"] == "Allow" and statement.kind in kinds


@rule(lambda body: body["Action"].append("workspaces:TerminateWorkspace"),
      lambda body: body["Action"].append("workspace:TerminateWorkspaces"))
def names_actions_that_exist(statement, aws):
    for name in listed(statement.body, "Action", "NotAction"):
        if not aws.actions(name):
            yield f"names the action {name}, which does not exist"


@rule(lambda body: body["Action"].append("workspaces:Terminate*"))
def allows_actions_by_name(statement, _):
    for name in listed(statement.body, "Action"):
        if allows(statement, IDENTITY, TRUST) and "*" in name:
            yield f"allows {name}: write down each action"


@rule(lambda body: body.update(NotAction=body.pop("Action")), lambda body: body.update(NotResource=body.pop("Resource")))
def allows_nothing_by_leaving_out(statement, _):
    for name in ("NotAction", "NotResource", "NotPrincipal"):
        if statement.body["Effect"] == "Allow" and name in statement.body:
            yield f"allows what {name} leaves out"


@rule(lambda body: body.update(Resource="*"))
def limits_what_can_be_limited(statement, aws):
    if allows(statement, IDENTITY) and "*" in listed(statement.body, "Resource"):
        for name in listed(statement.body, "Action"):
            forms = {form for action in aws.actions(name) for form in aws.resources(action)}
            if forms:
                yield f"allows {name} on everything; it can be limited to {' or '.join(sorted(forms))}"


@rule(lambda body: body["Action"].append("workspaces:DescribeWorkspaces"))
def limits_nothing_that_cannot_be(statement, aws):
    if allows(statement, IDENTITY) and "*" not in listed(statement.body, "Resource"):
        for action in actions(statement, aws):
            if not aws.resources(action):
                yield f"limits {':'.join(action)} to a resource, which leaves nothing of it"


@rule(lambda body: body["Action"].append("workspaces:DeregisterWorkspaceDirectory"),
      lambda body: body["Resource"].append("arn:aws:workspaces:us-east-1:123456789012:directory/*"),
      lambda body: body["Resource"].append("arn:aws:workspaces:us-east-1:*:workspace/*"),
      lambda body: body["Resource"].append("arn:aws:workspaces:us-east-1:123456789012:*"))
def names_resources_of_its_actions(statement, aws):
    resources = [one for one in listed(statement.body, "Resource") if one != "*"]
    if allows(statement, IDENTITY) and resources:
        forms = {action: aws.resources(action) for action in actions(statement, aws)}
        for action, known in forms.items():
            if known and not any(fits(form, arn) for form in known for arn in resources):
                yield f"allows {':'.join(action)} on nothing that it can be limited to: {' or '.join(known)}"
        for arn in resources:
            if not any(fits(form, arn) for known in forms.values() for form in known):
                yield f"allows something on {arn}, which is of no kind that its actions can be limited to"


@rule(lambda body: body.update(Condition={"StringEquals": {"aws:TagKeys": "a"}}),
      lambda body: body.update(Condition={"StringEquals": {"aws:SourceAcount": "123456789012"}}),
      lambda body: body.update(Action=["workspaces:DescribeWorkspaces"], Resource="*"))
def has_conditions_that_its_actions_know(statement, aws):
    keys = {key for operator in statement.body.get("Condition", {}).values() for key in operator}
    for name in listed(statement.body, "Action"):
        for key in sorted(keys):
            if not any(aws.has_key(action, key) for action in aws.actions(name)):
                yield f"has a condition on {key}, which a request for {name} does not have"


@rule(lambda body: body.pop("Condition"), lambda body: body.update(Principal="*", Condition={}),
      lambda body: body.update(Principal={"AWS": ["*"]}, Condition={}), kind=RESOURCE)
def lets_in_whom_it_knows(statement, _):
    """A service acts for everybody's rules and schedules; only a condition on the source tells whose.

    Not so for keys: the service that delivers to an encrypted queue may not say whose rule it is.
    """
    keys = {key.lower() for operator in statement.body.get("Condition", {}).values() for key in operator}
    sources = {"aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:principalorgid", "aws:principalaccount"}
    principal = statement.body.get("Principal", {})
    anybody = principal == "*" or "Service" in principal or "*" in listed(principal, "AWS")
    if allows(statement, RESOURCE) and anybody and not keys & sources:
        yield "lets in anybody, or a service for anybody: it has no condition on the source"


def actions(statement, aws):
    return [action for name in listed(statement.body, "Action") for action in aws.actions(name)]


def statements(resources):
    for name, resource in resources.items():
        yield from found(resource["Type"], resource.get("Properties", {}), name)


def found(resource_type, node, where):
    """Whatever has an effect is a statement, wherever it stands."""
    if isinstance(node, list):
        for index, child in enumerate(node):
            yield from found(resource_type, child, f"{where}[{index}]")
    elif isinstance(node, dict) and "Effect" in node:
        yield Statement(kind_of(resource_type, where), f"{where} {node.get('Sid', '')}".strip(), node)
    elif isinstance(node, dict):
        for key, child in node.items():
            yield from found(resource_type, child, f"{where}.{key}")


def kind_of(resource_type, where):
    if ".AssumeRolePolicyDocument" in where:
        return TRUST
    return IDENTITY if resource_type.startswith("AWS::IAM::") else KEY if resource_type == "AWS::KMS::Key" else RESOURCE


def trusts_one_service(resources):
    for name, resource in resources.items():
        if resource["Type"] == "AWS::IAM::Role":
            document = resource["Properties"]["AssumeRolePolicyDocument"]
            trusted = [one.get("Principal") for one in listed(document, "Statement")]
            if not re.fullmatch(r'\[\{"Service": "[^"*]+"\}\]', json.dumps(trusted)):
                yield f"{name} trusts not exactly one service: {json.dumps(trusted)}"


def has_no_policy_of_aws(resources):
    for name, resource in resources.items():
        for arn in re.findall(r'[^"]*:iam::aws:policy/[^"]*', json.dumps(resource)):
            yield f"{name} has {arn}, which AWS changes as it likes"


FINE = {
    IDENTITY: {
        "Effect": "Allow",
        "Action": ["workspaces:TerminateWorkspaces"],
        "Resource": ["arn:aws:workspaces:us-east-1:123456789012:workspace/*"],
        "Condition": {"Null": {"aws:ResourceTag/offboarding:hold": "true"}},
    },
    TRUST: {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}},
    RESOURCE: {
        "Effect": "Allow",
        "Action": "sqs:SendMessage",
        "Resource": "*",
        "Principal": {"Service": "events.amazonaws.com"},
        "Condition": {"ArnEquals": {"aws:SourceArn": "arn:aws:events:us-east-1:123456789012:rule/any"}},
    },
}
FINE_ROLE = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [FINE[TRUST]]}}}
PLANTED_IN_ROLES = {
    trusts_one_service: [
        lambda role: role["AssumeRolePolicyDocument"]["Statement"].append(FINE[TRUST]),
        lambda role: role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"].update(AWS="123456789012"),
        lambda role: role["AssumeRolePolicyDocument"]["Statement"][0].update(Principal="*"),
    ],
    has_no_policy_of_aws: [lambda role: role.update(ManagedPolicyArns=["arn:aws:iam::aws:policy/ReadOnlyAccess"])],
}


def try_rules(aws):
    """A rule that finds nothing where there is something would be worse than none."""
    fine = [Statement(kind, kind, body) for kind, body in FINE.items()]
    mistaken = [check.__name__ for check, _, _ in RULES for one in fine if list(check(one, aws))]
    for check, kind, planted in RULES:
        for plant in planted:
            body = copy.deepcopy(FINE[kind])
            plant(body)
            mistaken += [] if list(check(Statement(kind, kind, body), aws)) else [check.__name__]
    for check, planted in PLANTED_IN_ROLES.items():
        mistaken += [check.__name__] if list(check({"Role": FINE_ROLE})) else []
        for plant in planted:
            role = copy.deepcopy(FINE_ROLE)
            plant(role["Properties"])
            mistaken += [] if list(check({"Role": role})) else [check.__name__]
    if mistaken:
        raise SystemExit(f"these rules do not tell what is fine from what is not: {', '.join(mistaken)}")


def wrong_with(resources, aws):
    for statement in statements(resources):
        yield from (f"{statement.where}: {what}" for check, _, _ in RULES for what in check(statement, aws))
    yield from (what for check in PLANTED_IN_ROLES for what in check(resources))


def main(files):
    aws = Reference()
    try_rules(aws)
    wrong = [f"{file}: {what}" for file in files
             for what in wrong_with(json.loads(Path(file).read_text())["Resources"], aws)]
    print(*wrong, sep="\n", end="\n" if wrong else "", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    sys.exit(main(sys.argv[1:]))
