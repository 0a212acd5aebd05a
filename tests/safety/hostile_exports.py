"""T21: mutated and hostile exports are imported; no code runs, no file is written outside, nothing falls over.

usage: python -m tests.safety.hostile_exports [--files 200] [--seed 1]
Four kinds: bytes changed at random; frames dropped, doubled or swapped; values replaced by hostile ones, with lengths
and hashes that fit; files that are something else (pickles, zip files, databases, Chroma's). An import ends with
NotAnExport, and the catalogue is as it was; or, where the values are possible ones, with a library whose documents lie
below the data folder and which can be searched. An audit hook watches for code and for files that are opened to write.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import pickle
import random
import sqlite3
import sys
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from ragdesk.engine.engine import Engine
from ragdesk.engine.keeping import export_file as frames
from ragdesk.engine.keeping.export_file import FRAME, MAGIC, FrameWriter, read_frames
from ragdesk.engine.storage.copy_catalogue import verify
from ragdesk.protocol.errors import NotAnExport
from tests.safety.engines import add, open_engine, write_texts

HOSTILE_VALUES: tuple[Any, ...] = (
    "../../../outside.txt", "/etc/passwd", "C:\\Windows\\x", "a/../../b", "", " ", "\x00", "\ud800", "x" * 100_000, -1,
    2**40, 2**80, 1e308, True, None, [], {}, ["x"], {"$ref": "x"}, "'; DROP TABLE documents; --", "\u202etxt.exe",
    "{{7*7}}", "__import__('os').system('true')", "ready", 0, 1, 3,
)  # fmt: skip
_EVENTS = (
    "exec", "compile", "import", "pickle.find_class", "os.system", "os.exec", "subprocess.Popen", "marshal.loads",
)  # fmt: skip

Frames = list[tuple[bytes, bytes]]


class Watch:
    """Notes what an import must not do. Audit hooks stay for good, so there is one, switched on and off."""

    def __init__(self, allowed: Path) -> None:
        self.allowed = allowed
        self.is_on = False
        self.seen: list[str] = []
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.is_on:
            return
        if event in _EVENTS:
            self.seen.append(f"{event} {str(arguments)[:100]}")
        elif event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
            writes = (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if writes and not Path(os.fsdecode(arguments[0])).is_relative_to(self.allowed):
                self.seen.append(f"{arguments[0]!r} was opened to be written")


def written(parts: Frames) -> bytes:
    """A file of these frames, every length and hash right."""
    target = io.BytesIO()
    writer = FrameWriter(target)
    for kind, content in parts:
        writer.write(kind, content)
    return target.getvalue()


def changed_bytes(whole: bytes, _: Frames, draw: random.Random) -> bytes:
    data = bytearray(whole)
    for _ in range(draw.randint(1, 8)):
        how, at = draw.randrange(3), draw.randrange(len(data))
        if how == 0:
            data[at] ^= 1 << draw.randrange(8)
        elif how == 1:
            del data[at : at + draw.randint(1, 2_000)]
        else:
            data[at:at] = draw.randbytes(draw.randint(1, 50))
    return bytes(data)


def other_frames(_: bytes, parts: Frames, draw: random.Random) -> bytes:
    parts = list(parts)
    at, other = draw.randrange(len(parts)), draw.randrange(len(parts))
    how = draw.randrange(4)
    if how == 0:
        del parts[at]
    elif how == 1:
        parts.insert(other, parts[at])
    elif how == 2:
        parts[at], parts[other] = parts[other], parts[at]
    else:
        parts[at] = (draw.choice((frames.SECTION, frames.CONTENT, frames.VECTORS, frames.END)), parts[at][1])
    return written(parts)


def hostile_values(_: bytes, parts: Frames, draw: random.Random) -> bytes:
    parts = list(parts)
    at = draw.randrange(len(parts))
    kind, content = parts[at]
    if kind in (frames.SECTION, frames.VECTORS):
        data = bytearray(content)
        for _ in range(draw.randint(1, 4)):
            place = draw.choice((draw.randrange(28), draw.randrange(len(data))))
            data[place] = draw.randrange(256)
        parts[at] = (kind, bytes(data))
    else:
        values = json.loads(content)
        values[draw.choice([*values, "another"])] = draw.choice(HOSTILE_VALUES)
        parts[at] = (kind, json.dumps(values).encode("ascii"))
    return written(parts)


class _Runs:
    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, ("touch it-ran",)


def other_files(_: bytes, parts: Frames, draw: random.Random) -> bytes:
    zipped, how = io.BytesIO(), draw.randrange(7)
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../outside.txt", "x" * 1_000_000)
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE embeddings (id, vector)")
    bomb = zlib.compress(bytes(60_000_000), 9)
    return (
        pickle.dumps(_Runs()),
        zipped.getvalue(),
        database.serialize(),
        MAGIC + pickle.dumps(_Runs()),
        MAGIC + FRAME.pack(frames.MANIFEST, len(bomb), 1_000, bytes(16)) + bomb,
        MAGIC + FRAME.pack(frames.SECTION, 0xFFFFFFFF, 0xFFFFFFFF, bytes(16)),
        written([(frames.MANIFEST, b"[" * 200_000), *parts[1:]]),
    )[how]


KINDS: tuple[Callable[[bytes, Frames, random.Random], bytes], ...] = (
    changed_bytes, other_frames, hostile_values, hostile_values, other_files,
)  # fmt: skip


def files_of(whole: Path, count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Kind and content of each hostile file."""
    draw = random.Random(seed)
    with whole.open("rb") as opened:
        parts = list(read_frames(opened))
    for n in range(count):
        kind = KINDS[n % len(KINDS)]
        yield kind.__name__, kind(whole.read_bytes(), parts, draw)


