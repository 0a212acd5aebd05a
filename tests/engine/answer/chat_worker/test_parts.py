"""The parts of the chat worker that need no model: frames, the ladder, its memory, the breaker."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragdesk.engine.answer.chat_worker.breaker import Breaker
from ragdesk.engine.answer.chat_worker.endings import of_exit
from ragdesk.engine.answer.chat_worker.frames import BadFrame, FrameReader, packed
from ragdesk.engine.answer.chat_worker.ladder import MEMORY_FILE, Remembered, StepMemory, ladder
from ragdesk.engine.answer.chat_worker.orders import counts_of, ended_of, error_of, failed_frame
from ragdesk.engine.answer.language_models.fair_threads import FairThreads
from ragdesk.engine.answer.language_models.llama_loading import Placement
from ragdesk.protocol.errors import ChatModelDied, ModelDamaged, ModelError

FRAMES = st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=40) | st.integers(), max_size=4), max_size=5)


@given(frames=FRAMES, cut=st.integers(1, 50))
def test_frames_come_out_whole_however_the_bytes_arrive(frames: list[dict[str, object]], cut: int) -> None:
    data = b"".join(map(packed, frames))
    reader = FrameReader(10_000)
    found = []
    for start in range(0, len(data), cut):
        reader.feed(data[start : start + cut])
        while (frame := reader.next()) is not None:
            found.append(frame)
    assert found == frames


@pytest.mark.parametrize(
    "data", [struct.pack("<I", 10_001), struct.pack("<I", 3) + b"{]}", packed({})[:4] + b"[]", b"\2\0\0\0\xff\xff"]
)
def test_nonsense_is_refused(data: bytes) -> None:
    reader = FrameReader(10_000)
    reader.feed(data)
    with pytest.raises(BadFrame):
        reader.next()


@given(
    frame=st.dictionaries(
        st.sampled_from(["text", "read", "written", "reused", "kind", "message", "hint", "detail", "counts"]),
        st.none() | st.integers() | st.text(max_size=5) | st.lists(st.integers(), max_size=2),
    )
)
def test_frames_of_a_worker_that_was_taken_over_make_no_wrong_records(frame: dict[str, object]) -> None:
    for read in (ended_of, error_of, lambda one: counts_of(one, 1)):
        try:
            record = read(frame)
        except BadFrame:
            continue
        assert record


def test_error_keeps_its_kind_and_words_on_the_way() -> None:
    error = error_of(json.loads(json.dumps(failed_frame(ModelDamaged("Torn.", "Get it again.", "byte 7")))))
    assert isinstance(error, ModelDamaged)
    assert (error.message, error.hint, error.detail) == ("Torn.", "Get it again.", "byte 7")
    assert type(error_of(failed_frame(ChatModelDied("Gone.")))) is ModelError


def test_ladder_goes_down_from_the_graphics_card_to_one_slow_way_that_always_works() -> None:
    steps = ladder(Placement(4096, 8, 8, gpu_layers=-1), 32)
    assert [(one.gpu_layers, one.use_mmap, one.threads) for one in steps] == [
        (-1, True, 8), (16, True, 8), (0, True, 8), (0, False, 8), (0, False, 4),
    ]  # fmt: skip
    assert ladder(Placement(512, 1, 1, use_mmap=False), 30) == (Placement(512, 1, 1, use_mmap=False),)


def test_step_is_remembered_until_the_model_or_llama_cpp_changes(tmp_path: Path) -> None:
    model = tmp_path / "model.gguf"
    model.write_bytes(b"one")
    memory = StepMemory(tmp_path / "cache")
    assert memory.recall(model, "1.0") == Remembered()
    memory.keep(model, "1.0", Remembered(2, True, "SIGSEGV"))
    assert StepMemory(tmp_path / "cache").recall(model, "1.0") == Remembered(2, True, "SIGSEGV")
    assert memory.recall(model, "1.1") == Remembered()
    model.write_bytes(b"other")
    assert memory.recall(model, "1.0") == Remembered()


@pytest.mark.parametrize("content", ["", "[]", '{"x": 3}', "{"])
def test_damaged_memory_is_forgotten(tmp_path: Path, content: str) -> None:
    (tmp_path / MEMORY_FILE).write_text(content)
    assert StepMemory(tmp_path).recall(tmp_path / "model.gguf", "1.0") == Remembered()


def test_three_deaths_within_a_minute_end_the_restarts_for_a_while() -> None:
    now = 100.0
    breaker = Breaker(lambda: now)
    for _ in range(2):
        breaker.note_death()
    breaker.check()
    now = 130.0
    breaker.note_death()
    with pytest.raises(ChatModelDied, match="three times") as caught:
        breaker.check()
    assert "30 seconds" in caught.value.hint
    now = 161.0
    breaker.check()


@pytest.mark.parametrize(("code", "kind"), [(-11, "crashed"), (-6, "crashed"), (-9, "killed"), (1, "crashed")])
def test_only_its_own_fault_makes_the_next_start_safer(code: int, kind: str) -> None:
    death = of_exit(code, "GGML_ASSERT failed")
    assert death.kind == kind
    assert "GGML_ASSERT" in (death.told().detail or "")


def test_fewer_threads_while_others_compute_and_more_again_afterwards() -> None:
    threads = FairThreads(4)
    assert threads.after(0.2, 0.79) == 4
    assert threads.after(0.2, 0.42) == 2
    assert [threads.after(1.0, 1.95) for _ in range(3)][-1] == 3
    assert threads.after(0.2, 0.3) < 3
    threads.limit(1)
    assert threads.after(5.0, 0.5) == 1
