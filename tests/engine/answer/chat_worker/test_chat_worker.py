"""The bundled model in a process of its own: it writes, stops, dies, comes back, and can reach nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from ragdesk.engine.answer.chat_models import ChatModels
from ragdesk.engine.answer.chat_worker.chat_worker import ChatWorker
from ragdesk.engine.answer.chat_worker.ladder import StepMemory
from ragdesk.engine.answer.chat_worker.process import WORKER
from ragdesk.engine.answer.chat_worker.starting import Wanted
from ragdesk.engine.answer.language_models.chat_template import ChatMessage
from ragdesk.engine.answer.language_models.gguf_writer import Ended, Wish
from ragdesk.engine.jobs import low_priority
from ragdesk.engine.model_files.bundled import bundled_chat_model
from ragdesk.protocol.errors import Cancelled, ChatModelDied, ModelError
from ragdesk.protocol.events import AnswerPending
from ragdesk.settings import Settings

pytestmark = pytest.mark.model

FRANCE = [ChatMessage("system", "Answer in a few words."), ChatMessage("user", "What is the capital of France?")]
LONG = [ChatMessage("user", "The harbour of Almar was dredged in 1931 by the engineer Ines Duarte. " * 90)]
COUNT = [ChatMessage("user", "Count from 1 to 1000.")]


@pytest.fixture(scope="module")
def model_path() -> Path:
    return bundled_chat_model()


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> StepMemory:
    return StepMemory(tmp_path_factory.mktemp("steps"))


@pytest.fixture(scope="module")
def worker(model_path: Path, steps: StepMemory) -> Iterator[ChatWorker]:
    worker = ChatWorker(model_path, Wanted(2048, 1), steps)
    yield worker
    worker.close()


def written(worker: ChatWorker, turns: list[ChatMessage], most: int = 12) -> tuple[str, Ended]:
    *pieces, ended = (p for p in worker.write(turns, Wish(most)) if not isinstance(p, AnswerPending))
    assert isinstance(ended, Ended)
    return "".join(map(str, pieces)) + ended.text, ended


@pytest.mark.skipif(sys.platform == "win32", reason="priorities there are of another kind")
def test_it_leaves_the_processor_to_what_is_typed_and_goes_before_indexing(worker: ChatWorker) -> None:
    written(worker, FRANCE)
    (child,) = (one for one in psutil.Process().children() if WORKER in " ".join(one.cmdline()))
    assert 0 < child.nice() < low_priority.NICENESS
    # Of another session niceness may count for nothing.
    assert os.getsid(child.pid) == os.getsid(0)
    assert os.getpgid(child.pid) == child.pid, "the terminal's signals do not reach it"


def test_answer_comes_over_with_what_it_cost(worker: ChatWorker) -> None:
    first, _ = written(worker, FRANCE)
    again, ended = written(worker, FRANCE)
    assert "Paris" in first
    assert again == first
    assert ended.reused == ended.read - 1 > 20
    assert worker.device == "CPU, 1 thread"


def test_tokens_are_counted_by_the_models_own_tokenizer(worker: ChatWorker) -> None:
    assert [worker.count_tokens(text) for text in ("", "The capital of France", "mañana \ud800")][:2] == [0, 4]


@pytest.mark.parametrize(("turns", "after"), [(LONG, "reading"), (COUNT, "writing")])
def test_closing_the_stream_stops_the_model_at_once(worker: ChatWorker, turns: list[ChatMessage], after: str) -> None:
    took: list[float] = []
    for _ in range(3):
        stream = worker.write([*turns, ChatMessage("user", str(len(took)))], Wish(400))
        for piece in stream:
            if isinstance(piece, str) or (piece.doing == after if isinstance(piece, AnswerPending) else False):
                break
        began = time.perf_counter()
        stream.close()
        took.append(time.perf_counter() - began)
    assert min(took) < 0.1
    assert "Paris" in written(worker, FRANCE)[0]


def test_another_thread_may_cancel(worker: ChatWorker) -> None:
    stream = worker.write(LONG, Wish(400))
    next(stream)
    threading.Thread(target=worker.cancel).start()
    with pytest.raises(Cancelled):
        list(stream)


def test_second_stream_of_the_same_caller_is_refused_instead_of_waiting_for_ever(worker: ChatWorker) -> None:
    stream = worker.write(COUNT, Wish(100))
    next(stream)
    with pytest.raises(ModelError, match="still writing"):
        worker.count_tokens("x")
    stream.close()


def test_prompt_beyond_the_context_is_refused_in_words(worker: ChatWorker) -> None:
    with pytest.raises(ModelError, match="too long") as caught:
        written(worker, [ChatMessage("user", "harbour " * 9000)])
    assert caught.value.hint


@pytest.mark.skipif(sys.platform != "linux", reason="other systems enforce less")
def test_worker_can_reach_nothing(worker: ChatWorker) -> None:
    report = worker.report()
    assert report.keys() >= {"try: read your files", "try: write a file", "try: connect to a network"}
    tried = {name: found for name, found in report.items() if name.startswith("try: ")}
    assert all(found.startswith("refused") for found in tried.values()), tried
    measures = {name: found for name, found in report.items() if name not in tried}
    assert all(found.startswith("enforced") for found in measures.values()), measures


def test_dead_worker_is_told_and_the_next_question_has_a_safer_one(worker: ChatWorker, steps: StepMemory) -> None:
    written(worker, FRANCE)
    assert worker.pid
    stream = worker.write(COUNT, Wish(400))
    next(stream)
    psutil.Process(worker.pid).send_signal(signal.SIGSEGV)
    with pytest.raises(ChatModelDied) as caught:
        list(stream)
    assert "SIGSEGV" in (caught.value.detail or "")
    assert worker.pid is None
    assert steps.recall(worker.path, llama_version()).step == 1
    assert "Paris" in written(worker, FRANCE)[0]


def llama_version() -> str:
    import importlib.metadata

    return importlib.metadata.version("llama-cpp-python")


def test_worker_that_nobody_asks_leaves_and_comes_back(model_path: Path, steps: StepMemory) -> None:
    worker = ChatWorker(model_path, Wanted(512, 1), steps, idle_minutes=0.005)
    worker.count_tokens("x")
    process = psutil.Process(worker.pid)
    process.wait(timeout=20)
    assert worker.device is None
    assert worker.count_tokens("The capital of France") == 4
    worker.close()


def test_another_model_takes_the_place_of_the_first(model_path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.gguf"
    other.symlink_to(model_path)
    models = ChatModels(Settings(cache_dir=tmp_path, context_tokens=512, threads=1), None)
    try:
        assert models.open().name == "SmolLM2-135M-Instruct"
        first = models.pid
        assert first
        assert models.open(other).name == "other.gguf"
        assert models.pid not in (None, first)
        assert not psutil.pid_exists(first)
    finally:
        models.close()
    assert models.pid is None


ENGINE = """
import sys
from pathlib import Path
from ragdesk.engine.answer.chat_models import ChatModels
from ragdesk.settings import Settings
models = ChatModels(Settings(cache_dir=Path(sys.argv[1]), context_tokens=512, threads=1), None)
models.open()
print(models.pid, flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("is_stopped", [False, True])
def test_worker_ends_with_its_engine(tmp_path: Path, is_stopped: bool) -> None:
    if is_stopped and sys.platform != "linux":
        pytest.skip("only Linux ends a stopped process with its parent")
    command = [sys.executable, "-c", ENGINE, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as engine:
        assert engine.stdout is not None
        worker = psutil.Process(int(engine.stdout.readline()))
        if is_stopped:
            worker.suspend()
        engine.kill()
        engine.wait()
        assert _ends_within(worker, 5)


def _ends_within(process: psutil.Process, seconds: float) -> bool:
    """Gone, or nothing but a name that the system's first process has not taken off its list yet."""
    end = time.monotonic() + seconds
    with suppress(psutil.NoSuchProcess):
        while process.status() != psutil.STATUS_ZOMBIE:
            if time.monotonic() > end:
                return False
            threading.Event().wait(0.02)
    return True
