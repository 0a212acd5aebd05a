"""The open catalogue with everything that reads and writes it, handed about as one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ragdesk.engine.index.keyword_index import KeywordIndex
from ragdesk.engine.jobs import Jobs
from ragdesk.engine.storage.catalogue_check import CatalogueCheck
from ragdesk.engine.storage.content_counts import ContentCounts
from ragdesk.engine.storage.contents import Contents
from ragdesk.engine.storage.conversations import Conversations
from ragdesk.engine.storage.database import Database
from ragdesk.engine.storage.documents import Documents
from ragdesk.engine.storage.erasures import Erasures
from ragdesk.protocol.errors import StorageError


@dataclass(frozen=True, slots=True)
class Stores:
    """One catalogue, several ways to look at it."""

    database: Database
    documents: Documents
    contents: Contents
    counts: ContentCounts
    keywords: KeywordIndex
    conversations: Conversations
    jobs: Jobs
    check: CatalogueCheck
    erasures: Erasures

    @classmethod
    def open(cls, path: Path) -> Stores:
        """Open the catalogue, made if it is new. Raises CatalogueDamaged; what shows later condemns it then."""
        database = Database(path)
        try:
            check = CatalogueCheck(database)
            check.wait()
        except StorageError:
            database.close()
            raise
        return cls(
            database, Documents(database), Contents(database), ContentCounts(database), KeywordIndex(database),
            Conversations(database), Jobs(database), check, Erasures(),
        )  # fmt: skip

    def close(self) -> None:
        """Let go of the catalogue."""
        self.check.close()
