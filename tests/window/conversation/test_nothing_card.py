"""What is told where the documents hold nothing about a question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ragdesk.protocol.records import Searched
from ragdesk.window.conversation.export_words import nothing_words
from ragdesk.window.conversation.nothing_card import NothingCard
from ragdesk.window.language import Language
from tests.window import sample_data


@pytest.fixture
def language() -> Iterator[Language]:
    before, made = QLocale(), Language()
    yield made
    made.choose("en")
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("code", "searched", "told"),
    [
        ("en", Searched(1, 1), "1 of 1 file was searched"),
        ("en", Searched(1, 2_000), "1 of 2,000 files were searched"),
        ("es", Searched(1, 1), "Se ha buscado en 1 de 1 archivo;"),
        ("es", Searched(6, 10), "Se ha buscado en 6 de 10 archivos;"),
    ],
)
def test_one_file_is_no_plural(
    qtbot: QtBot, language: Language, code: Literal["en", "es"], searched: Searched, told: str
) -> None:
    language.choose(code)
    answer = replace(sample_data.nothing_found("When?", code), searched=searched)
    card = NothingCard(answer)
    qtbot.addWidget(card)
    assert any(told in label.text() for label in card.findChildren(QLabel))
    assert any(told in words for words in nothing_words(answer))
