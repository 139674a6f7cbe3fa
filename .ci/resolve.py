"""Works out what the translated templates come to with the values of their parameters.

To a scanner a value that hangs on a condition is a value like any other, and a policy that is kept as JSON text is no
policy. Here each is what CloudFormation would hand to the services, in an account and a Region that stand for any
other; what the conditions leave out is not there. What cannot be worked out is an error: a reference to what is left
out, text that should be JSON and is not, a function of CloudFormation that this file does not know.

usage: resolve.py OUTPUT-FOLDER TRANSLATED.json...
"""

import json
import re
import sys
from pathlib import Path

REGION, ACCOUNT, PARTITION = "us-east-1", "123456789012", "aws"
# CloudFormation's own parameters. A value that is NOTHING takes its property away.
NOTHING = object()
PSEUDO_PARAMETERS = {
    "AWS::AccountId": ACCOUNT, "AWS::Partition": PARTITION, "AWS::Region": REGION, "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": "euc-offboarding", "AWS::NoValue": NOTHING,
    "AWS::StackId": f"arn:{PARTITION}:cloudformation:{REGION}:{ACCOUNT}:stack/euc-offboarding/1",
}
# The ARNs that are asked for (service authorization reference, "Resource types"); a log group's says "and its streams".
HERE = f"{REGION}:{ACCOUNT}"
ARNS = {
    "AWS::CloudWatch::Alarm": f"cloudwatch:{HERE}:alarm:{{}}",
    "AWS::Events::EventBus": f"events:{HERE}:event-bus/{{}}",
    "AWS::Events::Rule": f"events:{HERE}:rule/{{}}",
    "AWS::IAM::ManagedPolicy": f"iam::{ACCOUNT}:policy/{{}}",
    "AWS::IAM::Role": f"iam::{ACCOUNT}:role/{{}}",
    "AWS::KMS::Key": f"kms:{HERE}:key/{{}}",
    "AWS::Lambda::Function": f"lambda:{HERE}:function:{{}}",
    "AWS::Logs::LogGroup": f"logs:{HERE}:log-group:{{}}:*",
    "AWS::SNS::Topic": f"sns:{HERE}:{{}}",
    "AWS::SQS::Queue": f"sqs:{HERE}:{{}}",
    "AWS::Scheduler::Schedule": f"scheduler:{HERE}:schedule/default/{{}}",
    "AWS::Scheduler::ScheduleGroup": f"scheduler:{HERE}:schedule-group/{{}}",
    "AWS::StepFunctions::StateMachine": f"states:{HERE}:stateMachine:{{}}",
}
# What `Ref` gives is a name, but for these (CloudFormation's reference of each type, "Return values").
REF_IS_ARN = {"AWS::IAM::ManagedPolicy", "AWS::SNS::Topic", "AWS::StepFunctions::StateMachine"}
# Properties that take JSON as text or as it is, and those that take it as text alone.
JSON_PROPERTIES = {"AssumeRolePolicyDocument", "EventPattern", "KeyPolicy", "PolicyDocument"}
JSON_TEXTS = {"DashboardBody", "Input"}


class Wrong(Exception):
    """What is wrong with the template, in words."""


