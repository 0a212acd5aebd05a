"""Turns under each other: the end is followed only from the end, nothing that is read moves, far turns cost nothing."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from itertools import pairwise
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ragdesk.protocol.conversations import Turn
from ragdesk.protocol.events import QuotesFound
from ragdesk.protocol.records import Searched, TurnId
from ragdesk.window.conversation.quote_card import QuoteCard
from ragdesk.window.conversation.turn_list import WIDEST, TurnList
from ragdesk.window.conversation.turn_view import TurnView
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.icon_button import IconButton
from tests.window import sample_data

Found = TypeVar("Found", bound=QWidget)


@pytest.fixture
def turns(theming: Theming, show: Callable[[QWidget], QWidget]) -> TurnList:
    made = TurnList(theming)
    made.resize(600, 500)
    show(made)
    return made


def _stored(theming: Theming, number: int) -> list[TurnView]:
    answers = (sample_data.answer(f"Question {n}?") for n in range(number))
    return [TurnView.stored(theming, Turn(TurnId(n), "", answer)) for n, answer in enumerate(answers)]


def _under_way(theming: Theming, turns: TurnList) -> TurnView:
    view = TurnView(theming, "Now?")
    view.wait()
    turns.add(view)
    return view


def _named(view: TurnView, kind: type[Found], name: str) -> Found:
    (found,) = view.findChildren(kind, name)
    return found


def _first_in_sight(turns: TurnList) -> TurnView:
    top = turns.verticalScrollBar().value()
    return next(turn for turn in turns.turns if turn.is_built and turn.geometry().bottom() > top)


def _on_screen(turns: TurnList, turn: TurnView) -> int:
    return turn.y() - turns.verticalScrollBar().value()


def test_only_turns_near_the_sight_become_widgets(qtbot: QtBot, turns: TurnList, theming: Theming) -> None:
    turns.show_turns(_stored(theming, 200))
    built = [n for n, turn in enumerate(turns.turns) if turn.is_built]
    assert built
    assert min(built) >= 195
    assert turns.verticalScrollBar().value() == turns.verticalScrollBar().maximum()


def test_far_turns_are_let_go_again(qtbot: QtBot, turns: TurnList, theming: Theming) -> None:
    turns.show_turns(_stored(theming, 60))
    bar = turns.verticalScrollBar()
    for _ in range(25):
        bar.setValue(bar.value() - 400)
    qtbot.waitUntil(lambda: not turns.turns[-1].is_built)
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: turns.turns[-1].is_built)


def test_nothing_is_kept_of_the_widgets_of_far_turns(qtbot: QtBot, turns: TurnList, theming: Theming) -> None:
    """A conversation of some hundred questions took 140 kB more for each of them."""
    turns.show_turns(_stored(theming, 60))
    last = turns.turns[-1]
    cards = [weakref.ref(card) for card in last.findChildren(QuoteCard)]
    assert cards
    turns.verticalScrollBar().setValue(0)

    def are_gone() -> bool:
        gc.collect()
        return all(card() is None for card in cards)

    qtbot.waitUntil(are_gone)
    assert not last.is_built


def test_nothing_moves_when_the_pointer_comes_over_a_turn(qtbot: QtBot, turns: TurnList, theming: Theming) -> None:
    turns.show_turns(_stored(theming, 1))
    (view,) = turns.turns
    question = _named(view, QLabel, "question")
    before = question.geometry(), view.height()
    QCoreApplication.sendEvent(view, QEnterEvent(QPointF(), QPointF(), QPointF()))
    assert _named(view, IconButton, "edit_question").isVisible()
    qtbot.wait(1)
    assert (question.geometry(), view.height()) == before


def test_streaming_is_followed_at_the_end(qtbot: QtBot, turns: TurnList, theming: Theming) -> None:
    turns.show_turns(_stored(theming, 3))
    view = _under_way(theming, turns)
    high = view.height()
    view.write("A line of the answer.\n\n" * 30)
    qtbot.waitUntil(lambda: view.height() > high + 300)
    assert turns.is_at_end
    assert turns.verticalScrollBar().value() == turns.verticalScrollBar().maximum()


def test_nothing_moves_for_a_reader_further_up(qtbot: QtBot, turns: TurnList, theming: Theming) -> None:
    turns.show_turns(_stored(theming, 5))
    view = _under_way(theming, turns)
    bar = turns.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    reading = _first_in_sight(turns)
    seen = _on_screen(turns, reading)  # the bar itself moves while turns above are made and get their true height
    high = view.height()
    view.write("A line of the answer.\n\n" * 30)
    qtbot.waitUntil(lambda: view.height() > high + 300)
    assert not turns.is_at_end
    assert _on_screen(turns, reading) == seen


def test_reader_at_the_very_top_of_a_long_conversation_sees_nothing_move(
    qtbot: QtBot, turns: TurnList, theming: Theming
) -> None:
    turns.show_turns(_stored(theming, 80))
    view = _under_way(theming, turns)
    turns.verticalScrollBar().setValue(0)
    assert turns.turns[0].is_built
    high = view.height()
    view.write("A line of the answer.\n\n" * 30)
    qtbot.waitUntil(lambda: view.height() > high + 300)
    assert turns.verticalScrollBar().value() == 0
    assert all(one.geometry().bottom() < other.y() for one, other in pairwise(turns.turns))


def test_what_is_read_stays_when_turns_above_get_their_true_height(
    qtbot: QtBot, turns: TurnList, theming: Theming
) -> None:
    turns.show_turns(_stored(theming, 30))
    bar = turns.verticalScrollBar()
    bar.setValue(bar.value() - 700)
    reading = _first_in_sight(turns)
    before = _on_screen(turns, reading)
    qtbot.wait(60)
    assert abs(_on_screen(turns, reading) - before) <= 1


def test_text_is_never_wider_than_is_good_to_read(qtbot: QtBot, turns: TurnList, theming: Theming) -> None:
    turns.resize(1400, 500)
    view = _under_way(theming, turns)
    assert view.width() == WIDEST
    assert abs(view.geometry().center().x() - 700) <= 6


def test_tab_goes_from_the_first_turn_in_sight_to_the_last(qtbot: QtBot, turns: TurnList, theming: Theming) -> None:
    turns.show_turns(_stored(theming, 2))
    qtbot.waitUntil(lambda: all(turn.is_built for turn in turns.turns))
    wanted = [stop for turn in turns.turns for stop in turn.focus_stops()]
    qtbot.waitUntil(lambda: turns._stops == wanted)
    found = [wanted[0]]
    while len(found) < len(wanted):
        following = found[-1].nextInFocusChain()
        while following not in wanted:
            following = following.nextInFocusChain()
        found.append(following)
    assert found == wanted


def test_tab_pressed_while_an_answer_comes_goes_down_too(qtbot: QtBot, turns: TurnList, theming: Theming) -> None:
    turns.show_turns(_stored(theming, 2))
    qtbot.waitUntil(lambda: all(turn.is_built for turn in turns.turns))
    qtbot.wait(1)
    QTest.keyClick(turns, Qt.Key.Key_Tab)
    assert turns._stops == [stop for turn in turns.turns for stop in turn.focus_stops()]


def test_all_quotes_are_shown_when_asked_for(qtbot: QtBot, turns: TurnList, theming: Theming) -> None:
    quotes = tuple(sample_data.QUOTES) * 2
    view = _under_way(theming, turns)
    view.show_found(QuotesFound("enough", quotes, (), Searched(1, 1), 1.0))
    assert len(view.findChildren(QuoteCard)) == 2
    _named(view, QPushButton, "more_quotes").click()
    assert len(view.findChildren(QuoteCard)) == 6
