"""Calls about libraries and their safety."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ragdesk.engine.calls.view import EngineView
from ragdesk.protocol.engine_records import BackupRecord, EraseReport, ExportReport
from ragdesk.protocol.records import LibraryRecord


class LibraryCalls(EngineView):
    """See EngineApi."""

    def list_libraries(self) -> list[LibraryRecord]:
        """See EngineApi."""
        return self.parts.keeper.list_libraries()

    def create_library(self, name: str) -> LibraryRecord:
        """See EngineApi."""
        return self.parts.keeper.create_library(name)

    def rename_library(self, name: str, new_name: str) -> LibraryRecord:
        """See EngineApi."""
        return self.parts.keeper.rename_library(name, new_name)

    def remove_library(self, name: str) -> LibraryRecord:
        """See EngineApi."""
        return self.parts.keeper.remove_library(name)

    def restore_library(self, name: str) -> LibraryRecord:
        """See EngineApi."""
        return self.parts.keeper.restore_library(name)

    def erase(self, libraries: Sequence[str] = ()) -> EraseReport:
        """See EngineApi."""
        return self.parts.keeper.erase(libraries, self.parts.pages.forget)

    def export_library(self, path: Path) -> ExportReport:
        """See EngineApi."""
        return self.parts.keeper.export_library(self._library, path)

    def import_library(self, path: Path, name: str | None = None) -> ExportReport:
        """See EngineApi."""
        return self.parts.keeper.import_library(path, name)

    def back_up(self) -> BackupRecord:
        """See EngineApi."""
        return self.parts.keeper.back_up()

    def list_backups(self) -> list[BackupRecord]:
        """See EngineApi."""
        return self.parts.keeper.list_backups()
