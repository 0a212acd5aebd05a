"""Kills the engine, the chat worker and a reader while the real window is answered, and looks how it recovers.

usage: python -m tests.safety.window_kills [--kills 20] [--cache DIR]
Each time the window stays, the engine is there again by itself, the question is kept, and it is answered or clearly
failed; afterwards the same question is answered. Exits with 1 otherwise. Linux only.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from ragdesk.window import app as window_app
from ragdesk.window.start_options import StartOptions

SAMPLES = Path(__file__).parents[2] / "assets" / "samples"
QUESTION = "When did the great lens leave the tower and when was it lit again?"
TARGETS = ("engine", "chat", "reader")
_MARKS = {"engine": "ragdesk engine", "chat": "chat_worker", "reader": "workers.host"}
_RECOVERED_S = 60.0


@dataclass(slots=True)
class Killed:
    """One kill. `recovered_s`: from the kill until a further question was answered."""

    target: str
    was_there: bool
    lost: int = 0
    recovered_s: float = 0.0
    violations: list[str] = field(default_factory=list)


class KillingWindow:
    """The window of `app`, on the real engine, with the samples in its library."""

    def __init__(self, application: QApplication, data_dir: Path) -> None:
        self.app = window_app.App(application, StartOptions(data_dir, "default"))
        self.lost: list[object] = []
        self.app.link.engine_lost.connect(self.lost.append)
        self.app.show()
        self.until(lambda: self.app.link.is_ready, "no engine")
        self._add_samples()

    def kill(self, target: str) -> Killed:
        """While an answer is written."""
        before, lost = self.app.desk.answer, len(self.lost)
        self.app.desk.question_proposed.emit(QUESTION)
        QTest.qWait(150)
        if target == "reader":
            self.app.link.request(
                lambda engine: engine.render_page(str(SAMPLES / _PDF), 2), lambda _: None, lambda _: None
            )
            QTest.qWait(60)
        killed = Killed(target, self._kill_process(target))
        began = time.monotonic()
        self._look_at_recovery(killed, before)
        killed.recovered_s = time.monotonic() - began
        killed.lost = len(self.lost) - lost
        return killed

    def close(self) -> None:
        self.app.close()
        self.app.link.background.wait_for_threads(5)

    def until(self, condition: Callable[[], object], otherwise: str, seconds: float = _RECOVERED_S) -> None:
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError(otherwise)
            QTest.qWait(20)

    def _look_at_recovery(self, killed: Killed, before: object) -> None:
        try:
            QTest.qWait(100)
            self.until(lambda: self.app.link.is_ready, "the engine did not come back by itself")
            self.until(lambda: self._is_over(before), "the question was neither answered nor failed")
            if QUESTION not in [turn.question for turn in self.app.window.conversation.turns.turns]:
                killed.violations.append("the question is gone")
            now = self.app.desk.answer
            self.app.desk.question_proposed.emit(QUESTION)
            self.until(lambda: self.app.desk.answer is not now, "the next question was not answered")
            again = self.app.window.banner.findChild(QPushButton, "banner_try_now")
            self.until(lambda: again is None or not again.isVisible(), "the banner stays", 10)
        except TimeoutError as problem:
            killed.violations.append(str(problem))

    def _is_over(self, before: object) -> bool:
        return self.app.desk.answer is not before or not self.app.actions["stop_answer"].isEnabled()

    def _add_samples(self) -> None:
        jobs: list[object] = []
        self.app.link.request(lambda engine: list(engine.add([SAMPLES])), jobs.append)
        self.until(lambda: bool(jobs), "the samples were not read", 120)

    def _kill_process(self, target: str) -> bool:
        status = self.app.link.status
        if status is None or not status.pid or not psutil.pid_exists(status.pid):
            return False
        engine = psutil.Process(status.pid)
        if target == "engine":
            engine.send_signal(signal.SIGKILL)
            return True
        for child in engine.children(recursive=True):
            with suppress(psutil.Error):  # it ended meanwhile
                if _MARKS[target] in " ".join(child.cmdline()):
                    child.send_signal(signal.SIGKILL)
                    return True
        return False


_PDF = "lighthouse-museum-report-2024.pdf"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20, help="of each of the three")
    parser.add_argument("--cache", type=Path)
    options = parser.parse_args()
    if options.cache:
        os.environ["RAGDESK_CACHE_DIR"] = str(options.cache)
    os.environ["RAGDESK_IDLE_S"] = "2"
    application = window_app.make_application()
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        window = KillingWindow(application, Path(folder))
        for target in TARGETS:
            kills = [window.kill(target) for _ in range(options.kills)]
            there = [kill for kill in kills if kill.was_there]
            slowest = max((kill.recovered_s for kill in there), default=0.0)
            wrong = [violation for kill in kills for violation in kill.violations]
            print(
                f"{target}: {len(there)} of {len(kills)} killed while it worked;"
                f" engine lost {sum(kill.lost for kill in kills)} times;"
                f" slowest until the next answer {slowest:.1f} s",
                *wrong, sep="\n  ", flush=True,
            )  # fmt: skip
            bad += len(wrong)
        window.close()
    print(f"{bad} violations")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
