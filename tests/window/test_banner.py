from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from ragdesk.protocol.errors import EngineGone, RagdeskError
from ragdesk.protocol.events import EngineNoticed
from ragdesk.window.banner import Banner
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.theming import Theming
from tests.window.fake_engine import FakeEngine

LOST = "The engine ended. It is being started again; your question is kept."


@pytest.fixture
def told() -> list[RagdeskError]:
    return []


@pytest.fixture
def banner(link: EngineLink, theming: Theming, told: list[RagdeskError], show: Callable[[Banner], Banner]) -> Banner:
    made = Banner(link, theming, told.append)
    link.noticed.emit(EngineNoticed("x"))  # nothing that is hidden can be exposed
    show(made)
    link.noticed.emit(EngineNoticed("", is_solved=True))
    assert made.words == ""
    return made


def test_an_engine_that_ended_is_told_of_until_another_answers(
    banner: Banner, link: EngineLink, engine: FakeEngine, qtbot: QtBot
) -> None:
    engine.starts_again = False
    with qtbot.waitSignal(link.engine_lost):
        engine.die()
    assert banner.words == LOST
    engine.starts_again = True
    again = banner.findChild(QPushButton, "banner_try_now")
    assert again is not None
    with qtbot.waitSignal(link.engine_ready):
        again.click()
    assert banner.words == ""


def test_its_details_are_shown_where_all_errors_are(banner: Banner, link: EngineLink, told: list[RagdeskError]) -> None:
    problem = EngineGone("It ended.", "Wait.")
    link.engine_lost.emit(problem)
    details = banner.findChild(QPushButton, "banner_details")
    assert details is not None
    details.click()
    assert told == [problem]


def test_a_silent_engine_is_told_of_while_it_is_silent(banner: Banner, link: EngineLink) -> None:
    link.engine_silent.emit(True)
    assert banner.words == "The engine does not answer; waiting…"
    link.engine_silent.emit(False)
    assert banner.words == ""


def test_a_notice_goes_when_it_is_dismissed_or_solved(banner: Banner, link: EngineLink) -> None:
    dismiss = banner.findChild(QToolButton, "banner_dismiss")
    assert dismiss is not None
    link.noticed.emit(EngineNoticed("The disk is nearly full.", "Make room."))
    assert banner.words == "The disk is nearly full."
    dismiss.click()
    assert banner.words == ""
    link.noticed.emit(EngineNoticed("The disk is nearly full.", "Make room."))
    link.noticed.emit(EngineNoticed("There is room again.", is_solved=True))
    assert banner.words == ""


def test_what_is_solved_leaves_notices_about_other_things(banner: Banner, link: EngineLink) -> None:
    link.noticed.emit(EngineNoticed("A backup failed."))
    link.noticed.emit(EngineNoticed("The disk is nearly full.", about="disk"))
    link.noticed.emit(EngineNoticed("There is room again.", is_solved=True, about="disk"))
    assert banner.words == "A backup failed."


def test_what_is_worst_stands_before_the_rest(banner: Banner, link: EngineLink) -> None:
    banner.show_hint("palette", "Ctrl+K finds everything.")
    link.noticed.emit(EngineNoticed("The disk is nearly full."))
    link.engine_lost.emit(EngineGone("It ended."))
    assert banner.words == LOST
    link.engine_ready.emit(link.status)
    assert banner.words == "The disk is nearly full."
    link.noticed.emit(EngineNoticed("", is_solved=True))
    assert banner.words == "Ctrl+K finds everything."
