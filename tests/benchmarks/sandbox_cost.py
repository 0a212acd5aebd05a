"""What the readers' sandbox costs: the same files read in locked-down processes and in the program's own. Run by hand.

usage: python tests/benchmarks/sandbox_cost.py [--pairs 5] [--cores 1 2] [--only small] [--ingest] [--together]
       [--folder DIR]

Each run is a process of its own, bound to one core or two; the two ways take turns. Told are ratios of medians, sandbox
to none, of the time by the clock and of the processor time of all processes (which a busy computer disturbs less).
On a computer that is never quiet run both ways `--together`, so that whatever else goes on disturbs them alike; only
the processor times say anything then.
`--folder`: these files instead of those made here, which are short: the shorter a file, the more its process weighs.
Without `--ingest` files are read and cut into chunks; with it they are added to a new library, embedder and all.
What is needed once is not counted in the first figures: a file of each kind was read or added before. With `--ingest`
the second ones count it, too: the whole of the first work of an engine that was just opened.
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
    parser.add_argument("--together", action="store_true")
    parser.add_argument("--only", choices=SETS.values())
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--one", nargs=2, metavar=("WAY", "FOLDER"), help="a single run; for this script itself")
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(_one(arguments.one[0], Path(arguments.one[1]), arguments.ingest)))
        return
    if arguments.folder:
        for cores in arguments.cores:
            _compare(f"{len(_files(arguments.folder))} files of {arguments.folder}", arguments.folder, cores, arguments)
        return
    with tempfile.TemporaryDirectory() as folder:
        _make_small(Path(folder) / "small")
        _make_long(Path(folder) / "long")
        for cores in arguments.cores:
            for title, name in SETS.items():
                if arguments.only not in (None, name):
                    continue
                _compare(title, Path(folder) / name, cores, arguments)


def _compare(title: str, folder: Path, cores: int, arguments: argparse.Namespace) -> None:
    found: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    for pair in range(arguments.pairs):
        order = WAYS if pair % 2 else WAYS[::-1]
        for ways in [order] if arguments.together else [(way,) for way in order]:
            begun = [_begun(way, folder, cores, arguments.ingest) for way in ways]
            for way, run in zip(ways, begun, strict=True):
                found[way].append(_ended(run))
    told = {way: {key: median(run[key] for run in runs) for key in runs[0]} for way, runs in found.items()}
    print(f"{title}, {cores} core(s): {_told(told, '')}", flush=True)
    if arguments.ingest:
        print(f"    with the start of the engine: {_told(told, 'whole ')}", flush=True)


def _told(times: dict[str, dict[str, float]], of: str) -> str:
    with_it, without = times["sandbox"], times["none"]
    wall, cpu = f"{of}wall", f"{of}cpu"
    return (
        f"{with_it[wall]:.2f} s against {without[wall]:.2f} s by the clock ({with_it[wall] / without[wall]:.2f}), "
        f"{with_it[cpu]:.2f} against {without[cpu]:.2f} s of processor time ({with_it[cpu] / without[cpu]:.2f})"
    )


def _begun(way: str, folder: Path, cores: int, ingest: bool) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, "--one", way, str(folder), *(["--ingest"] if ingest else [])]
    allowed = sorted(os.sched_getaffinity(0))[:cores]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, preexec_fn=lambda: os.sched_setaffinity(0, allowed)
    )


def _ended(run: subprocess.Popen[str]) -> dict[str, float]:
    told, _ = run.communicate()
    if run.returncode:
        raise SystemExit(f"a run ended with {run.returncode}")
    times: dict[str, float] = json.loads(told.splitlines()[-1])
    return times


def _one(way: str, folder: Path, ingest: bool) -> dict[str, float]:
    act = _ingest if ingest else _read
    return act(way, folder)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _read(way: str, folder: Path) -> dict[str, float]:
    from ragdesk.engine.chunks.cut_document import cut_document
    from ragdesk.engine.documents.reader import read_document
    from ragdesk.engine.documents.sandbox import Readers
    from ragdesk.engine.documents.sandbox_read_ahead import read_ahead

    files = _files(folder)
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


def _ingest(way: str, folder: Path) -> dict[str, float]:
    import ragdesk.engine.engine as engine_module
    from ragdesk.engine.documents.sandbox import Readers
    from ragdesk.settings import Settings

    if way == "none":
        vars(engine_module)["Readers"] = lambda: Readers(workers=_InProcess(), parallel=1)
    with tempfile.TemporaryDirectory() as work:
        firsts = Path(work) / "firsts"
        _make_firsts(firsts)
        times = [(time.perf_counter(), _processor_seconds())]
        engine = engine_module.Engine.open(Settings(data_dir=Path(work) / "data"))
        for added in (firsts, folder):
            for _ in engine.add([added]):
                pass
            times.append((time.perf_counter(), _processor_seconds()))
        engine.close()
    wall, cpu = ([end - start for start in both[:2]] for *both, end in zip(*times, strict=True))
    return {"whole wall": wall[0], "wall": wall[1], "whole cpu": cpu[0], "cpu": cpu[1]}


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


def _make_firsts(folder: Path) -> None:
    """A file of each kind."""
    from tests.engine.documents.word_files import p, word_file

    folder.mkdir()
    sentence = "The tenant pays the rent."
    (folder / "first.txt").write_text(sentence, "utf-8")
    (folder / "first.md").write_text(f"# First\n\n{sentence}", "utf-8")
    (folder / "first.html").write_text(f"<html><body><p>{sentence}</p></body></html>", "utf-8")
    (folder / "first.docx").write_bytes(word_file(p(sentence)))
    (folder / "first.pdf").write_bytes(_small_pdf())


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
