"""Calls about lists of many documents: a stretch of one, places in it, counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from ragdesk.engine.calls.view import EngineView
from ragdesk.engine.storage.document_lists import DocumentLists
from ragdesk.engine.storage.list_keys import folded
from ragdesk.protocol.document_lists import DocumentCounts, DocumentRows, ListChoice, SortBy
from ragdesk.protocol.errors import BadRequest
from ragdesk.protocol.records import Status

MOST_AT_ONCE = 10_000
"""Documents in one reply: about 5 MB, which a face takes in without a pause that anybody sees."""
MOST_WORDS = 100
"""SQLite takes 1,000 conditions in one question; nobody types as many words."""


class DocumentListCalls(EngineView):
    """See EngineApi."""

    def list_rows(self, choice: ListChoice, first: int = 0, limit: int = 200) -> DocumentRows:
        """See EngineApi."""
        _refuse_impossible(choice)
        if not 1 <= limit <= MOST_AT_ONCE:
            raise BadRequest(f"{limit} documents cannot be listed at once.", f"Ask for 1 to {MOST_AT_ONCE:,}.")
        if first < 0:
            raise BadRequest(f"A list has no document number {first}.", "The first one is number 0.")
        return DocumentLists(self._stores.database).rows(self._library, choice, first, limit)

    def find_rows(self, choice: ListChoice, documents: Sequence[str]) -> list[int | None]:
        """See EngineApi."""
        _refuse_impossible(choice)
        if len(documents) > MOST_AT_ONCE:
            raise BadRequest(
                f"{len(documents):,} documents cannot be looked for at once.", f"Name up to {MOST_AT_ONCE:,}."
            )
        return DocumentLists(self._stores.database).places(self._library, choice, documents)

    def count_documents(self) -> DocumentCounts:
        """See EngineApi."""
        return DocumentLists(self._stores.database).counts(self._library)


def _refuse_impossible(choice: ListChoice) -> None:
    for value, possible in ((choice.sort, get_args(SortBy)), (choice.status, (None, *get_args(Status)))):
        if value not in possible:
            raise BadRequest(
                f"Documents cannot be listed by “{value}”.", f"Possible are: {', '.join(filter(None, possible))}."
            )
    if len(folded(choice.words).split()) > MOST_WORDS:
        raise BadRequest("That are too many words to look for.", f"Type up to {MOST_WORDS} words of a name or a title.")
