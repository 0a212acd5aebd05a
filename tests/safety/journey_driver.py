"""The process whose silence is tested: an engine through everything that a user does, step by step.

usage: python -m tests.safety.journey_driver DATA_DIR CACHE_DIR FOLDER STEPS IDLE_SECONDS on|off
`off` leaves the kernel's refusal out, so that a library's attempt to connect would succeed. Prints one JSON object: the
number of steps, what every step found, and what could not be done. What `doctor` tries on purpose is marked in the
trace by calls that no library makes.
"""

from __future__ import annotations

import ctypes
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any

from ragdesk.engine.offline.process_start import prepare_engine_process

MARKS = (-4241, -4242)
"""Descriptors that nobody has: `shutdown` of them begins and ends the doctor's own attempts."""
QUESTIONS = (
    "How long does the ferry crossing take?",
    "What did the restoration of the lens cost?",
    "How many visitors did the lighthouse museum welcome in 2024?",
    "¿Cuántos gramos de almendra molida lleva la tarta?",
    "¿Cuándo se reúne la junta?",
    "¿Dónde está el agua en el garaje?",
    "What is the capital of Mongolia?",
)
ANSWERED = QUESTIONS[1], QUESTIONS[3]


class Journey:
    """Counts steps, and keeps what each found."""

    def __init__(self, engine: Any, folder: Path, work_dir: Path) -> None:
        self._engine = engine
        self._folder = folder
        self._work_dir = work_dir
        self.steps = 0
        self.found: list[Any] = []
        self.failed: dict[str, str] = {}

    def step(self, name: str, act: Callable[[], Any]) -> None:
        """One thing that a user does; one that fails is told, and the journey goes on."""
        try:
            self.found.append([name, act()])
            self.steps += 1
        except Exception as error:
            self.failed[name] = f"{type(error).__name__}: {error}"

    def once(self) -> None:
        """Everything that changes something or takes long."""
        engine = self._engine
        self.step("add", lambda: _last(engine.add([self._folder]))["ready"])
        documents = sorted(record.document for record in engine.list_documents())
        for document in documents:
            self.step("show", lambda document=document: len(engine.show(document).sections))
        for document in [name for name in documents if name.endswith(".pdf")]:
            self.step("render", lambda document=document: len(engine.render_page(document, 1).pixels))
        for question in ANSWERED:
            self.step("ask", lambda question=question: _answer(engine.ask(question)))
        self.step("conversation", self._conversation)
        self.step("add again", lambda: _last(engine.add([self._folder]))["unchanged"])
        self.step("remove", lambda: len(engine.remove([documents[0]])))
        self.step("retry", lambda: engine.retry_failed().kind)
        self.step("export", lambda: engine.export_library(self._work_dir / "exported.ragdesk").documents)
        self.step("import", lambda: engine.import_library(self._work_dir / "exported.ragdesk", "copy").documents)
        self.step("libraries", lambda: sorted(record.name for record in engine.list_libraries()))
        self.step("bin", lambda: engine.remove_library("copy").name)
        self.step("erase", lambda: list(engine.erase().libraries))
        self.step("back up", lambda: engine.back_up().documents)
        self.step("backups", lambda: len(engine.list_backups()))
        self.step("doctor", self._doctor)

    def on_and_on(self, steps: int) -> None:
        """What is done again and again, until so many steps are done."""
        engine = self._engine
        questions = cycle(QUESTIONS)
        tries = 0
        while self.steps < steps and tries < 2 * steps:
            tries += 1
            question = next(questions)
            self.step("search", lambda question=question: _passages(engine.search(question)))
            if tries % 3 == 0:
                self.step("quotes", lambda question=question: _answer(engine.ask(question, use_model=False)))
            if tries % 10 == 0:
                self.step("status", lambda: engine.status().documents)
                self.step("sources", lambda: len(engine.list_sources()))
                self.step("jobs", lambda: bool(engine.jobs()))

    def _conversation(self) -> list[Any]:
        conversation = self._engine.start_conversation()
        asked = ("How long does the ferry crossing take?", "And when does it sail?")
        return [_answer(self._engine.ask(question, conversation=conversation, use_model=False)) for question in asked]

    def _doctor(self) -> list[str]:
        with _marked():
            return [check.name for check in self._engine.doctor()]


@contextmanager
def _marked() -> Iterator[None]:
    libc = ctypes.CDLL(None)
    libc.shutdown(MARKS[0], 0)
    try:
        yield
    finally:
        libc.shutdown(MARKS[1], 0)


def _last(events: Any) -> dict[str, Any]:
    *_, last = events
    return {name: getattr(last, name) for name in ("ready", "unchanged")}


def _answer(events: Any) -> list[Any]:
    *_, last = events
    return [last.answer.origin, last.answer.text, [quote.text for quote in last.answer.quotes]]


def _passages(result: Any) -> list[Any]:
    return [[passage.document, passage.text, round(passage.score, 4)] for passage in result.passages]


def main(data_dir: str, cache_dir: str, folder: str, steps: str, idle_s: str, denial: str) -> None:
    data = Path(data_dir).absolute()
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    source, cache = Path(folder).absolute(), Path(cache_dir).absolute()
    process = prepare_engine_process(data, offline=denial == "on")
    from ragdesk.engine.engine import Engine
    from ragdesk.settings import Settings

    # So low a limit has Chroma take part, too. More threads would spin beside a tracer, waiting for each other.
    engine = Engine.open(Settings(data_dir=data, cache_dir=cache, exact_up_to=50, threads=1))
    journey = Journey(engine, source, data.parent)
    try:
        journey.once()
        journey.on_and_on(int(steps))
        time.sleep(float(idle_s))
    finally:
        engine.close()
    told = {"steps": journey.steps, "found": journey.found, "failed": journey.failed}
    print(json.dumps(told | {"denied": process.denial.is_enforced}))


if __name__ == "__main__":
    main(*sys.argv[1:])
