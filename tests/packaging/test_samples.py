"""The sample collection: made by its script, readable with plain tools, and true to the questions asked about it."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pypdf
import pytest
from docx import Document
from docx.table import Table

from tests.packaging.sample_questions import (
    ACTA,
    ALL,
    CARTA,
    DEMO,
    GUIA,
    GUIDE,
    HIDDEN,
    REPORT,
    UNANSWERABLE,
    VISITING,
    SampleQuestion,
)

PROJECT = Path(__file__).parents[2]
SAMPLES = PROJECT / "assets" / "samples"


@pytest.fixture(scope="module")
def made_again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("reportlab")
    folder = tmp_path_factory.mktemp("samples")
    script = PROJECT / "packaging" / "make_samples.py"
    subprocess.run([sys.executable, str(script), "--into", str(folder)], check=True, timeout=60)
    return folder


Place = tuple[str, int | None, str | None]


@pytest.fixture(scope="module")
def sentences() -> dict[Place, list[str]]:
    """The sentences and table rows of each sample, by file, page (PDF) and innermost heading (DOCX, HTML, Markdown)."""
    found: dict[Place, list[str]] = {
        (REPORT, page, None): _sentences(text) for page, text in enumerate(_pdf_pages(_bytes(REPORT)), start=1)
    }
    texts = {name: _bytes(name).decode("utf-8") for name in (GUIDE, GUIA)}
    texts[VISITING] = _marked_html(_bytes(VISITING).decode("utf-8"))
    texts[CARTA] = _bytes(CARTA).decode("cp1252")
    texts[ACTA] = "\n\n".join(_docx_lines(_bytes(ACTA)))
    for name, text in texts.items():
        first, *rest = re.split(r"^#+ (.+)$", text, flags=re.MULTILINE)
        found[name, None, None] = _sentences(first)
        found |= {(name, None, rest[i].strip()): _sentences(rest[i + 1]) for i in range(0, len(rest), 2)}
    return found


def _bytes(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def _sentences(text: str) -> list[str]:
    paragraphs = (" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", text))
    return [sentence for paragraph in paragraphs for sentence in re.split(r"(?<=[.!?:])\s", paragraph)]


def _marked_html(text: str) -> str:
    return re.sub(r"<[^>]+>", " ", re.sub(r"<h\d[^>]*>(.+?)</h\d>", r"\n# \1\n", text))


def _pdf_pages(data: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def _docx_lines(data: bytes) -> list[str]:
    lines = []
    for block in Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(block, Table):
            lines += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            is_heading = block.style is not None and str(block.style.name).startswith("Heading")
            lines.append(f"# {block.text}" if is_heading else block.text)
    return lines


def test_pdf_made_again_is_the_committed_one(made_again: Path) -> None:
    again = (made_again / REPORT).read_bytes()
    if again != _bytes(REPORT):  # another reportlab may lay out bytes differently, but never words
        assert _pdf_pages(again) == _pdf_pages(_bytes(REPORT))


def test_docx_made_again_has_the_same_words_and_dates(made_again: Path) -> None:
    again = (made_again / ACTA).read_bytes()
    assert _docx_lines(again) == _docx_lines(_bytes(ACTA))
    for data in (again, _bytes(ACTA)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert b"2025-01-27T10:00:00Z" in archive.read("docProps/core.xml")


def test_running_the_script_twice_gives_identical_bytes(made_again: Path, tmp_path: Path) -> None:
    script = PROJECT / "packaging" / "make_samples.py"
    subprocess.run([sys.executable, str(script), "--into", str(tmp_path)], check=True, timeout=60)
    written = sorted(path.name for path in tmp_path.iterdir())
    assert written == sorted([REPORT, ACTA, CARTA])
    for name in written:
        assert (tmp_path / name).read_bytes() == (made_again / name).read_bytes()


def test_letter_is_windows_1252_and_not_utf_8(made_again: Path) -> None:
    letter = _bytes(CARTA)
    assert (made_again / CARTA).read_bytes() == letter
    with pytest.raises(UnicodeDecodeError):
        letter.decode("utf-8")
    assert {"€", "ñ", "“", "”", "…", "¡"} <= set(letter.decode("cp1252"))
    assert letter.count(b"\n") == letter.count(b"\r\n") > 20


def test_report_has_eight_numbered_pages_and_an_outline_to_them() -> None:
    reader = pypdf.PdfReader(io.BytesIO(_bytes(REPORT)))
    pages = _pdf_pages(_bytes(REPORT))
    assert len(pages) == 8
    assert all(f"Page {number} of 8" in text for number, text in enumerate(pages[1:], start=2))
    entries = [entry for entry in _flat(reader.outline) if isinstance(entry, pypdf.generic.Destination)]
    assert len(entries) == 27
    for entry in entries:
        page = reader.get_destination_page_number(entry)
        assert page is not None
        assert str(entry.title) in " ".join(pages[page].split())
    tops = [float(entry.top or 0) for entry in entries if reader.get_destination_page_number(entry) == 3]
    assert len(tops) == 4
    assert tops == sorted(set(tops), reverse=True)  # each points at its own line, not just at the page


def _flat(outline: Sequence[object]) -> list[object]:
    return [leaf for entry in outline for leaf in (_flat(entry) if isinstance(entry, list) else [entry])]


def test_accounts_of_the_report_add_up() -> None:
    table = " ".join(_pdf_pages(_bytes(REPORT))[5].split()).partition("2023 ")[2].partition(" 5.1 ")[0]
    rows = re.findall(r"(\D+) ([\d,]+) ([\d,]+) ?", table)
    assert len(rows) == 13
    for year in (1, 2):
        sums = [int(row[year].replace(",", "")) for row in rows]
        assert sums[5] == sum(sums[:5])
        assert sums[11] == sum(sums[6:11])
        assert sums[12] == sums[5] - sums[11]


def test_web_page_has_words_that_its_reader_does_not_see() -> None:
    page = _bytes(VISITING).decode("utf-8")
    assert all(words in page for words in HIDDEN)
    visible = re.sub(
        r"(?s)<script.*?</script>|<p class=\"editor-note.*?</p>|<div hidden.*?</div>|<body[^>]*>", "", page
    )
    assert not any(words in visible for words in HIDDEN)


def test_file_names_are_plain_and_the_collection_is_complete() -> None:
    names = {path.name for path in SAMPLES.iterdir()}
    assert names == {REPORT, ACTA, CARTA, GUIDE, GUIA, VISITING}
    assert all(re.fullmatch(r"[a-z0-9-]+\.[a-z]+", name) for name in names)


@pytest.mark.parametrize("question", [q for q in ALL if q.document], ids=lambda question: question.text)
def test_answer_stands_where_the_question_says(question: SampleQuestion, sentences: dict[Place, list[str]]) -> None:
    place = sentences[question.document or "", question.page, question.heading]
    if question.is_in_table:  # pypdf may part the cells of a row
        assert all(any(words in sentence for sentence in place) for words in question.words)
    else:
        assert any(all(words in sentence for words in question.words) for sentence in place)


def test_questions_cover_both_languages_and_refusals() -> None:
    answerable = [question for question in ALL if question.document]
    for language in ("en", "es"):
        assert len([question for question in answerable if question.language == language]) >= 12
        assert len([question for question in UNANSWERABLE if question.language == language]) == 3
    assert [question.document is not None for question in DEMO] == [True, True, False]
    assert len({question.text for question in ALL}) == len(ALL)
