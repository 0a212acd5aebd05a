"""How fast the chat model writes while documents are added, against an idle machine: pairs, ratio of medians.

usage: python tests/benchmarks/tokens_while_indexing.py [--pairs 5] [--pages 600]
A long PDF is added by a job of the same engine that answers. Each pair asks one question while the job is paused and
the same one while it runs, the order turned round each time. Exits with 1 below the target of 0.8.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ragdesk.engine.engine import Engine
    from ragdesk.protocol.engine_records import JobId

TARGET = 0.8
LEAST_TIMES = 12
"""Pieces of text that an answer must have come in, to tell a speed by."""


def main() -> int:
    options = _options()
    from big_pdf import write_big_pdf

    from ragdesk.engine.engine import Engine
    from ragdesk.settings import Settings

    with tempfile.TemporaryDirectory() as work_dir:
        small, large = Path(work_dir) / "small.pdf", Path(work_dir) / "large.pdf"
        write_big_pdf(small, 20)
        write_big_pdf(large, options.pages)
        engine = Engine.open(Settings(data_dir=Path(work_dir) / "data", pause_on_battery=False))
        try:
            for _ in engine.add([small]):
                pass
            question = _answerable(engine)
            return _report(list(_pairs(engine, large, question, options.pairs)))
        finally:
            engine.close()


def _answerable(engine: Engine) -> str:
    """A question out of the text that the model writes something long about; asking it loads the model, too."""
    (record,) = engine.list_documents()
    for section in engine.show(record.document).sections:
        question = f"What is written about this: {' '.join(section.text.split()[:14])}?"
        if len(_times(engine, question)) >= LEAST_TIMES:
            return question
    raise SystemExit("The model wrote too little about everything.")


def _pairs(engine: Engine, pdf: Path, question: str, pairs: int) -> Iterator[tuple[float, float]]:
    """(idle, while indexing), in tokens a second."""
    job = engine.start_add([pdf]).id
    _wait_for(engine, job, "embedding")
    for n in range(pairs):
        rates: dict[str, float] = {}
        for state in ("paused", "running") if n % 2 else ("running", "paused"):
            _set(engine, job, state)
            rates[state] = _tokens_a_second(engine, question)
        print(f"   pair {n + 1}: idle {rates['paused']:.1f}, indexing {rates['running']:.1f} tokens/s", flush=True)
        yield rates["paused"], rates["running"]
    engine.cancel_job(job)


def _set(engine: Engine, job: JobId, state: str) -> None:
    if state == "paused":
        engine.pause_job(job)
    else:
        engine.resume_job(job)
        _wait_for(engine, job, "embedding")
        time.sleep(1.0)


def _wait_for(engine: Engine, job: JobId, phase: str) -> None:
    while True:
        record = next(record for record in engine.jobs() if record.id == job)
        if record.state == "running" and record.phase == phase:
            return
        if record.state not in ("waiting", "running"):
            raise SystemExit(f"The job is {record.state} ({record.reason}): use more --pages.")
        time.sleep(0.05)


def _tokens_a_second(engine: Engine, question: str) -> float:
    """Pieces that were streamed after the first one, by the time that they took."""
    times = _times(engine, question)
    if len(times) < LEAST_TIMES:
        raise SystemExit("The model wrote too little to tell its speed.")
    return (len(times) - 1) / (times[-1] - times[0])


def _times(engine: Engine, question: str) -> list[float]:
    from ragdesk.protocol.events import AnswerToken

    return [time.perf_counter() for event in engine.ask(question) if isinstance(event, AnswerToken)]


def _report(rates: list[tuple[float, float]]) -> int:
    idle, indexing = median(one for one, _ in rates), median(other for _, other in rates)
    print(f"tokens/s: {idle:.1f} idle, {indexing:.1f} while indexing: {indexing / idle:.2f} of it, target >= {TARGET}")
    return 0 if indexing / idle >= TARGET else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--pages", type=int, default=600)
    return parser.parse_args()


if __name__ == "__main__":
    from ragdesk.environment import scrub_environment

    scrub_environment()
    sys.exit(main())
