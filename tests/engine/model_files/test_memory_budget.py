"""A model gets no more context than it was trained on, and no more than the free memory holds."""

from __future__ import annotations

import pytest

from ragdesk.engine.model_files.gguf_header import GgufHeader, memory_needed_bytes
from ragdesk.engine.model_files.memory_budget import fitting_context, free_memory_bytes, physical_cores
from ragdesk.protocol.errors import ModelError

GIB = 2**30
HEADER = GgufHeader(
    architecture="llama", name="Middle", context_length=8192, block_count=32, embedding_length=4096, head_count=32,
    head_count_kv=(8,) * 32, key_length=128, value_length=128, sliding_window=None, vocabulary_size=32_000,
    parameter_count=7_000_000_000, chat_template=None, file_type=None, split_count=1, size_bytes=4 * GIB,
    tensor_table_end=1_000,
)  # fmt: skip


def test_context_is_what_was_wished_where_it_fits() -> None:
    assert fitting_context(HEADER, 4096, 64 * GIB) == 4096


def test_context_is_never_above_the_trained_length() -> None:
    assert fitting_context(HEADER, 2_000_000_000, 64 * GIB) == 8192


def test_context_shrinks_until_a_fifth_of_the_memory_stays_free() -> None:
    free = int(memory_needed_bytes(HEADER, 2048) / 0.8) + 1
    assert fitting_context(HEADER, 8192, free) == 2048


def test_model_that_does_not_fit_at_all_is_refused_in_words() -> None:
    with pytest.raises(ModelError, match="memory") as caught:
        fitting_context(HEADER, 4096, 4 * GIB)
    assert "smaller model" in caught.value.hint


def test_this_computer_has_memory_and_cores() -> None:
    assert free_memory_bytes() > 50 * 2**20
    assert physical_cores() >= 1
