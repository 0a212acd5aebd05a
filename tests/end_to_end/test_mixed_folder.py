"""A folder as people have it: good files of every kind among encrypted, broken and hostile ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests import bad_files
from tests.end_to_end.program import Program

pytestmark = pytest.mark.model

PAGES = 60
ASKED_PAGES = (1, 17, 38, 60)

FILES: dict[str, tuple[bytes, set[str], str]] = {
    "harbour journal.pdf": (bad_files.long_pdf(PAGES), {"ready"}, ""),
    "acta.docx": (bad_files.minimal_docx("La reunión fue el 4 de mayo.", "Se compró una bomba."), {"ready"}, ""),
    "page.html": (b"<html><body><h1>Ferry</h1><p>The ferry sails at noon.</p></body></html>", {"ready"}, ""),
    "notes.md": (b"# Garden\n\nThe roses were cut in March.\n", {"ready"}, ""),
    "letter.txt": ("Querida tía: la gata tuvo cinco crías.\n".encode("cp1252"), {"ready"}, ""),
    "locked.pdf": (bad_files.encrypted_pdf(), {"failed"}, "password"),
    "broken.pdf": (bad_files.broken_pdf(), {"failed"}, "damaged"),
    "no copying.pdf": (bad_files.copy_protected_pdf(), {"ready"}, ""),
    "half loaded.pdf": (bad_files.truncated_pdf(), {"failed"}, "damaged"),
    "scan.pdf": (bad_files.image_only_pdf(), {"skipped"}, "no text"),
    "one bad page.pdf": (bad_files.pdf_with_one_bad_page(), {"partly"}, "Page 2"),
    "empty.txt": (bad_files.empty_file(), {"skipped"}, "empty"),
    "picture.pdf": (bad_files.png_named_pdf(), {"failed"}, "is an image"),
    "locked.docx": (bad_files.encrypted_docx_like(), {"failed"}, "password"),
    "cut.docx": (bad_files.truncated_docx(), {"failed"}, "damaged"),
    "bomb.docx": (bad_files.zip_bomb_docx(), {"failed", "skipped"}, "unpacks"),
    "unicode.txt": (bad_files.utf16_text(), {"ready"}, ""),
    "noise.txt": (bad_files.binary_noise(), {"failed", "skipped"}, "not text"),
    "nested.html": (bad_files.deeply_nested_html(), {"ready", "partly", "failed"}, ""),
}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Program:
    return Program(tmp_path_factory.mktemp("mixed") / "data", model_cache)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    for name, (data, _, _) in FILES.items():
        folder.joinpath(name).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def told(program: Program, folder: Path) -> dict[str, Any]:
    """What the first `add` told about each file."""
    added = program.run("add", "--json", folder)
    assert (added.code, added.err) == (1, ""), "some documents failed, and nothing else is worth a word"
    *documents, summary = added.lines
    assert sum(summary["summary"][name] for name in ("ready", "partly", "skipped", "failed")) == len(FILES)
    return {Path(document["document"]).name: document for document in documents}


def test_every_file_has_a_true_status_and_says_why(told: dict[str, Any]) -> None:
    assert told.keys() == FILES.keys()
    wrong = {
        name: (told[name]["status"], told[name]["reason"])
        for name, (_, statuses, why) in FILES.items()
        if told[name]["status"] not in statuses or why not in (told[name]["reason"] or "")
    }
    assert wrong == {}


def test_only_what_is_not_simply_ready_has_a_reason(told: dict[str, Any]) -> None:
    for document in told.values():
        assert (document["reason"] is None) == (document["status"] == "ready"), document


def test_list_says_the_same_later(program: Program, told: dict[str, Any]) -> None:
    listed = {Path(one["document"]).name: one for one in program.json("list", "--json")["documents"]}
    assert {name: (one["status"], one["reason"]) for name, one in listed.items()} == {
        name: (one["status"], one["reason"]) for name, one in told.items()
    }


def test_facts_are_quoted_with_their_page(program: Program, folder: Path, told: dict[str, Any]) -> None:
    assert (told["harbour journal.pdf"]["pages"], told["harbour journal.pdf"]["pages_read"]) == (PAGES, PAGES)
    facts = {page: bad_files.page_fact(page) for page in ASKED_PAGES}
    questions = [f"Who paid {100 + page * 7} crowns, according to entry {page}?" for page in facts]
    asked = program.run("ask", "--json", "--no-model", "-", stdin="".join(f"{one}\n" for one in questions))
    for (page, fact), answer in zip(facts.items(), asked.lines, strict=True):
        quote = answer["quotes"][0]
        assert (quote["place"]["page"], quote["document"]) == (page, str(folder / "harbour journal.pdf"))
        assert " ".join(quote["text"].split()) == fact
        assert quote["place"]["heading"] == [f"Volume {(page - 1) // 10 + 1}"]


def test_neighbours_of_broken_files_are_found(program: Program, told: dict[str, Any]) -> None:
    answers = {
        "roses were cut": "notes.md",
        "ferry sails": "page.html",
        "gata crías": "letter.txt",
        "bomba": "acta.docx",
    }
    found = program.run("search", "--json", "--limit", "1", "-", stdin="".join(f"{words}\n" for words in answers))
    names = [Path(result["passages"][0]["document"]).name for result in found.lines]
    assert names == list(answers.values())


def test_adding_again_reads_and_embeds_nothing(program: Program, folder: Path, told: dict[str, Any]) -> None:
    (summary,) = program.run("add", "--json", folder).lines
    assert summary["summary"]["unchanged"] == len(told)
    assert summary["summary"]["spans_embedded"] == 0
