"""A request or an answer, as far as the two are judged alike."""

from dataclasses import dataclass, field

from . import values
from .findings import REQUEST, Kind, Violation
from .members import Members


@dataclass
class Message:
    """`labels` are the members in the path, and `given` all that were found, once they have been judged."""

    side: str
    headers: dict
    body: str
    labels: dict = field(default_factory=dict)
    query: list = field(default_factory=list)
    status: int | None = None
    given: dict = field(default_factory=dict)

    def violation(self, kind, place, text):
        return Violation(kind, self.side, place, text)

    def length(self):
        """Whether the body is as long as was said."""
        told = self.headers.get("content-length")
        size = len(self.body.encode())
        if told is not None and told != str(size):
            yield self.violation(Kind.CONTENT_LENGTH, "content-length", f"{told}, and the body has {size} bytes")
        if told is None and size and self.side == REQUEST and "transfer-encoding" not in self.headers:
            yield self.violation(Kind.CONTENT_LENGTH, "content-length", f"missing, and the body has {size} bytes")

    def content_type(self, expected):
        said = self.headers.get("content-type")
        if said != expected:
            yield self.violation(Kind.CONTENT_TYPE, "content-type", f"{said}, not {expected}")

    def members(self, service, shape, ignored=()):
        """Holds the members of `shape` against the model, wherever they are."""
        members = Members(self, service.shapes, shape, ignored)
        self.given = members.given
        wrong = members.wrong + list(values.required(shape, self.given, ""))
        for name, (member, value) in self.given.items():
            wrong += values.check(service.shapes, member, value, name)
        return [self.violation(*one) for one in wrong]
