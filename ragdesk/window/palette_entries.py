"""What the command palette offers: commands, libraries, conversations, documents, each with what choosing it does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from ragdesk.protocol.conversations import ConversationRecord
from ragdesk.protocol.document_lists import ListChoice
from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.records import DocumentRecord, LibraryRecord
from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.fuzzy import fit
from ragdesk.window.widgets.plain import shortened

MOST_SHOWN = 40
MOST_DOCUMENTS_FOUND = 20
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """`kind` is a word for what it is; it stands at the right where there are no keys."""

    text: str
    kind: str
    icon: str
    choose: Callable[[], None]
    keys: str = ""
    detail: str = ""


def commands(actions: Actions) -> list[Entry]:
    """All that can be done now."""
    native = QKeySequence.SequenceFormat.NativeText
    kind = QCoreApplication.translate("palette", "Command")
    return [
        Entry(action.text().rstrip("…"), kind, "chevron-right", action.trigger, action.shortcut().toString(native))
        for action in actions
        if action.isEnabled() and action.objectName() != "palette"
    ]


def libraries(records: Iterable[LibraryRecord], link: EngineLink) -> list[Entry]:
    """Those in use, but for the one that is shown."""
    kind = QCoreApplication.translate("palette", "Library")
    return [
        Entry(one.name, kind, "library", lambda name=one.name: link.choose_library(name))  # type: ignore[misc]
        for one in records
        if one.removed_at is None and one.name != link.library
    ]


def conversations(records: Sequence[ConversationRecord], desk: Desk) -> list[Entry]:
    """As the engine orders them: pinned ones first, then the newest."""
    kind = QCoreApplication.translate("palette", "Conversation")
    return [
        Entry(
            shortened(one.title, LONGEST_TITLE),
            kind,
            "message-square",
            lambda id_=one.id: desk.choose_conversation(id_),  # type: ignore[misc]
        )
        for one in records[:200]
    ]


def documents(records: Iterable[DocumentRecord], desk: Desk) -> list[Entry]:
    """By their file names."""
    kind = QCoreApplication.translate("palette", "Document")
    return [
        Entry(
            shortened(PurePath(one.document).name, LONGEST_TITLE),
            kind,
            "file-text",
            lambda path=one.document: desk.document_asked_for.emit(path),  # type: ignore[misc]
            detail=str(PurePath(one.document).parent),
        )
        for one in records
    ]


def matching_documents(engine: EngineApi, typed: str) -> Sequence[DocumentRecord]:
    """The first few with these words in name or title."""
    return engine.list_rows(ListChoice(words=typed), 0, MOST_DOCUMENTS_FOUND).records


def matching(entries: Sequence[Entry], typed: str) -> list[Entry]:
    """The best first; all in their order where nothing was typed."""
    if not typed.strip():
        return list(entries[:MOST_SHOWN])
    scored = ((fit(typed, entry.text), -place) for place, entry in enumerate(entries))
    best = nlargest(MOST_SHOWN, (one for one in scored if one[0] > 0))
    return [entries[-place] for _, place in best]
