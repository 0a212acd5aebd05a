"""RepairApi: what may be asked of a data folder whose catalogue need not be usable. It belongs to nobody meanwhile."""

from __future__ import annotations

from typing import Protocol

from ragdesk.protocol.engine_records import BackupRecord, RestoreReport


class RepairApi(Protocol):
    """Owns the data folder from its opening until `close()`, without opening the catalogue."""

    def list_backups(self) -> list[BackupRecord]:
        """The copies of the catalogue, newest first."""

    def restore(self, name: str | None = None) -> RestoreReport:
        """Put a backup in the catalogue's place: the named one, or the newest that is right. Nothing is deleted.

        Raises BadRequest if there is none, CatalogueDamaged if the named one is damaged itself.
        """

    def close(self) -> None:
        """Let go of the data folder."""
