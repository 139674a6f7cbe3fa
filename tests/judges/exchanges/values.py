"""A value against its shape: type, enum, pattern, length, range, members. The same for requests and answers.

botocore's own validation stops at types, required members and lower bounds.
"""

import base64
import binascii
import re
from datetime import datetime
from functools import cache

import regex

from .findings import Kind

INTEGERS = {"integer": 2**31, "long": 2**63}
# A time that the tests can have in mind; what lies outside is in milliseconds, or no time.
TIMES = (datetime(2000, 1, 1).timestamp(), datetime(2100, 1, 1).timestamp())
ISO_8601 = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"
RFC_822 = r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT"


class Raw(bytes):
    """A blob that is a body by itself, and so not in base64."""


def check(shapes, member, value, path):
    """Yields kind, place and text of everything that is wrong with a value. `member` refers to its shape."""
    shape = shapes[member["shape"]]
    if value is None:
        yield Kind.TYPE, path, "null, where both protocols leave a member out"
        return
    judge = JUDGES.get(shape["type"])
    if judge is None or shape.get("eventstream") or shape.get("document"):
        yield Kind.TYPE, path, f"this judge does not know the type {shape['type']}"
        return
    yield from judge(shapes, {**shape, **format_of(member)}, value, path)


def format_of(member):
    return {key: member[key] for key in ("timestampFormat",) if key in member}


def structure(shapes, shape, fields, path):
    """`fields` go by their names on the wire."""
    if not isinstance(fields, dict):
        yield wrong_type("an object", fields, path)
        return
    members = {member.get("locationName", name): (name, member) for name, member in shape["members"].items()}
    yield from required(shape, {members[key][0] for key in fields if key in members}, path)
    if shape.get("union") and len(fields) != 1:
        yield Kind.UNION, path, f"{len(fields)} members: {sorted(fields)}"
    for name, value in fields.items():
        if name in members:
            yield from check(shapes, members[name][1], value, inside(path, name))
        else:
            yield Kind.UNKNOWN, inside(path, name), f"the model has {sorted(members)}"


def required(shape, given, path):
    for name in shape.get("required", []):
        if name not in given:
            yield Kind.REQUIRED, inside(path, name), "it is required"


def text(_, shape, value, path):
    if not isinstance(value, str):
        yield wrong_type("a string", value, path)
        return
    if "enum" in shape and value not in shape["enum"]:
        yield Kind.ENUM, path, f"{value!r} is none of {shape['enum']}"
    yield from length(shape, len(value), path)
    if "pattern" in shape:
        try:
            if not compiled(shape["pattern"]).fullmatch(value):
                yield Kind.PATTERN, path, f"{value!r} is not like {shape['pattern']}"
        except regex.error as error:
            yield Kind.PATTERN, path, f"{shape['pattern']} cannot be understood, so {value!r} is not judged: {error}"


@cache
def compiled(pattern):
    """The services match the whole value. `regex` knows the classes of Java (`\\p{IsAlphabetic}`) that `re` lacks."""
    return regex.compile(pattern)


def integer(_, shape, value, path):
    if isinstance(value, bool) or not isinstance(value, int):
        yield wrong_type("a whole number", value, path)
    elif not -INTEGERS[shape["type"]] <= value < INTEGERS[shape["type"]]:
        yield Kind.TYPE, path, f"{value} is no {shape['type']}"
    else:
        yield from bounds(shape, value, path)


def real(_, shape, value, path):
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        yield wrong_type("a number", value, path)
    else:
        yield from bounds(shape, value, path)


def boolean(_, __, value, path):
    if not isinstance(value, bool):
        yield wrong_type("true or false", value, path)


def timestamp(_, shape, value, path):
    form = shape.get("timestampFormat", "unixTimestamp")
    if form == "unixTimestamp":
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            yield Kind.TIMESTAMP, path, f"{value!r} is no number of seconds since 1970"
        elif not TIMES[0] <= value < TIMES[1]:
            yield Kind.TIMESTAMP, path, f"{value} seconds since 1970 is not in this century"
    elif not isinstance(value, str) or not re.fullmatch(ISO_8601 if form == "iso8601" else RFC_822, value):
        yield Kind.TIMESTAMP, path, f"{value!r} is not in the form {form}"


def blob(_, shape, value, path):
    if not isinstance(value, Raw):
        try:
            value = base64.b64decode(value, validate=True)
        except (TypeError, ValueError, binascii.Error):
            yield Kind.BLOB, path, f"{value!r} is not base64"
            return
    yield from length(shape, len(value), path)


def array(shapes, shape, value, path):
    if not isinstance(value, list):
        yield wrong_type("a list", value, path)
        return
    yield from length(shape, len(value), path)
    for index, element in enumerate(value):
        yield from check(shapes, shape["member"], element, f"{path}[{index}]")


def mapping(shapes, shape, value, path):
    if not isinstance(value, dict):
        yield wrong_type("an object", value, path)
        return
    yield from length(shape, len(value), path)
    for key, entry in value.items():
        yield from check(shapes, shape["key"], key, f"{path}, the name {key!r}")
        yield from check(shapes, shape["value"], entry, inside(path, key))


def length(shape, size, path):
    if not shape.get("min", 0) <= size <= shape.get("max", size):
        yield Kind.LENGTH, path, f"{size}, not {shape.get('min', 0)} to {shape.get('max', 'any')}"


def bounds(shape, value, path):
    if not shape.get("min", value) <= value <= shape.get("max", value):
        yield Kind.RANGE, path, f"{value}, not {shape.get('min', 'any')} to {shape.get('max', 'any')}"


def wrong_type(expected, value, path):
    return Kind.TYPE, path, f"{value!r} is not {expected}"


def inside(path, name):
    return f"{path}.{name}" if path else name


JUDGES = {"structure": structure, "string": text, "character": text, "integer": integer, "long": integer,
          "float": real, "double": real, "boolean": boolean, "timestamp": timestamp, "blob": blob, "list": array,
          "map": mapping}
