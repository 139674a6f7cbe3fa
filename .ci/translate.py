"""Translates template.yaml to plain CloudFormation without an account, once for each set of parameters.

SAM expands its own resources on the server; until then cfn-lint sees neither the function behind a queue nor the
policies as they will be. The translated files are what it looks at.

The values of a set become the parameters' defaults in its file, so that cfn-lint holds them against the parameters'
own bounds as well.

usage: translate.py TEMPLATE SETS.json OUTPUT-FOLDER
"""

import copy
import json
import logging
import os
import sys
from pathlib import Path

from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

# Stand for what `sam package` would have uploaded: the translator takes no local path.
UPLOADED_CODE = "s3://uploaded-by-sam-package/code.zip"
UPLOADED_DEFINITION = {"Bucket": "uploaded-by-sam-package", "Key": "definition.asl.json"}
# The translator asks for a Region to write the AWS partition into ARNs; any will do.
os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")

# The translator counts what it does for its own service and complains when nobody collects the numbers.
logging.getLogger("samtranslator.metrics").setLevel(logging.ERROR)

# What the metadata of a resource says to these holds for what SAM makes of it as well: the translator forgets it on
# the way to a queue's event source mapping.
SCANNERS = ("cfn-lint", "checkov")


class NoManagedPolicies:
    """Names of AWS managed policies would be looked up in an account; the template uses none."""

    def load(self):
        return {}


def with_values(template, values):
    chosen = copy.deepcopy(template)
    for name, value in values.items():
        if name not in chosen["Parameters"]:
            raise SystemExit(f"{name} is set, but is no parameter of the template")
        chosen["Parameters"][name]["Default"] = value
    chosen["Globals"]["Function"]["CodeUri"] = UPLOADED_CODE
    for resource in chosen["Resources"].values():
        if resource["Type"] == "AWS::StepFunctions::StateMachine":
            resource["Properties"]["DefinitionS3Location"] = UPLOADED_DEFINITION
    return chosen


def translate(template, values):
    chosen = with_values(template, values)
    defaults = {name: parameter["Default"] for name, parameter in chosen["Parameters"].items()}
    translated = transform(chosen, defaults, NoManagedPolicies())
    for name, events in events_of(template).items():
        said = {key: one for key, one in template["Resources"][name].get("Metadata", {}).items() if key in SCANNERS}
        for event in events:
            translated["Resources"][f"{name}{event}"].setdefault("Metadata", {}).update(said)
    return translated


def events_of(template):
    """The names of each function's events; SAM calls what it makes of one after both."""
    functions = {name: one for name, one in template["Resources"].items() if one["Type"] == "AWS::Serverless::Function"}
    return {name: list(one["Properties"].get("Events", {})) for name, one in functions.items()}


def main(template_path, sets_path, output):
    template = yaml_parse(Path(template_path).read_text())
    sets = json.loads(Path(sets_path).read_text())
    folder = Path(output)
    folder.mkdir(parents=True, exist_ok=True)
    for name, values in sets.items():
        try:
            translated = translate(template, values)
        except InvalidDocumentException as error:
            causes = "\n  ".join(cause.message for cause in error.causes)
            raise SystemExit(f"template.yaml does not translate with the parameter set {name}:\n  {causes}") from error
        (folder / f"{name}.json").write_text(json.dumps(translated, indent=2) + "\n")
        print(f"{name}: {len(translated['Resources'])} resources")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
