"""What is said of a job: what it does, how far it is, how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from os.path import basename
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from ragdesk.protocol.engine_records import JobRecord
from ragdesk.window.documents.document_facts import joined, name_of
from ragdesk.window.engine_words import said
from ragdesk.window.widgets.plain import shortened
from ragdesk.window.words import counted, duration, fill, number

_FILES: Any = QT_TRANSLATE_NOOP("words", "%n file(s)")
_PHASES: dict[str | None, Any] = {
    "finding": QT_TRANSLATE_NOOP("jobs", "Looking for files"),
    "preparing": QT_TRANSLATE_NOOP("jobs", "Preparing the search, once for this computer"),
    "embedding": QT_TRANSLATE_NOOP("jobs", "Making it searchable by meaning"),
    "indexing": QT_TRANSLATE_NOOP("jobs", "Building the index"),
}
_KINDS: dict[str, Any] = {
    "add": QT_TRANSLATE_NOOP("jobs", "Add %1"),
    "follow": QT_TRANSLATE_NOOP("jobs", "Look for changes in %1"),
    "retry": QT_TRANSLATE_NOOP("jobs", "Read again %1"),
    "index": QT_TRANSLATE_NOOP("jobs", "Build the index of %1"),
}
_STATES: dict[str, Any] = {
    "waiting": QT_TRANSLATE_NOOP("jobs", "waiting"),
    "running": QT_TRANSLATE_NOOP("jobs", "running"),
    "paused": QT_TRANSLATE_NOOP("jobs", "paused"),
    "done": QT_TRANSLATE_NOOP("jobs", "done"),
    "stopped": QT_TRANSLATE_NOOP("jobs", "cancelled"),
    "failed": QT_TRANSLATE_NOOP("jobs", "failed"),
}


def job_title(job: JobRecord) -> str:
    """What it does now."""
    translate = QCoreApplication.translate
    if job.state == "paused":
        return translate("jobs", "Reading is paused")
    if job.state == "waiting":
        return fill(translate("jobs", "Waiting: %1"), job_aim(job))
    if job.phase in _PHASES:
        return translate("jobs", _PHASES[job.phase])
    if job.current:
        return fill(translate("jobs", "Reading %1"), name_of(job.current))
    return translate("jobs", "Finishing") if job.phase == "reading" else job_aim(job)


def job_progress(job: JobRecord) -> str:
    """How far it is, how fast, how long it will take; or why it does not go on."""
    if job.state == "paused":
        return pause_reason(job)
    if _is_all_read(job):
        return files_done(job)
    translate = QCoreApplication.translate
    rate = ""
    if job.state == "running" and job.rate and job.phase in ("reading", "embedding"):
        unit = translate("jobs", "%1 files/s") if job.phase == "reading" else translate("jobs", "%1 passages/s")
        rate = fill(unit, number(job.rate, 0 if job.rate >= 10 else 1))
    left = fill(translate("jobs", "%1 left"), duration(job.seconds_left)) if job.seconds_left is not None else ""
    return joined(files_done(job), rate, left)


def files_done(job: JobRecord) -> str:
    """ "212 of 340 files"."""
    total = job.files_total
    if total is None:
        return counted(job.files_done, _FILES) if job.files_done else ""
    return fill(QCoreApplication.translate("jobs", "%1 of %n files", "", total), number(job.files_done))


def pause_reason(job: JobRecord) -> str:
    """Why it is paused, and whether it goes on by itself."""
    translate = QCoreApplication.translate
    if job.held_by == "battery":
        return translate("jobs", "To save the battery. It goes on by itself on mains power.")
    if job.held_by == "disk":
        almost_full = translate("jobs", "The disk is almost full. It goes on by itself when there is room.")
        return said(job.reason or "") or almost_full
    if job.held_by is None and job.reason:
        return said(job.reason)
    return joined(translate("jobs", "You paused it"), files_done(job))


def job_result(job: JobRecord) -> str:
    """How it ended."""
    translate = QCoreApplication.translate
    if job.state == "stopped":
        return fill(translate("jobs", "Cancelled after %1"), counted(job.files_done, _FILES))
    if job.state == "failed":
        return said(job.reason or "") or translate("jobs", "It could not be finished")
    if job.files_done and job.files_done == job.unchanged:
        return fill(translate("jobs", "Nothing new in %1"), counted(job.files_done, _FILES))
    read = max(0, job.files_done - job.failed - job.skipped - job.unchanged)
    others = ", ".join(_not_read(job))
    if not others:
        return fill(translate("jobs", "Read %1"), counted(read, _FILES))
    if not read:
        return fill(translate("jobs", "Nothing read: %1"), others)
    return fill(translate("jobs", "Read %1, %2"), counted(read, _FILES), others)


def _not_read(job: JobRecord) -> Iterator[str]:
    """2 skipped; 3 could not be read."""
    translate = QCoreApplication.translate
    if job.skipped:
        yield fill(translate("jobs", "%1 skipped"), number(job.skipped))
    if job.failed:
        yield fill(translate("jobs", "%1 could not be read"), number(job.failed))
    if job.unchanged:
        yield fill(translate("jobs", "%1 unchanged"), number(job.unchanged))


def job_aim(job: JobRecord) -> str:
    """What was asked for."""
    if job.kind == "index":
        what = job.library
    elif len(job.paths) == 1:
        what = basename(job.paths[0].rstrip("/\\")) or job.paths[0]
    elif job.paths:
        what = counted(len(job.paths), _FILES)
    else:
        what = job.library
    return fill(QCoreApplication.translate("jobs", _KINDS[job.kind]), shortened(what, 80))


def state_words(job: JobRecord) -> str:
    """Its state in the user's language."""
    return QCoreApplication.translate("jobs", _STATES[job.state])


def share_done(job: JobRecord) -> float | None:
    """0 to 1; None where nobody can tell."""
    if job.state == "running" and (job.phase not in (None, "reading") or _is_all_read(job)):
        return None
    for done, total in ((job.bytes_done, job.bytes_total), (job.files_done, job.files_total)):
        if total:
            return min(1.0, done / total)
    return None


def _is_all_read(job: JobRecord) -> bool:
    """What is left, such as meaning, is measured from its own beginning on."""
    return job.state == "running" and job.phase == "reading" and job.files_done == job.files_total != 0
