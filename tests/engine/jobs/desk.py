"""A runner on a catalogue of its own, with work that the test holds in its hands."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from pathlib import Path

from ragdesk.engine.chat_priority import ChatPriority
from ragdesk.engine.events_bus import EventBus, Listening
from ragdesk.engine.jobs.job_runner import Conditions, JobRunner
from ragdesk.engine.jobs.live_job import JobRun
from ragdesk.engine.stores import Stores
from ragdesk.protocol.engine_records import JobId, JobRecord
from ragdesk.protocol.events import AddEvent, AddFinished, JobChanged, JobProgressed
from ragdesk.protocol.records import LibraryId

WITHIN_S = 20.0
END = AddFinished(0, 0, 0, 0, 0, 0, 0, 0, 0.0, 0.0)
Piece = BaseException | None


class Work:
    """Does one piece each time that the test allows one; a piece may be an exception, which the work raises then."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self._pieces: queue.SimpleQueue[Piece] = queue.SimpleQueue()
        self._did = threading.Condition()
        self.runs: list[tuple[str, ...]] = []
        self.done: list[str] = []
        self.pieces_of_a_job = 3
        self.when_found = threading.Event()

    def allow(self, count: int = 1, piece: Piece = None) -> None:
        for _ in range(count):
            self._pieces.put(piece)

    def __call__(self, run: JobRun) -> Iterator[AddEvent]:
        names = tuple(path.name for path in run.paths)
        self.runs.append(names)
        run.progress.found(self.pieces_of_a_job, 0, 0)
        self.when_found.set()
        for piece in range(self.pieces_of_a_job):
            self._wait_for_piece(run)
            with self._did:
                self.done.append(names[0])
                self._did.notify_all()
            yield JobProgressed("reading", piece + 1, self.pieces_of_a_job, "files", names[0])
        with self._stores.database.transaction():
            self._stores.jobs.finish(run.library, run.id)
        yield END

    def _wait_for_piece(self, run: JobRun) -> None:
        while True:
            run.pace.step()
            try:
                piece = self._pieces.get(timeout=0.01)
            except queue.Empty:
                continue
            if piece is not None:
                raise piece
            return

    def wait_for(self, pieces: int) -> None:
        with self._did:
            assert self._did.wait_for(lambda: len(self.done) >= pieces, WITHIN_S), self.done


class World:
    """What the runner asks about: a disk, mains, questions being answered."""

    def __init__(self) -> None:
        self.full: BaseException | None = None
        self.is_on_battery = False
        self.priority = ChatPriority()

    def check_disk(self) -> None:
        if self.full is not None:
            raise self.full

    def conditions(self) -> Conditions:
        return Conditions(self.priority, self.check_disk, lambda: self.is_on_battery, recheck_s=0.02)


class Desk:
    """A catalogue, a runner, and somebody who listens."""

    def __init__(self, folder: Path) -> None:
        self.stores = Stores.open(folder / "catalogue.db")
        with self.stores.database.transaction():
            self.library = self.stores.documents.ensure_library("default")
        self.work = Work(self.stores)
        self.world = World()
        self.bus = EventBus()
        self.told: Listening = self.bus.listen()
        self.runner = self._runner()

    def _runner(self) -> JobRunner:
        return JobRunner(self.stores.jobs, self.stores.database, self.work, self.bus, self.world.conditions())

    def submit(self, name: str, library: LibraryId | None = None) -> JobId:
        return self.runner.submit(library or self.library, "add", [Path("/nowhere") / name]).id

    def restart(self) -> None:
        """As another engine on the same folder; the old one was closed, and what it told is forgotten."""
        self.runner.close()
        while self.told.next(0) is not None:
            pass
        self.runner = self._runner()
        self.runner.take_over()

    def state(self, job: JobId) -> str:
        return self.record(job).state

    def record(self, job: JobId) -> JobRecord:
        return next(record for record in self.runner.jobs() if record.id == job)

    def wait_until(self, job: JobId, state: str) -> JobRecord:
        """Until somebody who listens is told that the job is in that state."""
        record = self.record(job)
        while record.state != state:
            event = self.told.next(WITHIN_S)
            assert event is not None, f"job {job} is {record.state}, not {state}"
            if isinstance(event, JobChanged) and event.job.id == job:
                record = event.job
        return record

    def close(self) -> None:
        self.runner.close()
        self.bus.close()
        self.stores.close()
