"""The chat worker: loads one model and writes with it until the engine lets go of the line. Frames in, frames out."""

from __future__ import annotations

import os
import queue
import sys
import threading
import time
from contextlib import closing, suppress
from glob import escape
from pathlib import Path
from typing import NoReturn

from ragdesk.engine.answer.chat_worker import devices, lockdown
from ragdesk.engine.answer.chat_worker.frames import MOST_TO_WORKER, Frame, FrameReader, packed
from ragdesk.engine.answer.chat_worker.orders import ended_frame, failed_frame, load_order, turns_and_wish
from ragdesk.engine.answer.language_models.gguf_writer import Ended, GgufWriter
from ragdesk.engine.model_files.gguf_header import read_gguf_header
from ragdesk.protocol.errors import Cancelled, ModelError, RagdeskError

BEAT_SECONDS = 0.2
NICENESS = 5
"""A model computes on all cores. On two of them a window's longest stall was 47 ms at usual priority, 37 ms at this one
(medians of five runs and of four); with 10, as indexing has, it would no longer go before indexing."""
_CHUNK = 64 * 1024


def main() -> NoReturn:
    """`argv`: where ragdesk lies, the numbers of the descriptors to read and to write, and of the engine's process."""
    from_engine, to_engine, engine = (int(number) for number in sys.argv[2:5])
    end_with(engine)
    let_windows_paint()
    lockdown.first_to_go()
    line = _Line(from_engine, to_engine)
    line.send({"is": "hello"} | _prepared())
    worker = _Worker(line)
    worker.load(line.next())
    threading.Thread(target=worker.listen, daemon=True).start()
    threading.Thread(target=worker.beat, daemon=True).start()
    worker.work()


def end_with(engine: int) -> None:
    """The kernel ends this process with the thread that started it, even one that was stopped."""
    if sys.platform == "linux":
        from ragdesk.engine.documents.workers.lockdown import end_with_parent

        end_with_parent(engine)


def let_windows_paint() -> None:
    """What somebody types goes before the answer's next word. Not on Windows: there it would wait for all programs."""
    if sys.platform != "win32":
        with suppress(OSError):
            os.nice(NICENESS)


def _prepared() -> Frame:
    """Everything is imported that will be needed: later no file but the model and Python's own can be read."""
    import jinja2.ext
    import jinja2.sandbox  # noqa: F401
    import llama_cpp

    from ragdesk.engine.answer.language_models.native_llama import native_llama
    from ragdesk.engine.documents.workers import proof  # noqa: F401

    native_llama()
    return {"version": str(llama_cpp.__version__), "cards": devices.graphics_cards()}


class _Line:
    """The worker's end. Any thread may send."""

    def __init__(self, from_engine: int, to_engine: int) -> None:
        self._from, self._to = from_engine, to_engine
        self._reader = FrameReader(MOST_TO_WORKER)
        self._sending = threading.Lock()
        self.sent_at = 0.0

    def send(self, frame: Frame) -> None:
        data = memoryview(packed(frame))
        with self._sending:
            while data:
                data = data[os.write(self._to, data) :]
            self.sent_at = time.monotonic()

    def next(self) -> Frame:
        """Ends the process where the engine is gone."""
        while (frame := self._reader.next()) is None:
            data = os.read(self._from, _CHUNK)
            if not data:
                os._exit(0)
            self._reader.feed(data)
        return frame


