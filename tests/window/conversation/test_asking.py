"""One question under way: in order, kept through a death, and never ended by the one before it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from ragdesk.protocol.errors import EngineGone, RagdeskError
from ragdesk.protocol.events import AskEvent
from ragdesk.protocol.records import Answer
from ragdesk.window.conversation.asking import Asking, Question
from ragdesk.window.engine_link import EngineLink
from tests.window.fake_engine import FakeEngine


def test_question_asked_as_soon_as_the_last_is_answered_is_answered_too(qtbot: QtBot, link: EngineLink) -> None:
    asking, answered, failed = Asking(link), list[str](), list[RagdeskError]()

    def go_on(answer: Answer, _turn: object) -> None:
        answered.append(answer.question)
        if len(answered) < 10:
            asking.ask(Question(f"Question {len(answered)}"))

    asking.finished.connect(go_on)
    asking.failed.connect(failed.append)
    asking.ask(Question("Question 0"))
    qtbot.waitUntil(lambda: len(answered) == 10 or bool(failed))
    assert failed == []
    assert answered == [f"Question {n}" for n in range(10)]


def test_events_come_in_order_and_tokens_together(qtbot: QtBot, link: EngineLink) -> None:
    asking, told = Asking(link), list[str]()
    asking.begun.connect(lambda _: told.append("begun"))
    asking.found.connect(lambda _: told.append("found"))
    asking.wrote.connect(lambda text: told.append(text))
    with qtbot.waitSignal(asking.finished) as finished:
        asking.ask(Question("How much?"))
    assert told[:2] == ["begun", "found"]
    assert "".join(told[2:]) == finished.args[0].text


def test_window_paints_between_quotes_words_and_marks_that_come_at_once(qtbot: QtBot, link: EngineLink) -> None:
    asking, told = Asking(link), list[str]()

    def tell(name: str) -> None:
        told.append(name)
        QTimer.singleShot(0, lambda: told.append("painted"))

    asking.found.connect(lambda _: tell("found"))
    asking.wrote.connect(lambda _: tell("wrote"))
    with qtbot.waitSignal(asking.finished):
        asking.finished.connect(lambda *_: told.append("finished"))
        asking.ask(Question("How much?"))
    assert told.index("found") < told.index("painted") < told.index("wrote")
    assert told[-2:] == ["painted", "finished"]


def test_engine_that_dies_twice_over_a_question_is_told(
    qtbot: QtBot, link: EngineLink, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ragdesk.window.conversation.asking.NOTICED_MS", 50)
    asking = Asking(link)
    engine.faults["ask"] = EngineGone("The engine ended.", "It is started again.")
    with qtbot.waitSignal(asking.failed) as failed:
        asking.ask(Question("How much?"))
    assert isinstance(failed.args[0], EngineGone)
    assert len(engine.called("ask")) == 2
    assert not asking.is_active


def test_stopped_question_is_heard_of_no_more(qtbot: QtBot, link: EngineLink, engine: FakeEngine) -> None:
    asking, heard = Asking(link), list[object]()
    engine.slowly(0.02)
    with qtbot.waitSignal(asking.wrote):
        asking.ask(Question("How much?"))
    asking.wrote.connect(heard.append)
    asking.finished.connect(lambda *_: heard.append("finished"))
    asking.stop()
    with qtbot.waitSignal(link.conversations_changed):
        pass
    assert heard == []


def test_answer_that_an_ending_engine_kept_is_replaced_by_the_whole_one(
    qtbot: QtBot, link: EngineLink, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.window.fake_conversations._AT", datetime.now(UTC).isoformat(timespec="seconds"))
    asking, number, also = Asking(link), engine.start_conversation(), list[AskEvent]()
    engine.slowly(0.03)
    with qtbot.waitSignal(asking.wrote):
        asking.ask(Question("How much?", number))
    same = link.stream(lambda one: one.ask("How much?", conversation=number), also.extend, lambda: None)
    qtbot.waitUntil(lambda: len(also) > 6)
    same.cancel()
    qtbot.waitUntil(lambda: len(engine.kept[number].turns) == 1)
    engine.slowly(0)
    with qtbot.waitSignal(asking.finished):
        engine.die()
    (turn,) = engine.kept[number].turns
    assert turn.answer.note is None


def test_same_question_of_before_is_not_replaced(qtbot: QtBot, link: EngineLink, engine: FakeEngine) -> None:
    asking, number = Asking(link), engine.start_conversation()
    with qtbot.waitSignal(asking.finished):
        asking.ask(Question("How much?", number))
    engine.slowly(0.03)
    with qtbot.waitSignal(asking.wrote):
        asking.ask(Question("How much?", number))
    engine.slowly(0)
    with qtbot.waitSignal(asking.finished):
        engine.die()
    assert len(engine.kept[number].turns) == 2


def test_question_waits_until_the_window_has_heard_of_the_end_too(
    qtbot: QtBot, link: EngineLink, engine: FakeEngine
) -> None:
    asking = Asking(link)
    engine.faults["ask"] = EngineGone("The engine ended.", "It is started again.")
    with qtbot.waitSignal(asking.asked_again):
        asking.ask(Question("How much?"))
    qtbot.wait(100)
    assert len(engine.called("ask")) == 1, "not asked of the engine that ended"
    del engine.faults["ask"]
    with qtbot.waitSignal(asking.finished):
        engine.die()
    assert len(engine.called("ask")) == 2
