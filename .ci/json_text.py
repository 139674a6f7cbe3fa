"""Checks that the policies and event patterns which a template keeps as JSON text are JSON.

cfn-lint passes over text that does not parse; CloudFormation finds it only while it deploys.

usage: json_text.py TRANSLATED.json...
"""

import json
import re
import sys
from pathlib import Path

JSON_PROPERTIES = {"AssumeRolePolicyDocument", "DashboardBody", "EventPattern", "PolicyDocument"}


def texts(node, path):
    """Every JSON property that is text, with where it stands: plain, or the first operand of an Fn::Sub."""
    if isinstance(node, list):
        for index, child in enumerate(node):
            yield from texts(child, f"{path}[{index}]")
    elif isinstance(node, dict):
        for key, child in node.items():
            if key in JSON_PROPERTIES:
                text = child.get("Fn::Sub") if isinstance(child, dict) else child
                text = text[0] if isinstance(text, list) else text
                if isinstance(text, str):
                    yield f"{path}.{key}", text
            yield from texts(child, f"{path}.{key}")


def main(files):
    wrong = 0
    for file in files:
        for path, text in texts(json.loads(Path(file).read_text())["Resources"], "Resources"):
            try:
                json.loads(re.sub(r"\$\{[^}]*\}", "value", text))
            except json.JSONDecodeError as error:
                wrong += 1
                print(f"{file}: {path} is no JSON: {error}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    sys.exit(main(sys.argv[1:]))
