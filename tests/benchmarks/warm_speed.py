"""From a question to its quotes in a running process, on a library of tens of thousands of spans."""

from __future__ import annotations

import statistics
import time
from dataclasses import replace
from pathlib import Path

from many_spans import library_of
from visible_texts import questions

from ragdesk.engine.engine import Engine
from ragdesk.protocol.events import QuotesFound
from ragdesk.settings import Settings

_ALWAYS_EXACT = 10**9


def measure_warm(spans: int, asked: int, work_dir: Path) -> None:
    """Prints median and 95th percentile for both kinds of index; the first questions, which load, are told apart."""
    settings = library_of(spans, work_dir, Settings())
    for name, chosen in (
        ("Chroma", settings),
        ("exact search", replace(settings, exact_up_to=_ALWAYS_EXACT)),
    ):
        engine = Engine.open(chosen, create=False)
        try:
            status = engine.status()
            took_ms = [_quotes_ms(engine, question) for question in questions(asked + 2)]
        finally:
            engine.close()
        first, second, *later = took_ms
        p50, p95 = statistics.median(later), statistics.quantiles(later, n=20)[-1]
        print(f"  {name} ({status.index}), {status.spans:,} spans, {len(later)} questions in English and Spanish:")
        print(f"    p50 {p50:.1f} ms, p95 {p95:.1f} ms (target < 100), worst {max(later):.1f} ms")
        print(f"    the first question {first:.0f} ms, the second {second:.0f} ms", flush=True)


def _quotes_ms(engine: Engine, question: str) -> float:
    began = time.perf_counter()
    events = engine.ask(question, use_model=False)
    first = next(iter(events))
    took_ms = 1000 * (time.perf_counter() - began)
    assert isinstance(first, QuotesFound)
    for _ in events:
        continue
    return took_ms
