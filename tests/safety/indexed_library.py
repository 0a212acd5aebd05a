"""A small library in a process of its own, told what to do line by line, and killed whenever that is wanted."""

from __future__ import annotations

import json
import random
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from ragdesk.engine.index import library_index
from ragdesk.engine.index.exact_index import ExactIndex
from tests.engine.index.small_library import SmallLibrary
from tests.safety.forked import Fork

BEST = 10
_TOLERANCE = 1e-5


class LibraryProcess:
    """`ask` carries out one call; after `kill` a new process goes on with the same folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._start()

    def ask(self, call: str, *given: Any) -> Any:
        self._send(call, *given)
        told = self._answers.readline()
        if not told:
            return self._fork.result()  # raises what went wrong there
        return json.loads(told)

    def kill_during(self, call: str, *given: Any, after_s: float) -> None:
        """Begin a call, and kill it so much later; then start anew."""
        self._send(call, *given)
        time.sleep(after_s)
        self._end()
        self._start()

    def close(self) -> None:
        with suppress(OSError):
            self.ask("close")
        self._end()

    def _start(self) -> None:
        self._ours, theirs = socket.socketpair()
        folder = self._folder

        def serve() -> None:
            self._ours.close()
            _Served(folder).serve(theirs)

        self._fork = Fork(serve)
        theirs.close()
        self._answers = self._ours.makefile("r", encoding="utf-8")

    def _send(self, call: str, *given: Any) -> None:
        self._ours.sendall(json.dumps([call, *given]).encode() + b"\n")

    def _end(self) -> None:
        self._fork.kill()
        self._fork.forget()
        self._answers.close()
        self._ours.close()


class _Served:
    """What runs in that process."""

    def __init__(self, folder: Path) -> None:
        library_index.FIRST_QUESTION_EXACT_UP_TO = 0
        folder.mkdir(exist_ok=True)
        self._library = SmallLibrary(folder)
        # Each process draws other vectors, as another text has another one.
        self._library._random = np.random.default_rng(random.SystemRandom().getrandbits(64))
        self._builds: list[threading.Thread] = []

    def serve(self, asked: socket.socket) -> None:
        calls: dict[str, Callable[..., Any]] = {
            "put": self._library.put,
            "rename": self._library.rename,
            "remove": self._library.remove,
            "build": lambda: len(self._library.build()),
            "build beside": self._build_beside,
            "reopen": self._reopen,
            "look": self._look,
            "close": self._close,
        }
        with asked.makefile("r", encoding="utf-8") as lines:
            for line in lines:
                call, *given = json.loads(line)
                asked.sendall(json.dumps(calls[call](*given)).encode() + b"\n")

    def _build_beside(self) -> None:
        self._builds.append(threading.Thread(target=self._library.build))
        self._builds[-1].start()

    def _reopen(self) -> None:
        self._close()
        self._library.open()

    def _close(self) -> None:
        for build in self._builds:
            build.join()
        self._builds.clear()
        self._library.close()

    def _look(self) -> dict[str, Any]:
        """Compare the index as it serves now with the catalogue and with exact search."""
        library = self._library
        ids = library._vectors.ids(library.id)
        exact = ExactIndex(library.dimensions)
        exact.add(ids, library._vectors.load(ids))
        shares, strange = [], 0
        for question in [*library._vectors.load(ids[:2]), *library._vectors.load(ids[-1:]), *library.random_vectors(2)]:
            best = exact.nearest(question, BEST)
            found = library.index.nearest(question, BEST)
            strange += len({one for one, _ in found} - set(ids.tolist()))
            right = sum(cosine >= best[-1][1] - _TOLERANCE for _, cosine in found) if best else 0
            shares.append(min(right, len(best)) / max(len(best), 1) if best else 1.0)
        everything = library.index.nearest(library.random_vectors(1)[0], len(ids) + 50)
        return {
            "recall": shares,
            "strange": strange,
            "documents": sorted(library.names()),
            "differing ids": sorted(set(ids.tolist()) ^ {one for one, _ in everything}),
            "by": "chroma" if library.index._generation else "exact",
        }
