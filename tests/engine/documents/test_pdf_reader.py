"""What the PDF reader says about a file: pages, headings, labels, title, and what could not be read."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from ragdesk.engine.documents.readers import pdf as reader_module
from ragdesk.engine.documents.readers import pdf_page_text as page_text_module
from ragdesk.engine.documents.readers.pdf import PdfReader
from ragdesk.engine.documents.readers.pdf_losses import Losses, page_list
from ragdesk.engine.documents.readers.pdf_page_text import PdfiumFile
from ragdesk.engine.documents.readers.pdf_second_look import PypdfFile
from ragdesk.protocol.errors import CannotRead
from tests.engine.documents import pdf_samples as samples
from tests.engine.documents.pdf_samples import STONE, TIDE, both, lines, pdf, wrapped

SHARED = Path(__file__).parents[4] / "shared"
FILES = SHARED / "data" / "files"
FIVE_PAGES = pdf(*(lines([f"This is sheet {'abcde'[n]} of the file."]) for n in range(5)), title="The chronicle")
EMPTY = lines([])


def _failure(data: bytes) -> CannotRead:
    with pytest.raises(CannotRead) as caught:
        PdfReader().read(data)
    assert caught.value.message.endswith(".")
    assert caught.value.hint.endswith(".")
    return caught.value


def test_each_page_is_a_section_with_its_number():
    reading = PdfReader().read(FIVE_PAGES)
    assert [section.page for section in reading.sections] == [1, 2, 3, 4, 5]
    assert [section.text for section in reading.sections][2] == "This is sheet c of the file."
    assert (reading.type, reading.pages, reading.pages_read, reading.shortfall) == ("pdf", 5, 5, None)
    assert reading.title == "The chronicle"


def test_headings_come_from_the_outline_and_labels_from_the_file():
    reading = PdfReader().read(samples.with_label_and_outline(FIVE_PAGES))
    assert [section.heading for section in reading.sections] == [
        (),
        ("The harbour", "Tide tables"),
        ("The harbour", "Tide tables"),
        ("The harbour", "Pilots"),
        ("The quarry",),
    ]
    assert [section.label for section in reading.sections] == ["i", "ii", "1", "2", "3"]


def test_labels_that_equal_the_page_number_are_left_out():
    assert {section.label for section in PdfReader().read(FIVE_PAGES).sections} == {None}


NO_TITLES = ("", "   ", "untitled", "Microsoft Word - lease v2.doc", "C:\\Scans\\0001.tif", "lease_final.docx", "12-34")


@pytest.mark.parametrize("title", NO_TITLES)
def test_a_title_that_names_nothing_is_no_title(title):
    assert PdfReader().read(pdf(lines(["text"]), title=title)).title is None


def test_a_file_that_opens_without_a_password_is_read():
    reading = PdfReader().read(samples.encrypted(samples.with_label_and_outline(FIVE_PAGES), user_password=""))
    assert reading.pages_read == 5
    assert reading.sections[4].heading == ("The quarry",)


def test_a_file_that_needs_its_password_is_said_to_be_locked():
    failure = _failure(samples.encrypted(FIVE_PAGES, user_password="gale"))
    assert (failure.code, failure.status) == ("encrypted", "failed")
    assert "password" in failure.message


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n%%EOF", FIVE_PAGES[:300], b"\x89PNG\r\n\x1a\n" + bytes(99)])
def test_a_damaged_file_is_said_to_be_damaged(data):
    assert _failure(data).code == "broken"


def test_a_file_without_any_text_is_said_to_hold_images():
    failure = _failure(pdf(EMPTY, EMPTY))
    assert (failure.code, failure.status) == ("no_text", "skipped")


def test_pages_without_text_are_named():
    text = lines(wrapped(TIDE))
    reading = PdfReader().read(pdf(text, EMPTY, text, EMPTY, EMPTY, EMPTY, text))
    assert (reading.pages, reading.pages_read) == (7, 3)
    assert reading.shortfall == ("Pages 2 and 4-6 hold no text: they may be scans, which ragdesk cannot read yet.")


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ([7], "Page 7"),
        ([3, 7], "Pages 3 and 7"),
        ([3, 4], "Pages 3 and 4"),
        ([3, 4, 5, 6, 7, 8, 9, 12], "Pages 3-9 and 12"),
        ([1, 3, 4, 5, 8, 9], "Pages 1, 3-5, 8 and 9"),
    ],
)
def test_page_numbers_are_folded(pages, expected):
    assert page_list(pages) == expected


def test_each_kind_of_loss_has_its_sentence():
    losses = Losses(without_text=[2], damaged=[3, 4], cut=[5], out_of_time=[6], too_many=[7])
    assert losses.sentence() == (
        "Page 2 holds no text: it may be a scan, which ragdesk cannot read yet. "
        "Pages 3 and 4 are damaged and could not be read. "
        "Page 5 holds too much text: only the beginning was read. "
        "Page 6 was not read: the file takes too long. "
        "Page 7 was not read: the file has too many pages."
    )


def test_pages_beyond_the_limit_are_named(monkeypatch):
    monkeypatch.setattr(reader_module, "MAX_PAGES", 3)
    reading = PdfReader().read(FIVE_PAGES)
    assert (reading.pages, reading.pages_read) == (5, 3)
    assert reading.shortfall == "Pages 4 and 5 were not read: the file has too many pages."


def test_a_file_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(reader_module, "MOST_SECONDS", -1.0)
    assert _failure(FIVE_PAGES).code == "too_slow"


def test_a_long_document_is_laid_out_in_windows_without_loss(monkeypatch):
    monkeypatch.setattr(reader_module, "WINDOW_PAGES", 3)
    assert [section.page for section in PdfReader().read(FIVE_PAGES).sections] == [1, 2, 3, 4, 5]


def test_running_headers_go_from_the_last_pages_of_a_long_document_too(monkeypatch):
    monkeypatch.setattr(reader_module, "WINDOW_PAGES", 6)
    pages = [both(lines(["The chronicle"], y=800), lines([f"{'abcdefg'[n]} {TIDE[:60]}"], y=700)) for n in range(7)]
    assert not [section for section in PdfReader().read(pdf(*pages)).sections if "chronicle" in section.text]


def test_a_broken_outline_costs_only_the_headings(caplog):
    data = samples.with_label_and_outline(FIVE_PAGES)
    broken = data.replace(b"/Outlines", b"/Outlinez").replace(b"/First", b"/Fjrst")
    assert broken != data
    with caplog.at_level(logging.DEBUG):
        reading = PdfReader().read(broken)
    assert reading.pages_read == 5
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_a_page_that_pdfium_cannot_open_is_read_by_pypdf_without_boxes(monkeypatch):
    monkeypatch.setattr(PdfiumFile, "page_text", _fails_on({1}, PdfiumFile.page_text))
    reading = PdfReader().read(FIVE_PAGES)
    assert reading.sections[1].text == "This is sheet b of the file."
    assert [section.boxes is None for section in reading.sections] == [False, True, False, False, False]
    assert reading.shortfall is None


def test_a_page_that_fails_alone_is_named_and_the_others_are_read(monkeypatch):
    monkeypatch.setattr(PdfiumFile, "page_text", _fails_on({1}, PdfiumFile.page_text))
    monkeypatch.setattr(PypdfFile, "page_text", lambda self, index: "")
    reading = PdfReader().read(FIVE_PAGES)
    assert [section.page for section in reading.sections] == [1, 3, 4, 5]
    assert reading.shortfall == "Page 2 is damaged and could not be read."


def test_a_page_with_too_much_text_is_cut_and_named(monkeypatch):
    monkeypatch.setattr(page_text_module, "MAX_CHARACTERS", 10)
    reading = PdfReader().read(pdf(lines([STONE[:60]])))
    assert reading.sections[0].text == STONE[:10].strip()
    assert reading.shortfall == "Page 1 holds too much text: only the beginning was read."


def _fails_on(pages, page_text):
    return lambda self, index: None if index in pages else page_text(self, index)


def _real_files():
    if not FILES.exists():
        return []
    manifest = (FILES / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    return [line for line in map(json.loads, manifest) if line["format"] == "pdf"]


@pytest.mark.skipif(not FILES.exists(), reason="needs the shared files")
@pytest.mark.parametrize("entry", _real_files(), ids=lambda entry: Path(entry["path"]).name)
def test_real_files_give_their_text(entry):
    data = (FILES / entry["path"]).read_bytes()
    if entry.get("needs") == "ocr":
        assert _failure(data).code == "no_text"
        return
    text = " ".join(" ".join(section.text for section in PdfReader().read(data).sections).split())
    missing = [words for words in entry["expect_contains"] if " ".join(words.split()) not in text]
    assert not missing