class _Worker:
    """`work` computes, `listen` takes frames meanwhile, `beat` says that it gets on; each in a thread of its own."""

    def __init__(self, line: _Line) -> None:
        self._line = line
        self._jobs: queue.SimpleQueue[Frame] = queue.SimpleQueue()
        self._writer: GgufWriter | None = None
        self._locked: dict[str, str] = {}
        self._doing: str | None = None
        self._loaded_share = 0.0
        self._is_stopped = False

    def load(self, frame: Frame) -> None:
        """Locks the process down for this model; the loading itself is the first job."""
        order = load_order(frame)
        threads = max(order.placement.threads, order.placement.threads_batch)
        self._locked = lockdown.lock_down(
            _parts_of(order.path), order.memory_bytes, threads, order.placement.gpu_layers != 0
        )
        self._take(frame)

    def listen(self) -> None:
        while True:
            frame = self._line.next()
            if frame["do"] == "stop":
                self._is_stopped = True
                self._stop_computing()
            elif frame["do"] == "threads" and self._writer:
                self._writer.runtime.set_threads(frame["threads"])
            elif frame["do"] == "count" and self._writer:
                self._count(frame)
            else:
                self._take(frame)

    def beat(self) -> None:
        while True:
            time.sleep(BEAT_SECONDS)
            if self._doing and self._is_stopped:
                # A stop that came before the computation began would else be forgotten by its beginning.
                self._stop_computing()
            if self._doing and time.monotonic() - self._line.sent_at >= BEAT_SECONDS / 2:
                self._line.send(self._beat())

    def work(self) -> NoReturn:
        while True:
            frame = self._jobs.get()
            try:
                self._do(frame)
            except RagdeskError as error:
                self._last(failed_frame(error))

    def _take(self, frame: Frame) -> None:
        self._is_stopped = False
        self._doing = {"load": "loading", "write": "reading"}.get(frame["do"])
        self._jobs.put(frame)

    def _do(self, frame: Frame) -> None:
        if frame["do"] == "load":
            self._load(frame)
        elif frame["do"] == "write":
            self._write(frame)
        else:
            self._prove()

    def _load(self, frame: Frame) -> None:
        order = load_order(frame)

        def note(share: float) -> bool:
            self._loaded_share = share
            return not self._is_stopped

        writer = GgufWriter(order.path, read_gguf_header(order.path), order.placement, note)
        if order.has_self_test:
            self._doing = "testing"
            writer.test_itself()
        self._writer = writer
        self._last({"is": "loaded", "context_tokens": writer.runtime.context_tokens, "locked": self._locked})

    def _write(self, frame: Frame) -> None:
        turns, wish = turns_and_wish(frame)
        with closing(self._loaded().write(turns, wish)) as pieces:
            for piece in pieces:
                if isinstance(piece, Ended):
                    self._last(ended_frame(piece))
                    return
                self._doing = "writing"
                self._line.send({"is": "text", "text": piece})
                if self._is_stopped:
                    raise Cancelled("The answer was stopped.")

    def _count(self, frame: Frame) -> None:
        # Beside the computation: the vocabulary is only read.
        try:
            tokenize = self._loaded().runtime.tokenize
            self._line.send({"is": "counts", "counts": [len(tokenize(text)) for text in frame["texts"]]})
        except RagdeskError as error:
            self._line.send(failed_frame(error))

    def _prove(self) -> None:
        from ragdesk.engine.documents.workers.proof import prove

        self._last({"is": "proved", "found": self._locked | prove()})

    def _last(self, frame: Frame) -> None:
        """After it nothing of this job is done any more: the next one may have begun."""
        self._doing = None
        self._line.send(frame)

    def _stop_computing(self) -> None:
        if self._writer:
            self._writer.runtime.cancel()

    def _beat(self) -> Frame:
        """`steps` and `cpu_ms` tell the engine whether the computation gets on."""
        done, total, steps = round(self._loaded_share * 1000), 1000, round(self._loaded_share * 1000)
        if self._writer:
            done, total = self._writer.runtime.reading
            steps = self._writer.runtime.steps
        cpu_ms = round(time.process_time() * 1000)
        return {"is": "beat", "doing": self._doing, "done": done, "total": total, "steps": steps, "cpu_ms": cpu_ms}

    def _loaded(self) -> GgufWriter:
        if self._writer is None:
            raise ModelError("The chat model is not loaded.", "Ask again.")
        return self._writer


def _parts_of(path: Path) -> list[Path]:
    """All files of a model that is split into several."""
    stem, mark, rest = path.name.rpartition("-of-")
    if not mark:
        return [path]
    return sorted(path.parent.glob(f"{escape(stem.rpartition('-')[0])}-*-of-{escape(rest)}"))
