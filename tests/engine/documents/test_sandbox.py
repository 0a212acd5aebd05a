"""What is read in a sandbox is what the readers read without one, and is read in order."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import tests.bad_files as bad_files
from ragdesk.engine.documents.reader import read_document
from ragdesk.engine.documents.sandbox import Readers, Workers, sandbox_report
from ragdesk.engine.documents.sandbox_read_ahead import read_ahead
from ragdesk.engine.documents.sections import Reading
from ragdesk.engine.documents.workers.forked_workers import ForkedWorkers
from ragdesk.engine.documents.workers.limits import Limits
from ragdesk.engine.documents.workers.recycled_workers import RecycledWorkers
from ragdesk.protocol.errors import CannotRead
from tests.engine.documents.pdf_samples import lines, pdf
from tests.engine.documents.word_files import p, word_file

ROOT = Path(__file__).parents[3]
SAMPLES = sorted((ROOT / "assets" / "samples").iterdir())
BAD_FILES: dict[str, Callable[[], bytes]] = {
    "encrypted.pdf": bad_files.encrypted_pdf,
    "copy-protected.pdf": bad_files.copy_protected_pdf,
    "broken.pdf": bad_files.broken_pdf,
    "truncated.pdf": bad_files.truncated_pdf,
    "scan.pdf": bad_files.image_only_pdf,
    "one-bad-page.pdf": bad_files.pdf_with_one_bad_page,
    "empty.txt": bad_files.empty_file,
    "picture.pdf": bad_files.png_named_pdf,
    "encrypted.docx": bad_files.encrypted_docx_like,
    "truncated.docx": bad_files.truncated_docx,
    "zip-bomb.docx": bad_files.zip_bomb_docx,
    "utf16.txt": bad_files.utf16_text,
    "noise.txt": bad_files.binary_noise,
    "nested.html": bad_files.deeply_nested_html,
    "mail.eml": lambda: b"From: a@b.example\nSubject: lease\n\nThe rent is due.\n",
    "odd\udcff.tx\udcfft": lambda: b"words",
}


@pytest.fixture(scope="module", params=["forked", "recycled"])
def readers(request: pytest.FixtureRequest) -> Iterator[Readers]:
    if request.param == "forked" and sys.platform == "win32":
        pytest.skip("Windows cannot fork")
    limits = Limits()
    workers: Workers = ForkedWorkers(limits) if request.param == "forked" else RecycledWorkers(limits, 2)
    with Readers(limits, workers, parallel=2) as opened:
        yield opened


def outcome(read: Callable[[bytes, str], Reading], data: bytes, name: str) -> object:
    try:
        return read(data, name)
    except CannotRead as problem:
        return problem.code, problem.message, problem.hint, problem.status


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_document_reads_the_same_in_a_sandbox(path: Path, readers: Readers) -> None:
    data = path.read_bytes()
    assert readers.read(data, path.name) == read_document(data, path.name)


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_gets_the_same_reason_in_a_sandbox(name: str, readers: Readers) -> None:
    data = BAD_FILES[name]()
    assert outcome(readers.read, data, name) == outcome(read_document, data, name)


def test_damaged_files_are_read_or_refused_as_without_a_sandbox(readers: Readers) -> None:
    whole = {"a.pdf": pdf(lines(["The tenant pays the rent."], y=700)), "a.docx": word_file(p("The tenant pays."))}
    for name, data in whole.items():
        for cut in range(0, len(data), len(data) // 6):
            damaged = data[:cut] + b"\xff\x00<\x80" + data[cut + 4 :]
            assert outcome(readers.read, damaged, name) == outcome(read_document, damaged, name)


def test_what_is_too_long_for_an_answer_is_cut_and_said_so() -> None:
    data = b"\n\n".join(b"# Heading %d\n\nwords" % number for number in range(40))
    with Readers(Limits(sections=10), parallel=1) as few:
        reading = few.read(data, "a.md")
    assert reading.sections == read_document(data, "a.md").sections[:10]
    assert "only the beginning" in (reading.shortfall or "")


def test_a_computer_can_say_what_it_enforces() -> None:
    report = sandbox_report()
    assert report["memory"] == "enforced"
    assert not [name for name, told in report.items() if told == "POSSIBLE" and sys.platform == "linux"]
    assert len(report) > 8


class Begun:
    def __init__(self, size: int) -> None:
        self.waiting_bytes = size


def test_reading_ahead_keeps_the_order_and_a_bound() -> None:
    begun: list[int] = []

    def begin(item: int) -> Begun:
        begun.append(item)
        return Begun(1)

    for done, (item, _) in enumerate(read_ahead(range(10), begin, 3)):
        assert item == done
        assert len(begun) <= done + 4
    assert begun == list(range(10))


def test_reading_ahead_stops_where_much_is_waiting() -> None:
    begun: list[int] = []

    def begin(item: int) -> Begun:
        begun.append(item)
        return Begun(40 * 2**20)

    ahead = [len(begun) - done for done, _ in enumerate(read_ahead(range(6), begin, 4))]
    assert max(ahead) == 2


def test_a_reader_is_not_blamed_for_the_memory_of_the_program_that_started_it() -> None:
    """Linux hands the peak of the starting process down, and an engine may have had more than a reader may use."""
    program = (
        "from ragdesk.engine.documents.sandbox import Readers\n"
        "from ragdesk.engine.documents.workers.limits import Limits\n"
        "from ragdesk.engine.documents.workers.recycled_workers import RecycledWorkers\n"
        "from ragdesk.protocol.errors import CannotRead\n"
        "was_big = bytearray(b'x') * 1_100_000_000\n"
        "del was_big\n"
        "with Readers(workers=RecycledWorkers(Limits(), 1), parallel=1) as readers:\n"
        "    try:\n"
        "        readers.read(b'%PDF-1.7 this is not a PDF', 'broken.pdf')\n"
        "    except CannotRead as problem:\n"
        "        print(problem.code)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout == "broken\n", done.stderr
