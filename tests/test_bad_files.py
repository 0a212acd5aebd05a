"""The hostile files of `bad_files.py` are what they claim to be, so that the tests that use them prove something."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Callable

import pypdf
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import bad_files

MADE = (
    bad_files.encrypted_pdf,
    bad_files.copy_protected_pdf,
    bad_files.broken_pdf,
    bad_files.truncated_pdf,
    bad_files.image_only_pdf,
    bad_files.pdf_with_one_bad_page,
    bad_files.empty_file,
    bad_files.png_named_pdf,
    bad_files.encrypted_docx_like,
    bad_files.truncated_docx,
    bad_files.utf16_text,
    bad_files.binary_noise,
    bad_files.deeply_nested_html,
)


@pytest.fixture(autouse=True)
def _pypdf_may_warn(monkeypatch: pytest.MonkeyPatch) -> None:
    """These files are what it warns of; ragdesk's own reader keeps it quiet."""
    for name in ("pypdf._reader", "pypdf.filters"):
        monkeypatch.setattr(logging.getLogger(name), "disabled", True)


def _page_texts(data: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages]


@pytest.mark.parametrize("make", MADE, ids=lambda make: make.__name__)
def test_file_is_small_and_the_same_each_time(make: Callable[[], bytes]) -> None:
    assert make() == make()
    assert len(make()) < 300_000


def test_encrypted_pdf_opens_with_its_password_only() -> None:
    reader = pypdf.PdfReader(io.BytesIO(bad_files.encrypted_pdf()))
    assert reader.is_encrypted
    assert not reader.decrypt("wrong")
    assert reader.decrypt(bad_files.PASSWORD)
    assert "30 June 2027" in reader.pages[0].extract_text()


def test_copy_protected_pdf_opens_without_a_password() -> None:
    reader = pypdf.PdfReader(io.BytesIO(bad_files.copy_protected_pdf()))
    assert reader.is_encrypted
    assert "30 June 2027" in reader.pages[0].extract_text()


@pytest.mark.parametrize("make", [bad_files.broken_pdf, bad_files.truncated_pdf], ids=lambda make: make.__name__)
def test_damaged_pdf_begins_like_one_and_has_no_pages(make: Callable[[], bytes]) -> None:
    assert make().startswith(b"%PDF-")
    with pytest.raises(pypdf.errors.PyPdfError):
        _page_texts(make())


def test_scan_has_two_pages_with_a_picture_and_no_text() -> None:
    reader = pypdf.PdfReader(io.BytesIO(bad_files.image_only_pdf()))
    assert [page.extract_text() for page in reader.pages] == ["", ""]
    assert "/Im0" in str(reader.pages[1]["/Resources"])


def test_one_bad_page_stands_between_two_good_ones() -> None:
    first, second, third = _page_texts(bad_files.pdf_with_one_bad_page())
    assert (first, second, third) == ("The first page is in order.", "", "The third page is in order.")


def test_minimal_docx_is_whole_and_truncated_docx_is_not() -> None:
    whole = Document(io.BytesIO(bad_files.minimal_docx("Uno.", "Dos.")))
    assert [paragraph.text for paragraph in whole.paragraphs] == ["Uno.", "Dos."]
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(bad_files.truncated_docx()))


def test_zip_bomb_is_small_packed_and_huge_unpacked() -> None:
    bomb = bad_files.zip_bomb_docx()
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        part = archive.getinfo("word/document.xml")
    assert len(bomb) < 100_000
    assert part.file_size > bad_files.BOMB_BYTES
    assert part.file_size / part.compress_size > 500


def test_password_protected_docx_is_an_ole_container_that_names_its_package() -> None:
    data = bad_files.encrypted_docx_like()
    assert data.startswith(bytes.fromhex("d0cf11e0a1b11ae1"))
    assert "EncryptedPackage".encode("utf-16-le") in data
    assert len(data) % 512 == 0


@given(st.integers(1, 25))
@settings(max_examples=5, deadline=None)
def test_long_pdf_holds_each_fact_on_its_page_only(pages: int) -> None:
    data = bad_files.long_pdf(pages)
    texts = _page_texts(data)
    assert len(texts) == pages
    for page, text in enumerate(texts, start=1):
        assert bad_files.page_fact(page) in text
        assert sum(bad_files.page_fact(page) in other for other in texts) == 1
    assert len(pypdf.PdfReader(io.BytesIO(data)).outline) == (pages + 9) // 10
