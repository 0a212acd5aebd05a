"""Hosts of readers whose workers run what a test names, as if a file had taken them over. No part of the program."""

from __future__ import annotations

import json
import os
import socket
import sys
from typing import NoReturn

from ragdesk.engine.documents.reader import read_document
from ragdesk.engine.documents.readers import pdf_drawing
from ragdesk.engine.documents.readers.pdf_drawing import DrawingLimits, DrawnPage, draw_page
from ragdesk.engine.documents.sections import Reading, Section
from ragdesk.engine.documents.workers import host
from ragdesk.protocol.errors import CannotRead
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


def draw_order(data: bytes, page: int, scale: float, limits: DrawingLimits) -> DrawnPage:
    """`%PDF-` and an order as above; anything else is drawn as a document."""
    if not data.startswith(b"%PDF-{"):
        return draw_page(data, page, scale, limits)
    told = run_order(data.removeprefix(b"%PDF-"), "").sections[0].text
    raise CannotRead("broken", told)


class NoLockdown:
    """As `Lockdown`."""

    kept = ()

    def __init__(self, _: object) -> None:
        pass

    def settle(self) -> None:
        pass

    def enter(self, *_: object) -> dict[str, str]:
        return {}


def main() -> NoReturn:
    # The worker looks it up when it is asked to draw.
    vars(pdf_drawing)["draw_page"] = draw_order
    host.serve(socket.socket(fileno=int(sys.argv[2])), run_order)


def main_without_lockdown() -> NoReturn:
    """To see that the tries would succeed if nothing stopped them."""
    # The host knows it by the name that it imported.
    vars(host)["Lockdown"] = NoLockdown
    main()
