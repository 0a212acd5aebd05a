"""Finding words in the shown document."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ragdesk.protocol.records import Quote
from ragdesk.window.desk import Desk
from ragdesk.window.evidence.finding import find_all, folded
from ragdesk.window.panels.evidence import EvidencePanel


def found(text: str, words: str) -> list[str]:
    return [text[start:end] for start, end in find_all(text, words)]


def test_case_accents_and_line_ends_do_not_matter() -> None:
    assert found("La Reunión\nanual; la REUNION  anual", "reunion anual") == ["Reunión\nanual", "REUNION  anual"]
    assert found("cafe\u0301 negro", "café negro") == ["cafe\u0301 negro"]
    assert found("한국 하늘", "하") == ["하"]
    assert found("a.c abc", "a.c") == ["a.c"]
    assert found("anything", "  ") == []


@given(st.text(), st.text())
def test_folding_keeps_places(before: str, after: str) -> None:
    assert len(folded(before + after)) == len(before + after)
    spans = find_all(before + " Faro " + after, "faro")
    assert (len(before) + 1, len(before) + 5) in [(start, start + 4) for start, _ in spans]


def test_hits_are_counted_stepped_through_and_marked_on_their_page(
    qtbot: QtBot, panel: EvidencePanel, desk: Desk, long_document: str
) -> None:
    desk.show_document(long_document, "Long", 7)
    qtbot.waitUntil(lambda: panel.view.shown.words is not None)
    panel.find()
    qtbot.keyClicks(panel.find_bar.field, "PART 59")
    qtbot.waitUntil(lambda: panel.find_bar._count.text() == "1 of 11")
    qtbot.waitUntil(lambda: panel.view.page == 59 and 59 in panel.view.pages._marks)
    assert not panel.view.pages._marks[59][-1].is_faint
    panel.find_next()
    qtbot.waitUntil(lambda: panel.view.page == 590)
    panel.find_previous()
    panel.find_previous()
    qtbot.waitUntil(lambda: panel.view.page == 599)
    assert panel.find_bar._count.text() == "11 of 11"


def test_words_that_are_nowhere_are_told(qtbot: QtBot, panel: EvidencePanel, desk: Desk, quotes: list[Quote]) -> None:
    desk.show_evidence(quotes, 0)
    panel.find()
    qtbot.keyClicks(panel.find_bar.field, "zeppelin")
    qtbot.waitUntil(lambda: panel.find_bar._count.text() == "Not found")


def test_escape_closes_the_field_and_marks_the_quote_again(
    qtbot: QtBot, panel: EvidencePanel, desk: Desk, quotes: list[Quote]
) -> None:
    desk.show_evidence(quotes, 2)
    qtbot.waitUntil(lambda: panel.view.shown.words is not None)
    panel.find()
    qtbot.keyClicks(panel.find_bar.field, "cuota")
    qtbot.keyClick(panel.find_bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(panel.view.finder.hits) == 1)
    qtbot.keyClick(panel.find_bar.field, Qt.Key.Key_Escape)
    assert panel.find_bar.isHidden()
    shown = panel.view.text.extraSelections()
    assert [one.cursor.selectedText() for one in shown] == [quotes[2].text]  # type: ignore[attr-defined]
