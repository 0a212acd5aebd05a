"""Hosts of readers whose workers run what a test names, as if a file had taken them over. No part of the program."""

from __future__ import annotations

import json
import os
import socket
import sys
from typing import NoReturn

from ragdesk.engine.documents.reader import read_document
from ragdesk.engine.documents.sections import Reading, Section
from ragdesk.engine.documents.workers import host
from tests.hostile.escapes import DEADLY, ESCAPES, Target
from tests.hostile.nonsense import NONSENSE


def run_order(data: bytes, name: str) -> Reading:
    """`{"escape": ..., "target": [...]}` or `{"answer": ...}`; anything else is read as a document."""
    if not data.startswith(b"{"):
        return read_document(data, name)
    order = json.loads(data)
    if "answer" in order:
        NONSENSE[order["answer"]]()
        os._exit(0)
    attempt = (ESCAPES | DEADLY)[order["escape"]]
    try:
        attempt(Target(*order["target"]))
    except (OSError, ValueError) as error:  # setrlimit says EPERM as ValueError
        return Reading((Section(f"refused: {error}"),))
    return Reading((Section("escaped"),))


def main() -> NoReturn:
    host.serve(socket.socket(fileno=int(sys.argv[2])), run_order)


def main_without_lockdown() -> NoReturn:
    """To see that the tries would succeed if nothing stopped them."""
    # The host knows it by the name that it imported.
    vars(host)["lock_down"] = lambda *_: {}
    main()
