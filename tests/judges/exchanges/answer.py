"""What the sandbox answered."""

import re

from . import body
from .errors import COMMON, code_of, status_of
from .findings import ANSWER, Kind
from .message import Message

REQUEST_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MESSAGES = ("message", "Message")


class Answer:
    """The answer to a request for an operation that is known."""

    def __init__(self, operation, exchange):
        self._operation = operation
        self._service = operation.service
        self._status = exchange.status
        self._message = Message(ANSWER, exchange.answer_headers, exchange.answer_body, status=exchange.status)
        self.code = None

    def judge(self):
        """Everything that is wrong; sets `code` where the answer is an error."""
        message = self._message
        found = [*message.length(), *self._protocol()]
        if not REQUEST_ID.fullmatch(message.headers.get("x-amzn-requestid", "")):
            found.append(message.violation(Kind.REQUEST_ID, "x-amzn-requestid", "there is none"))
        return found + list(self._error() if self._status >= 300 else self._success())

    def _protocol(self):
        headers = self._message.headers
        if "smithy-protocol" in headers or "cbor" in headers.get("content-type", ""):
            yield self._message.violation(Kind.PROTOCOL, "smithy-protocol", f"not {self._service.protocol}")

    def _success(self):
        message, output = self._message, self._operation.output
        status_is_a_member = any(one.get("location") == "statusCode" for one in output["members"].values())
        if not status_is_a_member and self._status != self._operation.success:
            yield message.violation(Kind.STATUS, "status", f"{self._status}, not {self._operation.success}")
        if not output.get("payload"):
            yield from self._content_type()
        yield from message.members(self._service, output)

    def _content_type(self):
        if self._service.protocol == "json":
            yield from self._message.content_type(self._service.json_type)
        elif self._message.body:
            yield from self._message.content_type("application/json")

    def _error(self):
        message = self._message
        yield from self._content_type()
        try:
            fields = body.read(message.body)
            if not isinstance(fields, dict):
                raise ValueError(f"{fields!r} is not an object")
        except ValueError as error:
            yield message.violation(Kind.BODY, "body", str(error))
            return
        header = message.headers.get("x-amzn-errortype")
        in_body = fields.get("__type")
        self.code = code_of((in_body if self._service.protocol == "json" else header) or "")
        yield from self._form(header, in_body)
        if self.code in self._operation.errors:
            yield from self._declared(self._operation.errors[self.code])
        elif self.code in COMMON:
            yield from self._common(fields)
        elif self.code:
            yield message.violation(Kind.ERROR_CODE, "error", f"{self._operation.name} declares no {self.code}, and "
                                    "it is not common to all services")

    def _form(self, header, in_body):
        """awsJson has the code in the body, rest-json in a header; where it is in both it is the same."""
        message = self._message
        if not self.code:
            place = "__type" if self._service.protocol == "json" else "x-amzn-errortype"
            yield message.violation(Kind.ERROR_FORM, place, "the code is missing")
        elif header and in_body and code_of(header) != code_of(in_body):
            yield message.violation(Kind.ERROR_FORM, "x-amzn-errortype", f"{header}, and {in_body} in the body")
        if self._service.query_compatible and not re.fullmatch(
                r"[\w.]+;(Sender|Receiver)", message.headers.get("x-amzn-query-error", "")):
            yield message.violation(Kind.ERROR_FORM, "x-amzn-query-error", "the code of the older protocol is missing")

    def _declared(self, shape):
        message, expected = self._message, status_of(shape)
        if self._status != expected:
            yield message.violation(Kind.ERROR_STATUS, "status", f"{self._status}, not {expected} for {self.code}")
        yield from message.members(self._service, shape, ignored=("__type",))

    def _common(self, fields):
        message, expected = self._message, COMMON[self.code]
        if self._status not in expected:
            yield message.violation(Kind.ERROR_STATUS, "status", f"{self._status}, not {expected} for {self.code}")
        for name in fields.keys() - {"__type", "Type", *MESSAGES}:
            yield message.violation(Kind.UNKNOWN, name, f"{self.code} has nothing but a message")
        if not any(isinstance(fields.get(name), str) for name in MESSAGES):
            yield message.violation(Kind.ERROR_FORM, "message", f"{self.code} has none")
