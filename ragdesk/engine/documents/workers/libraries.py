"""Which foreign libraries the readers of a kind of file need, so that they can be imported before the lockdown."""

from __future__ import annotations

import encodings
import gc
import importlib
import pkgutil
import sys
from contextlib import suppress

from ragdesk.engine.documents.workers.full_heap import fill_heap
from ragdesk.engine.documents.workers.rehearsal import rehearse
from ragdesk.engine.documents.workers.wire import ANY_PDF, ANY_TEXT, DRAW, PDF, PLAIN, PROBE, TEXT, WORD

SELDOM = frozenset({"pypdf", "charset_normalizer"})
"""For scanned pages, and for encodings of Eastern languages. Each fork maps all that its host holds: half as much again
with pypdf, which takes as long to load as ten small PDFs to read, and a sixth with charset_normalizer."""
_PDF = ("heapq", "encodings.utf_32_le", "encodings.utf_16_le", "pypdfium2", "pypdfium2.raw")
_TEXT = ("encodings.utf_8_sig", "encodings.utf_32_be", "selectolax.lexbor")
LIBRARIES = {
    PDF: _PDF,
    ANY_PDF: (*_PDF, "pypdf", "pypdf.filters"),
    WORD: ("encodings.cp437", "encodings.utf_16_le", "encodings.utf_16_be", "zipfile", "lxml.etree"),
    TEXT: _TEXT,
    ANY_TEXT: (*_TEXT, "charset_normalizer"),
    PLAIN: ("encodings.utf_8_sig", "encodings.utf_16_le", "encodings.utf_32_be"),
    DRAW: ("encodings.utf_16_le", "pypdfium2", "pypdfium2.raw"),
    PROBE: (),
}  # fmt: skip
"""Whatever is missing here is imported by each worker anew, or fails where workers may open no files."""

_NEW_OBJECTS = 10_000
"""Python's 700 are for programs that stay: a worker ends before it has made much rubbish."""


def load(kind: bytes) -> None:
    """And make warm what they make at first use."""
    for name in LIBRARIES[kind]:
        if name not in sys.modules:
            importlib.import_module(name)
    rehearse(kind)
    # What is there before a fork is left alone by the workers' garbage collectors, and so stays shared.
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)
    fill_heap()


def load_encodings() -> None:
    """For workers that may open no files at all: Python looks encodings up by name, and imports each at first use."""
    for module in pkgutil.iter_modules(encodings.__path__):
        # Some belong to Windows only.
        with suppress(ImportError):
            importlib.import_module(f"encodings.{module.name}")
