from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from ragdesk.paths import asset
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


def test_english_comes_back(language: Language) -> None:
    language.choose("es")
    language.choose("en")
    assert number(1234.5, 1) == "1,234.5"


def test_a_system_without_a_language_writes_numbers_like_english(
    language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QLocale, "system", QLocale.c)
    language.choose("system")
    assert number(4096) == "4,096"
    assert QLocale().name().startswith("en")


def test_words_stay_when_their_file_is_written_over(
    language: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an update does under an open window."""
    shutil.copy(asset("translations", "ragdesk_es.qm"), tmp_path)
    monkeypatch.setattr("ragdesk.window.language.asset", lambda _, name: tmp_path / name)
    language.choose("es")
    said = QCoreApplication.translate("settings", "Privacy")
    (tmp_path / "ragdesk_es.qm").write_bytes(b"")
    assert said == QCoreApplication.translate("settings", "Privacy") == "Privacidad"
