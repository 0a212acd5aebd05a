"""Passages and sections <-> LangChain's Documents, converted here alone.

Metadata is flat: source, title, page (from 1), heading ("outer > inner"), start, end, language; of a passage also n,
score and library. What is not known is left out, because many vector stores refuse None.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ragdesk.engine.storage.documents import file_title
from ragdesk.protocol.records import Passage, Place

if TYPE_CHECKING:
    from langchain_core.documents import Document

_HEADINGS = " > "
_SOURCES = ("source", "file_path", "path")
_COUNTS_PAGES_FROM_ZERO = frozenset({"page_label", "total_pages"})
"""LangChain's own PDF loaders write one of these, and count pages from 0."""
_RANKS_TO_HALF = 10
"""The score of a rank: 1, 0.91, 0.83 ... A vector store's best 4 passages of SQuAD: the best quote holds the answer for
0.665 of 400 questions; with a fall to 0 along the ranks 0.625, with 1 / rank 0.60. XQuAD-es: 0.573, 0.537, 0.503."""
_BETWEEN_PIECES = 2
"""Pieces whose place is not known lie one blank line apart, as sections do."""


def passage_document(passage: Passage, library: str) -> Document:
    """A found passage, for a LangChain script."""
    return text_document(
        passage.text, passage.document, passage.title, passage.place,
        language=passage.language, n=passage.n, score=passage.score, library=library,
    )  # fmt: skip


def text_document(text: str, source: str, title: str, place: Place, **more: str | float | None) -> Document:
    """A stretch of a document's text with its place."""
    from langchain_core.documents import Document

    heading = _HEADINGS.join(place.heading) or None
    placed = {"source": source, "title": title, "page": place.page, "heading": heading}
    metadata = {**placed, "start": place.start, "end": place.end, **more}
    return Document(page_content=text, metadata={name: value for name, value in metadata.items() if value is not None})


def passages_of(documents: Iterable[Document]) -> tuple[Passage, ...]:
    """Foreign Documents, best first, as passages; those without text are left out.

    Scores are the documents' own where these fall from 1 to 0 in the given order; else they follow from the rank. Where
    a document does not say where it stands, or cannot stand there, it is placed behind the others of its source: places
    of one source then never contradict each other.
    """
    told = [document for document in documents if document.page_content.strip()]
    passages: list[Passage] = []
    for n, (document, score) in enumerate(zip(told, _scores(told), strict=True), start=1):
        passage = _passage(document, n, score)
        passages.append(_placed(passage, [other for other in passages if other.document == passage.document]))
    return tuple(passages)


def _passage(document: Document, n: int, score: float) -> Passage:
    metadata = document.metadata
    # Lone surrogates, which a catalogue cannot hold, become question marks, so no offset changes.
    text = document.page_content.encode("utf-8", "replace").decode("utf-8")
    source = next((name for name in map(metadata.get, _SOURCES) if name and isinstance(name, str)), None)
    title = _text(metadata.get("title"))
    source = source or document.id or title or f"document {n}"
    start = _start(metadata, len(text))
    place = Place(_page(metadata), _heading(metadata.get("heading")), start, start + len(text))
    return Passage(
        n, source, title or file_title(source) or source, place, text, score, language=_text(metadata.get("language"))
    )


def _scores(documents: Sequence[Document]) -> list[float]:
    given = [document.metadata.get("score") for document in documents]
    scores = [float(score) for score in given if isinstance(score, int | float) and 0 <= score <= 1]
    # Some stores write a distance under that name, which is the smaller the better.
    if len(scores) == len(documents) and scores == sorted(scores, reverse=True):
        return scores
    return [1 / (1 + rank / _RANKS_TO_HALF) for rank in range(len(documents))]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _page(metadata: dict[str, Any]) -> int | None:
    page = _number(metadata.get("page"))
    if page is None:
        return None
    return page + 1 if page == 0 or not _COUNTS_PAGES_FROM_ZERO.isdisjoint(metadata) else page


def _heading(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part for part in value.split(_HEADINGS) if part)
    return tuple(str(part) for part in value) if isinstance(value, list | tuple) else ()


def _start(metadata: dict[str, Any], length: int) -> int:
    start, end = _number(metadata.get("start")), _number(metadata.get("end"))
    if start is not None and end == start + length:
        return start
    return _number(metadata.get("start_index")) or 0


def _placed(passage: Passage, others: Sequence[Passage]) -> Passage:
    if all(_agree(passage, other) for other in others):
        return passage
    start = max(other.place.end for other in others) + _BETWEEN_PIECES
    return replace(passage, place=replace(passage.place, start=start, end=start + len(passage.text)))


def _agree(one: Passage, other: Passage) -> bool:
    """Where both claim the same characters they must hold the same text."""
    start, end = max(one.place.start, other.place.start), min(one.place.end, other.place.end)
    return start >= end or _between(one, start, end) == _between(other, start, end)


def _between(passage: Passage, start: int, end: int) -> str:
    return passage.text[start - passage.place.start : end - passage.place.start]
