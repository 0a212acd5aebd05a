"""What an export says about an answer, in the window's language: plain sentences, for any format."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ragdesk.protocol.records import Answer, Quote
from ragdesk.window.conversation.turn_words import is_doubtful, unsupported_words
from ragdesk.window.engine_words import said
from ragdesk.window.words import fill, number

translate = QCoreApplication.translate


def nothing_words(answer: Answer) -> list[str]:
    """That the documents hold nothing about it, what was searched, and what comes nearest."""
    searched, of = answer.searched.documents, answer.searched.of
    if not searched:
        return [said(answer.text)]
    body = translate(
        "NothingCard", "%1 of %n files were searched; no passage speaks of this. No model was asked.", "", of
    )
    told = [translate("NothingCard", "Not in your documents."), fill(body, number(searched))]
    if answer.nearest:
        titles = ", ".join(_in_marks(title) for title in answer.nearest)
        told.append(fill(translate("markdown", "Nearest: %1"), titles))
    return told


def checked_words(answer: Answer) -> str:
    """What is not in the documents, after the sign that such a sentence has; "" where all is."""
    words = unsupported_words(answer)
    return f"(?) {words}" if any(map(is_doubtful, answer.sentences)) and words else words


def note_words(answer: Answer) -> str:
    """Why it is not the model's own, or not whole."""
    return said(_one_line(answer.note or ""))


def sources_words() -> str:
    return translate("markdown", "Sources")


def searched_words(answer: Answer) -> str:
    searched, of = answer.searched.documents, answer.searched.of
    return fill(translate("markdown", "Searched %1 of %n files.", "", of), number(searched))


def quoted(quote: Quote) -> str:
    """Its words on one line, in the quotation marks of the language."""
    return _in_marks(_one_line(quote.text))


def _in_marks(text: str) -> str:
    return fill(translate("markdown", "“%1”"), text)


def _one_line(text: str) -> str:
    return " ".join(text.split())
