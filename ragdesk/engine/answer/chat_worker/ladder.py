"""From the settings as wished down to the safest ones: where a model is tried again after it crashed, and that kept."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ragdesk.engine.answer.language_models.llama_loading import Placement

MEMORY_FILE = "chat-model-steps.json"


def ladder(wished: Placement, layers: int) -> tuple[Placement, ...]:
    """`layers` are those of the model. Graphics card, half of it, processor, without mapping, with fewer threads."""
    steps = [wished]
    if wished.gpu_layers:
        on_card = layers if wished.gpu_layers < 0 else wished.gpu_layers
        if on_card > 1:
            steps.append(replace(wished, gpu_layers=on_card // 2))
        steps.append(replace(wished, gpu_layers=0))
    if wished.use_mmap:
        steps.append(replace(steps[-1], use_mmap=False))
    if (fewer := max(1, wished.threads // 2)) < wished.threads:
        steps.append(replace(steps[-1], threads=fewer, threads_batch=fewer))
    return tuple(steps)


@dataclass(frozen=True, slots=True)
class Remembered:
    """Where to begin with a model, and whether it was tested there."""

    step: int = 0
    is_tested: bool = False
    reason: str = ""


class StepMemory:
    """Remembers for each model file, until the file or llama.cpp changes. Losing it costs a crash or two."""

    def __init__(self, cache_dir: Path) -> None:
        self._file = cache_dir / MEMORY_FILE

    def recall(self, path: Path, version: str) -> Remembered:
        entry = self._read().get(str(path.resolve()))
        if not isinstance(entry, dict) or entry.get("mark") != _mark(path, version):
            return Remembered()
        step, is_tested, reason = entry.get("step"), entry.get("is_tested"), entry.get("reason")
        if not isinstance(step, int) or not 0 <= step < 100:
            return Remembered()
        return Remembered(step, is_tested is True, str(reason)[:300])

    def keep(self, path: Path, version: str, what: Remembered) -> None:
        entry = {
            "mark": _mark(path, version), "step": what.step, "is_tested": what.is_tested, "reason": what.reason[:300],
        }  # fmt: skip
        known = {name: value for name, value in self._read().items() if Path(name).exists()}
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, part = tempfile.mkstemp(dir=self._file.parent, prefix=MEMORY_FILE)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump({**known, str(path.resolve()): entry}, file)
            os.replace(part, self._file)

    def _read(self) -> dict[str, object]:
        try:
            known = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return known if isinstance(known, dict) else {}


def _mark(path: Path, version: str) -> Sequence[object]:
    try:
        state = path.stat()
    except OSError:
        return [version]
    return [version, state.st_size, state.st_mtime_ns]
