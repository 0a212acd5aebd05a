"""The first reading of an exported library: everything in it is checked, and nothing is written anywhere."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from ragdesk.engine.chunks.cut_document import span_text
from ragdesk.engine.keeping import export_file as frames
from ragdesk.engine.keeping.export_file import not_an_export, read_frames
from ragdesk.engine.keeping.export_records import (
    NO_VECTOR,
    ExportedContent,
    ExportedDocument,
    ExportedEnd,
    ExportedSource,
    Manifest,
    from_bytes,
    from_json,
)
from ragdesk.engine.storage.contents import span_key

_SAMPLE = 24
"""Vectors that are embedded once more, to see whether they belong to their texts."""


@dataclass(slots=True)
class Plan:
    """What the first reading learnt, for the second one, which stores."""

    manifest: Manifest
    sources: list[ExportedSource] = field(default_factory=list)
    hashes: list[str] = field(default_factory=list)
    documents: int = 0
    keys: list[bytes] = field(default_factory=list)
    """Of the text of each vector, in their order."""
    sample: dict[int, str] = field(default_factory=dict)
    without_vectors: set[int | None] = field(default_factory=set)
    """Numbers of contents of which a span has no vector."""
    sampled: dict[int, NDArray[np.float32]] = field(default_factory=dict)


def check_export(file: BinaryIO) -> Plan:
    """Read a file from end to end. Raises NotAnExport."""
    found = read_frames(file)
    kind, content = next(found)
    if kind != frames.MANIFEST:
        raise not_an_export("its manifest is missing")
    plan = Plan(from_json(Manifest, content))
    if plan.manifest.fingerprint is None and plan.manifest.vectors:
        raise not_an_export("vectors of no embedder")
    keys: dict[int, bytes] = {}
    steps = _Steps(plan, keys)
    for number, (kind, content) in enumerate(found, start=1):
        steps.take(kind, content, number)
    plan.keys = [keys.get(n, b"") for n in range(plan.manifest.vectors)]
    return plan


class _Steps:
    """Takes frame after frame of the first reading, refusing what does not fit to what came before."""

    _ORDER = (frames.SOURCE, frames.CONTENT, frames.DOCUMENT, frames.VECTORS, frames.END)

    def __init__(self, plan: Plan, keys: dict[int, bytes]) -> None:
        self._plan = plan
        self._keys = keys
        self._at = 0
        self._content: ExportedContent | None = None
        self._sections_left = 0
        self._digest = hashlib.blake2b(digest_size=20)
        self._paths: set[tuple[int, str]] = set()
        self._vectors = 0
        self._sampled_every = max(plan.manifest.vectors // _SAMPLE, 1)

    def take(self, kind: bytes, content: bytes, number: int) -> None:
        """The next frame. Raises NotAnExport."""
        if kind == frames.SECTION and self._sections_left:
            self._take_section(content)
            return
        if self._sections_left or kind not in self._ORDER or self._ORDER.index(kind) < self._at:
            raise not_an_export("its frames stand in a wrong order")
        self._at = self._ORDER.index(kind)
        if kind == frames.SOURCE:
            self._plan.sources.append(from_json(ExportedSource, content))
        elif kind == frames.CONTENT:
            self._take_content(content)
        elif kind == frames.DOCUMENT:
            self._take_document(from_json(ExportedDocument, content))
        elif kind == frames.VECTORS:
            self._take_vectors(content)
        else:
            self._take_end(from_json(ExportedEnd, content), number)

    def _take_content(self, content: bytes) -> None:
        self._content = from_json(ExportedContent, content)
        self._sections_left = self._content.sections
        self._digest = hashlib.blake2b(content, digest_size=20)
        self._note_content_if_whole()

    def _take_section(self, content: bytes) -> None:
        assert self._content is not None
        section = from_bytes(content)
        for start, end, vector in section.spans.tolist():
            if vector == NO_VECTOR:
                self._plan.without_vectors.add(len(self._plan.hashes))
                continue
            if vector >= self._plan.manifest.vectors:
                raise not_an_export("a span names a vector that is not there")
            text = span_text(self._content.header_title, section.heading, section.text[start:end])
            if self._keys.setdefault(vector, span_key(text)) != span_key(text):
                raise not_an_export("one vector stands for two texts")
            if vector % self._sampled_every == 0:
                self._plan.sample[vector] = text
        self._digest.update(content)
        self._sections_left -= 1
        self._note_content_if_whole()

    def _note_content_if_whole(self) -> None:
        """The hash of what was exported, never that of a file: nobody can check what file it came from."""
        if not self._sections_left:
            self._plan.hashes.append(f"imported:{self._digest.hexdigest()}")

    def _take_document(self, document: ExportedDocument) -> None:
        is_known = document.source < len(self._plan.sources) and (document.source, document.path) not in self._paths
        if not is_known or (document.content is not None and document.content >= len(self._plan.hashes)):
            raise not_an_export("a document names what is not there")
        if (document.path == "") == self._plan.sources[document.source].is_folder:
            raise not_an_export("a document is no file of its source")
        self._paths.add((document.source, document.path))
        self._plan.documents += 1

    def _take_vectors(self, content: bytes) -> None:
        given = vectors_in(content, self._plan.manifest.dimensions)
        for row in range(-self._vectors % self._sampled_every, len(given), self._sampled_every):
            self._plan.sampled[self._vectors + row] = given[row].copy()
        self._vectors += len(given)

    def _take_end(self, end: ExportedEnd, number: int) -> None:
        manifest = self._plan.manifest
        counted = (len(self._plan.sources), len(self._plan.hashes), self._plan.documents, self._vectors, number)
        told = (manifest.sources, manifest.contents, manifest.documents, manifest.vectors, end.frames)
        if counted != told:
            raise not_an_export("something is missing in it")


def vectors_in(frame: bytes, dimensions: int) -> NDArray[np.float32]:
    """One frame of them, each of unit length. Raises NotAnExport."""
    if not 0 < dimensions <= 100_000 or len(frame) % (4 * dimensions):
        raise not_an_export("its vectors have another length")
    given = np.frombuffer(frame, dtype="<f4").reshape(-1, dimensions)
    lengths = np.linalg.norm(given.astype(np.float64), axis=1)
    if not (np.isfinite(lengths).all() and (np.abs(lengths - 1) < 0.02).all()):
        raise not_an_export("a vector is none of ours")
    return given
