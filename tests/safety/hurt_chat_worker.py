"""Signals to the chat model's process while it loads, reads a prompt and writes: every question ends well or says why.

usage: python -m tests.safety.hurt_chat_worker [--times 100]. Prints the figures; exits with 1 on any violation.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal
from unittest import mock

import psutil

from ragdesk.engine.answer import answerer
from ragdesk.engine.answer.answerer import Answering, Asked
from ragdesk.engine.answer.chat_models import ChatModels
from ragdesk.engine.answer.chat_worker.ladder import MEMORY_FILE
from ragdesk.engine.answer.prompt import Prompt, build_prompt
from ragdesk.protocol.events import AnswerFinished, AnswerPending, AnswerToken, AskEvent
from ragdesk.protocol.records import Answer, Passage, Place, Quote, Searched
from ragdesk.settings import Settings

Moment = Literal["loading", "reading", "writing"]
MOMENTS: tuple[Moment, ...] = ("loading", "reading", "writing")
SIGNALS = (signal.SIGSTOP, signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGKILL)
TEXT = "The harbour of Almar was dredged in 1931 by the engineer Clara Voss."
FILLER = "Ships of eight metres draught can enter at any tide, and the pier is painted red and white. "

MOST_TO_NOTICE_S, MOST_TO_RESTART_S = 3.0, 3.0


@dataclass
class Hurt:
    """What came of one question whose model was hurt. Seconds are counted from the signal, and from its being seen."""

    answer: Answer | None = None
    noticed_s: float | None = None
    restarted_s: float | None = None
    events: list[AskEvent] = field(default_factory=list)

    @property
    def was_retried(self) -> bool:
        return (self.answer is not None and self.answer.origin == "model") or self.noticed_s is not None

    @property
    def ended_well(self) -> bool:
        """Answered, or said why not; and the answer holds nothing of what was written before the death."""
        answer = self.answer
        return answer is not None and (answer.note is not None or answer.origin == "model") and bool(answer.quotes)


def asked() -> Asked:
    """A question with one passage and one quote, as search would have found them."""
    place = Place(1, (), 0, len(TEXT))
    return Asked(
        "Who dredged the harbour of Almar?", "en", "enough", (Passage(1, "/h.md", "Harbour", place, TEXT, 1.0),),
        (Quote(1, "/h.md", "Harbour", place, TEXT, 1.0, 1),), (), Searched(1, 1), lambda _word: 1.0,
        time.perf_counter(), 1.0,
    )  # fmt: skip


@contextmanager
def long_prompts(times: int) -> Iterator[None]:
    """Prompts that take a while to be read, and answers that take a while to be written."""
    from langchain_core.messages import SystemMessage

    def long_prompt(*given: Any) -> Prompt:
        prompt = build_prompt(*given)
        return replace(
            prompt, messages=(SystemMessage(FILLER * times), *prompt.messages), max_answer_tokens=48, stop=()
        )

    with mock.patch.object(answerer, "build_prompt", long_prompt):
        yield


def worker() -> psutil.Process | None:
    """The process that runs the model; readers and others are not started here."""
    children = psutil.Process().children()
    return children[0] if children else None


def hurt_once(models: ChatModels, moment: Moment, number: signal.Signals) -> Hurt:
    """Ask, and hurt the worker at that moment; all that follows is noted."""
    hurt = Hurt()
    victim: psutil.Process | None = None
    hurt_at = noticed_at = 0.0
    for event in Answering(models, asked(), use_model=True).events():
        hurt.events.append(event)
        now = time.perf_counter()
        if victim is None and _moment_of(event) == moment and (victim := worker()):
            victim.send_signal(number)
            hurt_at = time.perf_counter()
            continue
        if victim and hurt.noticed_s is None and _is_gone(victim):
            noticed_at, hurt.noticed_s = now, now - hurt_at
        if hurt.noticed_s is not None and hurt.restarted_s is None and _moment_of(event) in ("reading", "writing"):
            hurt.restarted_s = now - noticed_at
        if isinstance(event, AnswerFinished):
            hurt.answer = event.answer
    return hurt


def _moment_of(event: AskEvent) -> Moment | None:
    match event:
        case AnswerPending("starting"):
            return "loading"
        case AnswerPending("reading"):
            return "reading"
        case AnswerToken():
            return "writing"
    return None


def _is_gone(victim: psutil.Process) -> bool:
    return not victim.is_running() or victim.status() == psutil.STATUS_ZOMBIE


def hurt_often(times: int, cache_dir: Path) -> bool:
    """Every moment with every signal in turn; then three deaths in a row. Whether all went as promised."""
    kinds = [(moment, number) for number in SIGNALS for moment in MOMENTS]
    found: Counter[str] = Counter()
    noticed, restarted = [0.0], [0.0]
    for n in range(times):
        moment, number = kinds[n % len(kinds)]
        forget_steps(cache_dir)
        models = ChatModels(Settings(cache_dir=cache_dir), None)
        try:
            with long_prompts(15):
                hurt = hurt_once(models, moment, number)
        finally:
            models.close()
        found["answered" if hurt.answer and hurt.answer.origin == "model" else "quotes with a reason"] += 1
        found["not as promised"] += not hurt.ended_well
        found["not hurt"] += hurt.noticed_s is None
        noticed.append(hurt.noticed_s or 0.0)
        restarted.append(hurt.restarted_s or 0.0)
        found["left behind"] += worker() is not None
        told = f"{hurt.noticed_s or 0:.2f} s to notice, {hurt.restarted_s or 0:.2f} s to run again"
        print(f"  {n + 1} {moment} {number.name}: {told}", flush=True)
    print(f"{times} questions: {dict(found)}; noticed after at most {max(noticed):.2f} s, running again after at most "
          f"{max(restarted):.2f} s (median {sorted(restarted)[len(restarted) // 2]:.2f} s)")  # fmt: skip
    is_broken = breaks_the_circle(cache_dir)
    print(f"three deaths within a minute: {'left alone, with a reason' if is_broken else 'STARTED AGAIN'}")
    is_fast = max(noticed) <= MOST_TO_NOTICE_S and max(restarted) <= MOST_TO_RESTART_S
    return is_broken and is_fast and not found["not as promised"] + found["left behind"] + found["not hurt"]


def breaks_the_circle(cache_dir: Path) -> bool:
    """After the third death within a minute no process is started for the next question, and that is said."""
    models = ChatModels(Settings(cache_dir=cache_dir), None)
    try:
        with long_prompts(8):
            for _ in range(2):
                for event in Answering(models, asked(), use_model=True).events():
                    if _moment_of(event) in ("reading", "writing") and (victim := worker()):
                        victim.kill()
            events = list(Answering(models, asked(), use_model=True).events())
        last = events[-1]
        return isinstance(last, AnswerFinished) and "three times" in (last.answer.note or "") and worker() is None
    finally:
        models.close()


def forget_steps(cache_dir: Path) -> None:
    """Begin as on a computer on which the model has passed its test and never crashed."""
    file = cache_dir / MEMORY_FILE
    if file.exists():
        known = json.loads(file.read_text("utf-8"))
        file.write_text(
            json.dumps({name: {**one, "step": 0, "is_tested": True} for name, one in known.items()}), "utf-8"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--cache-dir", type=Path, help="keeps checksums from one run to the next")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        is_kept = hurt_often(options.times, options.cache_dir or Path(folder))
    sys.exit(0 if is_kept else 1)


if __name__ == "__main__":
    main()
