"""T25: marked documents are removed and erased; no marker may be left in any byte of the data folder.

usage: python -m tests.safety.erased_markers [--documents 500] [--kept 500]
Half of the marked documents go with their library, half are deleted one by one from a library that goes on; questions
were asked about them, backups and a damaged catalogue lie about, a Chroma folder was built. After `erase` every file is
searched for the markers, as UTF-8 and UTF-16, also with the word index's own way of writing words; and the vectors of
marked texts must be gone. The data folder may be at most 10 % larger than one that never held them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from ragdesk.engine.engine import Engine
from ragdesk.engine.keeping.erase import folder_bytes
from ragdesk.server.repairing import open_repair
from tests.safety.engines import add, open_engine, some_questions, write_texts

MARK = "qzmarker"
LARGEST_SHARE = 1.1


def markers_left(data_dir: Path) -> list[str]:
    """Where the mark stands in any file, as text or as words of the index, which leaves out what words share."""
    found = []
    for file in sorted(data_dir.rglob("*")):
        if not file.is_file():
            continue
        data = file.read_bytes().lower()
        forms = (MARK.encode(), MARK.encode("utf-16-le"), MARK.encode("utf-16-be"), MARK[2:].encode())
        place = file.relative_to(data_dir)
        found += [f"{data.count(form)} times {form!r} in {place}" for form in forms if form in data]
    return found


def vectors_left(data_dir: Path, marked: list[bytes]) -> list[str]:
    """Files that hold one of the vectors of erased texts."""
    return [
        f"a vector of an erased text in {file.relative_to(data_dir)}"
        for file in sorted(data_dir.rglob("*"))
        if file.is_file()
        for data in (file.read_bytes(),)
        if any(vector in data for vector in marked)
    ]


def _ask(engine: Engine, count: int) -> None:
    """In other words than the mark: questions are the user's own and stay."""
    conversation = engine.start_conversation()
    for question in some_questions(count):
        list(engine.ask(question, conversation=conversation, use_model=False))


def _marked_vectors(engine: Engine) -> Iterator[bytes]:
    """Of texts that hold the mark; parts of them, as an index may keep them in another order of rows."""
    for (vector,) in engine.parts.stores.database.rows(
        "SELECT v.vector FROM vectors v JOIN spans s ON s.text_id = v.text_id JOIN chunks k ON k.id = s.chunk_id"
        " JOIN sections x ON x.id = k.section_id WHERE x.text LIKE ? LIMIT 200",
        (f"%{MARK}%",),
    ):
        yield bytes(vector)


def run(work: Path, documents: int, kept: int) -> tuple[dict[str, object], list[str]]:
    """Figures, and violations."""
    ours, going, library = work / "kept", work / "going", work / "library"
    write_texts(ours, kept)
    files = write_texts(going, documents // 2, mark=MARK, seed=5)
    write_texts(library, documents - documents // 2, mark=MARK + "b", seed=6)
    data = work / "data"
    with closing(open_engine(data, exact_up_to=100)) as engine:
        add(engine, ours, going)
        other = engine.for_library("gone", create=True)
        add(other, library)
        _ask(engine, 10)
        _ask(other, 10)
        engine.back_up()
        marked = list(_marked_vectors(engine))
        quoted = engine.parts.stores.database.value(
            "SELECT COUNT(*) FROM message_passages WHERE text LIKE ?", (f"%{MARK}%",)
        )
    with closing(open_repair(data)) as repair:
        repair.restore()  # leaves the replaced catalogue beside the new one
    with closing(open_engine(data, exact_up_to=100)) as engine:
        engine.back_up()
        engine.remove_library("gone")
        for file in files[::2]:
            file.unlink()
        add(engine, going)
        engine.remove([str(file) for file in files[1::2]] if files[1::2] else [])
        before = len(markers_left(data))
        report = engine.erase()
        # Nothing else may be written before this is looked at: erasing is over when it says so.
        left = markers_left(data) + vectors_left(data, marked)
    left += [f"after closing: {one}" for one in markers_left(data) + vectors_left(data, marked)]
    with closing(open_engine(work / "fresh", exact_up_to=100)) as fresh:
        add(fresh, ours)
    with closing(open_engine(data, exact_up_to=100)) as engine:
        add(engine, ours)
        left += [] if len(engine.list_documents()) == kept else ["documents that were to be kept are gone"]
    share = folder_bytes(data) / folder_bytes(work / "fresh")
    if share > LARGEST_SHARE:
        left.append(f"the data folder has {share:.2f} times the size of a fresh one")
    if not (before and quoted):
        left.append("there was nothing to be erased")
    figures = {
        "documents erased": documents,
        "files with markers before": before,
        "passages in answers before": quoted,
        "vectors looked for": len(marked),
        "backups removed": len(report.backups_removed),
        "size beside a fresh one": round(share, 3),
    }
    return figures, left


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--kept", type=int, default=500)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures, violations = run(Path(folder), options.documents, options.kept)
    for violation in violations:
        print(violation)
    print(", ".join(f"{name}: {value}" for name, value in figures.items()))
    print(f"{len(violations)} violations")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
