"""The JSON that README documents: shapes, one object per line, valid UTF-8."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragdesk.cli.json_lines import one_line
from ragdesk.protocol.engine_records import Check
from tests.cli.running import HARBOUR, Ragdesk
from tests.doubles import FakeEngine, record, unreadable

PLACE = {"page", "heading", "start", "end"}
PASSAGE = {"n", "document", "title", "place", "text", "score"}
DOCUMENT = {"document", "status", "reason", "pages", "chunks", "language"}


def test_search_prints_passages_with_their_places(ragdesk: Ragdesk) -> None:
    found = ragdesk("search", "--json", "Who", "dredged", "the", "harbour?").json
    assert found["question"] == "Who dredged the harbour?"
    assert found["searched"] == {"documents": 2, "of": 2}
    assert found["took_ms"] == 12.5
    [passage] = found["passages"]
    assert set(passage) >= PASSAGE
    assert set(passage["place"]) == PLACE
    assert passage["document"] == "/sources/harbour.md"
    assert passage["place"]["heading"] == ["Part one"]
    quote = found["quotes"][0]
    assert passage["text"][quote["place"]["start"] : quote["place"]["end"]] == quote["text"]


def test_search_keeps_its_limit(ragdesk: Ragdesk, engine: FakeEngine) -> None:
    for number in range(5):
        engine.put(f"/sources/copy{number}.txt", HARBOUR)
    assert len(ragdesk("search", "--json", "--limit", "3", "harbour").json["passages"]) == 3


def test_ask_prints_the_whole_answer(ragdesk: Ragdesk) -> None:
    answer = ragdesk("ask", "--json", "Who dredged the harbour?").json
    assert answer["found"] is True
    assert answer["sentences"][0] == {
        "text": answer["answer"],
        "supported": True,
        "citations": [1],
        "unknown_numbers": [],
    }
    assert set(answer["quotes"][0]) == {"n", "document", "title", "place", "text", "score", "passage"}
    assert set(answer["passages"][0]) >= PASSAGE
    assert answer["timings_ms"] == {"quotes": 12.5, "first_token": 400.0, "total": 900.0}
    assert answer["budget"]["passages_read"] == [1]
    assert (answer["model"], answer["origin"], answer["evidence"]) == ("fake-model", "model", "enough")
    assert {"language", "note", "nearest", "searched", "question"} <= set(answer)


def test_ask_without_model_stops_at_the_quotes(ragdesk: Ragdesk) -> None:
    answer = ragdesk("ask", "--json", "--no-model", "Who dredged the harbour?").json
    assert (answer["origin"], answer["model"]) == ("quotes", None)
    assert answer["timings_ms"]["first_token"] is None


def test_a_question_about_nothing_is_not_found(ragdesk: Ragdesk) -> None:
    answer = ragdesk("ask", "--json", "Mongolia?").json
    assert answer["found"] is False
    assert answer["quotes"] == []


@pytest.mark.parametrize("command", ["search", "ask"])
def test_each_line_of_standard_input_gets_one_line(ragdesk: Ragdesk, command: str) -> None:
    outcome = ragdesk(command, "--json", "-", stdin="harbour?\n\n¿faro?\r\nMongolia".encode())
    assert outcome.code == 0
    assert [line["question"] for line in outcome.json_lines] == ["harbour?", "", "¿faro?", "Mongolia"]
    assert [len(line["passages"]) for line in outcome.json_lines] == [1, 0, 1, 0]
    full, empty = outcome.json_lines[:2]
    assert set(empty) == set(full)


def test_a_line_that_fails_keeps_its_place_among_the_others(ragdesk: Ragdesk, engine: FakeEngine) -> None:
    engine.fault = unreadable()
    outcome = ragdesk("search", "--json", "-", stdin=b"one\ntwo\n")
    assert outcome.code == 1
    assert [line["error"]["message"] for line in outcome.json_lines] == ["The catalogue cannot be read."] * 2


def test_standard_input_in_an_old_code_page_is_still_read(ragdesk: Ragdesk) -> None:
    outcome = ragdesk("search", "--json", "-", stdin="\ufeffharbour\n".encode() + b"caf\xe9 harbour\n")
    assert [len(line["passages"]) for line in outcome.json_lines] == [1, 1]
    assert outcome.json_lines[0]["question"] == "harbour"


def test_add_prints_a_line_per_document_and_a_summary(ragdesk: Ragdesk, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("The tide is high.")
    (tmp_path / "bad.pdf").write_text("%PDF nothing")
    outcome = ragdesk("add", "--json", str(tmp_path))
    bad, good, summary = outcome.json_lines
    assert (bad["document"], bad["status"], bad["reason"], bad["outcome"]) == (
        str(tmp_path / "bad.pdf"),
        "failed",
        "The file is broken.",
        "added",
    )
    assert (good["status"], good["reason"]) == ("ready", None)
    assert summary["summary"]["ready"] == summary["summary"]["failed"] == 1
    assert outcome.code == 1


def test_list_prints_every_document(ragdesk: Ragdesk, engine: FakeEngine) -> None:
    engine.records["/sources/x.pdf"] = record("/sources/x.pdf", "failed", "Broken.")
    documents = ragdesk("list", "--json").json["documents"]
    assert [one["status"] for one in documents] == ["ready", "ready", "failed"]
    assert all(set(one) >= DOCUMENT for one in documents)
    [failed] = ragdesk("list", "--json", "--status", "failed").json["documents"]
    assert failed["reason"] == "Broken."


def test_show_prints_sections(ragdesk: Ragdesk) -> None:
    shown = ragdesk("show", "--json", "harbour.md").json
    assert shown["document"] == "/sources/harbour.md"
    assert shown["status"] == "ready"
    [section] = shown["sections"]
    assert set(section["place"]) == PLACE
    assert section["text"] == HARBOUR


def test_remove_names_what_it_removed(ragdesk: Ragdesk, engine: FakeEngine) -> None:
    assert [one["document"] for one in ragdesk("remove", "--json", "harbour.md").json["removed"]] == [
        "/sources/harbour.md"
    ]
    assert "/sources/harbour.md" not in engine.records


def test_status_and_doctor_print_their_records(ragdesk: Ragdesk, engine: FakeEngine) -> None:
    assert ragdesk("status", "--json").json["libraries"][0]["name"] == "default"
    engine.checks.append(Check("disk", ok=False, found="full", hint="Make room.", facts={"free": "0"}))
    outcome = ragdesk("doctor", "--json")
    assert outcome.code == 1
    assert outcome.json["ok"] is False
    assert outcome.json["checks"][1] == {
        "name": "disk",
        "ok": False,
        "found": "full",
        "hint": "Make room.",
        "facts": {"free": "0"},
    }


def test_a_path_that_is_no_text_is_recoverable_from_valid_utf8(ragdesk: Ragdesk, engine: FakeEngine) -> None:
    path = "/sources/caf\udce9.txt"
    engine.put(path, "Coffee is served.")
    outcome = ragdesk("list", "--json")
    outcome.out.encode("utf-8")
    assert path in [one["document"] for one in outcome.json["documents"]]


@given(st.text(alphabet=st.characters(codec=None)))
def test_any_text_fits_on_one_line_of_utf8(text: str) -> None:
    line = one_line({"text": text})
    assert json.loads(line) == {"text": text}
    assert line.encode("utf-8").decode("utf-8").splitlines() == [line]
    assert "\x1b" not in line
