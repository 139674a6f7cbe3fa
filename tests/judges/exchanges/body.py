"""JSON, read more strictly than by most: what a lenient reader lets pass may be lost on AWS's."""

import json


def read(text):
    """A JSON value; raises ValueError for anything else, and for a member that is there twice."""
    return json.loads(text, object_pairs_hook=_object, parse_constant=_constant)


def _object(pairs):
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError(f"a member is there twice among {[name for name, _ in pairs]}")
    return fields


def _constant(name):
    raise ValueError(f"{name} is not JSON")
