"""What is asked of a library after a kill: was every promise kept, does it find, is it what an undisturbed one is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ragdesk.engine.engine import Engine
from ragdesk.engine.opening import CATALOGUE
from ragdesk.protocol.events import AddFinished
from ragdesk.protocol.records import SearchResult
from ragdesk.settings import Settings
from tests.safety.catalogue_picture import Picture, take_picture

QUESTIONS = (
    "Who paid for the repairs of the harbour?",
    "What was built after the war?",
    "Which people lived there first?",
    "¿Quién fundó la universidad?",
    "How are prime numbers used?",
)
_DONE = ("ready", "partly")
_LEAST_COSINE = 0.9999
"""Of two vectors of one text: other neighbours in a batch change the last bits."""
_SCORE_TOLERANCE = 0.01
"""Chroma's graph depends on the order in which it was built, and the scale of scores on the worst span found."""
_COMPARED = 5


class Library:
    """A data folder, opened only while something is asked of it."""

    def __init__(self, data_dir: Path, cache_dir: Path, exact_up_to: int) -> None:
        self._settings = Settings(data_dir=data_dir, cache_dir=cache_dir, exact_up_to=exact_up_to)
        self._engine: Engine | None = None
        self.catalogue = data_dir / CATALOGUE

    def add(self, folder: Path) -> AddFinished:
        """To the end."""
        *_, last = self._opened().add([folder])
        assert isinstance(last, AddFinished)
        return last

    def picture(self) -> Picture:
        """As it is on the disk."""
        self.close()
        return take_picture(self.catalogue)

    def search(self, question: str) -> SearchResult:
        return self._opened().search(question, limit=2 * _COMPARED)

    def wrong_answers(self, picture: Picture) -> list[str]:
        """Every ready text has a word of its own, and that word must find it."""
        found = []
        ready = [path for path, (status, _) in picture.documents.items() if status in _DONE]
        for path in ready[:: max(len(ready) // 3, 1)][:3]:
            text = " ".join(section.text for section in self._opened().show(path).sections)
            if not (word := re.search(r"\b(?:wort\d{4}|Entry \d+ records that [\w ]+ paid \d+)", text)):
                continue
            if path not in {passage.document for passage in self.search(word[0]).passages}:
                found.append(f"search does not find {word[0]!r} in {Path(path).name}")
        return found

    def other_answers_than(self, other: Library) -> list[str]:
        """Questions that two libraries of the same files answer differently."""
        return [
            f"{question!r} is answered differently: {told}"
            for question in QUESTIONS
            if (told := _other(self.search(question), other.search(question)))
        ]

    def _opened(self) -> Engine:
        if self._engine is None:
            self._engine = Engine.open(self._settings)
        return self._engine

    def close(self) -> None:
        if self._engine is not None:
            self._engine.close()
        self._engine = None


def kept_promises(before: Picture, now: Picture, expected: Picture, told: Sequence[Mapping[str, Any]]) -> list[str]:
    """What was ready or told stays so; what is there of a text is all of it."""
    found = [
        f"{Path(path).name} is lost"
        for path in before.documents.keys() & expected.documents.keys() - now.documents.keys()
    ]
    for path, (status, content_hash) in before.documents.items():
        unchanged = expected.documents.get(path, (None, None))[1] == content_hash
        if status in _DONE and unchanged and path in now.documents and now.documents[path] != (status, content_hash):
            found.append(f"{Path(path).name} was {status}, and is {now.documents[path][0]}")
    for line in told:
        if "document" not in line:
            continue
        path = line["document"]
        promised = None if line["outcome"] == "removed" else expected.documents.get(path)
        if now.documents.get(path) != promised:
            found.append(f"{Path(path).name} was told {line}, and is {now.documents.get(path)}")
    for content_hash, digest in now.contents.items():
        if content_hash in expected.contents and expected.contents[content_hash] != digest:
            found.append(f"the text of {content_hash} is not whole")
    return found


def differences(now: Picture, expected: Picture) -> list[str]:
    """Between a library and an undisturbed one of the same files; none if all is right."""
    found = [
        f"{Path(path).name}: {now.documents.get(path)} in place of {expected.documents.get(path)}"
        for path in now.documents.keys() | expected.documents.keys()
        if now.documents.get(path) != expected.documents.get(path)
    ]
    if now.contents != expected.contents:
        found.append(f"{len(now.contents.items() ^ expected.contents.items())} texts differ")
    if now.vectors.keys() != expected.vectors.keys():
        found.append(f"{len(now.vectors.keys() ^ expected.vectors.keys())} vectors too many or too few")
    shared = sorted(now.vectors.keys() & expected.vectors.keys())
    if shared and (least := float(np.min(_cosines(now, expected, shared)))) < _LEAST_COSINE:
        found.append(f"a vector differs: cosine {least:.4f}")
    if now.running:
        found.append(f"{now.running} jobs still run")
    return found


def _cosines(now: Picture, expected: Picture, keys: Sequence[bytes]) -> np.ndarray[Any, Any]:
    one, other = (
        np.frombuffer(b"".join(picture.vectors[key] for key in keys), "<f4").reshape(len(keys), -1)
        for picture in (now, expected)
    )
    cosines: np.ndarray[Any, Any] = np.einsum("ij,ij->i", one, other)
    return cosines


def _other(one: SearchResult, other: SearchResult) -> str:
    first, second = (
        [(p.document, p.place.start, p.place.end, p.score) for p in result.passages[:_COMPARED]]
        for result in (one, other)
    )
    if len(first) != len(second):
        return f"{len(first)} passages in place of {len(second)}"
    for a, b in zip(first, second, strict=True):
        if abs(a[3] - b[3]) > _SCORE_TOLERANCE:
            return f"{a} in place of {b}"
        if a[:3] != b[:3] and abs(a[3] - b[3]) > 1e-4 + _SCORE_TOLERANCE / 10:
            return f"{a} in place of {b}"
    return ""
