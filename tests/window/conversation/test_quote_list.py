"""Quotes under each other: each as high as its words, at any width."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ragdesk.protocol.records import Place, Quote
from ragdesk.window.conversation.quote_card import QuoteCard
from ragdesk.window.conversation.quote_list import QuoteList
from ragdesk.window.theming import Theming

_TEXTS = ("The workshop took the lens apart in January and numbered every piece, of which there were 312.", "Cleaned.")
_PLACE = Place(1, (), 0, 10)


def test_cards_grow_when_the_pane_becomes_narrow(
    theming: Theming, show: Callable[[QWidget], QWidget], qtbot: QtBot
) -> None:
    quotes = QuoteList(theming, "What was done to the lens?")
    quotes.show_quotes([Quote(n, "/a.txt", "A", _PLACE, text, 0.9, n) for n, text in enumerate(_TEXTS, 1)])
    quotes.resize(720, 600)
    show(quotes)
    cards = quotes.findChildren(QuoteCard)
    for width in (720, 480, 360, 720):
        quotes.resize(width, quotes.heightForWidth(width))
        QCoreApplication.processEvents()
        assert [card.height() for card in cards] == [card.heightForWidth(card.width()) for card in cards]
