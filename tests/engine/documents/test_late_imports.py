"""Libraries that few files need: a reader that lacks one says so, or leaves its file to one that has it."""

from __future__ import annotations

import importlib
import io
import json
import sys
from collections.abc import Callable

import pytest

from ragdesk.engine.documents.reader import read_document
from ragdesk.engine.documents.sandbox import Readers
from ragdesk.engine.documents.sections import Reading, Section
from ragdesk.engine.documents.workers import late_imports
from ragdesk.engine.documents.workers.answer_writer import Caps
from ragdesk.engine.documents.workers.forked_workers import ForkedWorkers
from ragdesk.engine.documents.workers.limits import Limits
from ragdesk.engine.documents.workers.wire import LENGTH, REQUEST
from ragdesk.engine.documents.workers.worker import Allowance, answer_one
from ragdesk.protocol.errors import CannotRead
from tests.bad_files import image_only_pdf
from tests.engine.documents.pdf_samples import lines, pdf

WORDS = pdf(lines(["The tenant pays the rent."]))
GREEK = "<html><body><p>" + "Το κλειδί κρέμεται πίσω από την πόρτα της κουζίνας. " * 20 + "</p></body></html>"


def answered(read: Callable[[bytes, str], Reading]) -> dict[str, object]:
    """The header of the answer to one file."""
    out = io.BytesIO()
    source = io.BytesIO(REQUEST.pack(4, 5) + b".txtwords")
    answer_one(source, out, read, Allowance(10, 2**30, Caps(2**20, 10)))
    (length,) = LENGTH.unpack(out.getvalue()[: LENGTH.size])
    header: dict[str, object] = json.loads(out.getvalue()[LENGTH.size :][:length])
    return header


def importing(name: str, is_needed: bool = True) -> Callable[[bytes, str], Reading]:
    def read(data: bytes, _: str) -> Reading:
        try:
            importlib.import_module(name)
        except ImportError as error:
            if is_needed:
                raise CannotRead("broken", "This file is damaged.") from error
        return Reading((Section(data.decode()),))

    return read


def test_a_late_import_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(late_imports, "SELDOM", frozenset({"colorsys"}))
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    assert answered(importing("colorsys"))["late"] is True
    assert answered(importing("colorsys"))["late"] is False


def test_what_others_import_late_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    assert answered(importing("colorsys"))["late"] is False


@pytest.mark.parametrize("is_needed", [True, False])
def test_a_file_is_left_to_another_where_a_library_cannot_be_seen(
    is_needed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(late_imports, "SELDOM", frozenset({"no_such_library"}))
    before = list(sys.meta_path)
    assert answered(importing("no_such_library", is_needed)) == {"elsewhere": True}
    assert sys.meta_path == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork")
def test_every_file_reads_the_same_before_and_after_one_that_needs_more() -> None:
    scan, greek = image_only_pdf(), GREEK.encode("cp1253")
    with pytest.raises(CannotRead) as alone:
        read_document(scan, "a.pdf")
    with Readers(Limits(), ForkedWorkers(Limits()), parallel=1) as readers:
        for _ in range(2):
            assert readers.read(WORDS, "a.pdf") == read_document(WORDS, "a.pdf")
            assert readers.read(greek, "a.html") == read_document(greek, "a.html")
            with pytest.raises(CannotRead) as caught:
                readers.read(scan, "a.pdf")
            assert (caught.value.code, caught.value.message) == (alone.value.code, alone.value.message)
