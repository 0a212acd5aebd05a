"""What the readers' sandbox costs: the same files read in locked-down processes and in the program's own. Run by hand.

usage: python tests/benchmarks/sandbox_cost.py [--pairs 5] [--cores 1 2] [--only small] [--ingest]

Each run is a process of its own, bound to one core or two; the two ways take turns. Told are ratios of medians, sandbox
to none, of the time by the clock and of the processor time of all processes (which a busy computer disturbs less).
Without `--ingest` files are read and cut into chunks; with it they are added to a new library, embedder and all.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ragdesk.engine.documents.sections import Reading
    from ragdesk.protocol.records import PageImage

sys.path.insert(0, str(Path(__file__).parents[2]))
SETS = {"500 small files": "small", "a PDF of 600 pages": "long"}
WAYS = ("sandbox", "none")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--cores", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--ingest", action="store_true")
    parser.add_argument("--only", choices=SETS.values())
    parser.add_argument("--one", nargs=2, metavar=("WAY", "FOLDER"), help="a single run; for this script itself")
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(_one(arguments.one[0], Path(arguments.one[1]), arguments.ingest)))
        return
    with tempfile.TemporaryDirectory() as folder:
        _make_small(Path(folder) / "small")
        _make_long(Path(folder) / "long")
        for cores in arguments.cores:
            for title, name in SETS.items():
                if arguments.only not in (None, name):
                    continue
                _compare(title, Path(folder) / name, cores, arguments.pairs, arguments.ingest)


def _compare(title: str, folder: Path, cores: int, pairs: int, ingest: bool) -> None:
    found: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    for pair in range(pairs):
        for way in WAYS if pair % 2 else reversed(WAYS):
            found[way].append(_run(way, folder, cores, ingest))
    told = {way: {key: median(run[key] for run in runs) for key in runs[0]} for way, runs in found.items()}
    ratios = {key: told["sandbox"][key] / told["none"][key] for key in ("wall", "cpu")}
    print(
        f"{title}, {cores} core(s): {told['sandbox']['wall']:.2f} s against {told['none']['wall']:.2f} s by the clock "
        f"({ratios['wall']:.2f}), {told['sandbox']['cpu']:.2f} against {told['none']['cpu']:.2f} s of processor time "
        f"({ratios['cpu']:.2f})",
        flush=True,
    )


def _run(way: str, folder: Path, cores: int, ingest: bool) -> dict[str, float]:
    command = [sys.executable, __file__, "--one", way, str(folder), *(["--ingest"] if ingest else [])]
    allowed = sorted(os.sched_getaffinity(0))[:cores]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, preexec_fn=lambda: os.sched_setaffinity(0, allowed)
    )
    times: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return times


def _one(way: str, folder: Path, ingest: bool) -> dict[str, float]:
    files = sorted(folder.iterdir())
    act = _ingest if ingest else _read
    return act(way, files)


def _read(way: str, files: list[Path]) -> dict[str, float]:
    from ragdesk.engine.chunks.cut_document import cut_document
    from ragdesk.engine.documents.reader import read_document
    from ragdesk.engine.documents.sandbox import Readers
    from ragdesk.engine.documents.sandbox_read_ahead import read_ahead

    # What both ways need once is not counted: libraries, and the processes that the engine keeps.
    firsts = {path.suffix: path for path in files}.values()
    with Readers() as readers:
        for path in firsts:
            data = path.read_bytes() if path.stat().st_size < 100_000 else _small_pdf()
            cut_document((readers.read if way == "sandbox" else read_document)(data, path.name), path.name, "en")
        started, used = time.perf_counter(), _processor_seconds()
        if way == "none":
            for path in files:
                cut_document(read_document(path.read_bytes(), path.name), path.name, "en")
        else:
            begun = read_ahead(files, lambda path: readers.submit(path.read_bytes(), path.name), 2 * readers.parallel)
            for path, pending in begun:
                cut_document(pending.result(), path.name, "en")
        return {"wall": time.perf_counter() - started, "cpu": _processor_seconds() - used}


def _ingest(way: str, files: list[Path]) -> dict[str, float]:
    import ragdesk.engine.engine as engine_module
    from ragdesk.engine.documents.sandbox import Readers
    from ragdesk.settings import Settings

    if way == "none":
        vars(engine_module)["Readers"] = lambda: Readers(workers=_InProcess(), parallel=1)
    started, used = time.perf_counter(), _processor_seconds()
    with tempfile.TemporaryDirectory() as folder:
        engine = engine_module.Engine.open(Settings(data_dir=Path(folder) / "data"))
        for _ in engine.add([files[0].parent]):
            pass
        times = {"wall": time.perf_counter() - started, "cpu": _processor_seconds() - used}
        engine.close()
    return times


class _InProcess:
    """Reads where it is called, as before there was a sandbox."""

    def read(self, data: bytes, name: str) -> Reading:
        from ragdesk.engine.documents.reader import read_document

        return read_document(data, name)

    def draw(self, data: bytes, page: int, scale: float) -> PageImage:
        raise NotImplementedError

    def report(self) -> dict[str, str]:
        return {}

    def close(self) -> None:
        pass


def _processor_seconds() -> float:
    """Of this process, of its children and theirs, those that have ended included."""
    from tests.hostile.processes import children

    ticks = 0
    waiting = [os.getpid()]
    while waiting:
        process = waiting.pop()
        waiting += children(process)
        try:
            fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _make_small(folder: Path) -> None:
    """200 texts and Markdown files, 100 web pages, 100 Word files, 100 PDFs; about 400 words each."""
    from tests.engine.documents.word_files import p, word_file
    from tests.long_pdf import plain_sentence

    folder.mkdir()
    draw = random.Random(5)
    for number in range(100):
        sentences = [plain_sentence(draw) for _ in range(40)]
        text = "\n\n".join(sentences)
        (folder / f"{number}.txt").write_text(text, "utf-8")
        (folder / f"{number}.md").write_text(f"# Part {number}\n\n{text}", "utf-8")
        body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
        (folder / f"{number}.html").write_text(f"<html><body><h1>Part {number}</h1>{body}</body></html>", "utf-8")
        (folder / f"{number}.docx").write_bytes(word_file("".join(map(p, sentences))))
        (folder / f"{number}.pdf").write_bytes(_pdf_of(sentences))


def _pdf_of(sentences: list[str]) -> bytes:
    from tests.engine.documents.pdf_samples import lines, pdf

    return pdf(lines(sentences, y=700))


def _small_pdf() -> bytes:
    return _pdf_of(["The tenant pays the rent."])


def _make_long(folder: Path) -> None:
    from tests.bad_files import long_pdf

    folder.mkdir()
    (folder / "long.pdf").write_bytes(long_pdf(600))


if __name__ == "__main__":
    main()
