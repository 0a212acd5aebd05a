"""KillingWindow: the real window on the real engine, one of whose processes is killed while it answers."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.errors import RagdeskError
from ragdesk.protocol.events import AddFinished
from ragdesk.window import app as window_app
from ragdesk.window.conversation.answer_text import AnswerText
from ragdesk.window.conversation.turn_view import TurnView
from ragdesk.window.start_options import StartOptions
from tests.long_pdf import long_pdf
from tests.safety.window_victims import ENGINE, Striker, Target, has_reader_host

T = TypeVar("T")
Moment = Literal["asked", "quoted", "writing"]
MOMENTS: tuple[Moment, ...] = ("asked", "quoted", "writing")
QUESTION = "When did the great lens leave the tower and when was it lit again?"
RECOVERED_S = 90.0
_PDF = "lighthouse-museum-report-2024.pdf"
_SAMPLES = Path(__file__).parents[2] / "assets" / "samples"
_PAGES = 300
"""It takes a reader half a second."""
_ASKED_MS = 100
_BEAT_MS = 5


@dataclass(slots=True)
class Killed:
    """One kill. Seconds count from it: until an engine was attached again, and until the question was over."""

    target: Target
    moment: Moment
    was_hit: bool = False
    attached_s: float | None = None
    over_s: float = 0.0
    ending: str = ""
    violations: list[str] = field(default_factory=list)


class KillingWindow:
    """With the files of `source` in its library."""

    def __init__(self, application: QApplication, data_dir: Path, source: Path) -> None:
        self.app = window_app.App(application, StartOptions(data_dir, "default"))
        self._source = source
        self._losses: list[str] = []
        self._ready_at = 0.0
        self._added = 0
        self.longest_ms = 0.0
        self.app.link.engine_lost.connect(self._hear_loss)
        self.app.link.engine_ready.connect(self._hear_ready)
        self.app.show()
        self._do(lambda engine: list(engine.add([source])), "the files were not read")
        self._last_beat = time.thread_time()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(_BEAT_MS)

    def begin_conversation(self) -> None:
        self.app.actions["new_conversation"].trigger()

    def kill(self, target: Target, moment: Moment) -> Killed:
        """While an answer is written. A reader is reading a file then, or later in the answer draws a page: jobs rest
        while the chat model works."""
        killed = Killed(target, moment)
        try:
            self._kill(killed)
        except TimeoutError as problem:
            killed.violations.append(str(problem))
        return killed

    def close(self) -> None:
        self._timer.stop()
        self.app.close()
        self.app.link.background.wait_for_threads(5)

    def _kill(self, killed: Killed) -> None:
        if killed.target == "reader":
            self._warm_readers()
        self._losses.clear()
        turns = len(self._turns())
        striker = Striker(self._engine_pid(), killed.target)
        works = killed.target == "reader"
        is_done = self._read_file(striker) if works and killed.moment == "asked" else _nothing_to_wait_for
        self.app.desk.question_proposed.emit(QUESTION)
        self._until(lambda: self._has_come_to(killed.moment), "the question did not get so far")
        striker.start()
        if works and killed.moment != "asked":
            is_done = self._draw_until_over(striker)
        self._until(lambda: not striker.is_alive(), "nothing was killed")
        if striker.struck_at is None:
            raise TimeoutError("there was nothing to kill")
        killed.was_hit = True
        self._until(self._is_over, "the question was neither answered nor failed")
        killed.over_s = time.monotonic() - striker.struck_at
        if killed.target in ENGINE:
            killed.attached_s = self._ready_at - striker.struck_at
        self._until(is_done, "the page or file of the reader did not come")
        self._look(killed, turns)

    def _look(self, killed: Killed, turns: int) -> None:
        """At the window, when the question is over."""
        view = self._turns()[-1]
        killed.ending = _ending(view)
        wrong = killed.violations
        if len(self._turns()) != turns + 1 or view.question != QUESTION:
            wrong.append("the question is gone or there twice")
        if not (view.answer or _is_failure_shown(view)):
            wrong.append("the question was left without a word")
        wrong += _repeated(view)
        wrong += self._stored_wrong()
        wrong += self._banner_wrong(killed.target)

    def _stored_wrong(self) -> list[str]:
        conversation = self.app.desk.conversation
        assert conversation is not None
        kept = self._do(lambda engine: engine.show_conversation(conversation), "the conversation does not come")
        shown = [turn.turn for turn in self._turns() if turn.answer]
        is_same = [turn.id for turn in kept.turns] == shown
        return [] if is_same else [f"stored are {[turn.id for turn in kept.turns]}, shown {shown}"]

    def _banner_wrong(self, target: Target) -> list[str]:
        wrong = ["the banner stays"] if self._banner_of_loss() else []
        if target not in ENGINE:
            return wrong + [f"the engine was lost: {words}" for words in self._losses]
        if len(self._losses) != 1:
            wrong.append(f"the engine was lost {len(self._losses)} times")
        return wrong + ["no banner with a way to try now" for words in self._losses if not words]

    def _has_come_to(self, moment: Moment) -> bool:
        view = self._turns()[-1]
        if moment == "asked":
            QTest.qWait(_ASKED_MS)
            return True
        if self._is_over():
            return True
        text = view.findChild(AnswerText)
        return bool(view.quotes) if moment == "quoted" else text is not None and bool(text.written)

    def _is_over(self) -> bool:
        return self.app.link.is_ready and not self.app.actions["stop_answer"].isEnabled()

    def _turns(self) -> list[TurnView]:
        return list(self.app.window.conversation.turns.turns)

    # readers

    def _engine_pid(self) -> int:
        status = self.app.link.status
        assert status is not None
        assert status.pid is not None
        return status.pid

    def _warm_readers(self) -> None:
        if not has_reader_host(self._engine_pid()):
            self._do(lambda engine: engine.render_page(str(self._source / _PDF), 1), "no page is drawn")

    def _read_file(self, striker: Striker) -> Callable[[], bool]:
        """Until a reader is at it; whether it is read to its end."""
        self._added += 1
        file = self._source / f"journal {self._added}.pdf"
        file.write_bytes(long_pdf(_PAGES) + f"\n% {self._added}\n".encode())
        read = self._begin(lambda engine: list(engine.add([file])))
        self._until(striker.sees_one, "no reader came for the file")
        return lambda: any(isinstance(event, AddFinished) and event.ready == 1 for event in read[0]) if read else False

    def _draw_until_over(self, striker: Striker) -> Callable[[], bool]:
        """Now and then a page is drawn before the blow; then another is asked for, each at a scale of its own."""
        scale = 4.0
        is_done = self._draw_page(scale)
        while striker.is_alive():
            QTest.qWait(_BEAT_MS)
            if is_done():
                scale -= 0.01
                is_done = self._draw_page(scale)
        return is_done

    def _draw_page(self, scale: float) -> Callable[[], bool]:
        drawn = self._begin(lambda engine: engine.render_page(str(self._source / _PDF), 2, scale))
        return lambda: bool(drawn and drawn[0].pixels)

    # what happens

    def _do(self, call: Callable[[EngineApi], T], otherwise: str) -> T:
        done = self._begin(call)
        self._until(lambda: done, otherwise)
        return done[0]

    def _begin(self, call: Callable[[EngineApi], T]) -> list[T]:
        done: list[T] = []
        self.app.link.request(call, done.append, _raise)
        return done

    def _until(self, condition: Callable[[], Any], otherwise: str) -> None:
        end = time.monotonic() + RECOVERED_S
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError(otherwise)
            QTest.qWait(10)

    def _hear_loss(self, _problem: RagdeskError) -> None:
        """The banner has heard of it before."""
        self._losses.append(self._banner_of_loss())

    def _banner_of_loss(self) -> str:
        """What it says, if it offers to try now; it may say other things."""
        banner = self.app.window.banner
        again = banner.findChild(QPushButton, "banner_try_now")
        return banner.words if again is not None and again.isVisible() else ""

    def _hear_ready(self, _status: object) -> None:
        self._ready_at = time.monotonic()

    def _beat(self) -> None:
        now = time.thread_time()
        self.longest_ms = max(self.longest_ms, (now - self._last_beat) * 1000)
        self._last_beat = now


def samples(folder: Path) -> Path:
    """A copy that may be added to."""
    shutil.copytree(_SAMPLES, folder)
    return folder


def small_sample(file: Path) -> Path:
    """For an answer within a moment."""
    file.write_text("The great lens left the tower in January 2024. It was lit again in May 2025.\n", "utf-8")
    return file


def _nothing_to_wait_for() -> bool:
    return True


def _raise(problem: RagdeskError) -> None:
    raise problem


def _ending(view: TurnView) -> str:
    if view.answer is None:
        return "failed"
    return view.answer.origin + (" with a note" if view.answer.note else "")


def _is_failure_shown(view: TurnView) -> bool:
    again = view.findChild(QPushButton, "try_again")
    return again is not None and again.isVisibleTo(view)


def _repeated(view: TurnView) -> list[str]:
    """What is shown twice of an answer: quotes by their number, the text by how it begins."""
    numbers = [quote.n for quote in view.quotes]
    wrong = [] if len(set(numbers)) == len(numbers) else [f"quotes {numbers}"]
    text = view.findChild(AnswerText)
    if view.answer and text is not None and view.answer.origin == "model":
        begin = text.toPlainText()[:30]
        if text.toPlainText().count(begin) > max(1, view.answer.text.count(begin)):
            wrong.append("the answer is shown twice")
    return wrong
