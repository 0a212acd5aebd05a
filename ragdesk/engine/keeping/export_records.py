"""The records of an exported library as bytes and back; coming back, every value is checked before it is believed."""

from __future__ import annotations

import json
import re
import struct
import zlib
from dataclasses import asdict, dataclass, fields
from itertools import pairwise
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

from ragdesk.engine.documents.page_boxes import HEADER as BOXES_HEADER
from ragdesk.engine.documents.page_boxes import VERSION as BOXES_VERSION
from ragdesk.engine.keeping.export_file import MOST_JSON_BYTES, not_an_export
from ragdesk.engine.storage.new_content import NewChunk, NewSection, NewSpan

LARGEST = 2**53
NO_VECTOR = 0xFFFF_FFFF
_SECTION = struct.Struct("<iIIIIII")
"""Page (-1: none), then bytes of label, heading, text and boxes, then how many chunks and spans."""
_LONGEST = {"name": 200, "path": 4_096, "ragdesk": 50}
"""Characters; all other texts may have as many as a frame holds."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is inside. `fingerprint` names the embedder of the vectors; there are none where it is None."""

    name: str
    made_at: str
    ragdesk: str
    fingerprint: str | None
    dimensions: int
    sources: int
    contents: int
    documents: int
    vectors: int
    holds: str = "documents, their text and vectors; no questions, no answers, no files"


@dataclass(frozen=True, slots=True)
class ExportedSource:
    """A folder or file that was added, by its last name alone."""

    name: str
    is_folder: bool


@dataclass(frozen=True, slots=True)
class ExportedContent:
    """What is known of a text as a whole; its sections follow."""

    type: str
    title: str | None
    header_title: str
    language: str | None
    pages: int | None
    pages_read: int | None
    shortfall: str | None
    sections: int


@dataclass(frozen=True, slots=True)
class ExportedDocument:
    """A file: the number of its source, its path below that, the number of its content."""

    source: int
    path: str
    content: int | None
    status: Literal["ready", "partly", "skipped", "failed", "waiting"]
    reason_code: str | None
    reason: str | None
    size_bytes: int
    mtime_ns: int
    read_at: str | None


@dataclass(frozen=True, slots=True)
class ExportedEnd:
    """Says that all is there."""

    frames: int


@dataclass(frozen=True, slots=True)
class ExportedSection:
    """A section; `chunks` has the columns start, end, spans, and `spans` start, end, vector; counted in the section."""

    page: int | None
    label: str | None
    heading: tuple[str, ...]
    text: str
    boxes: bytes | None
    chunks: NDArray[np.uint32]
    spans: NDArray[np.uint32]


_HINTS: dict[type, dict[str, Any]] = {
    kind: get_type_hints(kind) for kind in (Manifest, ExportedSource, ExportedContent, ExportedDocument, ExportedEnd)
}

Record = TypeVar("Record", Manifest, ExportedSource, ExportedContent, ExportedDocument, ExportedEnd)


def to_json(record: Manifest | ExportedSource | ExportedContent | ExportedDocument | ExportedEnd) -> bytes:
    """One record as a frame's content."""
    return json.dumps(asdict(record), ensure_ascii=True).encode("ascii")


def from_json(kind: type[Record], content: bytes) -> Record:
    """Exactly the fields of the record, each of its kind and within bounds. Raises NotAnExport."""
    try:
        values = json.loads(content.decode("ascii"))
    except (ValueError, RecursionError) as problem:
        raise not_an_export(f"a {kind.__name__} is no JSON") from problem
    hints = _HINTS[kind]
    names = [field.name for field in fields(kind)]
    if not isinstance(values, dict) or sorted(values) != sorted(names):
        raise not_an_export(f"a {kind.__name__} has other fields")
    for name in names:
        if not _fits(name, values[name], hints[name]):
            raise not_an_export(f"{name} of a {kind.__name__} is not possible")
    return kind(**values)


def _fits(name: str, value: Any, hint: Any) -> bool:
    if get_origin(hint) is Literal:
        return isinstance(value, str) and value in get_args(hint)
    allowed = get_args(hint) or (hint,)
    if value is None:
        return type(None) in allowed
    if type(value) not in allowed:  # True is no number here
        return False
    if isinstance(value, int):
        # Times before 1970 are below zero.
        return -LARGEST < value < 2**63 if name == "mtime_ns" else 0 <= value < LARGEST
    return len(value) <= _LONGEST.get(name, MOST_JSON_BYTES) and is_text(value) and _is_path_of_ours(name, value)


def _is_path_of_ours(name: str, value: str) -> bool:
    if name == "name":
        return bool(value.strip()) and value.isprintable() and not re.search(r"[/\\]|^\.\.?$", value)
    if name != "path":
        return True
    parts = value.split("/")
    is_below = not any(part in ("", ".", "..") for part in parts) or value == ""
    return is_below and value.isprintable() and not re.match(r"[A-Za-z]:|.*\\", value)


