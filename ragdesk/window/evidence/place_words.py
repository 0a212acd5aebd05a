"""Where something stands, in the user's words: the name of its file, its page or heading."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from ragdesk.protocol.records import Place, Quote
from ragdesk.window.words import fill, number


def file_name(document: str) -> str:
    """The last part of a path of any system; the path itself where it has no parts."""
    return re.split(r"[/\\]", document.rstrip("/\\"))[-1] or document


def place_words(place: Place) -> str:
    """ "page 12", or the heading where there are no pages; empty where nothing is known."""
    if place.page is not None:
        return fill(QCoreApplication.translate("evidence", "page %1"), number(place.page))
    return place.heading[-1] if place.heading else ""


def quote_place(quote: Quote) -> str:
    """ "lease-2024.pdf · page 12"."""
    where = place_words(quote.place)
    name = file_name(quote.document)
    return fill(QCoreApplication.translate("evidence", "%1 · %2"), name, where) if where else name
