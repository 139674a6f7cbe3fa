"""The ways that an execution went: which states it entered and what their tasks asked for, in order.

Branches of a Parallel and items of a Map go side by side, so each of them is a way of its own; between
two of them there is no order that interpreters would have to agree on.
"""

from collections import defaultdict


class Ways:
    """Collects the steps of an execution of one definition."""

    def __init__(self, definition):
        self._parents = dict(_parents(definition, ()))
        self._fails = {name for name, state in _states(definition) if state["Type"] == "Fail"}
        self._ways = defaultdict(list)

    def entered(self, state, items):
        self._ways[self.way(state, items)].append(state)

    def asked(self, state, items, parameters):
        self._ways[self.way(state, items)].append({"asks": parameters})

    def tasks(self):
        """How many calls there were."""
        return sum(isinstance(step, dict) for steps in self._ways.values() for step in steps)

    def way(self, state, items):
        """What a state is inside of: `Plan{1}` for a Parallel's second branch, `Each[3]` for a Map's fourth item."""
        parts = [f"{name}[{items[name]}]" if branch is None else f"{name}{{{branch}}}"
                 for name, branch in self._parents[state]]
        return "/".join(parts)

    def found(self):
        """Step lists by way; and the groups (Parallel, Map) of which a way came to a Fail state."""
        failed = set()
        for way, steps in self._ways.items():
            if any(isinstance(step, str) and step in self._fails for step in steps):
                failed.update(groups(way))
        return dict(self._ways), failed


def groups(way):
    """What a way is part of, from the outermost to the innermost: `A` and `A[0]/B` for `A[0]/B[1]`."""
    parts = way.split("/") if way else []
    return ["/".join([*parts[:depth], parts[depth].rstrip("]}0123456789").rstrip("[{")]) for depth in range(len(parts))]


def _machines(state):
    """The machines inside of a state, each with its branch's number; none for a Map's, of which there are many."""
    yield from ((machine, branch) for branch, machine in enumerate(state.get("Branches", [])))
    if "ItemProcessor" in state:
        yield state["ItemProcessor"], None


def _parents(machine, above):
    """Every state with what it is inside of. A machine's state names are unique, at whatever depth."""
    for name, state in machine["States"].items():
        yield name, above
        for inner, branch in _machines(state):
            yield from _parents(inner, (*above, (name, branch)))


def _states(machine):
    for name, state in machine["States"].items():
        yield name, state
        for inner, _ in _machines(state):
            yield from _states(inner)