class Resolver:
    def __init__(self, template):
        self._template = template
        self._functions = {
            "Ref": self._ref, "Fn::If": self._if, "Fn::Sub": self._sub, "Fn::Join": self._join,
            "Fn::FindInMap": self._find_in_map, "Fn::GetAtt": self._attribute, "Fn::Select": self._select,
            "Fn::Split": self._split,
        }
        self._present = {name for name, one in template["Resources"].items() if self._wanted(one)}

    def resolved(self):
        sections = {}
        for section in ("Resources", "Outputs"):
            sections[section] = {name: self._value({key: one[key] for key in one if key != "Condition"})
                                 for name, one in self._template.get(section, {}).items() if self._wanted(one)}
        return {"AWSTemplateFormatVersion": "2010-09-09", **parsed(sections, "template")}

    def _wanted(self, resource):
        return "Condition" not in resource or self._holds({"Condition": resource["Condition"]})

    def _value(self, node):
        if isinstance(node, list):
            return [value for value in map(self._value, node) if value is not NOTHING]
        if not isinstance(node, dict):
            return node
        name, argument = next(iter(node.items())) if len(node) == 1 else (None, None)
        if name in self._functions:
            return self._functions[name](argument)
        if name and name.startswith("Fn::"):
            raise Wrong(f"{name} is a function that this check does not know")
        values = {key: self._value(child) for key, child in node.items()}
        return {key: value for key, value in values.items() if value is not NOTHING}

    def _holds(self, condition):
        (name, argument), = condition.items()
        if name == "Condition":
            return self._holds(self._template["Conditions"][argument])
        if name == "Fn::Equals":
            one, other = map(self._value, argument)
            return str(one) == str(other)
        if name == "Fn::Not":
            return not self._holds(argument[0])
        if name in ("Fn::And", "Fn::Or"):
            return (all if name == "Fn::And" else any)(self._holds(one) for one in argument)
        raise Wrong(f"{name} is a condition that this check does not know")

    def _ref(self, name):
        if name in PSEUDO_PARAMETERS:
            return PSEUDO_PARAMETERS[name]
        if name in self._template.get("Parameters", {}):
            parameter = self._template["Parameters"][name]
            is_list = parameter["Type"] == "CommaDelimitedList"
            return parameter["Default"].split(",") if is_list else parameter["Default"]
        kind = self._type(name)
        if kind == "AWS::SQS::Queue":
            return f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{name}"
        return self._arn(name) if kind in REF_IS_ARN else name

    def _attribute(self, argument):
        name, attribute = argument.split(".", 1) if isinstance(argument, str) else argument
        self._type(name)
        return self._arn(name) if attribute in ("Arn", "TopicArn") else name

    def _arn(self, name):
        kind = self._type(name)
        if kind not in ARNS:
            raise Wrong(f"this check does not know the ARN of {name}, {kind}")
        return f"arn:{PARTITION}:{ARNS[kind].format(name)}"

    def _type(self, name):
        if name not in self._present:
            raise Wrong(f"something refers to {name}, which is not there")
        return self._template["Resources"][name]["Type"]

    def _if(self, argument):
        condition, one, other = argument
        return self._value(one if self._holds({"Condition": condition}) else other)

    def _sub(self, argument):
        text, values = argument if isinstance(argument, list) else (argument, {})

        def value(match):
            literal, name = match.groups()
            if literal:
                return f"${{{name}}}"
            if name in values:
                return str(self._value(values[name]))
            return str(self._attribute(name) if "." in name else self._ref(name))

        return re.sub(r"\$\{(!?)([^}]+)\}", value, text)

    def _join(self, argument):
        separator, parts = argument
        return separator.join(map(str, self._value(parts)))

    def _find_in_map(self, argument):
        name, first, second = map(self._value, argument)
        return self._template["Mappings"][name][str(first)][str(second)]

    def _select(self, argument):
        index, values = argument
        return self._value(values)[int(index)]

    def _split(self, argument):
        separator, text = argument
        return self._value(text).split(separator)


def parsed(node, path):
    """The same, with the documents that were text. CloudFormation finds what is no JSON only while it deploys."""
    if isinstance(node, list):
        return [parsed(child, f"{path}[{index}]") for index, child in enumerate(node)]
    if not isinstance(node, dict):
        return node
    values = {}
    for key, child in node.items():
        if key in JSON_PROPERTIES | JSON_TEXTS and isinstance(child, str):
            try:
                document = json.loads(child)
            except json.JSONDecodeError as error:
                raise Wrong(f"{path}.{key} is no JSON: {error}") from error
            child = child if key in JSON_TEXTS else document
        values[key] = parsed(child, f"{path}.{key}")
    return values


def main(folder, files):
    Path(folder).mkdir(parents=True, exist_ok=True)
    for file in map(Path, files):
        try:
            resolved = Resolver(json.loads(file.read_text())).resolved()
        except Wrong as wrong:
            raise SystemExit(f"{file}: {wrong}") from wrong
        (Path(folder) / file.name).write_text(json.dumps(resolved, indent=2) + "\n")
        print(f"{file.stem}: {len(resolved['Resources'])} resources")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    main(sys.argv[1], sys.argv[2:])
