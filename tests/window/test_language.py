from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QLocale
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from ragdesk.window.language import Language
from ragdesk.window.words import number


@pytest.fixture
def language(qapp: object) -> Iterator[Language]:
    before = QLocale()
    made = Language()
    yield made
    made.choose("en")
    QLocale.setDefault(before)


def test_spanish_numbers_and_qts_own_words_are_spanish(language: Language, qtbot: QtBot) -> None:
    language.choose("es")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert language.code == "es"
    assert number(1234567.5, 1) == "1.234.567,5"
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "Cancelar"


def test_widgets_hear_of_a_change_while_they_are_open(language: Language, qtbot: QtBot) -> None:
    heard = []

    class Listening(QDialogButtonBox):
        def changeEvent(self, event: QEvent) -> None:  # noqa: N802
            heard.append(event.type())
            super().changeEvent(event)

    widget = Listening()
    qtbot.addWidget(widget)
    widget.show()
    language.choose("es")
    qtbot.waitUntil(lambda: QEvent.Type.LanguageChange in heard)
    widget.close()


def test_english_needs_no_files(language: Language) -> None:
    language.choose("es")
    language.choose("en")
    assert number(1234.5, 1) == "1,234.5"
