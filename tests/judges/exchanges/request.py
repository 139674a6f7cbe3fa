"""What a client sent."""

import re
from ipaddress import ip_address
from urllib.parse import quote, unquote, urlsplit

from .findings import REQUEST, Kind, Violation
from .message import Message

AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=[^/,]+/(?P<date>\d{8})/(?P<region>[a-z0-9-]+)/(?P<service>[a-z0-9-]+)/aws4_request, "
    r"SignedHeaders=(?P<signed>[a-z0-9;-]+), Signature=[0-9a-f]{64}")
# The name that stands for every AWS endpoint where the tests run: AWS_ENDPOINT_URL of the functions.
STAND_IN = "aws.test"
SIGNED_IF_THERE = ("host", "x-amz-date", "x-amz-security-token", "x-amz-target")


class Request:
    """Finds out which operation is meant, as far as that can be said, and what is wrong with the way of asking."""

    def __init__(self, catalogue, exchange):
        self.exchange = exchange
        self.violations = []
        self.operation = None
        scope = AUTHORIZATION.fullmatch(exchange.headers.get("authorization", ""))
        self._scope = scope.groupdict() if scope else {"date": "", "region": "", "service": "", "signed": ""}
        self._message = Message(REQUEST, exchange.headers, exchange.body, query=exchange.query)
        self.violations += self._message.length()
        target, _, name = exchange.headers.get("x-amz-target", "").rpartition(".")
        self.service = catalogue.by_target(target) if target else catalogue.by_signing_name(self._scope["service"])
        if self.service is None:
            self._say(Kind.SERVICE, "address", f"target {target!r}, signed for {self._scope['service']!r}")
            return
        self._judge_signature()
        judge = {"json": self._aws_json, "rest-json": self._rest_json}.get(self.service.protocol, self._other)
        judge(name)

    def judge(self):
        """Everything that is wrong."""
        if self.operation:
            self._judge_host()
            self.violations += self._message.members(self.service, self.operation.input)
            self._judge_tokens()
        return self.violations

    def _say(self, kind, place, text):
        self.violations.append(Violation(kind, REQUEST, place, text))

    def _other(self, _):
        self._say(Kind.PROTOCOL, "model", f"{self.service.name} has none of the protocols that this judge knows")

    def _aws_json(self, name):
        """awsJson: everything is a POST to `/`, and the operation in a header."""
        exchange = self.exchange
        self._refuse_smithy_rpc()
        if not name:
            self._say(Kind.PROTOCOL, "x-amz-target", f"missing: {exchange.method} {exchange.path} is not awsJson")
            return
        if (exchange.method, exchange.path) != ("POST", "/"):
            self._say(Kind.PROTOCOL, "address", f"{exchange.method} {exchange.path}, not POST /")
        self.violations += self._message.content_type(self.service.json_type)
        if not exchange.body:
            self._say(Kind.BODY, "body", "empty: awsJson has at least {}")
        self.operation = self.service.operations.get(name)
        if self.operation is None:
            self._say(Kind.OPERATION, "x-amz-target", f"{self.service.name} has no {name}")

    def _rest_json(self, _):
        exchange = self.exchange
        self._refuse_smithy_rpc()
        if "x-amz-target" in exchange.headers:
            self._say(Kind.PROTOCOL, "x-amz-target", f"{self.service.name} speaks rest-json")
        for operation in self.service.routes:
            labels = operation.labels(exchange.path)
            if operation.method == exchange.method and labels is not None:
                self.operation = operation
                self._message.labels = {name: self._label(name, label) for name, label in labels.items()}
                break
        else:
            self._say(Kind.OPERATION, "address", f"{self.service.name} has no {exchange.method} {exchange.path}")
            return
        in_body = [one for one in self.operation.input["members"].values() if "location" not in one]
        if exchange.body and not in_body:
            self._say(Kind.BODY, "body", f"{self.operation.name} has none")
        elif not self.operation.input.get("payload"):
            self.violations += self._message.content_type("application/json" if exchange.body else None)

    def _refuse_smithy_rpc(self):
        """CBOR and its kin say so in a header (Smithy RPC v2)."""
        spoken = self.exchange.headers.get("smithy-protocol")
        if spoken or "cbor" in self.exchange.headers.get("content-type", ""):
            self._say(Kind.PROTOCOL, "smithy-protocol", f"{spoken}, not {self.service.protocol}")

    def _label(self, name, label):
        """SDKs escape everything but letters, digits and `-_.~`."""
        text = unquote(label)
        if quote(text, safe="-_.~") != label:
            self._say(Kind.URI, name, f"{label!r} is not escaped as it should be")
        return text

    def _judge_signature(self):
        """Signature Version 4 says for which service and day; the rest needs the secret."""
        headers, scope = self.exchange.headers, self._scope
        if scope["service"] != self.service.signing_name:
            self._say(Kind.SIGNATURE, "authorization", f"for {scope['service']!r}, not {self.service.signing_name!r}")
        if scope["date"] != headers.get("x-amz-date", "")[:8]:
            self._say(Kind.SIGNATURE, "authorization", f"of {scope['date']!r}, not x-amz-date's day")
        for name in SIGNED_IF_THERE:
            if name in headers and name not in scope["signed"].split(";"):
                self._say(Kind.SIGNATURE, name, "it is not signed")

    def _judge_host(self):
        """An operation may have a prefix before its endpoint; an address cannot have one, so nothing is to be seen."""
        host, prefix = self.exchange.host or "", self.operation.host_prefix
        told = self.exchange.headers.get("host")
        if told != urlsplit(self.exchange.url).netloc:
            self._say(Kind.HOST, "host", f"{told!r}, and the request goes to {self.exchange.url}")
        regional = f"{self.service.endpoint_prefix}.{self._scope['region']}.amazonaws.com"
        if not is_address(host) and host not in (prefix + STAND_IN, prefix + regional):
            self._say(Kind.HOST, "host", f"{host}, not {prefix}{regional} or its stand-in {prefix}{STAND_IN}")

    def _judge_tokens(self):
        """The members that SDKs make up themselves when they are not given: without one a retry is a second request."""
        for name, member in self.operation.input["members"].items():
            if member.get("idempotencyToken") and name not in self._message.given:
                self._say(Kind.TOKEN, name, "SDKs always send one")


def is_address(host):
    try:
        ip_address(host)
    except ValueError:
        return host == "localhost"
    return True
