"""One owner of a data folder: an OS lock that the system itself lets go when the process dies."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from ragdesk.protocol.errors import DataFolderInUse, StorageError


class Owner:
    """Holds the lock from its making until `release()`."""

    def __init__(self, data_dir: Path) -> None:
        self._lock = FileLock(data_dir / "owner.lock", timeout=0, mode=0o600, thread_local=False)
        try:
            self._lock.acquire()
        except Timeout as problem:
            raise DataFolderInUse(
                f"Another ragdesk is working with {data_dir}.",
                "Wait until it has finished, or choose another folder with --data-dir.",
            ) from problem
        except OSError as problem:
            raise StorageError(
                f"ragdesk cannot write to {data_dir}.",
                "Check that the folder is yours and that its disk is not full, or choose another with --data-dir.",
                str(problem),
            ) from problem

    def release(self) -> None:
        """Let another process own the folder."""
        self._lock.release()
