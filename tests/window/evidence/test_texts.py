"""Documents as text: the passage in place, headings, large texts, and the way from a page to its text."""

from __future__ import annotations

from PySide6.QtGui import QFont, QTextCursor
from pytestqt.qtbot import QtBot

from ragdesk.protocol.records import Place, Quote, SectionRecord
from ragdesk.window.desk import Desk
from ragdesk.window.evidence.document_words import DocumentWords
from ragdesk.window.panels.evidence import EvidencePanel
from tests.window import sample_data
from tests.window.evidence.conftest import quote
from tests.window.fake_engine import FakeEngine


def marked(panel: EvidencePanel) -> list[str]:
    """The words that are marked, in the order in which they are painted."""
    return [one.cursor.selectedText() for one in panel.view.text.extraSelections()]  # type: ignore[attr-defined]


def test_passage_is_marked_in_its_text(qtbot: QtBot, panel: EvidencePanel, desk: Desk, quotes: list[Quote]) -> None:
    desk.show_evidence(quotes, 2)
    qtbot.waitUntil(lambda: marked(panel) == [quotes[2].text])
    assert panel.view.stack.currentWidget() is panel.view.text
    colours = panel.header._zoom._theming.theme.colours
    assert panel.view.text.extraSelections()[0].format.background().color().name() == colours.mark  # type: ignore
    assert not panel.footer.text_switch.isVisible()


def test_markup_is_shown_as_it_stands(qtbot: QtBot, engine: FakeEngine, panel: EvidencePanel, desk: Desk) -> None:
    hostile = "<b>bold</b> <img src='file:///etc/passwd'> ![x](y.png)"
    engine.texts[sample_data.GUIDE] = sample_data.sections([(None, "", hostile)])
    desk.show_document(sample_data.GUIDE, "guide")
    qtbot.waitUntil(lambda: panel.view.text.toPlainText() == hostile)


def test_heading_lines_are_bold(qtbot: QtBot, engine: FakeEngine, panel: EvidencePanel, desk: Desk) -> None:
    engine.texts[sample_data.GUIDE] = sample_data.sections([(None, "Asking", "## Asking\n\nType a question.")])
    desk.show_document(sample_data.GUIDE, "guide")
    qtbot.waitUntil(lambda: "Type" in panel.view.text.toPlainText())
    cursor = QTextCursor(panel.view.text.document())
    cursor.setPosition(3)
    assert cursor.charFormat().fontWeight() == QFont.Weight.Bold
    cursor.setPosition(15)
    assert cursor.charFormat().fontWeight() != QFont.Weight.Bold


def test_characters_that_qt_counts_twice_do_not_shift_marks(
    qtbot: QtBot, engine: FakeEngine, panel: EvidencePanel, desk: Desk
) -> None:
    engine.texts[sample_data.GUIDE] = sample_data.sections([(None, "", "🗼🗼 The lamp\u2028 burns.")])
    text = engine.texts[sample_data.GUIDE][0].text
    start = text.index("burns")
    desk.show_evidence([Quote(1, sample_data.GUIDE, "", Place(None, (), start, start + 5), "burns", 1.0, 1)], 0)
    qtbot.waitUntil(lambda: marked(panel) == ["burns"])


def test_a_large_text_is_shown_at_its_passage_at_once(
    qtbot: QtBot, engine: FakeEngine, panel: EvidencePanel, desk: Desk
) -> None:
    line = "The tide tables of the year before are kept in the tower, beside the log.\n"
    text = line * 20_000 + "Here it stands.\n" + line * 20_000
    engine.texts[sample_data.GUIDE] = (SectionRecord(Place(None, (), 0, len(text)), text),)
    start = text.index("Here")
    desk.show_evidence(
        [Quote(1, sample_data.GUIDE, "", Place(None, (), start, start + 15), "Here it stands.", 1, 1)], 0
    )
    qtbot.waitUntil(lambda: marked(panel) == ["Here it stands."])
    view = panel.view.text
    selections = view.extraSelections()
    shown = view.cursorRect(selections[0].cursor)  # type: ignore[attr-defined]
    assert 0 < shown.top() < view.viewport().height() / 2
    qtbot.waitUntil(lambda: view.is_complete)
    assert len(view.toPlainText()) == len(text)


def test_switch_shows_the_text_of_a_pdf_and_its_page_again(
    qtbot: QtBot, panel: EvidencePanel, desk: Desk, quotes: list[Quote]
) -> None:
    desk.show_evidence(quotes, 1)
    qtbot.waitUntil(lambda: panel.view.shown.words is not None)
    panel.footer.text_switch.click()
    assert panel.view.stack.currentWidget() is panel.view.text
    assert marked(panel)[-1] == quotes[1].text
    assert panel.header.page.text() == "page 3 of 3"
    panel.view.go_to_page(1)
    assert panel.header.page.text() == "page 1 of 3"
    panel.footer.text_switch.click()
    assert panel.view.stack.currentWidget() is panel.view.pages
    assert panel.view.page == 1


def test_quote_of_a_text_that_was_read_again_is_found_where_it_stands_now() -> None:
    sections = sample_data.sections([(None, "", "New words. The lamp burns. More."), (None, "", "The lamp burns.")])
    words = DocumentWords(sample_data.documents()[0], "", (), (), (), ())
    words = DocumentWords(words.record, "\n\n".join(one.text for one in sections), (0,), (None,), (), ())
    old = Quote(1, "", "", Place(None, (), 3, 18), "The lamp burns.", 1.0, 1)
    assert words.anchor(old) == (11, 26)
    assert words.anchor(Quote(1, "", "", Place(None, (), 3, 12), "Not there", 1.0, 1)) is None


def test_words_that_are_no_longer_there_are_told(
    qtbot: QtBot, engine: FakeEngine, panel: EvidencePanel, desk: Desk
) -> None:
    lost = quote(sample_data.GUIDE, 0)
    engine.texts[sample_data.GUIDE] = sample_data.sections([(None, "", "Everything was written anew.")])
    desk.show_evidence([lost], 0)
    qtbot.waitUntil(panel._note.isVisible)
    assert "no longer in it" in panel._note.text()
    assert marked(panel) == []
