"""pypdf: the text of a PDF page on which PDFium found none; the bytes of the file in, text without boxes out."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from ragdesk.engine.documents.clean_text import clean_text


class PypdfFile:
    """A PDF seen by pypdf, opened at the first question. Nothing here raises, and its complaints stay out of the log.

    pypdf raises nearly everything on damaged files, RecursionError included.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._reader: Any = None
        self._is_hopeless = False

    def page_text(self, index: int) -> str:
        """The text of a page, counted from 0; empty where pypdf fails, too."""
        with _quiet():
            reader = self._opened()
            if reader is None:
                return ""
            try:
                return clean_text(reader.pages[index].extract_text() or "").strip()
            except Exception:
                return ""

    def _opened(self) -> Any:
        if self._reader is None and not self._is_hopeless:
            try:
                self._reader = _open(self._data)
            except Exception:
                self._reader = None
            self._is_hopeless = self._reader is None
        return self._reader


def _open(data: bytes) -> Any:
    from pypdf import PasswordType, PdfReader

    reader = PdfReader(BytesIO(data), strict=False)
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        return None
    return reader


@contextmanager
def _quiet() -> Iterator[None]:
    """pypdf logs a warning for each flaw of a file; flaws that cost text are told in the document's status."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
