"""The recordings of the end-to-end tests: a folder of files, each line of which is one exchange."""

import json
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

FIELDS = {"method", "url", "headers", "body", "status", "responseHeaders", "responseBody"}


@dataclass(frozen=True)
class Exchange:
    """A request and its answer; header names are in lower case. No status: the connection was dropped."""

    where: str
    method: str
    url: str
    headers: dict
    body: str
    status: int | None
    answer_headers: dict
    answer_body: str

    @property
    def host(self):
        return urlsplit(self.url).hostname

    @property
    def path(self):
        """As it was sent, escapes and all."""
        return urlsplit(self.url).path or "/"

    @property
    def query(self):
        return parse_qsl(urlsplit(self.url).query, keep_blank_values=True)


def recorded(folder):
    """Every exchange in a folder, file by file."""
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                yield exchange(f"{path.name}:{number}", parsed(f"{path.name}:{number}", line))


def parsed(where, line):
    try:
        return json.loads(line)
    except ValueError as error:
        raise ValueError(f"{where}: not a recording: {error}") from error


def exchange(where, line):
    if line.keys() != FIELDS:
        raise ValueError(f"{where}: an exchange has the fields {sorted(FIELDS)}, and this one {sorted(line)}")
    return Exchange(where, line["method"], line["url"], line["headers"], line["body"], line["status"],
                    line["responseHeaders"], line["responseBody"])
