"""The stage: a sandbox with the real function binaries, whose time passes when it is told to."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import boto3
from botocore.config import Config

ROOT = Path(__file__).resolve().parents[2]
REGION = "us-east-1"
# What `sandbox run` deploys with: the template's own defaults remove nothing and trust nobody.
LIVE = {"DryRun": "false", "TrustedSources": "com.example.hr"}


@dataclass(frozen=True)
class Tools:
    """The executables: of the stage, and the folder with those of the functions."""

    stage: Path
    functions: Path


class Stage:
    """Use as a context manager; everything that it started ends with it."""

    def __init__(self, tools, setting):
        self._process = subprocess.Popen([tools.stage], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._url = self._ask({
            "Template": str(ROOT / "template.yaml"),
            "Functions": str(tools.functions),
            "Parameters": LIVE | setting.parameters,
            "World": setting.world,
            "Faults": list(setting.faults),
        })["Url"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait(timeout=30)

    def advance(self, seconds):
        """Lets time pass, with everything that falls due in it."""
        self._ask({"Advance": seconds})

    def settle(self):
        """Lets time pass until nothing more would happen by itself."""
        self._ask("Settle")

    def account(self):
        """Everything that happened, and what the world looks like."""
        return self._ask("Account")

    def client(self, service):
        """A boto3 client. One try, because Step Functions' own Retry is what is looked at."""
        settings = Config(retries={"total_max_attempts": 1}, read_timeout=900, parameter_validation=False)
        return boto3.client(service, endpoint_url=self._url, region_name=REGION, aws_access_key_id="x",
                            aws_secret_access_key="x", config=settings)

    def definitions(self):
        """The stack's state machines with every substitution made, by name."""
        machines = self.client("stepfunctions")
        arns = {one["name"]: one["stateMachineArn"] for one in machines.list_state_machines()["stateMachines"]}
        return {name: machines.describe_state_machine(stateMachineArn=arn)["definition"] for name, arn in arns.items()}

    def _ask(self, line):
        self._process.stdin.write(json.dumps(line) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the stage ended, exit code {self._process.wait()}")
        return json.loads(answer)
