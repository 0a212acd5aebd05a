"""A look at a library's list: the rows in sight, and where documents stand that are to be followed. For any thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ragdesk.protocol.document_lists import DocumentCounts, DocumentRows, ListChoice
from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.records import DocumentRecord, Status
from ragdesk.window.long_list.row_cache import STRETCH

AROUND = 50
"""Rows asked for above and below those in sight, so that scrolling a little finds them."""
PIECE = 2000
"""Documents in a reply where very many are wanted: taking in more at once would hold up the window."""
TIMES = 3
"""So often a look is repeated where the library changed while it was taken."""

Ranges = Sequence[tuple[int, int]]
"""First and last row of each stretch, from top to bottom."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be looked at: `count` rows from `first` on, or where the first known of the `anchors` stands now."""

    choice: ListChoice
    first: int = 0
    count: int = 0
    followed: Sequence[str] = ()
    anchors: Sequence[tuple[str, int]] = ()
    """Documents and the rows where they stood."""
    wanted: str | None = None
    """A document to be brought into sight, if need be by leaving the filter."""
    counts: DocumentCounts | None = None
    """Those of the library, where they are known."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was found. `places`: the rows of the documents that were to be followed, and of those in sight."""

    choice: ListChoice
    rows: DocumentRows
    counts: DocumentCounts
    places: dict[str, int | None]
    took_s: float
    """The work itself: how long it waited to be done says nothing of what the next one costs."""


class ListedDocument(NamedTuple):
    """What commands need to know of each of very many documents. A tuple, which the garbage collector passes over."""

    document: str
    status: Status
    reason_code: str | None

    @classmethod
    def of(cls, record: DocumentRecord) -> ListedDocument:
        return cls(record.document, record.status, record.reason_code)


def look(engine: EngineApi, wish: Wish) -> Look:
    """All that a list must know to be shown anew."""
    began = time.monotonic()
    for _ in range(TIMES):
        choice, places = _places(engine, wish)
        rows = _rows_around(engine, choice, _top(wish, places), wish.count)
        seen: dict[str, int | None] = {record.document: row for row, record in enumerate(rows.records, rows.first)}
        if all(places.get(document, row) == row for document, row in seen.items()):
            break
    counts = wish.counts or engine.count_documents()
    return Look(choice, rows, counts, places | seen, time.monotonic() - began)


def listed_documents(
    engine: EngineApi,
    choice: ListChoice,
    ranges: Ranges,
    total: int | None = None,
    is_wanted: Callable[[], bool] = lambda: True,
) -> list[ListedDocument] | None:
    """Those in these rows; None where the list has another length than `total` by now, so that they are others."""
    found: dict[str, ListedDocument] = {}
    for first, last in ranges:
        for start in range(first, last + 1, PIECE):
            rows = engine.list_rows(choice, start, min(PIECE, last + 1 - start))
            if total not in (None, rows.total) or not is_wanted():
                return None
            found |= {record.document: ListedDocument.of(record) for record in rows.records}
    return list(found.values())


def is_narrowed(choice: ListChoice) -> bool:
    """Whether it leaves anything out."""
    return choice.is_filter or bool(choice.words.strip())


def is_within(choice: ListChoice, other: ListChoice) -> bool:
    """Whether all that fits it fits the other, too."""
    return (
        other.status in (None, choice.status)
        and other.type in (None, choice.type)
        and choice.words.startswith(other.words.rstrip())
    )


def _places(engine: EngineApi, wish: Wish) -> tuple[ListChoice, dict[str, int | None]]:
    documents = dict.fromkeys([*wish.followed, *(document for document, _ in wish.anchors)])
    if wish.wanted is not None:
        documents[wish.wanted] = None
    choice, places = wish.choice, _found(engine, wish.choice, documents)
    if wish.wanted is not None and places[wish.wanted] is None and is_narrowed(choice):
        everything = replace(choice, status=None, type=None, words="")
        if _found(engine, everything, [wish.wanted])[wish.wanted] is not None:
            choice, places = everything, _found(engine, everything, documents)
    return choice, places


def _found(engine: EngineApi, choice: ListChoice, documents: Iterable[str]) -> dict[str, int | None]:
    names = list(documents)
    return dict(zip(names, engine.find_rows(choice, names), strict=True)) if names else {}


def _top(wish: Wish, places: dict[str, int | None]) -> int:
    wanted = None if wish.wanted is None else places[wish.wanted]
    if wanted is not None:
        return max(0, wanted - wish.count // 2)
    known = ((place, row) for document, row in wish.anchors if (place := places[document]) is not None)
    moved = next((place - row for place, row in known), 0)
    return max(0, wish.first + moved)


def _rows_around(engine: EngineApi, choice: ListChoice, top: int, count: int) -> DocumentRows:
    rows = _whole_stretches(engine, choice, top, count)
    last_top = max(0, rows.total - count)
    if top > last_top and max(0, last_top - AROUND) < rows.first:  # the list has become shorter
        rows = _whole_stretches(engine, choice, last_top, count)
    return rows


def _whole_stretches(engine: EngineApi, choice: ListChoice, top: int, count: int) -> DocumentRows:
    first = max(0, top - AROUND) // STRETCH * STRETCH
    end = -(-(top + count + AROUND) // STRETCH) * STRETCH
    return engine.list_rows(choice, first, end - first)
