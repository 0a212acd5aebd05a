"""Damaged and hostile GGUF files: every one ends with a reason in words, and the engine lives on (T22).

usage: python -m tests.safety.mutated_models [--files 1000] [--loaded 20] [--seed 1]
Headers of the bundled model are mutated and read as the engine reads them; of those that look sound, some are really
loaded in workers, with nothing but zeros for weights. Exits with 1 on any violation.
"""

from __future__ import annotations

import argparse
import random
import struct
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from ragdesk.engine.answer.chat_worker.chat_worker import ChatWorker
from ragdesk.engine.answer.chat_worker.ladder import StepMemory
from ragdesk.engine.answer.chat_worker.starting import Wanted
from ragdesk.engine.answer.language_models.chat_template import ChatMessage
from ragdesk.engine.answer.language_models.gguf_writer import Wish
from ragdesk.engine.model_files.bundled import bundled_chat_model
from ragdesk.engine.model_files.gguf_header import read_gguf_header
from ragdesk.engine.model_files.memory_budget import fitting_context, free_memory_bytes
from ragdesk.protocol.errors import ModelError

FIRST_ENTRIES = 4_096
"""The names and sizes of everything stand here, before the vocabulary."""
HOSTILE_NUMBERS = (0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 2_000_000_000, 0x80000000)
SLOWEST_HEADER_S = 5.0


class Mutator:
    """Copies of a model file's header, each broken in one to eight ways; the rest of the file is zeros."""

    def __init__(self, model: Path, seed: int) -> None:
        header = read_gguf_header(model)
        with model.open("rb") as file:
            self._header = file.read(header.tensor_table_end)
        self._size = header.size_bytes
        self._draw = random.Random(seed)

    def write(self, path: Path) -> str:
        """The next one; returns how it was broken."""
        data = bytearray(self._header)
        how = [self._break(data) for _ in range(self._draw.choice((1, 1, 2, 8)))]
        size = self._size
        if self._draw.random() < 0.15:
            size = self._draw.randrange(1, self._size)
            how.append("cut")
        with path.open("wb") as file:
            file.write(data[:size])
            file.truncate(size)
        return "+".join(sorted(set(how)))

    def _break(self, data: bytearray) -> str:
        draw = self._draw
        place = draw.choice(("opening", "entries", "anywhere", "tensors"))
        first, last = {
            "opening": (0, 32), "entries": (32, FIRST_ENTRIES), "anywhere": (0, len(data) - 8),
            "tensors": (len(data) - 16_000, len(data) - 8),
        }[place]  # fmt: skip
        at = draw.randrange(first, last)
        way = draw.choice(("bit", "byte", "number", "length", "swap"))
        if way == "bit":
            data[at] ^= 1 << draw.randrange(8)
        elif way == "byte":
            data[at] = draw.randrange(256)
        elif way == "number":
            data[at : at + 4] = struct.pack("<I", draw.choice(HOSTILE_NUMBERS))
        elif way == "length":
            data[at : at + 8] = struct.pack("<Q", draw.choice((2**63, 2**40, len(data), 2**32 + 1)))
        else:
            other = draw.randrange(first, last)
            data[at : at + 8], data[other : other + 8] = data[other : other + 8], data[at : at + 8]
        return f"{way} in {place}"


def read_mutated(path: Path) -> str:
    """How reading its header and computing its memory ends: "sound", or the reason. Raises what must not come out."""
    try:
        fitting_context(read_gguf_header(path), 4096, free_memory_bytes())
    except ModelError as problem:
        if not problem.message or not problem.hint:
            raise AssertionError(f"no reason was given: {problem!r}") from problem
        return problem.message.replace(path.name, "the model").partition(":")[0]
    return "sound"


def load_mutated(path: Path, steps: Path) -> str:
    """As `read_mutated`, with the worker: "loaded", or the reason."""
    worker = ChatWorker(path, Wanted(512, 1), StepMemory(steps))
    try:
        for _ in worker.write([ChatMessage("user", "Hello")], Wish(2)):
            continue
    except ModelError as problem:
        if not problem.message:
            raise AssertionError(f"no reason was given: {problem!r}") from problem
        return f"{type(problem).__name__}: {problem.message.replace(path.name, 'the model')}"
    finally:
        worker.close()
    return "loaded"


def mutate(files: int, loaded: int, seed: int) -> bool:
    """Whether all went as promised; prints the figures."""
    found: Counter[str] = Counter()
    loads: Counter[str] = Counter()
    slowest = 0.0
    mutator = Mutator(bundled_chat_model(), seed)
    with tempfile.TemporaryDirectory() as folder:
        for n in range(files):
            path = Path(folder, f"mutated-{n}.gguf")
            mutator.write(path)
            began = time.perf_counter()
            reason = read_mutated(path)
            slowest = max(slowest, time.perf_counter() - began)
            found[reason] += 1
            if reason == "sound" and sum(loads.values()) < loaded:
                loads[load_mutated(path, Path(folder, "steps"))] += 1
            path.unlink()
    print(f"{files} headers, slowest {slowest:.2f} s, the engine lives: {dict(found.most_common())}")
    print(f"{sum(loads.values())} of the sound ones loaded in workers: {dict(loads.most_common())}")
    return slowest < SLOWEST_HEADER_S


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1_000)
    parser.add_argument("--loaded", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    sys.exit(0 if mutate(options.files, options.loaded, options.seed) else 1)


if __name__ == "__main__":
    main()
