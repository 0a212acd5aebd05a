"""An engine that ended too often and is not started for a while: the window says so, lets one try, and goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ragdesk.client.start_engine import DEATHS_ALLOWED, Deaths
from ragdesk.protocol.address import EngineAddress
from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.errors import NoSuchLibrary, RagdeskError
from ragdesk.protocol.records import Answer
from ragdesk.window.banner import Banner
from ragdesk.window.conversation.asking import Asking, Question
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.theming import Theming
from tests.window.fake_engine import FakeEngine
from tests.window.signals import heard


class Starter:
    """The FakeEngine behind the real refusal to start one that ended three times within a minute."""

    def __init__(self, engine: FakeEngine) -> None:
        self._engine = engine
        self._deaths = Deaths()
        self.tries: list[bool] = []
        """Of each, whether a library that is missing may be made."""

    def __call__(self, library: str, create: bool, silence: Callable[[bool], None]) -> EngineApi:
        self.tries.append(create)
        self._deaths.check()
        return self._engine.attach(library, create, silence)

    def note_deaths(self) -> None:
        for pid in range(DEATHS_ALLOWED):
            self._deaths.note(EngineAddress("/x", "secret", pid, 0.0, "1", False))


@pytest.fixture
def starter(engine: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> Starter:
    monkeypatch.setattr("ragdesk.window.engine_link.AGAIN_MS", 50)
    return Starter(engine)


@pytest.fixture
def link(starter: Starter, engine: FakeEngine, qtbot: QtBot) -> Iterator[EngineLink]:
    made = EngineLink(starter, "default")
    with qtbot.waitSignal(made.engine_ready):
        made.start(create=True)
    qtbot.waitUntil(lambda: engine.listeners == 1)
    yield made
    made.close()
    made.background.wait_for_threads(3)


@pytest.fixture
def told() -> list[RagdeskError]:
    return []


@pytest.fixture
def banner(link: EngineLink, theming: Theming, told: list[RagdeskError], show: Callable[[Banner], Banner]) -> Banner:
    made = Banner(link, theming, told.append)
    made.show_hint("x", "x")  # nothing that is hidden can be exposed
    return show(made)


def _press(banner: Banner, name: str) -> None:
    button = banner.findChild(QPushButton, name)
    assert button is not None
    assert button.isVisible()
    button.click()


def test_it_is_told_why_and_the_window_goes_on_by_itself_with_the_question(
    banner: Banner, link: EngineLink, starter: Starter, engine: FakeEngine, told: list[RagdeskError],
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    lost, asking, answers = heard(link.engine_lost), Asking(link), list[Answer]()
    asking.finished.connect(lambda answer, _: answers.append(answer))
    starter.note_deaths()
    engine.die()
    qtbot.waitUntil(lambda: len(lost) >= 2)
    asking.ask(Question("How much?"))
    _press(banner, "banner_details")
    assert "3 times within a minute" in told[-1].message
    assert "Wait a minute" in told[-1].hint
    assert answers == []
    monkeypatch.setattr("ragdesk.client.start_engine.DEATHS_WITHIN_S", 0.0)  # the minute is over
    qtbot.waitUntil(lambda: len(answers) == 1)
    button = banner.findChild(QPushButton, "banner_try_now")
    assert button is not None
    assert not button.isVisible()


def test_one_need_not_wait_for_the_next_try(
    banner: Banner, link: EngineLink, starter: Starter, engine: FakeEngine, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    lost = heard(link.engine_lost)
    monkeypatch.setattr("ragdesk.window.engine_link.AGAIN_MS", 60_000)
    starter.note_deaths()
    engine.die()
    qtbot.waitUntil(lambda: len(lost) >= 2)
    monkeypatch.setattr("ragdesk.client.start_engine.DEATHS_WITHIN_S", 0.0)
    with qtbot.waitSignal(link.engine_ready):
        _press(banner, "banner_try_now")


def test_trying_now_does_not_make_a_library_that_was_removed(
    banner: Banner, link: EngineLink, starter: Starter, engine: FakeEngine, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    lost, failed = heard(link.engine_lost), heard(link.request_failed)
    with qtbot.waitSignal(link.engine_ready):
        link.choose_library("Archive")
    qtbot.waitUntil(lambda: engine.listeners == 1)
    monkeypatch.setattr("ragdesk.window.engine_link.AGAIN_MS", 60_000)
    del engine.libraries["Archive"]
    starter.note_deaths()
    engine.die()
    qtbot.waitUntil(lambda: len(lost) >= 2)
    monkeypatch.setattr("ragdesk.client.start_engine.DEATHS_WITHIN_S", 0.0)
    with qtbot.waitSignal(link.engine_ready):
        _press(banner, "banner_try_now")
    assert [type(one) for one in failed] == [NoSuchLibrary]
    assert "Archive" not in engine.libraries
