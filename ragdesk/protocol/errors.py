"""Every error that a user may meet, each with what happened (`message`) and what to do (`hint`).

RagdeskError
├── BadRequest                    the request itself cannot be carried out
│   ├── NoSuchLibrary
│   ├── NoSuchDocument
│   ├── NoSuchJob
│   └── NotAnExport               a file is no exported library, or a damaged or hostile one
├── CannotRead                    one file could not be read; carries the status that it gets
├── DataFolderInUse               another ragdesk process owns the data folder
├── EngineProblem                 the engine process could not be started, reached or believed
│   ├── EngineGone                it ended or does not answer; the call may be made again
│   └── EngineOfOtherVersion      it is of another version of ragdesk
├── StorageError                  the catalogue could not be opened, read or written
│   ├── DiskFull
│   │   └── ReserveReached        too little space is left free to go on adding
│   ├── CatalogueDamaged
│   └── CatalogueTooNew
├── IndexUnavailable              the vector index failed; exact search answers instead
├── ModelError                    a model is missing, altered, unsuitable or failed
│   ├── ModelMissing
│   ├── ModelDamaged
│   └── ChatModelDied             the chat model's process ended or hung while it worked
└── Cancelled                     the user stopped it
"""

from __future__ import annotations

from typing import Literal


class RagdeskError(Exception):
    """What happened (`message`), what to do (`hint`), and details for a report (`detail`)."""

    def __init__(self, message: str, hint: str = "", detail: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.detail = detail


class BadRequest(RagdeskError):
    """The request itself cannot be carried out."""


class NoSuchLibrary(BadRequest):
    """No library has that name."""


class NoSuchDocument(BadRequest):
    """No document of the library fits that name."""


class NoSuchJob(BadRequest):
    """No job has that number."""


class NotAnExport(BadRequest):
    """The file is no exported library, or a damaged one. Nothing of it was taken over."""


ReadFailure = Literal[
    "empty",
    "encrypted",
    "broken",
    "mislabelled",
    "unsupported",
    "too_large",
    "no_text",
    "not_a_file",
    "unreadable",
    "changed",
    "vanished",
    "too_slow",
]
"""Why a file was not read; stable words that faces may translate."""

SKIPPED: frozenset[str] = frozenset({"empty", "unsupported", "not_a_file", "too_large", "no_text"})
"""Failures that are nobody's fault: such a document is "skipped"; any other is "failed"."""


class CannotRead(RagdeskError):
    """One file could not be read. Its neighbours are not touched."""

    def __init__(self, code: ReadFailure, message: str, hint: str = "", detail: str | None = None) -> None:
        super().__init__(message, hint, detail)
        self.code = code

    @property
    def status(self) -> Literal["skipped", "failed"]:
        """The status that the document gets."""
        return "skipped" if self.code in SKIPPED else "failed"


class DataFolderInUse(RagdeskError):
    """Another ragdesk process owns the data folder."""


class EngineProblem(RagdeskError):
    """The engine process could not be started, reached or believed."""


class EngineGone(EngineProblem):
    """The engine ended or does not answer. What it had committed is kept; the call may be made again."""


class EngineOfOtherVersion(EngineProblem):
    """The running engine is of another version of ragdesk and is busy, so it was not replaced."""


class StorageError(RagdeskError):
    """The catalogue could not be opened, read or written."""


class DiskFull(StorageError):
    """No space is left where the catalogue lies. What was committed before is kept."""


class ReserveReached(DiskFull):
    """Less space is free than ragdesk leaves untouched. Adding pauses and goes on by itself."""


class CatalogueDamaged(StorageError):
    """The catalogue is damaged or vanished. It is not written to."""


class CatalogueTooNew(StorageError):
    """A newer ragdesk wrote the catalogue."""


class IndexUnavailable(RagdeskError):
    """The vector index failed; exact search answers instead."""


class ModelError(RagdeskError):
    """A model is unsuitable or failed."""


class ModelMissing(ModelError):
    """A model's files are not where they should be."""


class ModelDamaged(ModelError):
    """A model's files are not what they should be."""


class ChatModelDied(ModelError):
    """The chat model's process ended or hung while it worked."""


class Cancelled(RagdeskError):
    """The user stopped it."""
