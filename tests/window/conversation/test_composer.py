"""The composer: Enter asks, Shift+Enter does not, it grows, and says of what and by what is answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ragdesk.protocol.records import Budget
from ragdesk.window.conversation.composer import Composer
from ragdesk.window.conversation.question_edit import LINES
from ragdesk.window.theming import Appearance, Theming


@pytest.fixture
def composer(theming: Theming, show: Callable[[QWidget], QWidget]) -> Composer:
    made = Composer(theming)
    made.resize(540, 120)
    show(made)
    return made


def test_enter_asks_and_shift_enter_begins_a_line(qtbot: QtBot, composer: Composer) -> None:
    asked: list[str] = []
    composer.asked.connect(asked.append)
    QTest.keyClicks(composer.edit, "one")
    QTest.keyClick(composer.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(composer.edit, "two")
    assert asked == []
    QTest.keyClick(composer.edit, Qt.Key.Key_Return)
    assert asked == ["one\ntwo"]


def test_blanks_are_no_question(composer: Composer) -> None:
    asked: list[str] = []
    composer.asked.connect(asked.append)
    QTest.keyClicks(composer.edit, "  ")
    QTest.keyClick(composer.edit, Qt.Key.Key_Return)
    composer.send.click()
    assert asked == []


def test_it_grows_with_its_lines_but_not_for_ever(qtbot: QtBot, composer: Composer) -> None:
    one = composer.edit.height()
    composer.edit.setPlainText("line\n" * 3)
    qtbot.waitUntil(lambda: composer.edit.height() > 2 * one)
    composer.edit.setPlainText("line\n" * LINES)
    qtbot.waitUntil(lambda: composer.edit.lines() > LINES)
    most = composer.edit.height()
    composer.edit.setPlainText("line\n" * 5 * LINES)
    assert composer.edit.height() == most


def test_round_button_stops_while_an_answer_comes(composer: Composer) -> None:
    stopped: list[bool] = []
    composer.stopped.connect(lambda: stopped.append(True))
    composer.show_answering(True)
    assert composer.send.accessibleName() == "Stop the answer"
    composer.send.click()
    assert stopped == [True]


def test_typed_question_stays_while_an_answer_comes(composer: Composer) -> None:
    composer.show_answering(True)
    QTest.keyClicks(composer.edit, "next")
    QTest.keyClick(composer.edit, Qt.Key.Key_Return)
    assert composer.edit.toPlainText() == "next"


@pytest.mark.parametrize(
    ("documents", "is_guide", "words"),
    [(0, False, "Ask about your documents"), (2, True, "Ask the user guide")],
)
def test_placeholder_says_what_can_be_asked(composer: Composer, documents: int, is_guide: bool, words: str) -> None:
    composer.show_documents(documents, is_guide=is_guide)
    assert composer.edit.placeholderText() == words


def test_placeholder_counts_what_was_chosen(composer: Composer) -> None:
    composer.show_documents(2130, is_guide=False)
    composer.show_scope(3)
    assert composer.edit.placeholderText() == "Ask about these 3 documents"
    composer.show_scope(0)
    assert composer.edit.placeholderText().replace(",", "") == "Ask about these 2130 documents"


def test_scope_and_model_are_named(composer: Composer) -> None:
    assert composer.scope.words == "All documents"
    assert composer.model.words == "Quotes only"
    composer.show_scope(3)
    composer.show_model("SmolLM2 135M")
    assert composer.scope.words == "3 documents"
    assert composer.model.words == "SmolLM2 135M"


def test_a_long_name_gives_way(qtbot: QtBot, composer: Composer) -> None:
    composer.show_model("A-model-with-a-name-that-is-far-too-long-for-a-pill-of-this-width.Q4_K_M")
    qtbot.waitUntil(lambda: "…" in composer.model.text())
    assert "Q4_K_M" in composer.model.toolTip()


def test_what_is_asked_is_readable_where_the_models_name_gives_way(
    qtbot: QtBot, composer: Composer, theming: Theming
) -> None:
    composer.show_scope(1)
    composer.show_model("SmolLM2-135M-Instruct-of-a-long-name")
    theming.choose(Appearance("light", 150, "yes"))
    qtbot.waitUntil(lambda: composer.scope.text() == "1 document")
    assert composer.model.text().endswith("…")


def test_budget_is_shown_after_an_answer_of_a_model_alone(composer: Composer) -> None:
    composer.show_budget(Budget())
    assert not composer.budget.isVisible()
    composer.show_budget(Budget(2048, 800, 320))
    assert composer.budget.isVisible()
    assert [part.replace(",", "") for part in composer.budget.words().split(" / ")] == ["1120", "2048"]
    assert "800" in composer.budget.accessibleName()


def test_leaving_the_editing_empties_it(composer: Composer) -> None:
    left: list[bool] = []
    composer.editing_left.connect(lambda: left.append(True))
    composer.begin_editing("Old question")
    assert composer.edit.toPlainText() == "Old question"
    QTest.keyClick(composer.edit, Qt.Key.Key_Escape)
    assert composer.edit.toPlainText() == ""
    assert left == [True]


def test_pills_are_whole_before_the_budget_says_its_figures(qtbot: QtBot, composer: Composer) -> None:
    composer.show_model("SmolLM2-135M-Instruct")
    composer.show_budget(Budget(4096, 1000, 374))
    composer.resize(480, composer.height())
    qtbot.waitUntil(lambda: not composer.budget.has_room_for_words)
    assert composer.scope.text() == composer.scope.words
    composer.resize(700, composer.height())
    qtbot.waitUntil(lambda: composer.budget.has_room_for_words)
    assert "374" in composer.budget.toolTip()