def run(work: Path, count: int, seed: int) -> tuple[Counter[str], list[str]]:
    """How the imports ended, and the violations."""
    data, texts, violations = work / "data", work / "texts", list[str]()
    write_texts(texts, 6)
    ends: Counter[str] = Counter()
    with closing(open_engine(data)) as engine:
        add(engine, texts)
        engine.export_library(work / "whole.ragdesk")
        engine.import_library(work / "whole.ragdesk", "first")  # loads what is loaded late
        watch = Watch(data)
        for kind, content in files_of(work / "whole.ragdesk", count, seed):
            file = work / "hostile.ragdesk"
            file.write_bytes(content)
            before = sorted(one.name for one in work.iterdir())
            end, found = _imported(engine, file, watch)
            ends[f"{kind}: {end}"] += 1
            violations += [f"{kind}: {one}" for one in found + watch.seen]
            if sorted(one.name for one in work.iterdir()) != before or Path("it-ran").exists():
                violations.append(f"{kind}: a file was made outside")
            watch.seen.clear()
        engine.back_up()
    with closing(sqlite3.connect(data / "catalogue.db", isolation_level=None)) as connection:
        verify(connection)
    return ends, violations


def _imported(engine: Engine, file: Path, watch: Watch) -> tuple[str, list[str]]:
    names = [record.name for record in engine.list_libraries()]
    watch.is_on = True
    try:
        report = engine.import_library(file)
    except NotAnExport:
        watch.is_on = False
        is_same = [record.name for record in engine.list_libraries()] == names
        return "refused", [] if is_same else ["refused, and yet a library was made"]
    except Exception as problem:
        return "fell over", [repr(problem)]
    finally:
        watch.is_on = False
    library = engine.for_library(report.library)
    library.search("harbour lease garden")
    inside = engine.parts.settings.data_dir / "imported"
    outside = [
        record.document
        for record in library.list_documents()
        if not Path(os.path.normpath(record.document)).is_relative_to(inside)
    ]
    return "taken over", [f"a document lies outside: {one}" for one in outside]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ends, violations = run(Path(folder), options.files, options.seed)
    for violation in violations:
        print(violation)
    print(", ".join(f"{count} {end}" for end, count in sorted(ends.items())))
    print(f"{sum(ends.values())} hostile files, {len(violations)} violations")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
