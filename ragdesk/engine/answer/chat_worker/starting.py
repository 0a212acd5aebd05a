"""Starts a chat worker and has it load its model: guarded, and each time it dies over that in a safer way."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ragdesk.engine.answer.chat_worker.breaker import MOST_DEATHS, Breaker
from ragdesk.engine.answer.chat_worker.endings import WorkerDied
from ragdesk.engine.answer.chat_worker.frames import BadFrame, Frame
from ragdesk.engine.answer.chat_worker.ladder import Remembered, StepMemory, ladder
from ragdesk.engine.answer.chat_worker.orders import LoadOrder, cards_in, error_of, number_in, text_in
from ragdesk.engine.answer.chat_worker.pending import pending_of
from ragdesk.engine.answer.chat_worker.process import WorkerProcess
from ragdesk.engine.answer.language_models.llama_loading import Placement
from ragdesk.engine.model_files.drives import may_vanish
from ragdesk.engine.model_files.gguf_header import GgufHeader, memory_needed_bytes
from ragdesk.engine.model_files.memory_budget import (
    fitting_context,
    free_memory_bytes,
    layers_that_fit,
    physical_cores,
)
from ragdesk.protocol.events import AnswerPending

Card = tuple[str, int]
"""Name of a graphics card, and how many of its bytes are free."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a model shall be run if that works."""

    n_ctx: int = 4096
    threads: int | None = None
    """None: as many as the processor has cores."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A worker with its model, and how it was loaded."""

    process: WorkerProcess
    version: str
    step: int
    last_step: int
    context_tokens: int
    threads: int
    device: str

    def step_down(self, memory: StepMemory, path: Path, reason: str) -> None:
        """Begin more safely next time. It has passed its test, so the restart need not wait for another one."""
        memory.keep(path, self.version, Remembered(min(self.step + 1, self.last_step), True, reason))


class Start:
    """One attempt to have a model loaded, with as many processes as that takes."""

    def __init__(
        self,
        path: Path,
        header: GgufHeader,
        wanted: Wanted,
        memory: StepMemory,
        breaker: Breaker,
        look_in: Callable[[], float],
    ) -> None:
        self._path = path
        self._header = header
        self._wanted = wanted
        self._memory = memory
        self._breaker = breaker
        self._look_in = look_in
        self._least_step = 0

    def run(self) -> Generator[AnswerPending, None, Loaded]:
        """Raises ModelError where the file or the memory does not do, ChatModelDied where no setting helps."""
        # Before anything is started: a model that does not fit is refused at once.
        fitting_context(self._header, self._wanted.n_ctx, _free_bytes(()))
        deaths = 0
        while True:
            self._breaker.check()
            try:
                loaded = yield from self._try()
            except WorkerDied as death:
                self._breaker.note_death()
                deaths += 1
                # One that takes half a minute to die never dies three times within a minute.
                if self._breaker.seconds_left or deaths >= MOST_DEATHS:
                    raise death.told() from death
                continue
            if loaded:
                return loaded

    def _try(self) -> Generator[AnswerPending, None, Loaded | None]:
        """None: it did not load, and a safer setting is worth a try. Raises WorkerDied and ModelError."""
        process = WorkerProcess(self._look_in)
        is_loaded = False
        try:
            hello = yield from _waiting(process.hello())
            version, cards = text_in(hello, "version"), cards_in(hello)
            remembered = self._memory.recall(self._path, version)
            steps = ladder(self._wished(cards), self._header.block_count)
            step = min(max(remembered.step, self._least_step), len(steps) - 1)
            try:
                frame = yield from self._load(
                    process, steps[step], not (remembered.is_tested and step == remembered.step)
                )
            except WorkerDied as death:
                self._least_step = step + 1
                if death.is_own_fault:
                    self._memory.keep(
                        self._path, version, Remembered(min(step + 1, len(steps) - 1), False, death.detail)
                    )
                raise
            if frame["is"] == "failed":
                self._least_step = step + 1
                if step + 1 < len(steps) and _may_help(steps[step], steps[step + 1]):
                    return None
                raise error_of(frame)
            if step != remembered.step or not remembered.is_tested:
                self._memory.keep(self._path, version, Remembered(step, True, remembered.reason))
            is_loaded = True
            return Loaded(
                process, version, step, len(steps) - 1, number_in(frame, "context_tokens"), steps[step].threads,
                _device(steps[step], cards, self._header.block_count),
            )  # fmt: skip
        except BadFrame as error:
            raise process.gave_nonsense(error) from error
        finally:
            if not is_loaded:
                process.end(at_once=True)

    def _load(
        self, process: WorkerProcess, placement: Placement, has_self_test: bool
    ) -> Generator[AnswerPending, None, Frame]:
        """The last frame."""
        order = LoadOrder(self._path, placement, memory_needed_bytes(self._header, placement.n_ctx), has_self_test)
        with closing(process.load(order)) as frames:
            for frame in frames:
                if frame["is"] in ("loaded", "failed"):
                    return frame
                yield pending_of(frame)
        raise BadFrame("no last frame")

    def _wished(self, cards: list[Card]) -> Placement:
        free = _free_bytes(cards)
        n_ctx = fitting_context(self._header, self._wanted.n_ctx, free)
        threads = self._wanted.threads or physical_cores()
        return Placement(
            n_ctx=n_ctx,
            threads=threads,
            threads_batch=threads,
            gpu_layers=layers_that_fit(self._header, n_ctx, cards[0][1]) if cards else 0,
            use_mmap=not may_vanish(self._path),
            is_alone=True,
        )


def _free_bytes(cards: list[Card] | tuple[()]) -> int:
    return max([free_memory_bytes(), *(free for _, free in cards)])


def _may_help(failed: Placement, next_one: Placement) -> bool:
    """Whether a model that was refused, not crashed over, may load in the next way: threads make no difference."""
    return failed.gpu_layers != next_one.gpu_layers or failed.use_mmap != next_one.use_mmap


def _device(placement: Placement, cards: list[Card], layers: int) -> str:
    if placement.gpu_layers and cards:
        part = "all layers" if placement.gpu_layers < 0 else f"{placement.gpu_layers} of {layers} layers"
        return f"{cards[0][0]}, {part}"
    return f"CPU, {placement.threads} thread{'s' if placement.threads > 1 else ''}"


def _waiting(hello: Generator[None, None, Frame]) -> Generator[AnswerPending, None, Frame]:
    yield AnswerPending("starting")
    while True:
        try:
            next(hello)
        except StopIteration as end:
            frame: Frame = end.value
            return frame
        yield AnswerPending("starting")
