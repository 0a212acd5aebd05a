"""Ends a connection from outside: when the user stops the download, or when the server takes too long."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from ragdesk.fetcher.problems import Stopped, TooSlow


class Leash:
    """Holds the one open socket. Waiting calls on it return or fail at once when it is cut."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._is_late = False

    def hold(self, connected: socket.socket | None) -> None:
        with self._lock:
            self._socket = connected

    def stop(self) -> None:
        """The user wants no more of it. May be called from any thread."""
        self._stopped.set()
        self._cut()

    def check(self) -> None:
        """Raises Stopped."""
        if self._stopped.is_set():
            raise Stopped

    def pause(self, seconds: float) -> None:
        """Raises Stopped as soon as the user stops it."""
        if self._stopped.wait(seconds):
            raise Stopped

    @contextmanager
    def within(self, seconds: float, what: str) -> Iterator[None]:
        """Cut the connection if the block takes longer, and raise TooSlow then."""
        self._is_late = False
        timer = threading.Timer(seconds, self._be_late)
        timer.start()
        problem: Exception | None = None
        try:
            yield
        except Exception as error:
            problem = error
        finally:
            timer.cancel()
            timer.join()
        self.check()
        # An answer that was cut may look like a whole one.
        if self._is_late:
            raise TooSlow(f"the server took more than {seconds:.0f} s for {what}") from problem
        if problem is not None:
            raise problem

    def _be_late(self) -> None:
        self._is_late = True
        self._cut()

    def _cut(self) -> None:
        with self._lock, suppress(OSError):
            if self._socket is not None:
                # Not the method of secure sockets, which takes their inner parts from under a reading thread.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
