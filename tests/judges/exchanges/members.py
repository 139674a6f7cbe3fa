"""Where the members of a structure are in a message: in the path, the query string, a header, the status or the body.

As much of "HTTP protocol bindings" (Smithy) as the models of the catalogue have; of more it says that it does not know.
"""

import re

from . import body, values
from .findings import ANSWER, REQUEST, Kind

# What protocols, SDKs, servers and Signature Version 4 have of their own. Any other header has to be a member's.
TRANSPORT = {
    REQUEST: {"accept", "accept-encoding", "amz-sdk-invocation-id", "amz-sdk-request", "authorization", "connection",
              "content-length", "content-type", "expect", "host", "smithy-protocol", "transfer-encoding", "user-agent",
              "x-amz-content-sha256", "x-amz-date", "x-amz-security-token", "x-amz-target", "x-amz-user-agent",
              "x-amzn-query-mode", "x-amzn-trace-id"},
    ANSWER: {"connection", "content-length", "content-type", "date", "smithy-protocol", "x-amzn-errortype",
             "x-amzn-query-error", "x-amzn-requestid"},
}
# How a time is written where it is text.
TEXT_TIMES = {"header": "rfc822", "querystring": "iso8601", "uri": "iso8601"}


class Members:
    """`given` has each member that is there, with its reference in the model; `wrong` what is no member."""

    def __init__(self, message, shapes, shape, ignored):
        self.given = {}
        self.wrong = []
        self._message = message
        self._shapes = shapes
        self._query = list(message.query)
        self._headers = {name: value for name, value in message.headers.items() if name not in TRANSPORT[message.side]}
        members = shape["members"]
        for name, member in members.items():
            if "location" in member:
                self._in_text(name, member, member.get("locationName", name))
        payload = shape.get("payload")
        if payload:
            self._payload(payload, members[payload])
        else:
            in_body = {name: member for name, member in members.items() if "location" not in member}
            self._fields(in_body, self._json() if message.body else {}, ignored)
        self.wrong += [(Kind.QUERY, key, f"{value!r} is no member") for key, value in self._query]
        self.wrong += [(Kind.HEADER, key, f"{value!r} is no member") for key, value in self._headers.items()]

    def _in_text(self, name, member, key):
        places = {"uri": self._in_path, "querystring": self._in_query, "header": self._in_header,
                  "statusCode": lambda *_: str(self._message.status)}
        place, kind = member["location"], self._shapes[member["shape"]]["type"]
        if place not in places:
            self.wrong.append((Kind.TYPE, name, f"this judge does not know the place {place}"))
            return
        text = places[place](key, kind)
        if text is None:
            return
        try:
            value = text if isinstance(text, list) else understood(kind, text)
        except ValueError as error:
            self.wrong.append((Kind.TYPE, name, str(error)))
            return
        self.given[name] = {"timestampFormat": TEXT_TIMES.get(place), **member}, value

    def _in_path(self, key, _):
        return self._message.labels.get(key)

    def _in_header(self, key, _):
        return self._headers.pop(key.lower(), None)

    def _in_query(self, key, kind):
        """Takes it out, so that what remains is nobody's; only a list may be there more than once."""
        pairs = [pair for pair in self._query if pair[0] == key]
        if kind != "list":
            pairs = pairs[:1]
        for pair in pairs:
            self._query.remove(pair)
        texts = [text for _, text in pairs]
        return texts or None if kind == "list" else next(iter(texts), None)

    def _payload(self, name, member):
        """A member that is the whole body."""
        text = self._message.body
        if text and self._shapes[member["shape"]]["type"] == "blob":
            self.given[name] = member, values.Raw(text.encode())
        elif text:
            self.given[name] = member, self._json()

    def _json(self):
        """The body; an empty object where it is unreadable, which has been said then."""
        try:
            return body.read(self._message.body)
        except ValueError as error:
            self.wrong.append((Kind.BODY, "body", str(error)))
            return {}

    def _fields(self, members, fields, ignored):
        if not isinstance(fields, dict):
            self.wrong.append((Kind.BODY, "body", f"{fields!r} is not an object"))
            return
        names = {member.get("locationName", name): name for name, member in members.items()}
        for key, value in fields.items():
            if key in names:
                self.given[names[key]] = members[names[key]], value
            elif key not in ignored:
                self.wrong.append((Kind.UNKNOWN, key, f"the model has {sorted(names)}"))


def understood(kind, text):
    """A value that stands in text, as its shape would have it in JSON; raises ValueError if it cannot be."""
    if kind in values.INTEGERS:
        if not re.fullmatch(r"-?\d+", text):
            raise ValueError(f"{text!r} is not a whole number")
        return int(text)
    if kind == "boolean":
        if text not in ("true", "false"):
            raise ValueError(f"{text!r} is not true or false")
        return text == "true"
    return text
