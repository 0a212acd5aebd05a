"""What a face asks and gets of a library's list of documents: which, in what order, and just the rows it shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ragdesk.protocol.records import DocumentRecord, Status

SortBy = Literal["name", "newest", "status", "type", "pages"]


@dataclass(frozen=True, slots=True)
class ListChoice:
    """Which documents are listed, and in which order. `status` and `type` None: all.

    `words`: each of them stands in the file's name or the title; case and accents count for nothing.
    """

    sort: SortBy = "name"
    status: Status | None = None
    type: str | None = None
    words: str = ""

    @property
    def is_filter(self) -> bool:
        """Whether it leaves out more than the words that are typed do."""
        return self.status is not None or self.type is not None


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """A stretch of a list: `records` are the documents from number `first` (from 0) on, of the `total` that fit."""

    first: int
    total: int
    records: tuple[DocumentRecord, ...]


@dataclass(frozen=True, slots=True)
class DocumentCounts:
    """How many documents a library has, in each state and of each type."""

    total: int
    statuses: dict[str, int] = field(default_factory=dict)
    types: dict[str, int] = field(default_factory=dict)
    language: str | None = None
    """That of more than two thirds of them, of those that have one: it goes without saying."""
