"""`sandbox serve` as a process, and boto3's clients for it."""

import json
import subprocess
import tempfile
from pathlib import Path

import boto3
from botocore.config import Config

ROOT = Path(__file__).resolve().parents[3]
REGION = "us-east-1"
ACCOUNT = "123456789012"


class Served:
    """Use as a context manager; the sandbox, which takes a free port, ends with it."""

    def __init__(self, sandbox, functions, *, template=ROOT / "template.yaml", world=None, speed=1):
        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name, "world.json")
        path.write_text(json.dumps(world or {}))
        command = [sandbox, "serve", "--port", "0", "--template", template, "--world", path]
        command += ["--functions", functions or self._folder.name, "--speed", str(speed)]
        self._output = Path(self._folder.name, "output")
        with self._output.open("w") as output:
            self._process = subprocess.Popen([str(one) for one in command], stdout=output, stderr=output, text=True)
        self.speed = speed

    def __enter__(self):
        try:
            self.url = self._announced()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait(timeout=30)
        self._folder.cleanup()

    def client(self, service, region=REGION, **settings):
        """One try, so that every refusal is seen. The sandbox's host has no `api.` before it."""
        settings = Config(retries={"total_max_attempts": 1}, inject_host_prefix=False, read_timeout=120, **settings)
        # Of a session of its own: the default one must not make clients in several threads.
        session = boto3.session.Session()
        return session.client(service, endpoint_url=self.url, region_name=region, aws_access_key_id="sandbox",
                              aws_secret_access_key="sandbox", config=settings)

    def _announced(self):
        """Its address, which the first line that it says ends with; what else it says where it cannot start."""
        while self._process.poll() is None:
            said = self._output.read_text()
            if "\n" in said and "http://" in (first := said.splitlines()[0]):
                return first.split()[-1]
            try:
                self._process.wait(timeout=0.02)
            except subprocess.TimeoutExpired:
                pass
        raise NotServed(self._output.read_text().strip())


class NotServed(Exception):
    """The sandbox did not start, for the reason that it gave."""
