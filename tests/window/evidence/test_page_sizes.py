"""Pages of any size are drawn once: what was drawn before their size was known is used."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from ragdesk.protocol.records import PageImage
from ragdesk.window.desk import Desk
from ragdesk.window.evidence.page_layout import PageLayout, Zoom
from ragdesk.window.panels.evidence import EvidencePanel
from tests.window import drawn_page, sample_data
from tests.window.fake_engine import FakeEngine

LETTER, LANDSCAPE, BOOK, SLIDE = (612, 792), (842, 595), (432, 648), (960, 540)
PAGES = 40


@pytest.fixture
def drawings(engine: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Counter[object]]:
    """`drawings(LETTER)`: from now on pages have this size; the counter says how often each was drawn."""

    def of_size(width: int, height: int, of_page: dict[int, tuple[int, int]] | None = None) -> Counter[object]:
        counted: Counter[object] = Counter()
        one_at_a_time = threading.Lock()

        def render_page(document: str, page: int, scale: float = 1.5) -> PageImage:
            with one_at_a_time:
                counted[page] += 1
                wide, high = (of_page or {}).get(page, (width, height))
                monkeypatch.setattr(drawn_page, "WIDTH", wide)
                monkeypatch.setattr(drawn_page, "HEIGHT", high)
                return drawn_page.draw_page(page, PAGES, scale)

        engine.render_page = render_page  # type: ignore[method-assign]
        return counted

    return of_size


def open_pdf(engine: FakeEngine, desk: Desk, name: str, page: int = 3) -> str:
    path = f"{sample_data.FOLDER}/{name}.pdf"
    engine.documents[path] = sample_data.document(601, path, name, pages=PAGES)
    engine.texts[path] = sample_data.sections([(n, f"Part {n}", f"Part {n} of it.") for n in range(1, PAGES + 1)])
    desk.show_document(path, name, page)
    return path


def settle(qtbot: QtBot, panel: EvidencePanel, *pages: int) -> None:
    """Until these pages are there and nothing more is asked for."""
    view, store = panel.view.pages, panel.view.stack.store
    qtbot.waitUntil(
        lambda: (
            all(store.image(page) for page in pages)
            and not view._asking.is_pending
            and not store._under_way
            and panel.view.shown.words is not None
        )
    )


@pytest.mark.parametrize("size", [LETTER, LANDSCAPE, SLIDE, (drawn_page.WIDTH, drawn_page.HEIGHT)])
def test_each_page_is_drawn_once(
    qtbot: QtBot, engine: FakeEngine, panel: EvidencePanel, desk: Desk, drawings: Callable[..., Counter[object]],
    size: tuple[int, int],
) -> None:  # fmt: skip
    counted = drawings(*size)
    open_pdf(engine, desk, "paper")
    settle(qtbot, panel, 2, 3, 4)
    assert set(counted.values()) == {1}


def test_a_size_that_cannot_be_guessed_costs_one_drawing_and_is_remembered(
    qtbot: QtBot, engine: FakeEngine, panel: EvidencePanel, desk: Desk, drawings: Callable[..., Counter[object]]
) -> None:
    counted = drawings(*BOOK)
    first = open_pdf(engine, desk, "novel")
    settle(qtbot, panel, 2, 3, 4)
    assert sum(counted.values()) == len(counted) + 1
    counted = drawings(*LANDSCAPE)
    open_pdf(engine, desk, "slides")
    settle(qtbot, panel, 3, 4)
    counted = drawings(*BOOK)
    desk.show_document(first, "novel", 9)
    settle(qtbot, panel, 8, 9, 10)
    assert set(counted.values()) == {1}


def test_pages_of_scans_differ_a_little_and_are_drawn_once(
    qtbot: QtBot, engine: FakeEngine, panel: EvidencePanel, desk: Desk, drawings: Callable[..., Counter[object]]
) -> None:
    counted = drawings(595, 842, {n: (590 + 3 * (n % 5), 838 + 2 * (n % 4)) for n in range(1, PAGES + 1)})
    open_pdf(engine, desk, "scan")
    settle(qtbot, panel, 2, 3, 4)
    assert set(counted.values()) == {1}
    assert panel.view.pages.horizontalScrollBar().maximum() == 0


def test_a_wide_page_among_others_is_drawn_once_and_fits(
    qtbot: QtBot, engine: FakeEngine, panel: EvidencePanel, desk: Desk, drawings: Callable[..., Counter[object]]
) -> None:
    counted = drawings(595, 842, {4: LANDSCAPE})
    open_pdf(engine, desk, "report")
    settle(qtbot, panel, 2, 3, 4)
    assert counted[4] == 1
    view = panel.view.pages
    drawn = panel.view.stack.store.image(4)
    assert drawn is not None
    assert abs(drawn.image.width() - view.layout_of_pages.rect(4).width * view.devicePixelRatioF()) <= 1
    assert view.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("fit", ["width", "page"])
def test_pages_of_every_size_stay_in_the_pane(fit: str) -> None:
    for size in (LETTER, LANDSCAPE, BOOK, SLIDE, (600, 840), (580, 850)):
        layout = PageLayout()
        layout.open("a.pdf")
        layout.set_pages(3)
        layout.fit(420, 600, Zoom("page" if fit == "page" else "width"))
        layout.set_size(1, *size)
        assert layout.width == 420
        assert fit == "width" or layout.rect(1).height <= 600
        assert layout.rect(1).left >= 12
