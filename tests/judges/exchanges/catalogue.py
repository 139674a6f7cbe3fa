"""The service models, as botocore has them: what AWS publishes, and generates its SDKs from."""

import re
from dataclasses import dataclass
from functools import cached_property

import botocore.session

# Whatever the functions, the tests and the sandbox's own doors call.
SERVICES = ("workspaces", "workmail", "workspaces-thin-client", "ds", "lambda", "sqs", "stepfunctions", "events")
# The protocols that the SDKs speak to these services today. The models of some list CBOR before JSON: when an SDK goes
# over to it, the sandbox and this judge have to learn it first, and nobody should find that out in production.
SPOKEN = ("json", "rest-json")


class Catalogue:
    """The services, by the names that a request calls them by."""

    def __init__(self, names=SERVICES):
        loader = botocore.session.get_session().get_component("data_loader")
        services = [Service(name, loader.load_service_model(name, "service-2")) for name in names]
        self._signed = {service.signing_name: service for service in services}
        self._targets = {service.target_prefix: service for service in services if service.target_prefix}

    def by_target(self, prefix):
        return self._targets.get(prefix)

    def by_signing_name(self, name):
        return self._signed.get(name)


class Service:
    def __init__(self, name, model):
        metadata = model["metadata"]
        self.name = name
        self.shapes = model["shapes"]
        self.target_prefix = metadata.get("targetPrefix")
        self.endpoint_prefix = metadata["endpointPrefix"]
        self.signing_name = metadata.get("signingName", self.endpoint_prefix)
        self.query_compatible = "awsQueryCompatible" in metadata
        offered = metadata.get("protocols", [metadata["protocol"]])
        self.protocol = next((one for one in SPOKEN if one in offered), None)
        self.json_type = f"application/x-amz-json-{metadata.get('jsonVersion')}"
        self.operations = {name: Operation(self, name, one) for name, one in model["operations"].items()}

    @cached_property
    def routes(self):
        """Operations by method and path, those with the most fixed text first."""
        return sorted(self.operations.values(), key=lambda one: -len(re.sub(r"\{[^}]*\}", "", one.uri)))


@dataclass(frozen=True)
class Operation:
    service: Service
    name: str
    model: dict

    @property
    def method(self):
        return self.model["http"]["method"]

    @property
    def uri(self):
        return self.model["http"]["requestUri"].partition("?")[0]

    @property
    def success(self):
        return self.model["http"].get("responseCode", 200)

    @property
    def host_prefix(self):
        return self.model.get("endpoint", {}).get("hostPrefix", "")

    @property
    def input(self):
        return self._structure("input")

    @property
    def output(self):
        return self._structure("output")

    @property
    def errors(self):
        """The errors that the operation declares: their shapes, by code."""
        return {one["shape"]: self.service.shapes[one["shape"]] for one in self.model.get("errors", [])}

    def labels(self, path):
        """What a path has where the model has labels, still escaped; None if it is not this operation's path."""
        found = re.fullmatch(re.sub(r"\\\{(\w+)(\\\+)?\\\}", _label, re.escape(self.uri)), path)
        return found and found.groupdict()

    def _structure(self, which):
        name = self.model.get(which, {}).get("shape")
        return self.service.shapes[name] if name else {"type": "structure", "members": {}}


def _label(match):
    name, greedy = match.groups()
    return f"(?P<{name}>{'.+' if greedy else '[^/]+'})"
