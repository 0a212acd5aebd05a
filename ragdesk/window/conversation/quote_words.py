"""Where a quote stands, in words, and what a file is called."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ragdesk.protocol.records import Quote
from ragdesk.window.words import fill, number


def place_in_words(quote: Quote) -> str:
    """lease-2024.pdf · page 12 · 4 Duration and renewal."""
    parts = [file_name(quote.document) or quote.title]
    if quote.place.page is not None:
        parts.append(page_in_words(quote.place.page))
    if quote.place.heading:
        parts.append(" ".join(quote.place.heading[-1].split()))
    return " · ".join(parts)


def page_in_words(page: int) -> str:
    return fill(QCoreApplication.translate("quotes", "page %1"), number(page))


def file_name(document: str) -> str:
    """The last part of a path of either kind of system."""
    return document.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
