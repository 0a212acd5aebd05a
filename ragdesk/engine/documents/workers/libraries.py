"""Which foreign libraries the readers of a kind of file need, so that they can be imported before the lockdown."""

from __future__ import annotations

import gc
import importlib
import sys

from ragdesk.engine.documents.workers.wire import PDF, PROBE, TEXT, WORD

LIBRARIES = {
    PDF: ("pypdfium2", "pypdfium2.raw", "pypdf"),
    WORD: ("zipfile", "lxml.etree"),
    TEXT: ("charset_normalizer", "selectolax.lexbor"),
    PROBE: (),
}


def load(kind: bytes) -> None:
    for name in LIBRARIES[kind]:
        if name not in sys.modules:
            importlib.import_module(name)
            # What is there before a fork is left alone by the workers' garbage collectors, and so stays shared.
            gc.freeze()
