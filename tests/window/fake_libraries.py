"""The jobs, sources and libraries of the FakeEngine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ragdesk.protocol.engine_records import BackupRecord, EraseReport, ExportReport, JobId, JobRecord, SourceRecord
from ragdesk.protocol.errors import BadRequest, NoSuchJob, NoSuchLibrary
from ragdesk.protocol.events import AddEvent, AddFinished, EngineEvent, JobChanged, LibrariesChanged, SourcesChanged
from ragdesk.protocol.records import AddPreview, DocumentRecord, LibraryRecord, TypeCount
from tests.window import sample_data


class FakeLibraries:
    """Long work does not go on by itself: a test moves it with `progress`."""

    _called: Callable[..., None]
    _tell: Callable[[EngineEvent], None]
    _documents: Callable[[], list[DocumentRecord]]
    library: str

    def __init__(self) -> None:
        self.job_list: list[JobRecord] = []
        self.sources = sample_data.sources()
        self.libraries = {
            "default": LibraryRecord("default", 10, 60, (sample_data.FOLDER,)),
            "Archive": LibraryRecord("Archive", 0, 0),
            "Old": LibraryRecord("Old", 4, 20, removed_at="2026-10-01T10:00:00+00:00"),
        }

    # jobs and sources

    def add(self, paths: Sequence[Path]) -> Iterator[AddEvent]:
        self._called("add", tuple(paths))
        return iter([AddFinished(1, 0, 0, 0, 0, 0, 0, 12, 0.5, 1.5)])

    def preview_add(self, paths: Sequence[Path], ignore: Sequence[str] = ()) -> AddPreview:
        self._called("preview_add", tuple(paths), tuple(ignore))
        read = (TypeCount("pdf", 120, 310_000_000), TypeCount("docx", 31, 12_000_000))
        left_out = (TypeCount(".xlsx", 14, 3_000_000), TypeCount(".mp4", 2, 900_000_000))
        return AddPreview(read, 151, 322_000_000, 3, left_out, 7, 190.0)

    def start_add(self, paths: Sequence[Path], ignore: Sequence[str] = ()) -> JobRecord:
        self._called("start_add", tuple(paths), tuple(ignore))
        return self.begin_job("add", tuple(map(str, paths)))

    def retry_failed(self, documents: Sequence[str] = ()) -> JobRecord:
        self._called("retry_failed", tuple(documents))
        return self.begin_job("retry", tuple(documents))

    def jobs(self) -> list[JobRecord]:
        self._called("jobs")
        return self.job_list[::-1]

    def pause_job(self, job: JobId) -> JobRecord:
        self._called("pause_job", job)
        return self.progress(job, state="paused", held_by="user", reason="You paused it.")

    def resume_job(self, job: JobId) -> JobRecord:
        self._called("resume_job", job)
        return self.progress(job, state="running", held_by=None, reason=None)

    def cancel_job(self, job: JobId) -> JobRecord:
        self._called("cancel_job", job)
        return self.progress(job, state="stopped")

    def begin_job(self, kind: Any = "add", paths: tuple[str, ...] = (sample_data.FOLDER,)) -> JobRecord:
        """A job that has just begun to read; it goes on by `progress`."""
        job = JobRecord(
            JobId(len(self.job_list) + 1), self.library, kind, paths, "running", phase="reading",
            current=sample_data.REPORT,
            files_done=0, files_total=151, bytes_total=322_000_000, started_at="2026-11-21T10:00:00+00:00",
        )  # fmt: skip
        self.job_list.append(job)
        self._tell(JobChanged(job))
        return job

    def progress(self, job: JobId, **changes: Any) -> JobRecord:
        """A job went on: `progress(id, files_done=40, rate=12.0, seconds_left=30.0)`."""
        for at, one in enumerate(self.job_list):
            if one.id == job:
                self.job_list[at] = replace(one, **changes)
                self._tell(JobChanged(self.job_list[at]))
                return self.job_list[at]
        raise NoSuchJob(f"There is no job {job}.")

    def list_sources(self) -> list[SourceRecord]:
        self._called("list_sources")
        return self.sources if self._documents() else []

    def set_ignored(self, source: str, patterns: Sequence[str]) -> JobRecord:
        self._called("set_ignored", source, tuple(patterns))
        self.sources = [replace(one, ignore=tuple(patterns)) if one.path == source else one for one in self.sources]
        self._tell(SourcesChanged(self.library))
        return self.begin_job("follow", (source,))

    # libraries and their safety

    def list_libraries(self) -> list[LibraryRecord]:
        self._called("list_libraries")
        return sorted(self.libraries.values(), key=lambda one: one.removed_at is not None)

    def create_library(self, name: str) -> LibraryRecord:
        self._called("create_library", name)
        if name in self.libraries:
            raise BadRequest(f"There is a library {name!r} already.", "Choose another name.")
        return self._put_library(LibraryRecord(name, 0, 0))

    def rename_library(self, name: str, new_name: str) -> LibraryRecord:
        self._called("rename_library", name, new_name)
        return self._put_library(replace(self._library(name, take=True), name=new_name))

    def remove_library(self, name: str) -> LibraryRecord:
        self._called("remove_library", name)
        return self._put_library(replace(self._library(name), removed_at="2026-11-21T10:00:00+00:00"))

    def restore_library(self, name: str) -> LibraryRecord:
        self._called("restore_library", name)
        return self._put_library(replace(self._library(name), removed_at=None))

    def erase(self, libraries: Sequence[str] = ()) -> EraseReport:
        self._called("erase", tuple(libraries))
        names = tuple(libraries) or tuple(one.name for one in self.libraries.values() if one.removed_at)
        erased = [self._library(name, take=True) for name in names]
        self._tell(LibrariesChanged())
        return EraseReport(names, sum(one.documents for one in erased), 2_000_000, 1_200_000, ())

    def export_library(self, path: Path) -> ExportReport:
        self._called("export_library", path)
        return ExportReport(self.library, str(path), 10, 60, 900_000)

    def import_library(self, path: Path, name: str | None = None) -> ExportReport:
        self._called("import_library", path, name)
        made = self._put_library(LibraryRecord(name or path.stem, 4, 20))
        return ExportReport(made.name, str(path), 4, 20, 900_000)

    def back_up(self) -> BackupRecord:
        self._called("back_up")
        return sample_data.backups()[0]

    def list_backups(self) -> list[BackupRecord]:
        self._called("list_backups")
        return sample_data.backups()

    # inside

    def _library(self, name: str, *, take: bool = False) -> LibraryRecord:
        if name not in self.libraries:
            raise NoSuchLibrary(f"There is no library {name!r}.")
        return self.libraries.pop(name) if take else self.libraries[name]

    def _put_library(self, library: LibraryRecord) -> LibraryRecord:
        self.libraries[library.name] = library
        self._tell(LibrariesChanged())
        return library
