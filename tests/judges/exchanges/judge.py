"""One exchange, judged from both sides."""

from collections import Counter

from .answer import Answer
from .request import Request


class Judge:
    """Judges exchange after exchange and keeps the figures."""

    def __init__(self, catalogue):
        self._catalogue = catalogue
        self.exchanges = 0
        self.dropped = 0
        self.operations = Counter()
        self.errors = Counter()

    def violations(self, exchange):
        """Everything that is wrong with an exchange. A connection that was dropped has no answer to judge."""
        self.exchanges += 1
        request = Request(self._catalogue, exchange)
        found = list(request.judge())
        if request.operation:
            self.operations[request.service.signing_name, request.operation.name] += 1
        if exchange.status is None:
            self.dropped += 1
        elif request.operation:
            answer = Answer(request.operation, exchange)
            found += answer.judge()
            if answer.code:
                self.errors[request.operation.name, answer.code] += 1
        return found
