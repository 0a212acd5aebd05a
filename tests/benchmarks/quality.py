"""How well ragdesk finds, quotes and refuses, through its command line, on the visible halves. Run by hand.

usage: python tests/benchmarks/quality.py [--sets squad,xquad_en,...] [--sample N] [--alone] [COMMAND...]
COMMAND is `python -m ragdesk` where none is given.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from evaluation_sets import EvaluationSet
from metrics import balanced_interval, contains, interval, ndcg
from other_ways import Found, plain_recipe, reciprocal_ranks
from program import Program

if TYPE_CHECKING:
    from ragdesk.engine.index.embedders import Embedder

DATA = Path(__file__).parents[3] / "shared" / "data"
FLOORS = {"squad": 0.915, "xquad_en": 0.975, "xquad_es": 0.97, "clapnq": 0.985, "mtrag": 0.875}
QUOTED = ("squad",)
LEFT_OUT = ("squad", "xquad_en", "xquad_es")
RELATED = ("clapnq", "squad")


def main() -> None:
    options = _options()
    command = options.command or [sys.executable, "-m", "ragdesk"]
    for name in options.sets.split(","):
        data = EvaluationSet(options.data, name)
        with tempfile.TemporaryDirectory() as folder:
            whole = _library(data, command, Path(folder, "whole"), data.titles)
            _retrieval(data, name, whole, options.sample, alone=options.alone)
            if name in QUOTED:
                _quotes(data, name, whole, options.sample)
            if name in RELATED:
                _related(data, name, whole, min(options.sample, 400))
            if name in LEFT_OUT:
                _off_topic(data, name, command, Path(folder), min(options.sample, 400))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sets", default=",".join(FLOORS))
    parser.add_argument("--sample", type=int, default=1500, help="questions of each set at most")
    parser.add_argument("--alone", action="store_true", help="leave out what ours is compared with")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    return parser.parse_args()


def _library(data: EvaluationSet, command: Sequence[str], folder: Path, titles: Sequence[str]) -> Program:
    data.write(folder / "documents", titles)
    program = Program(command, folder / "data")
    began = time.perf_counter()
    program.add(folder / "documents")
    print(f"   ({len(titles)} documents added in {time.perf_counter() - began:.0f} s)", flush=True)
    return program


def _retrieval(data: EvaluationSet, name: str, program: Program, sample: int, *, alone: bool) -> None:
    questions = data.retrieval_questions(sample)
    texts = [question.text for question in questions]
    began = time.perf_counter()
    found = [
        [(passage["document"], passage["text"]) for passage in result["passages"]] for result in program.search(texts)
    ]
    took_ms = 1000 * (time.perf_counter() - began) / len(texts)
    ways: dict[str, list[Found]] = {f"ragdesk (floor {FLOORS[name]}, {took_ms:.0f} ms a question)": found}
    if not alone:
        ways["  plain recipe, dense, 1,000 characters"] = plain_recipe(data, _embedder(), texts)
        ways["  our legs, reciprocal ranks"] = reciprocal_ranks(data, _embedder(), texts)
    for way, results in ways.items():
        scores = [
            ndcg([data.recognise(document, text) for document, text in pieces], question.gold)
            for pieces, question in zip(results, questions, strict=True)
        ]
        _say(name, "nDCG@10", way, interval(scores), len(scores))


def _quotes(data: EvaluationSet, name: str, program: Program, sample: int) -> None:
    questions = data.retrieval_questions(min(sample, 1000))
    answers = program.ask([question.text for question in questions])
    for most, floor in ((1, 0.72), (3, 0.86)):
        held = [
            float(contains([quote["text"] for quote in answer["quotes"][:most]], question.answers))
            for answer, question in zip(answers, questions, strict=True)
        ]
        _say(name, "quotes", f"answer in the best {most} (floor {floor})", interval(held), len(held))


def _off_topic(data: EvaluationSet, name: str, command: Sequence[str], folder: Path, sample: int) -> None:
    """Every second article is left out; then about as many questions are asked about those as about the others."""
    kept = data.titles[::2]
    program = _library(data, command, folder / "half", kept)
    left_out = [title for title in data.titles if title not in kept]
    present, absent = (
        [bool(answer["found"]) for answer in program.ask([question.text for question in data.about(titles, sample)])]
        for titles in (kept, left_out)
    )
    _say(
        name,
        "off-topic",
        "balanced accuracy (floor 0.92)",
        balanced_interval(present, absent),
        len(present) + len(absent),
    )
    _say(
        name,
        "off-topic",
        "false refusals (at most 0.08)",
        interval([float(not found) for found in present]),
        len(present),
    )


def _related(data: EvaluationSet, name: str, program: Program, sample: int) -> None:
    """Related passages are there, the answer is not: how often more than "closest passages" is claimed."""
    for kind, questions in (
        ("answerable, not enough", data.retrieval_questions(sample)),
        ("unanswerable, not enough", data.unanswerable_questions(sample)),
    ):
        answers = program.ask([question.text for question in questions])
        held_back = [float(answer.get("evidence") != "enough") for answer in answers]
        _say(name, "related", kind, interval(held_back), len(held_back))


@lru_cache(maxsize=1)
def _embedder() -> Embedder:
    from ragdesk.engine.index.embedders import open_embedder
    from ragdesk.engine.model_files.bundled import bundled_embedder
    from ragdesk.paths import cache_dir

    return open_embedder(bundled_embedder(cache_dir()), cache_dir(), on_progress=lambda sentence: None)


def _say(name: str, metric: str, way: str, measured: tuple[float, float, float], n: int) -> None:
    mean, low, high = measured
    print(f"{name:9} {metric:9} {way:45} {mean:.3f} [{low:.3f}, {high:.3f}]  n = {n}", flush=True)


if __name__ == "__main__":
    os.environ.setdefault("NO_COLOR", "1")
    main()
