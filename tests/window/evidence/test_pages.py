"""Pages of a PDF: drawn, marked, zoomed, turned, and asked for only where they are seen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ragdesk.protocol.records import Quote
from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.evidence.goal import Goal, goal_y
from ragdesk.window.evidence.page_layout import PageLayout, Zoom
from ragdesk.window.evidence.page_painter import box_rect
from ragdesk.window.panels.evidence import EvidencePanel
from ragdesk.window.theme import PAGE_MARK
from ragdesk.window.theming import Appearance, Theming
from tests.window.drawn_page import line_box
from tests.window.fake_engine import FakeEngine


def is_marked(panel: EvidencePanel) -> bool:
    return bool(panel.view.pages._marks) and panel.view._going.aim is None


def drawn(panel: EvidencePanel, page: int) -> bool:
    return panel.view.stack.store.image(page) is not None


def pages_asked(engine: FakeEngine) -> set[object]:
    return {call[1] for call in engine.called("render_page")}


def test_citation_opens_its_page_with_the_words_marked(
    qtbot: QtBot, panel: EvidencePanel, desk: Desk, quotes: list[Quote]
) -> None:
    desk.show_evidence(quotes, 0)
    qtbot.waitUntil(lambda: is_marked(panel) and drawn(panel, 2))
    assert panel.header.name.text() == "report-2024.pdf"
    assert panel.header.page.text() == "page 2 of 3"
    assert panel.footer.citation.text() == "Citation 1 of 3"
    view = panel.view.pages
    box = box_rect(view.layout_of_pages.rect(2), line_box(0))
    spot = QPoint(round(box.right()) - 3, round(box.top()) + 1 - view.verticalScrollBar().value())
    assert view.viewport().grab().toImage().pixelColor(spot) == QColor(PAGE_MARK)


def test_which_citation_is_shown_can_be_read_in_a_narrow_pane(
    qtbot: QtBot, panel: EvidencePanel, desk: Desk, quotes: list[Quote], theming: Theming
) -> None:
    desk.show_evidence(quotes, 0)
    citation = panel.footer.citation
    qtbot.waitUntil(lambda: citation.text() == "Citation 1 of 3")
    theming.choose(Appearance("light", 150, "yes"))
    panel.setMinimumWidth(1)  # as between the other panes
    panel.resize(400, panel.height())
    qtbot.waitUntil(lambda: citation.text() == "1 / 3")
    assert citation.fontMetrics().horizontalAdvance(citation.text()) < citation.width()
    assert citation.accessibleName() == "Citation 1 of 3"
    theming.choose(Appearance("light", 100, "yes"))
    qtbot.waitUntil(lambda: citation.text() == "Citation 1 of 3")


def test_other_quotes_of_the_page_are_marked_fainter(
    qtbot: QtBot, panel: EvidencePanel, desk: Desk, quotes: list[Quote]
) -> None:
    desk.show_evidence(quotes, 0)
    qtbot.waitUntil(lambda: set(panel.view.pages._marks) == {2, 3})
    assert [mark.is_faint for mark in panel.view.pages._marks[2]] == [False]
    assert {mark.is_faint for mark in panel.view.pages._marks[3]} == {True}


def test_next_citation_goes_to_its_page_and_around_the_end(
    qtbot: QtBot, panel: EvidencePanel, desk: Desk, actions: Actions, quotes: list[Quote]
) -> None:
    desk.show_evidence(quotes, 0)
    actions["next_citation"].trigger()
    qtbot.waitUntil(lambda: is_marked(panel) and panel.view.page == 3)
    actions["next_citation"].trigger()
    assert panel.header.name.text() == "acta-2025.docx"
    actions["next_citation"].trigger()
    qtbot.waitUntil(lambda: panel.view.page == 2)


def test_a_long_document_is_asked_for_few_pages(
    qtbot: QtBot, engine: FakeEngine, panel: EvidencePanel, desk: Desk, long_document: str
) -> None:
    desk.show_document(long_document, "Long", 300)
    qtbot.waitUntil(lambda: drawn(panel, 300) and panel.view.page_count == 600)
    bar = panel.view.pages.verticalScrollBar()
    for step in range(60):  # as dragged from one end to the other
        bar.setSliderPosition(round(bar.maximum() * step / 60))
        QApplication.processEvents()
    bar.setSliderPosition(0)
    qtbot.waitUntil(lambda: drawn(panel, 1) and drawn(panel, 2))
    assert panel.view.page == 1
    assert len(pages_asked(engine)) < 20


def test_page_is_asked_for_at_the_size_that_it_is_drawn_in(
    qtbot: QtBot, panel: EvidencePanel, desk: Desk, quotes: list[Quote]
) -> None:
    desk.show_evidence(quotes, 0)
    qtbot.waitUntil(lambda: drawn(panel, 2))
    view = panel.view.pages
    image = view._store.image(2)
    assert image is not None
    assert abs(image.image.width() - view.layout_of_pages.rect(2).width * view.devicePixelRatioF()) <= 1


def test_page_turning_by_actions_and_by_typing_a_number(
    qtbot: QtBot, panel: EvidencePanel, desk: Desk, actions: Actions, long_document: str
) -> None:
    desk.show_document(long_document, "Long", 5)
    qtbot.waitUntil(lambda: panel.view.page_count == 600)
    actions["next_page"].trigger()
    assert panel.view.page == 6
    actions["previous_page"].trigger()
    actions["previous_page"].trigger()
    assert panel.view.page == 4
    field = panel.footer.page
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "512")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert panel.view.page == 512
    qtbot.waitUntil(lambda: drawn(panel, 512))
    assert panel.header.page.text() == "page 512 of 600"


def test_zoom_by_actions_menu_and_wheel(
    qtbot: QtBot, panel: EvidencePanel, desk: Desk, actions: Actions, quotes: list[Quote]
) -> None:
    desk.show_evidence(quotes, 0)
    view = panel.view.pages
    qtbot.waitUntil(lambda: drawn(panel, 2))
    fitted = view.layout_of_pages.rect(2).width
    assert fitted <= view.viewport().width() - 30
    actions["zoom_in"].trigger()
    assert view.layout_of_pages.rect(2).width > 1.15 * fitted
    panel.header.zoom_asked_for.emit(Zoom("none", 100))
    assert abs(view.layout_of_pages.rect(2).width - 595 * 96 / 72) <= 1
    wheel = QWheelEvent(
        QPointF(50, 50), QPointF(50, 50), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), wheel)
    assert view.zoom.percent > 105
    actions["fit_page"].trigger()
    assert view.layout_of_pages.rect(2).height <= view.viewport().height()
    actions["fit_width"].trigger()
    assert view.layout_of_pages.rect(2).width == fitted


def test_zooming_keeps_the_place(qtbot: QtBot, panel: EvidencePanel, desk: Desk, long_document: str) -> None:
    desk.show_document(long_document, "Long", 300)
    qtbot.waitUntil(lambda: drawn(panel, 300) and panel.view.page_count == 600)
    panel.view.pages.zoom_by(2)
    panel.view.pages.zoom_by(0.5)
    assert panel.view.page == 300


def test_a_slow_page_says_that_it_is_being_drawn(
    qtbot: QtBot, engine: FakeEngine, panel: EvidencePanel, desk: Desk, quotes: list[Quote]
) -> None:
    desk.show_evidence(quotes, 0)
    qtbot.waitUntil(lambda: is_marked(panel) and drawn(panel, 3))
    engine.stall()
    desk.show_document(quotes[0].document, "", 1)
    panel.view.stack.store.open(quotes[0].document)
    before = panel.view.pages.viewport().grab().toImage()
    panel.view.pages.go_to(1)
    qtbot.waitUntil(lambda: not panel.view.pages._asking.has_patience)
    assert panel.view.pages.viewport().grab().toImage() != before
    engine.go_on()
    qtbot.waitUntil(lambda: drawn(panel, 1))


def test_keys_scroll(qtbot: QtBot, panel: EvidencePanel, desk: Desk, long_document: str) -> None:
    desk.show_document(long_document, "Long", 1)
    qtbot.waitUntil(lambda: panel.view.page_count == 600)
    view, bar = panel.view.pages, panel.view.pages.verticalScrollBar()
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    below = bar.value()
    assert below > 0
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert bar.value() > below
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert panel.view.page == 600
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert bar.value() == 0


def test_screen_readers_hear_the_page_and_what_is_marked(
    qtbot: QtBot, panel: EvidencePanel, desk: Desk, quotes: list[Quote]
) -> None:
    desk.show_evidence(quotes, 0)
    name = "Page 2 of report-2024.pdf; marked: Ticket income in 2024 was 61,930 euros."
    qtbot.waitUntil(lambda: panel.view.pages.accessibleName() == name)


def test_engine_that_died_is_asked_again(
    qtbot: QtBot, engine: FakeEngine, panel: EvidencePanel, desk: Desk, quotes: list[Quote]
) -> None:
    engine.stall()
    desk.show_evidence(quotes, 0)
    with qtbot.waitSignal(panel._link.engine_ready, timeout=4000):
        engine.die()
        engine.go_on()
    qtbot.waitUntil(lambda: is_marked(panel) and drawn(panel, 2), timeout=4000)


def test_mark_comes_into_the_upper_third() -> None:
    layout = PageLayout()
    layout.set_pages(10)
    layout.fit(420, 300, Zoom())
    box = line_box(20)
    y = goal_y(layout, Goal(4, box), 300)
    assert 0 <= box_rect(layout.rect(4), box).top() - y <= 101
    assert goal_y(layout, Goal(4, line_box(0)), 300) == layout.rect(4).top - 16
