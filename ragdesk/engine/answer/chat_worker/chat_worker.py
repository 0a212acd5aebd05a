"""One model file in a process of its own: started at need, more safely after a death, ended when nobody asks it.

Turns of a conversation in, AnswerPending and pieces of text out. Raises ModelError and its kin; ChatModelDied where the
worker ended or hung. It may then be asked again, unless starting it was what failed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from ragdesk.engine.answer.chat_worker.breaker import Breaker
from ragdesk.engine.answer.chat_worker.endings import WorkerDied
from ragdesk.engine.answer.chat_worker.frames import BadFrame, Frame
from ragdesk.engine.answer.chat_worker.ladder import StepMemory
from ragdesk.engine.answer.chat_worker.orders import counts_of, ended_of, error_of, text_in, words_in, write_order
from ragdesk.engine.answer.chat_worker.pending import pending_of
from ragdesk.engine.answer.chat_worker.process import WorkerProcess
from ragdesk.engine.answer.chat_worker.starting import Loaded, Start, Wanted
from ragdesk.engine.answer.language_models.chat_template import ChatMessage
from ragdesk.engine.answer.language_models.gguf_writer import Ended, Wish
from ragdesk.engine.model_files.gguf_header import GgufHeader, read_gguf_header
from ragdesk.protocol.errors import ModelError
from ragdesk.protocol.events import AnswerPending

IDLE_MINUTES = 10.0
_LEAST_LOOK_S, _MOST_LOOK_S = 0.2, 15.0
"""A shorter idle time that is chosen meanwhile counts after the second of them at the latest."""


class ChatWorker:
    """Several threads may use it; one is served at a time. `close()` ends the process; a later use starts it again."""

    def __init__(self, path: Path, wanted: Wanted, memory: StepMemory, idle_minutes: float = IDLE_MINUTES) -> None:
        self._path = path.absolute()
        self._wanted = wanted
        self._memory = memory
        self._idle_s = idle_minutes * 60
        self._breaker = Breaker()
        self._turn = threading.Lock()
        self._asker: int | None = None
        self._used_at = time.monotonic()
        self._header: GgufHeader | None = None
        self._loaded: Loaded | None = None
        self._threads: int | None = None

    @property
    def path(self) -> Path:
        return self._path

    @property
    def wanted(self) -> Wanted:
        """How it was made to run the model."""
        return self._wanted

    def leave_after(self, idle_minutes: float) -> None:
        """End the process after so long without a question, from now on."""
        self._idle_s = idle_minutes * 60

    @property
    def header(self) -> GgufHeader:
        """What the file says of the model; read without starting anything."""
        if self._header is None:
            self._header = read_gguf_header(self._path)
        return self._header

    @property
    def pid(self) -> int | None:
        """The number of the running process."""
        loaded = self._loaded
        return loaded.process.pid if loaded and loaded.process.is_alive else None

    @property
    def device(self) -> str | None:
        """What the model really runs on; None while it is not loaded."""
        loaded = self._loaded
        return loaded.device if loaded and loaded.process.is_alive else None

    def loading(self) -> Generator[AnswerPending, None, None]:
        """Have the model loaded. Nothing is to be waited for where it is."""
        with self._my_turn():
            yield from self._ready()

    def context_tokens(self) -> int:
        """How many tokens prompt and answer may have together."""
        with self._my_turn():
            return _drained(self._ready()).context_tokens

    def count_tokens(self, text: str) -> int:
        """Tokens of a text, by the model's own tokenizer."""
        with self._my_turn():
            loaded = _drained(self._ready())
            [last] = self._frames(loaded.process, {"do": "count", "texts": [text]}, "counts")
            return counts_of(last, 1)[0]

    def write(self, turns: Sequence[ChatMessage], wish: Wish) -> Generator[AnswerPending | str | Ended, None, None]:
        """Pieces of an answer, Ended last; AnswerPending while there is nothing new. Closing it stops the model."""
        with self._my_turn():
            loaded = yield from self._ready()
            with closing(self._frames(loaded.process, write_order(turns, wish), "ended")) as frames:
                for frame in frames:
                    if frame["is"] == "text":
                        yield text_in(frame, "text")
                    elif frame["is"] == "ended":
                        yield ended_of(frame)
                    else:
                        yield pending_of(frame)

    def report(self) -> dict[str, str]:
        """What is enforced for the worker, and what came of trying what it must not be able to do."""
        with self._my_turn():
            loaded = _drained(self._ready())
            [last] = self._frames(loaded.process, {"do": "prove"}, "proved")
            return words_in(last, "found")

    def cancel(self) -> None:
        """Stop the answer that is being written; its stream raises Cancelled. Without one, nothing happens."""
        if loaded := self._loaded:
            loaded.process.tell({"do": "stop"})

    def set_threads(self, threads: int | None) -> None:
        """Use so many processor cores from the next token on; None: as many as was wished."""
        self._threads = threads
        if loaded := self._loaded:
            loaded.process.tell({"do": "threads", "threads": threads or loaded.threads})

    def close(self) -> None:
        """End the process. An answer that is being written ends with Cancelled."""
        if loaded := self._loaded:
            self._loaded = None
            loaded.process.end()

    def _ready(self) -> Generator[AnswerPending, None, Loaded]:
        if self._loaded and self._loaded.process.is_alive:
            return self._loaded
        if self._loaded:
            self._note_death(self._loaded.process.post_mortem())
        start = Start(self._path, self.header, self._wanted, self._memory, self._breaker, self._look_in)
        self._loaded = yield from start.run()
        if self._threads:
            self._loaded.process.tell({"do": "threads", "threads": self._threads})
        return self._loaded

    def _frames(self, process: WorkerProcess, request: Frame, last: str) -> Generator[Frame, None, None]:
        """Frames of an answer that ends with one of the kind `last`; where no text comes, beats are left out."""
        try:
            with closing(process.ask(request)) as frames:
                for frame in frames:
                    if frame["is"] == "failed":
                        raise error_of(frame)
                    if frame["is"] in (last, "text", "beat"):
                        if frame["is"] == "beat" and last != "ended":
                            continue
                        yield frame
                    else:
                        raise BadFrame(f"unexpected: {frame['is']!r:.40}")
        except BadFrame as error:
            raise self._note_death(process.gave_nonsense(error)).told() from error
        except WorkerDied as death:
            raise self._note_death(death).told() from death

    def _note_death(self, death: WorkerDied) -> WorkerDied:
        self._breaker.note_death()
        if self._loaded and death.is_own_fault:
            self._loaded.step_down(self._memory, self._path, death.detail)
        self._loaded = None
        return death

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        me = threading.get_ident()
        if self._asker == me:
            raise ModelError("The chat model is still writing an answer.", "Finish or stop that answer first.")
        with self._turn:
            self._asker = me
            try:
                yield
            finally:
                self._asker = None
                self._used_at = time.monotonic()

    def _look_in(self) -> float:
        """Ends an idle worker; called by its keeper. Returns in how many seconds to look again."""
        left = self._used_at + self._idle_s - time.monotonic()
        if left <= 0 and self._turn.acquire(blocking=False):
            try:
                self.close()
            finally:
                self._turn.release()
        return min(max(left, _LEAST_LOOK_S), _MOST_LOOK_S)


def _drained(generator: Generator[AnswerPending, None, Loaded]) -> Loaded:
    while True:
        try:
            next(generator)
        except StopIteration as end:
            loaded: Loaded = end.value
            return loaded
