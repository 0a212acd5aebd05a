"""Adds and follows a folder of strange files while some of them change; prints the longest pause and every status."""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from ragdesk.engine.engine import Engine
from ragdesk.protocol.events import DocumentFinished
from ragdesk.settings import Settings
from tests.fake_embedder import HashedWords


class Disturbance:
    """Goes on changing the zoo until it is left: one file grows, one becomes a link, others go."""

    def __init__(self, zoo: Path, outside: Path) -> None:
        self._zoo = zoo
        self._outside = outside
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _run(self) -> None:
        vanishing = sorted(self._zoo.glob("vanishing-*"))
        is_link = False
        while not self._is_over.wait(0.01):
            with (self._zoo / "growing.txt").open("a") as stream:
                stream.write("It grows while it is read. " * 100)
            if vanishing:
                vanishing.pop().unlink()
            with suppress(OSError):
                is_link = not is_link
                self._replace(is_link)

    def _replace(self, by_link: bool) -> None:
        new = self._zoo / ".new"
        if by_link:
            new.symlink_to(self._outside / "secret.txt")
        else:
            new.write_text("It is a file again.")
        os.replace(new, self._zoo / "replaced.txt")


def main(zoo: Path, outside: Path, data: Path) -> None:
    engine = Engine.open(Settings(data_dir=data), embeddings=HashedWords())
    (zoo / "first.txt").write_text("Readers are started for this one.")
    list(engine.add([zoo / "first.txt"]))
    longest, told = 0.0, time.monotonic()
    with Disturbance(zoo, outside):
        for event in engine.add([zoo]):
            now = time.monotonic()
            longest, told = max(longest, now - told), now
            if isinstance(event, DocumentFinished):
                pass
        engine.start_following()
        while engine.list_sources()[0].scanned_at is None and time.monotonic() < told + 10:
            time.sleep(0.02)
        longest = max(longest, time.monotonic() - told)
    started = time.monotonic()
    engine.parts.sources.close()
    longest = max(longest, time.monotonic() - started)
    print(longest)
    for record in engine.list_documents():
        print(record.status, os.path.basename(record.document))
        if record.status in ("ready", "partly"):
            text = "".join(section.text for section in engine.show(record.document).sections)
            if "secret" in text:
                print(f"! {record.document} holds the secret")
        elif not record.reason and record.status != "waiting":
            print(f"! {record.document} is {record.status} without a reason")
    engine.close()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
