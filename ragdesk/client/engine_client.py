"""EngineClient: EngineApi over a socket. Calls are retried once by themselves where that cannot do harm."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from ragdesk.client.engine_connection import ANSWER_S, EngineConnection, Hung, OnSilence
from ragdesk.client.start_engine import EngineStarter
from ragdesk.protocol.codec import WireError
from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.errors import EngineGone, EngineProblem
from ragdesk.protocol.events import AddEvent, AskEvent, EngineEvent
from ragdesk.protocol.records import (
    BackupRecord,
    Check,
    ConversationId,
    DocumentRecord,
    DocumentText,
    EngineStatus,
    EraseReport,
    ExportReport,
    JobId,
    JobRecord,
    LibraryRecord,
    PageImage,
    SearchResult,
    SourceRecord,
)
from ragdesk.protocol.wire import LEAVING, Method, call_frame, method_named, read_error

P = ParamSpec("P")
T = TypeVar("T")

_SAFE_TO_REPEAT = frozenset({
    "search", "list_documents", "show", "status", "doctor", "jobs", "list_sources", "list_libraries", "list_backups",
    "render_page",
})  # fmt: skip
_POOL_SIZE = 4


class EngineClient:
    """Satisfies EngineApi for one library of the engine that `starter` finds or starts. For any threads."""

    def __init__(
        self, starter: EngineStarter, *, chat_model: Path | None = None, on_silence: OnSilence | None = None
    ) -> None:
        self._starter = starter
        self._chat_model = chat_model
        self._on_silence = on_silence or (lambda is_silent: None)
        self._pool: list[EngineConnection] = []
        self._lock = threading.Lock()
        self._is_closed = False

    def attach(self) -> None:
        """Connect now rather than at the first call: an engine that cannot be opened is told of at once."""
        self._give_back(self._take())

    # documents

    def add(self, paths: Sequence[Path]) -> Iterator[AddEvent]:
        """See EngineApi."""
        return self._stream(EngineApi.add, paths)

    def list_documents(self) -> list[DocumentRecord]:
        """See EngineApi."""
        return self._call(EngineApi.list_documents)

    def show(self, document: str) -> DocumentText:
        """See EngineApi."""
        return self._call(EngineApi.show, document)

    def remove(self, documents: Sequence[str]) -> list[DocumentRecord]:
        """See EngineApi."""
        return self._call(EngineApi.remove, documents)

    def render_page(self, document: str, page: int, scale: float = 1.5) -> PageImage:
        """See EngineApi."""
        return self._call(EngineApi.render_page, document, page, scale)

    # questions

    def search(self, question: str, *, limit: int = 10) -> SearchResult:
        """See EngineApi."""
        return self._call(EngineApi.search, question, limit=limit)

    def ask(
        self,
        question: str,
        *,
        conversation: ConversationId | None = None,
        use_model: bool = True,
        model: Path | None = None,
    ) -> Iterator[AskEvent]:
        """See EngineApi."""
        given: dict[str, Any] = {"conversation": conversation, "use_model": use_model}
        if chosen := model or self._chat_model:
            given["model"] = chosen
        return self._stream(EngineApi.ask, question, **given)

    def start_conversation(self) -> ConversationId:
        """See EngineApi."""
        return self._call(EngineApi.start_conversation)

    # jobs and sources

    def start_add(self, paths: Sequence[Path]) -> JobRecord:
        """See EngineApi."""
        return self._call(EngineApi.start_add, paths)

    def retry_failed(self, documents: Sequence[str] = ()) -> JobRecord:
        """See EngineApi."""
        return self._call(EngineApi.retry_failed, documents)

    def jobs(self) -> list[JobRecord]:
        """See EngineApi."""
        return self._call(EngineApi.jobs)

    def pause_job(self, job: JobId) -> JobRecord:
        """See EngineApi."""
        return self._call(EngineApi.pause_job, job)

    def resume_job(self, job: JobId) -> JobRecord:
        """See EngineApi."""
        return self._call(EngineApi.resume_job, job)

    def cancel_job(self, job: JobId) -> JobRecord:
        """See EngineApi."""
        return self._call(EngineApi.cancel_job, job)

    def list_sources(self) -> list[SourceRecord]:
        """See EngineApi."""
        return self._call(EngineApi.list_sources)

    def set_ignored(self, source: str, patterns: Sequence[str]) -> JobRecord:
        """See EngineApi."""
        return self._call(EngineApi.set_ignored, source, patterns)

    def events(self) -> Iterator[EngineEvent]:
        """See EngineApi."""
        return self._stream(EngineApi.events)

    # libraries and their safety

    def list_libraries(self) -> list[LibraryRecord]:
        """See EngineApi."""
        return self._call(EngineApi.list_libraries)

    def create_library(self, name: str) -> LibraryRecord:
        """See EngineApi."""
        return self._call(EngineApi.create_library, name)

    def rename_library(self, name: str, new_name: str) -> LibraryRecord:
        """See EngineApi."""
        return self._call(EngineApi.rename_library, name, new_name)

    def remove_library(self, name: str) -> LibraryRecord:
        """See EngineApi."""
        return self._call(EngineApi.remove_library, name)

    def restore_library(self, name: str) -> LibraryRecord:
        """See EngineApi."""
        return self._call(EngineApi.restore_library, name)

    def erase(self, libraries: Sequence[str] = ()) -> EraseReport:
        """See EngineApi."""
        return self._call(EngineApi.erase, libraries)

    def export_library(self, path: Path) -> ExportReport:
        """See EngineApi."""
        return self._call(EngineApi.export_library, path)

    def import_library(self, path: Path, name: str | None = None) -> ExportReport:
        """See EngineApi."""
        return self._call(EngineApi.import_library, path, name)

    def back_up(self) -> BackupRecord:
        """See EngineApi."""
        return self._call(EngineApi.back_up)

    def list_backups(self) -> list[BackupRecord]:
        """See EngineApi."""
        return self._call(EngineApi.list_backups)

    # the engine itself

    def status(self) -> EngineStatus:
        """See EngineApi."""
        return self._call(EngineApi.status)

    def doctor(self) -> list[Check]:
        """See EngineApi."""
        return self._call(EngineApi.doctor)

    def stop_engine(self) -> None:
        """See EngineApi."""
        self._call(EngineApi.stop_engine)

    def close(self) -> None:
        """Let go of the engine; it goes on for others."""
        with self._lock:
            self._is_closed = True
            pool, self._pool = self._pool, []
        for connection in pool:
            connection.close()

    # the way there

    def _call(self, function: Callable[Concatenate[EngineApi, P], T], *positional: P.args, **named: P.kwargs) -> T:
        method = method_named(function.__name__)
        frame = call_frame(method, positional, named)
        try:
            result: T = self._once(method, frame)
        except EngineGone as gone:
            is_safe = isinstance(gone, _NotBegun) or method.name in _SAFE_TO_REPEAT
            if not is_safe or method.name == EngineApi.stop_engine.__name__:
                raise
            result = self._once(method, frame)
        return result

    def _once(self, method: Method, frame: dict[str, Any]) -> Any:
        connection = self._take()
        is_done = False
        try:
            answer = self._exchange(connection, frame, PATIENCE_S.get(method.name, ANSWER_S))
            is_done = True
            if "error" in answer:
                raise read_error(answer)
            return method.result.decode(answer.get("result"))
        except WireError as problem:
            raise _not_understood(problem) from problem
        finally:
            self._give_back(connection, is_usable=is_done)

    def _stream(
        self, function: Callable[Concatenate[EngineApi, P], Iterator[T]], *positional: P.args, **named: P.kwargs
    ) -> Iterator[T]:
        """The call is made with the first event, as the engine's own streams do."""
        method = method_named(function.__name__)
        patience_s = PATIENCE_S.get(method.name, ANSWER_S)
        call = call_frame(method, positional, named)
        connection, is_done = self._take(), False
        try:
            try:
                frame = self._exchange(connection, call, patience_s)
            except _NotBegun:
                connection.close()
                connection = self._take()
                frame = self._exchange(connection, call, patience_s)
            while "event" in frame:
                yield method.result.decode(frame["event"])
                frame = self._exchange(connection, None, patience_s)
            is_done = True
            if "error" in frame:
                raise read_error(frame)
        except WireError as problem:
            raise _not_understood(problem) from problem
        finally:
            self._give_back(connection, is_usable=is_done)

    def _exchange(
        self, connection: EngineConnection, frame: dict[str, Any] | None, patience_s: float | None = ANSWER_S
    ) -> dict[str, Any]:
        """Send a frame if there is one; the next that comes. Raises EngineGone."""
        try:
            if frame is not None:
                _send(connection, frame)
            answer = connection.receive(patience_s)
        except Hung:
            self._starter.end_hung(connection.address)
            raise EngineGone(
                "The engine did not answer any more and was ended.", _TRY_AGAIN, f"process {connection.address.pid}"
            ) from None
        except (OSError, EOFError) as problem:
            raise EngineGone("The engine ended while it worked on this.", _TRY_AGAIN, str(problem) or None) from problem
        if answer == LEAVING:
            raise _not_begun()
        return answer

    def _take(self) -> EngineConnection:
        with self._lock:
            if self._is_closed:
                raise EngineProblem("The engine was let go already.")
            while self._pool:
                connection = self._pool.pop()
                if not connection.is_over():
                    return connection
                connection.close()
        return self._starter.connect(self._on_silence)

    def _give_back(self, connection: EngineConnection, *, is_usable: bool = True) -> None:
        with self._lock:
            if is_usable and not self._is_closed and len(self._pool) < _POOL_SIZE:
                self._pool.append(connection)
                return
        connection.close()


PATIENCE_S: dict[str, float | None] = {
    "events": None,
    **dict.fromkeys(("export_library", "import_library", "erase", "back_up"), 4 * 3600.0),
}
"""How long an answer may take, where it is another time than `ANSWER_S`; for streams, each event."""


class _NotBegun(EngineGone):
    """The engine left before it began with the call, so that the next one may be asked, whatever the call does."""


def _send(connection: EngineConnection, frame: dict[str, Any]) -> None:
    try:
        connection.send(frame)
    except OSError as problem:
        raise _not_begun() from problem


def _not_begun() -> _NotBegun:
    return _NotBegun("The engine ended before it began with this.", _TRY_AGAIN)


_TRY_AGAIN = "Nothing that was saved is lost. Please try again: it is started anew."


def _not_understood(problem: WireError) -> EngineProblem:
    return EngineProblem(
        "The engine's answer was not understood.",
        "Please report this with the output of `ragdesk doctor`.",
        str(problem),
    )
