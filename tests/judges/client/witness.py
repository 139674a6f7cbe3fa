"""What is seen of a client's calls: which operations were driven, what the client made of the answers, and whether
that is what it should be."""

import json

from botocore.exceptions import ClientError

# Streams are not parsed: whoever reads one parses it himself.
UNPARSED = {"Invoke"}


class Witness:
    """Collects what is wrong, each with its place, and the figures."""

    def __init__(self, fault=None):
        self.violations, self.driven, self.refusals = [], set(), set()
        self.answers = self.checks = 0
        self._fault = fault
        self._place = self._said = ""

    def client(self, served, service, **more):
        """A client whose calls are seen, with a fault in what it hears where one is planted."""
        client = served.client(service, **more)
        if self._fault:
            client.meta.events.register(self._fault.event, self._fault)
        client.meta.events.register("before-parse", self._answers)
        client.meta.events.register("after-call", self._answered)
        return client

    def plays(self, checks, served):
        """Plays checks; where they break off, that is a violation as well."""
        self._place = checks.__name__.replace("_", " ")
        try:
            checks(self, served)
        except Exception as error:
            self.violate("it breaks off", f"{type(error).__name__}: {error}")

    def violate(self, what, why):
        self.violations.append(f"{self._place}: {what}: {why}")

    def equal(self, what, got, wanted):
        self.checks += 1
        if got != wanted or isinstance(got, bool) != isinstance(wanted, bool):
            self.violate(what, f"{got!r} and not {wanted!r}")

    def refused(self, what, call, exception, status=400, *, code=None, **parameters):
        """A call that fails with one of the client's own classes; `ClientError` where the service's model has none."""
        self.checks += 1
        client = call.__self__
        wanted = ClientError if exception is ClientError else getattr(client.exceptions, exception)
        code = code or exception
        try:
            call(**parameters)
        except ClientError as error:
            said = error.response
            got = (type(error), said["Error"]["Code"], said["ResponseMetadata"]["HTTPStatusCode"])
            if got != (wanted, code, status) or not said["Error"].get("Message"):
                self.violate(what, f"{error!r}, status {got[2]}, and not {wanted.__name__}, {code}, {status}")
            self.refusals.add((client.meta.service_model.service_name, code))
        else:
            self.violate(what, "it succeeds")

    def pages(self, what, client, operation, member, wanted, size, **parameters):
        """A listing, page by page: all of it, nothing twice, full pages but the last. Where the client's paginator has
        no page size, `Limit` is among the parameters."""
        found = list(_pages(client, operation, member, size, parameters))
        ids = [one for page in found for one in page]
        self.equal(f"{what}: all", sorted(map(_id, ids)), sorted(wanted))
        lengths = [size] * (len(wanted) // size) + [len(wanted) % size] * (len(wanted) % size > 0)
        self.equal(f"{what}: pages", [len(page) for page in found], lengths or [0])

    def _answers(self, response_dict, **_):
        self._said = response_dict["body"]

    def _answered(self, http_response, parsed, model, **_):
        """After every call. What the client does not know, it drops without a word: so nothing may be missing."""
        self.answers += 1
        if http_response.status_code >= 300:
            return
        self.driven.add((model.service_model.service_name, model.name))
        if model.name not in UNPARSED and self._said:
            for place in _lost(json.loads(self._said), parsed):
                self.violate(model.name, f"the client drops {place} of the answer")


def _lost(said, heard, place=""):
    """The places in what was said that are not in what was heard."""
    if isinstance(said, dict) and isinstance(heard, dict):
        for name, value in said.items():
            at = f"{place}.{name}" if place else name
            yield from _lost(value, heard[name], at) if name in heard else [at]
    elif isinstance(said, list) and isinstance(heard, list) and len(said) == len(heard):
        for index, (one, other) in enumerate(zip(said, heard)):
            yield from _lost(one, other, f"{place}[{index}]")
    elif isinstance(said, (dict, list)):
        yield place


def _pages(client, operation, member, size, parameters):
    """By the client's paginator; by hand where it has none."""
    if client.can_paginate(operation):
        config = {} if "Limit" in parameters else {"PageSize": size}
        pages = client.get_paginator(operation).paginate(PaginationConfig=config, **parameters)
        yield from (page.get(member, []) for page in pages)
        return
    more = {}
    while True:
        page = getattr(client, operation)(Limit=size, **parameters, **more)
        yield page[member]
        if "NextToken" not in page:
            return
        more = {"NextToken": page["NextToken"]}


def _id(item):
    """What an item of a listing is known by: the first of its members that ends so, or itself."""
    if not isinstance(item, dict):
        return item
    names = ("WorkspaceId", "PoolId", "Id", "id", "OrganizationId", "executionArn", "stateMachineArn", "DirectoryId")
    return next(item[name] for name in names if name in item)
