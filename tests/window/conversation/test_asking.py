"""One question under way: in order, kept through a death, and never ended by the one before it."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ragdesk.protocol.errors import EngineGone, RagdeskError
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


def test_engine_that_dies_twice_over_a_question_is_told(qtbot: QtBot, link: EngineLink, engine: FakeEngine) -> None:
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
