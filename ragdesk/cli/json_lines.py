"""Objects in, one line of JSON each on standard output."""

from __future__ import annotations

import io
import json
import re
import sys
from typing import Any, TextIO

from ragdesk.cli.streams import write

# json.dumps leaves these as they are, though they end a line for str.splitlines, steer a terminal, or are not UTF-8.
_RAW_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

JsonObject = dict[str, Any]


class JsonLines:
    """Writes one object per line, in UTF-8 whatever the system's encoding.

    A path that is not text stays recoverable: a byte that Python holds as a lone surrogate is written as \\udcXX.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    @classmethod
    def standard(cls) -> JsonLines:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        return cls(sys.stdout or io.StringIO())

    def write(self, value: JsonObject) -> None:
        write(self.stream, one_line(value) + "\n")


def one_line(value: JsonObject) -> str:
    """JSON without any character that could end the line or be unsafe on a terminal."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _RAW_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", line)
