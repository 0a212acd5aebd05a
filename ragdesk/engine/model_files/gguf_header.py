"""Reads the header of a GGUF model file: what the model is, and how much memory it would need.

Input: a path. Output: a GgufHeader. The file is never trusted: every length is capped, and checked against its size.
Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import BinaryIO, NoReturn

from ragdesk.protocol.errors import ModelDamaged, ModelError, ModelMissing

MAX_ENTRIES = 10_000
MAX_TENSORS = 100_000
MAX_KEY_BYTES = 1_024
MAX_STRING_BYTES = 16 * 1024 * 1024
MAX_ARRAY_ITEMS = 4_000_000
"""Ten times the longest list seen: the 256k tokens and 515k merges of the Gemma family."""
MAX_TEMPLATE_BYTES = 256 * 1024
"""The longest chat templates in use have about 20 kB."""
MAX_LAYERS = 1_000
MAX_DIMENSION = 1 << 24
MAX_PARAMETERS = 10**13

SCALARS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
STRING, ARRAY = 8, 9

Value = int | float | bool | str | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GgufHeader:
    """What the header of a GGUF file says."""

    architecture: str
    name: str
    context_length: int
    """The longest text, in tokens, that the model was trained on."""
    block_count: int
    embedding_length: int
    head_count: int
    head_count_kv: tuple[int, ...]
    """One number per layer."""
    key_length: int
    value_length: int
    sliding_window: int | None
    vocabulary_size: int
    parameter_count: int
    """The sizes of the tensors of this file, added up."""
    chat_template: str | None
    file_type: int | None
    split_count: int
    size_bytes: int
    tensor_table_end: int


def read_gguf_header(path: Path) -> GgufHeader:
    """Read and check the header. Raises ModelMissing, ModelDamaged, or ModelError where the file is sound but unfit."""
    try:
        with path.open("rb") as file:
            return _Reader(file, path.stat().st_size, path.name).header()
    except FileNotFoundError as error:
        raise ModelMissing(f"The model file {path.name} is not there.", "Choose another model file.") from error
    except (OSError, ValueError) as error:
        raise ModelMissing(
            f"The model file {path.name} could not be opened.", "Check that it is a file that you may read.", str(error)
        ) from error


def kv_cache_bytes(header: GgufHeader, n_ctx: int, bytes_per_value: float = 2.0) -> int:
    """Bytes of the attention cache for `n_ctx` tokens; 2 per value for f16, 1.0625 for q8_0, 0.5625 for q4_0.

    An upper bound: layers with a sliding window need less.
    """
    values_per_token = sum(header.head_count_kv) * (header.key_length + header.value_length)
    return int(values_per_token * n_ctx * bytes_per_value)


def memory_needed_bytes(header: GgufHeader, n_ctx: int, bytes_per_value: float = 2.0, batch_tokens: int = 512) -> int:
    """Bytes for the weights, the attention cache and the work buffer, with 15 % on top.

    The work buffer grows with batch x vocabulary: 49 MiB were reported for 512 x 49,152, that is 2 bytes for each.
    """
    work = batch_tokens * (2 * header.vocabulary_size + 4 * header.embedding_length)
    weights = header.size_bytes * header.split_count
    return int(1.15 * (weights + kv_cache_bytes(header, n_ctx, bytes_per_value) + work))


class _Reader:
    """Walks once through the header, from front to back, without loading long lists."""

    def __init__(self, file: BinaryIO, size_bytes: int, name: str) -> None:
        self.file = file
        self.size_bytes = size_bytes
        self.name = name
        self.position = 0
        self.entries: dict[str, Value] = {}
        self.list_lengths: dict[str, int] = {}

    def header(self) -> GgufHeader:
        tensors, entries = self._opening()
        for _ in range(entries):
            key = self._string(MAX_KEY_BYTES)
            self._entry(key, self._number("<I"))
        parameters = self._tensor_table(tensors)
        return self._record(parameters)

    def _opening(self) -> tuple[int, int]:
        if self._take(4) != b"GGUF":
            raise ModelError(f"{self.name} is not a GGUF model.", "Choose a file whose name ends in .gguf.")
        version = self._number("<I")
        if version not in (2, 3):
            raise ModelError(
                f"{self.name} has a version of the GGUF format that ragdesk cannot read.",
                "Get a newer file of this model.",
                f"version {version}",
            )
        tensors, entries = self._number("<Q"), self._number("<Q")
        if tensors > MAX_TENSORS or entries > MAX_ENTRIES:
            self._damaged("too many entries")
        return tensors, entries

    def _entry(self, key: str, kind: int) -> None:
        if kind in SCALARS:
            self.entries[key] = self._number(SCALARS[kind])
        elif kind == STRING and key == "tokenizer.chat_template":
            self.entries[key] = self._string(MAX_TEMPLATE_BYTES)
        elif kind == STRING and key in ("general.architecture", "general.name"):
            self.entries[key] = self._string(MAX_KEY_BYTES)
        elif kind == STRING:
            self._skip(self._length(MAX_STRING_BYTES))
        elif kind == ARRAY:
            self._list(key)
        else:
            self._damaged(f"unknown type {kind} of {key[:80]}")

    def _list(self, key: str) -> None:
        kind, length = self._number("<I"), self._length(MAX_ARRAY_ITEMS)
        self.list_lengths[key] = length
        if kind == STRING:
            self._skip_strings(length)
        elif kind not in SCALARS:
            self._damaged(f"unknown type {kind} in the list {key[:80]}")
        elif length <= MAX_LAYERS and kind not in (6, 12):
            self.entries[key] = tuple(int(self._number(SCALARS[kind])) for _ in range(length))
        else:
            self._skip(length * struct.calcsize(SCALARS[kind]))

    def _skip_strings(self, count: int) -> None:
        # Inlined, because a vocabulary has some 100,000 of them: 0.05 s instead of 0.1 s.
        read, length_of = self.file.read, struct.Struct("<Q").unpack
        for _ in range(count):
            prefix = read(8)
            if len(prefix) < 8:
                self._truncated()
            (length,) = length_of(prefix)
            if length > MAX_KEY_BYTES:
                self._damaged(f"a length of {length}")
            if len(read(length)) < length:
                self._truncated()
            self.position += 8 + length

    def _tensor_table(self, tensors: int) -> int:
        """Returns the number of parameters; checks that every tensor begins inside the file."""
        parameters, last_start = 0, 0
        for _ in range(tensors):
            self._skip(self._length(MAX_KEY_BYTES))
            dimensions = self._number("<I")
            if dimensions > 8:
                self._damaged("a tensor with too many dimensions")
            parameters += prod(self._number("<Q") for _ in range(dimensions))
            self._number("<I")
            last_start = max(last_start, self._number("<Q"))
        if parameters > MAX_PARAMETERS:
            self._damaged("impossible tensor sizes")
        if tensors and self.position + last_start >= self.size_bytes:
            self._truncated()
        return parameters

    def _record(self, parameters: int) -> GgufHeader:
        architecture = self._text("general.architecture")
        if not architecture:
            raise ModelError(f"{self.name} does not say which kind of model it is.", "Choose another model file.")
        layers = self._count(f"{architecture}.block_count", MAX_LAYERS)
        embedding = self._count(f"{architecture}.embedding_length", MAX_DIMENSION)
        heads = max(self._per_layer(f"{architecture}.attention.head_count", layers, (0,)))
        heads_kv = self._per_layer(f"{architecture}.attention.head_count_kv", layers, (heads,) * layers)
        head_size = embedding // heads if heads else 0
        template = self.entries.get("tokenizer.chat_template")
        window = self._optional(f"{architecture}.attention.sliding_window")
        return GgufHeader(
            architecture=architecture,
            name=self._text("general.name") or Path(self.name).stem,
            context_length=self._count(f"{architecture}.context_length", MAX_DIMENSION),
            block_count=layers,
            embedding_length=embedding,
            head_count=heads,
            head_count_kv=heads_kv,
            key_length=self._optional(f"{architecture}.attention.key_length") or head_size,
            value_length=self._optional(f"{architecture}.attention.value_length") or head_size,
            sliding_window=window or None,
            vocabulary_size=self.list_lengths.get("tokenizer.ggml.tokens", 0),
            parameter_count=parameters,
            chat_template=template if isinstance(template, str) else None,
            file_type=self._optional("general.file_type"),
            split_count=max(1, self._optional("split.count") or 1),
            size_bytes=self.size_bytes,
            tensor_table_end=self.position,
        )

    def _text(self, key: str) -> str:
        value = self.entries.get(key)
        return value if isinstance(value, str) else ""

    def _optional(self, key: str) -> int | None:
        value = self.entries.get(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MAX_DIMENSION:
            self._damaged(f"{key} is {value!r:.40}")
        return value

    def _count(self, key: str, most: int) -> int:
        value = self._optional(key)
        if value is None:
            raise ModelError(
                f"{self.name} is not a language model, or only a part of one.",
                "Choose a chat model; of a model in several files choose the first.",
                f"{key} is missing",
            )
        if not 1 <= value <= most:
            self._damaged(f"{key} is {value}")
        return value

    def _per_layer(self, key: str, layers: int, missing: tuple[int, ...]) -> tuple[int, ...]:
        value = self.entries.get(key)
        if isinstance(value, tuple):
            if len(value) < layers or not all(0 <= n <= MAX_DIMENSION for n in value):
                self._damaged(f"{key} does not fit the layers")
            return value
        number = self._optional(key)
        return missing if number is None else (number,) * layers

    def _number(self, form: str) -> int:
        number: int = struct.unpack(form, self._take(struct.calcsize(form)))[0]
        return number

    def _string(self, most: int) -> str:
        return self._take(self._length(most)).decode("utf-8", errors="replace")

    def _length(self, most: int) -> int:
        length = self._number("<Q")
        if length > most:
            self._damaged(f"a length of {length}")
        return length

    def _take(self, count: int) -> bytes:
        data = self.file.read(count)
        if len(data) < count:
            self._truncated()
        self.position += count
        return data

    def _skip(self, count: int) -> None:
        if self.position + count > self.size_bytes:
            self._truncated()
        # Reading short texts is faster than seeking, which throws the read buffer away.
        if count <= 4096:
            self._take(count)
        else:
            self.position = self.file.seek(count, 1)

    def _truncated(self) -> NoReturn:
        raise ModelDamaged(
            f"The model file {self.name} is not complete.",
            "Download or copy it again.",
            f"it ends after {self.size_bytes} bytes",
        )

    def _damaged(self, detail: str) -> NoReturn:
        raise ModelDamaged(f"The model file {self.name} is damaged.", "Download or copy it again.", detail)
