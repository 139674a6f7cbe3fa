"""Which operations the sandbox offers: those that it does not refuse as unknown, of all that botocore's models have. So
it is the sandbox that is asked, and not somebody's list."""

import re

from botocore.exceptions import ClientError

from .serve import ROOT

SOURCES = ROOT / "tests" / "sandbox" / "src"
UNKNOWN = {"UnknownOperationException", "AWS.SimpleQueueService.UnsupportedOperation"}


def offered(served, service):
    """The operations by name; and how many there are in the model."""
    client = served.client(service, parameter_validation=False)
    methods = client.meta.method_to_api_mapping
    found = {name for method, name in methods.items() if _is_known(client, method, name)}
    return found, len(methods)


def services_in_sources():
    """What the sandbox's sources call its services: for most of them, the first part of `X-Amz-Target`."""
    front = (SOURCES / "engine/front/mod.rs").read_text()
    modules = [path.read_text() for path in SOURCES.glob("aws/*/mod.rs")]
    apart = {"lambda"} if "lambda::answer" in front else set()
    found = apart.union(re.findall(r'Some\(\("(\w+)", operation\)\)', front))
    return found.union(*(re.findall(r'SERVICE: Service = Service \{\s*name: "(\w+)"', text) for text in modules))


def waiters(served, service, operations):
    """The client's waiters that need nothing but these operations."""
    client = served.client(service)
    return {name for name in client.waiter_names if client.get_waiter(name).config.operation in operations}


def _is_known(client, method, name):
    """What is asked is nonsense: nothing can come of it but a refusal, or a listing. Only what has to be in the address
    is there."""
    shape = client.meta.service_model.operation_model(name).input_shape
    members = shape.members.items() if shape else ()
    address = {name: "x" for name, member in members if member.serialization.get("location") == "uri"}
    try:
        getattr(client, method)(**address)
    except ClientError as error:
        return error.response["Error"]["Code"] not in UNKNOWN
    return True
