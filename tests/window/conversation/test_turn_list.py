"""Turns under each other: the end is followed only from the end, nothing that is read moves, far turns cost nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ragdesk.protocol.conversations import Turn
from ragdesk.protocol.records import TurnId
from ragdesk.window.conversation.turn_list import WIDEST, TurnList
from ragdesk.window.conversation.turn_view import TurnView
from ragdesk.window.theming import Theming
from tests.window import sample_data


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
    qtbot.wait(20)
    seen = bar.value()
    high = view.height()
    view.write("A line of the answer.\n\n" * 30)
    qtbot.waitUntil(lambda: view.height() > high + 300)
    assert bar.value() == seen


def test_what_is_read_stays_when_turns_above_get_their_true_height(
    qtbot: QtBot, turns: TurnList, theming: Theming
) -> None:
    turns.show_turns(_stored(theming, 30))
    bar = turns.verticalScrollBar()
    bar.setValue(bar.value() - 700)
    reading = next(turn for turn in turns.turns if turn.is_built and turn.geometry().bottom() > bar.value())
    before = reading.y() - bar.value()
    qtbot.wait(60)
    assert abs(reading.y() - bar.value() - before) <= 1


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


def test_all_quotes_are_shown_when_asked_for(qtbot: QtBot, turns: TurnList, theming: Theming) -> None:
    quotes = tuple(sample_data.QUOTES) * 2
    view = _under_way(theming, turns)
    view._quotes.show_quotes(quotes)
    assert len(view._quotes._cards) == 2
    view._quotes.show_all()
    assert len(view._quotes._cards) == 6
