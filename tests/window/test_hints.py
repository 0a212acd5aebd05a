from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from ragdesk.protocol.engine_records import JobId, JobRecord
from ragdesk.protocol.records import Place, Quote
from ragdesk.window.banner import Banner
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.hints import TEXTS, Hints
from ragdesk.window.memory import WindowMemory
from ragdesk.window.theming import Theming
from tests.window.fake_engine import FakeEngine

QUOTE = Quote(1, "/a", "a", Place(None, (), 0, 1), "x", 1.0, 1)


@pytest.fixture
def banner(link: EngineLink, desk: Desk, theming: Theming, memory: WindowMemory, qtbot: QtBot) -> Banner:
    made = Banner(link, theming, lambda _: None)
    qtbot.addWidget(made)
    Hints(link, desk, made, memory)
    return made


@pytest.fixture
def answered(desk: Desk, engine: FakeEngine) -> Callable[[], None]:
    def answer() -> None:
        desk.show_answer(engine._answer_to("How much was the ticket income in 2024?"))

    return answer


def test_the_first_answer_tells_of_citations_until_it_is_put_away(
    banner: Banner, answered: Callable[[], None], memory: WindowMemory
) -> None:
    assert banner.words == ""
    answered()
    assert banner.words == TEXTS["citations"]
    dismiss = banner.findChild(QToolButton, "banner_dismiss")
    assert dismiss is not None
    dismiss.click()
    assert banner.words == ""
    answered()
    assert banner.words == ""
    assert memory.is_dismissed("citations")


def test_whoever_opens_a_citation_needs_no_hint(
    banner: Banner, desk: Desk, answered: Callable[[], None], memory: WindowMemory
) -> None:
    answered()
    desk.show_evidence([QUOTE], 0)
    assert banner.words == ""
    assert memory.is_dismissed("citations")


def test_the_palette_is_told_of_after_that(banner: Banner, link: EngineLink, memory: WindowMemory) -> None:
    job = JobRecord(JobId(1), "default", "add", (), "done")
    link.job_changed.emit(job)
    assert banner.words == ""
    memory.dismiss("citations")
    link.job_changed.emit(job)
    assert banner.words == TEXTS["palette"]
