"""A reader process that reads one file after another, for systems that cannot fork. Standard input in, output out."""

from __future__ import annotations

import os

from ragdesk.engine.documents.reader import read_document
from ragdesk.engine.documents.workers.answer_writer import Caps, write_report
from ragdesk.engine.documents.workers.libraries import LIBRARIES, load
from ragdesk.engine.documents.workers.lockdown import Lockdown, python_folders
from ragdesk.engine.documents.workers.proof import prove
from ragdesk.engine.documents.workers.wire import ORDER, PROBE
from ragdesk.engine.documents.workers.worker import Allowance, answer


def main() -> None:
    """Until the engine closes standard input."""
    # Whatever a library prints must not get into the answers.
    source, out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    for kind in LIBRARIES:
        load(kind)
    lockdown = Lockdown(python_folders())
    lockdown.settle()
    report: dict[str, str] = {}
    while order := source.read(ORDER.size):
        kind, cpu_seconds, memory_bytes, answer_bytes, sections = ORDER.unpack(order)
        report = report or lockdown.enter(cpu_seconds, memory_bytes)
        if kind == PROBE:
            write_report(out, report | prove())
        else:
            caps = Caps(answer_bytes, sections)
            answer(kind, source, out, read_document, Allowance(cpu_seconds, memory_bytes, caps))
