"""EngineLink: the window's one way to the engine, and the signals by which every panel hears what happened there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.engine_records import EngineStatus, JobRecord
from ragdesk.protocol.errors import EngineGone, NoSuchLibrary, RagdeskError
from ragdesk.protocol.events import (
    ConversationsChanged,
    DocumentsChanged,
    EngineEvent,
    EngineNoticed,
    EventsMissed,
    JobChanged,
    LibrariesChanged,
    SettingsChanged,
    SourcesChanged,
)
from ragdesk.settings import DEFAULT_LIBRARY
from ragdesk.window.background import Background, Failed, KeptRequest, Request
from ragdesk.window.engine_news import without_repeats
from ragdesk.window.messenger import Messenger

T = TypeVar("T")

Opening = Callable[[str, bool, Callable[[bool], None]], EngineApi]
"""Attach to the engine for a library, made if the second says so; the third is told of silence. Called in a thread."""

AGAIN_MS = 1_000
"""How long after a failed start the engine is tried again, doubled each time up to half a minute."""

STEADY_S = 5.0
"""An engine that was there for so long and ends is started again at once; one that ended sooner may do so for ever."""


class EngineLink(QObject):
    """Requests go to the chosen library. No call waits; callbacks and signals come in the window's thread.

    When the engine dies, `engine_lost` is said, it is started again by itself, and `engine_ready` tells that it is
    back; whoever shows something asks for it anew then. A request that nobody handles the failure of ends in
    `request_failed`.
    """

    engine_ready = Signal(object)
    """An EngineStatus: an engine answers, at first or again; after `choose_library`, too."""
    engine_silent = Signal(bool)
    """True: nothing was heard for some seconds; False: it answers again."""
    engine_lost = Signal(object)
    """A RagdeskError: it ended or cannot be started; it is tried again by itself."""
    status_changed = Signal(object)
    """An EngineStatus, after `refresh_status`."""
    library_chosen = Signal(str)
    """Another library is shown from now on; its engine view is ready."""
    documents_changed = Signal()
    """Of the chosen library."""
    sources_changed = Signal()
    conversations_changed = Signal()
    libraries_changed = Signal()
    settings_changed = Signal()
    job_changed = Signal(object)
    """A JobRecord, of any library."""
    noticed = Signal(object)
    """An EngineNoticed."""
    request_failed = Signal(object)
    """A RagdeskError that nobody else shows."""

    def __init__(self, opening: Opening, library: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.library = library
        self.status: EngineStatus | None = None
        self.background = Background(self)
        self._opening = opening
        self._engine: EngineApi | None = None
        self._events: Request | None = None
        self._attempt = 0
        self._attached_at = 0.0
        self._again_ms = 0
        self._is_silent = False
        self._is_to_create = True
        self._is_closed = False
        self._waiting: list[tuple[str, Callable[[EngineApi], None]]] = []
        self._silence = Messenger(self._hear_silence, self)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(lambda: self.start())

    @property
    def is_ready(self) -> bool:
        """Whether an engine was attached and has not been lost since."""
        return self._engine is not None

    def start(self, *, create: bool | None = None) -> None:
        """Attach to an engine or start one, without waiting for the next try. Requests made before are kept.

        `create`: make a library that is missing; None: as before, so that none that was removed is made anew, empty.
        """
        self._again.stop()
        self._attempt += 1
        if create is not None:
            self._is_to_create = create
        attempt, library, may_create = self._attempt, self.library, self._is_to_create

        def attach() -> tuple[EngineApi, EngineStatus]:
            engine = self._opening(library, may_create, self._silence.send)
            try:
                status = engine.status()
            except BaseException:
                engine.close()
                raise
            if self._is_closed:
                engine.close()
            return engine, status

        self.background.run(
            attach, lambda found: self._attached(attempt, *found), lambda problem: self._not_attached(attempt, problem)
        )

    def choose_library(self, name: str, *, create: bool = False) -> None:
        """Show another library; told by `library_chosen`, then `engine_ready`."""
        self._let_go()
        self.library = name
        self._waiting = [one for one in self._waiting if one[0] == name]
        self.start(create=create)

    def request(
        self,
        call: Callable[[EngineApi], T],
        done: Callable[[T], None],
        failed: Failed | None = None,
        *,
        outlives_library: bool = False,
    ) -> Request:
        """Ask the engine for something; `call` runs in a thread. Kept until an engine is ready.

        When another library is chosen first, what is still kept is dropped, and of what was sent nothing is heard,
        unless it `outlives_library`: a late list of the library before must not be shown as one of the new.
        """
        kept, library = KeptRequest(), self.library

        def counts() -> bool:
            return outlives_library or self.library == library

        def take(result: T) -> None:
            if counts():
                done(result)

        def tell(problem: RagdeskError) -> None:
            if counts():
                (failed or self.request_failed.emit)(problem)

        def send(engine: EngineApi) -> None:
            if not kept.is_cancelled:
                kept.sent = self.background.run(lambda: call(engine), take, tell)

        self._when_ready(send)
        return kept

    def stream(
        self,
        call: Callable[[EngineApi], Iterator[T]],
        each: Callable[[list[T]], None],
        ended: Callable[[], None],
        failed: Failed | None = None,
    ) -> Request:
        """Follow a stream of the engine in batches; cancelling the request closes it. Kept until one is ready."""
        kept = KeptRequest()

        def send(engine: EngineApi) -> None:
            if not kept.is_cancelled:
                problem = failed or self.request_failed.emit
                kept.sent = self.background.follow(lambda: call(engine), each, ended, problem)

        self._when_ready(send)
        return kept

    def refresh_status(self) -> None:
        """Ask for the engine's state; told by `status_changed`. Without an engine `engine_ready` will tell it."""
        if self.is_ready:
            self.request(lambda engine: engine.status(), self._take_status, lambda _: None)

    def close(self) -> None:
        """Let go of the engine; it goes on with its jobs for a while."""
        self._is_closed = True
        self._again.stop()
        self._silence.close()
        self._let_go()
        self.background.close()

    def _let_go(self) -> None:
        if self._events:
            self._events.cancel()
            self._events = None
        engine, self._engine = self._engine, None
        if engine is not None:
            self.background.run(engine.close, lambda _: None)

    def _when_ready(self, send: Callable[[EngineApi], None]) -> None:
        if self._engine is not None:
            send(self._engine)
        else:
            self._waiting.append((self.library, send))

    def _attached(self, attempt: int, engine: EngineApi, status: EngineStatus) -> None:
        if attempt != self._attempt:
            self.background.run(engine.close, lambda _: None)
            return
        self._let_go()
        self._engine, self.status = engine, status
        self._attached_at = time.monotonic()
        self._is_to_create = False  # a library that was there and is gone was removed by somebody
        self._hear_silence(False)
        self._listen(engine)
        self.library_chosen.emit(self.library)
        self.engine_ready.emit(status)
        waiting, self._waiting = self._waiting, []
        for _, send in waiting:
            send(engine)

    def _not_attached(self, attempt: int, problem: RagdeskError) -> None:
        if attempt != self._attempt:
            return
        if isinstance(problem, NoSuchLibrary) and self.library != DEFAULT_LIBRARY:
            self.request_failed.emit(problem)
            self.choose_library(DEFAULT_LIBRARY, create=True)
        else:
            self._again_ms = self._again_ms or AGAIN_MS
            self._lost(problem)

    def _listen(self, engine: EngineApi) -> None:
        if self._events:
            self._events.cancel()
        listening = self.background.follow(
            engine.events,
            self._tell,
            lambda: self._lost_by(listening, EngineGone("The engine ended.", "It is started again.")),
            lambda problem: self._lost_by(listening, problem),
        )
        self._events = listening

    def _tell(self, events: list[EngineEvent]) -> None:
        for event in without_repeats(events):
            match event:
                case JobChanged(job):
                    self.job_changed.emit(job)
                case DocumentsChanged(library) if library == self.library:
                    self.documents_changed.emit()
                case SourcesChanged(library) if library == self.library:
                    self.sources_changed.emit()
                case ConversationsChanged(library) if library == self.library:
                    self.conversations_changed.emit()
                case LibrariesChanged():
                    self.libraries_changed.emit()
                case SettingsChanged():
                    self.settings_changed.emit()
                case EngineNoticed():
                    self.noticed.emit(event)
                case EventsMissed():
                    self._tell_everything()

    def _tell_everything(self) -> None:
        for changed in (
            self.documents_changed, self.sources_changed, self.conversations_changed, self.libraries_changed,
            self.settings_changed,
        ):  # fmt: skip
            changed.emit()
        self.request(lambda engine: engine.jobs(), self._tell_jobs, lambda _: None)

    def _tell_jobs(self, jobs: list[JobRecord]) -> None:
        for job in reversed(jobs):
            self.job_changed.emit(job)

    def _take_status(self, status: EngineStatus) -> None:
        self.status = status
        self.status_changed.emit(status)

    def _lost_by(self, listening: Request, problem: RagdeskError) -> None:
        if listening is self._events:
            if time.monotonic() - self._attached_at >= STEADY_S:
                self._again_ms = 0
            self._lost(problem)

    def _lost(self, problem: RagdeskError) -> None:
        self._let_go()
        self._hear_silence(False)
        self.engine_lost.emit(problem)
        self._again.start(self._again_ms)
        self._again_ms = min(max(self._again_ms * 2, AGAIN_MS), 30_000)

    def _hear_silence(self, is_silent: bool) -> None:
        """Each connection tells its own; only changes are passed on."""
        if is_silent != self._is_silent:
            self._is_silent = is_silent
            self.engine_silent.emit(is_silent)
