"""Listing: the documents of a library put in order and made fit to be searched as one types. No Qt, for any thread."""

from __future__ import annotations

import heapq
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from os.path import basename
from typing import Any, Literal

from ragdesk.protocol.records import DocumentRecord, Status

SortBy = Literal["name", "newest", "status", "type", "pages"]

PIECE = 4000
"""Sorted at once: sorting keeps every other thread waiting, the window's too (200,000 names took 0.3 s)."""

_STATUS_ORDER: tuple[Status, ...] = ("failed", "partly", "waiting", "skipped", "ready")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class ListChoice:
    """Which documents are listed, and in which order. `status` and `type` None: all."""

    sort: SortBy = "name"
    status: Status | None = None
    type: str | None = None
    words: str = ""

    @property
    def is_filter(self) -> bool:
        """Whether it leaves out more than the words that are typed do."""
        return self.status is not None or self.type is not None


@dataclass(frozen=True, slots=True)
class Listing:
    """Documents as the engine gives them, by path; `order` are positions among them."""

    records: Sequence[DocumentRecord] = ()
    paths: Sequence[str] = ()
    keys: Sequence[str] = ()
    """What the words typed are looked for in."""
    order: Sequence[int] = ()
    sort: SortBy = "name"
    statuses: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    language: str | None = None
    """That of more than two thirds of them: it goes without saying."""


def listing_of(records: Sequence[DocumentRecord], sort: SortBy) -> Listing:
    """Takes about a second for 200,000 documents: not for the window's own thread."""
    languages = Counter(record.language for record in records if record.language)
    return Listing(
        records,
        [record.document for record in records],
        [_searched(record) for record in records],
        _in_order(records, sort),
        sort,
        Counter(record.status for record in records),
        Counter(record.type for record in records if record.type),
        next((one for one, count in languages.most_common(1) if count * 3 > languages.total() * 2), None),
    )


def fitting(listing: Listing, choice: ListChoice, within: Sequence[int] | None = None) -> list[int]:
    """The positions, in order, of what fits; `within` are those that fitted a part of the words before."""
    found = listing.order if within is None else within
    records, keys = listing.records, listing.keys
    if choice.status is not None:
        found = [at for at in found if records[at].status == choice.status]
    if choice.type is not None:
        found = [at for at in found if records[at].type == choice.type]
    for word in folded(choice.words).split():
        found = [at for at in found if word in keys[at]]
    return list(found)


def folded(text: str) -> str:
    """Without case and accents, so that "camion" finds "Camión"."""
    if text.isascii():
        return text.lower()
    return "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))


def _searched(record: DocumentRecord) -> str:
    """Name and title; most titles stand in the name, and are not kept twice."""
    name, title = folded(basename(record.document)), folded(record.title)
    return name if title in name else f"{name}\n{title}"


def _in_order(records: Sequence[DocumentRecord], sort: SortBy) -> list[int]:
    names = [_natural(record.document) for record in records]
    keys = _sort_keys(records, sort, names)
    pieces = [
        sorted(range(start, min(start + PIECE, len(records))), key=keys.__getitem__)
        for start in range(0, len(records), PIECE)
    ]
    return list(heapq.merge(*pieces, key=keys.__getitem__))


def _sort_keys(records: Sequence[DocumentRecord], sort: SortBy, names: list[str]) -> list[Any]:
    if sort == "name":
        return names
    first: dict[str, Callable[[DocumentRecord], Any]] = {
        "newest": lambda record: _backwards(record.modified_at or record.read_at or ""),
        "status": lambda record: _STATUS_ORDER.index(record.status),
        "type": lambda record: record.type or "~",
        "pages": lambda record: -(record.pages or record.sections),
    }
    of = first[sort]
    return [(of(record), name) for record, name in zip(records, names, strict=True)]


def _natural(path: str) -> str:
    """ "page 2" before "page 10"."""
    return _NUMBER.sub(lambda number: number[0].zfill(12), folded(basename(path)))


def _backwards(moment: str) -> int:
    return -int("".join(_NUMBER.findall(moment[:19])) or 0)
