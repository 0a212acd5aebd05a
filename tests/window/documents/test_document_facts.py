from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

from ragdesk.protocol.errors import ReadFailure
from ragdesk.protocol.records import Status
from ragdesk.window.documents.document_facts import LOOKS, all_facts, facts_line, spoken
from ragdesk.window.reasons import SHORT, TO_DO, short_reason, what_to_do
from tests.window.sample_data import document


def test_every_reason_has_words_and_something_to_do() -> None:
    codes = {*get_args(ReadFailure), "excluded"}
    assert set(SHORT) == set(TO_DO) == codes
    assert all(short_reason(code) and what_to_do(code).endswith(".") for code in codes)


def test_an_unknown_reason_of_a_newer_engine_is_still_told() -> None:
    assert short_reason("on_fire") == "on fire"
    assert short_reason(None) == ""


def test_each_state_has_a_shape_of_its_own() -> None:
    assert set(LOOKS) == set(get_args(Status))
    assert len({look.icon for look in LOOKS.values()}) == len(LOOKS)


def test_the_line_tells_what_is_most_worth_knowing() -> None:
    today = datetime.now(UTC).isoformat()
    report = replace(document(1, "/a/lease.pdf", "Lease", pages=86), modified_at=today)
    assert facts_line(report, "en").endswith("· today")
    assert facts_line(replace(report, pages_by_ocr=29), "en").endswith("· 29 by OCR")
    assert facts_line(replace(report, language="es"), "en").endswith("· Spanish")
    assert facts_line(report, "en", is_reading=True).endswith("· reading")
    locked = document(1, "/a/b.pdf", "b", "failed", code="encrypted", reason="It is locked.")
    assert facts_line(locked, "en") == "needs its password"
    partly = document(1, "/a/b.pdf", "b", "partly", pages=12, pages_read=9, code="no_text")
    assert facts_line(partly, "en") == "9 of 12 pages · no text found"


def test_a_screen_reader_hears_name_state_and_amount() -> None:
    assert spoken(document(1, "/a/lease-2024.pdf", "x", pages=86)).startswith("lease-2024.pdf, ready, 86 ")
    locked = document(1, "/a/b.pdf", "b", "failed", code="encrypted", type=None)
    assert spoken(locked) == "b.pdf, not read, needs its password"


def test_the_tooltip_tells_the_full_reason_and_what_to_do() -> None:
    told = all_facts(document(1, "/a/b.pdf", "b", "failed", code="encrypted", reason="The PDF is locked."))
    assert "/a/b.pdf" in told
    assert "The PDF is locked." in told
    assert "without a password" in told


def test_the_tooltip_gives_one_piece_of_advice() -> None:
    reason = "This PDF is locked: it can only be read with its password. Save a copy without it, and add that."
    told = all_facts(document(1, "/a/b.pdf", "b", "failed", code="encrypted", reason=reason)).splitlines()
    assert told[-1] == reason
    gone = all_facts(document(1, "/a/b.pdf", "b", "failed", code="vanished", reason="The file is not there."))
    assert gone.splitlines()[-2:] == ["The file is not there.", what_to_do("vanished")]
