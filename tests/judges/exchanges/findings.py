"""What can be wrong with an exchange, and where it was."""

from dataclasses import dataclass
from enum import Enum

REQUEST, ANSWER = "request", "answer"
BOTH = (REQUEST, ANSWER)


class Kind(Enum):
    """A kind of violation, and which of the two can have it. Each is planted for each (planted.py)."""

    SERVICE = "no such service", (REQUEST,)
    OPERATION = "no such operation", (REQUEST,)
    PROTOCOL = "another protocol", BOTH
    SIGNATURE = "signed for something else", (REQUEST,)
    HOST = "host", (REQUEST,)
    URI = "escapes in the path", (REQUEST,)
    QUERY = "query string", (REQUEST,)
    HEADER = "header", BOTH
    CONTENT_TYPE = "content type", BOTH
    CONTENT_LENGTH = "content length", BOTH
    BODY = "body", BOTH
    TOKEN = "no idempotency token", (REQUEST,)
    STATUS = "status", (ANSWER,)
    REQUEST_ID = "request id", (ANSWER,)
    ERROR_CODE = "error code", (ANSWER,)
    ERROR_STATUS = "status of an error", (ANSWER,)
    ERROR_FORM = "form of an error", (ANSWER,)
    REQUIRED = "required member is missing", BOTH
    UNKNOWN = "unknown member", BOTH
    TYPE = "type", BOTH
    ENUM = "not one of the values", BOTH
    PATTERN = "pattern", BOTH
    LENGTH = "length", BOTH
    RANGE = "range", BOTH
    TIMESTAMP = "timestamp", BOTH
    BLOB = "base64", BOTH
    UNION = "not exactly one of the members", BOTH

    def __init__(self, words, sides):
        self.words = words
        self.sides = sides


@dataclass(frozen=True)
class Violation:
    """`place` is a member, a header or a part of the message; `side` is the request or the answer."""

    kind: Kind
    side: str
    place: str
    text: str

    def __str__(self):
        return f"{self.side} {self.place}: {self.kind.words}: {self.text}"