def is_text(value: str) -> bool:
    """Without half characters and zeros, which no file's text has by the time it is stored."""
    return "\x00" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)


def to_bytes(section: ExportedSection) -> bytes:
    """A section as a frame's content."""
    label = (section.label or "").encode("utf-8")
    heading, text = json.dumps(section.heading).encode("ascii"), section.text.encode("utf-8")
    boxes = section.boxes or b""
    page = -1 if section.page is None else section.page
    sizes = (len(label), len(heading), len(text), len(boxes), len(section.chunks), len(section.spans))
    tables = (table.astype("<u4").tobytes() for table in (section.chunks, section.spans))
    return _SECTION.pack(page, *sizes) + label + heading + text + boxes + b"".join(tables)


def from_bytes(content: bytes) -> ExportedSection:
    """Raises NotAnExport."""
    try:
        page, label, heading, text, boxes, chunks, spans = _SECTION.unpack_from(content)
        ends = np.cumsum([_SECTION.size, label, heading, text, boxes, 12 * chunks, 12 * spans], dtype=np.int64)
        if ends[-1] != len(content) or page < -1:
            raise not_an_export("the lengths of a section do not fit")
        parts = [content[a:b] for a, b in pairwise(ends)]
        names = json.loads(parts[1][:MOST_JSON_BYTES].decode("ascii"))
        section = ExportedSection(
            None if page < 0 else page, parts[0].decode("utf-8") or None, tuple(names), parts[2].decode("utf-8"),
            parts[3] or None, _table(parts[4]), _table(parts[5]),
        )  # fmt: skip
    except (struct.error, ValueError, TypeError, RecursionError) as problem:
        raise not_an_export(f"a section is damaged: {problem}") from problem
    _refuse_impossible(section)
    return section


def _table(data: bytes) -> NDArray[np.uint32]:
    return np.frombuffer(data, dtype="<u4").reshape(-1, 3)


def _refuse_impossible(section: ExportedSection) -> None:
    texts = (section.text, section.label or "", *section.heading)
    if not all(isinstance(one, str) and is_text(one) for one in texts):
        raise not_an_export("a section holds what is no text")
    if not (_are_places(section.chunks, len(section.text)) and _are_places(section.spans, len(section.text))):
        raise not_an_export("chunks or spans stand outside of their section")
    if int(section.chunks[:, 2].astype(np.int64).sum()) != len(section.spans):
        raise not_an_export("chunks name other spans than there are")
    if not _are_inside(section.chunks, section.spans):
        raise not_an_export("spans stand outside of their chunk")
    if section.boxes is not None and not are_boxes(section.boxes, len(section.text)):
        raise not_an_export("the places of characters are damaged")


def _are_places(table: NDArray[np.uint32], characters: int) -> bool:
    """Not empty, in order, in the text, and no more than a text of that length can have (a word has two characters)."""
    starts, ends = table[:, 0].astype(np.int64), table[:, 1].astype(np.int64)
    is_plausible = len(table) <= 16 + characters // 2
    return is_plausible and bool((starts < ends).all() and (ends <= characters).all() and (np.diff(starts) >= 0).all())


def _are_inside(chunks: NDArray[np.uint32], spans: NDArray[np.uint32]) -> bool:
    holder = np.repeat(np.arange(len(chunks)), chunks[:, 2])
    return bool((spans[:, 0] >= chunks[holder, 0]).all() and (spans[:, 1] <= chunks[holder, 1]).all())


def are_boxes(data: bytes, characters: int) -> bool:
    """Whether these are the boxes of so many characters; never unpacks more than those can take."""
    try:
        version, is_wide, count, width, height = BOXES_HEADER.unpack_from(data)
        most = (count + 7) // 8 + 16 * count
        if version != BOXES_VERSION or is_wide not in (0, 1) or count != characters:
            return False
        payload = zlib.decompressobj().decompress(data[BOXES_HEADER.size :], most + 1)
    except (struct.error, zlib.error):
        return False
    mask = payload[: (count + 7) // 8]
    placed = int(np.unpackbits(np.frombuffer(mask, np.uint8), count=count).sum()) if len(mask) * 8 >= count else -1
    is_whole = placed >= 0 and len(payload) == len(mask) + placed * (16 if is_wide else 8)
    return is_whole and bool(np.isfinite([width, height]).all())


def new_section(section: ExportedSection, start: int, head: str, embedded: list[str]) -> NewSection:
    """As it is stored, from `start` on in the document's text; `embedded` has what is embedded of each span."""
    spans = [
        NewSpan(start + int(first), start + int(end), text)
        for (first, end, _), text in zip(section.spans.tolist(), embedded, strict=True)
    ]
    chunks, taken = [], 0
    for first, end, count in section.chunks.tolist():
        own = tuple(spans[taken : taken + count])
        taken += count
        chunks.append(NewChunk(start + first, start + end, section.text[first:end], own))
    return NewSection(
        section.text, start, section.page, section.label, section.heading, section.boxes, head, tuple(chunks)
    )
