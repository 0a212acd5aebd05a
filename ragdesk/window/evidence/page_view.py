"""PageView: the pages of a document below each other, of which only those in sight are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from ragdesk.protocol.records import Box
from ragdesk.window.evidence.gentle_scroll import GentleScroll, scroll_by_key
from ragdesk.window.evidence.goal import Goal, goal_y
from ragdesk.window.evidence.page_asking import PageAsking
from ragdesk.window.evidence.page_layout import PageLayout, Zoom
from ragdesk.window.evidence.page_painter import Marked, box_rect, paint_image, paint_marks, paint_paper, paint_words
from ragdesk.window.evidence.page_store import PageStore
from ragdesk.window.theming import Theming
from ragdesk.window.words import fill, number

STEP = 1.2
"""One step of zooming; a notch of the wheel is half of it."""


class PageView(QAbstractScrollArea):
    """Shows what `store` holds. Tell it how many pages there are, where to go, and what is marked."""

    page_changed = Signal(int)
    """Another page is the one being looked at."""
    zoom_changed = Signal()

    def __init__(self, store: PageStore, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evidence_pages")
        self.setProperty("role", "well")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._store, self._theming = store, theming
        self.layout_of_pages = PageLayout()
        self.zoom = Zoom()
        self.page = 0
        self._goal: Goal | None = None
        self._waits_for_goal = False
        self._marks: Mapping[int, Sequence[Marked]] = {}
        self._undrawable: set[int] = set()
        self._gentle = GentleScroll(self.verticalScrollBar(), theming, self)
        self._asking = PageAsking(self._ask, self)
        self._asking.patience_lost.connect(self._stop_waiting)
        self._before = 0
        store.arrived.connect(self._take)
        theming.changed.connect(self._repaint)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().actionTriggered.connect(self._let_go)

    # what is shown

    def open(self, document: str, pages: int) -> None:
        """Another document, of at least so many pages; the first image tells how many there are."""
        self._goal, self._waits_for_goal, self.page = None, False, 0
        self._gentle.stop()
        self._marks = {}
        self._undrawable.clear()
        self.layout_of_pages.open(document)
        self.set_pages(pages)
        self.verticalScrollBar().setValue(0)

    def set_pages(self, pages: int) -> None:
        """How many pages the document has."""
        if pages != self.layout_of_pages.pages:
            self.layout_of_pages.set_pages(pages)
            self._arrange()

    def set_marks(self, marks: Mapping[int, Sequence[Marked]]) -> None:
        """By page; in place of those before."""
        self._marks = marks
        self._repaint()

    def set_undrawable(self, page: int) -> None:
        """A page that will not come; its paper says so."""
        self._undrawable.add(page)
        self._repaint()

    def go_to(self, page: int, box: Box | None = None) -> None:
        """To a page, or to a box on it. What is seen stays until the page is there, but not for long."""
        pages = self.layout_of_pages.pages
        if not pages:
            return
        self._goal = Goal(min(pages, max(1, page)), box)
        self._waits_for_goal = self._store.image(self._goal.page) is None
        if not self._waits_for_goal:
            self._approach()
        self._set_page(self._goal.page)
        self._asking.wait()
        self._ask()

    def set_zoom(self, zoom: Zoom) -> None:
        """What is at the top of the pane stays there."""
        zoom = zoom.bounded()
        if zoom != self.zoom:
            self.zoom = zoom
            self._arrange()
            self.zoom_changed.emit()

    def zoom_by(self, factor: float) -> None:
        """Larger or smaller than now, whatever it was fitted to."""
        self.set_zoom(Zoom("none", self.layout_of_pages.percent * factor))

    def retry(self) -> None:
        """Ask again for what is in sight."""
        self._store.retry()
        self._ask()

    # asking and taking

    def _ask(self) -> None:
        layout = self.layout_of_pages
        if not layout.pages or not self.isVisible():
            return
        in_sight = list(layout.visible(*self._sight()))
        if self._waits_for_goal and self._goal:
            in_sight = [self._goal.page]
        around = [in_sight[-1] + 1, in_sight[0] - 1] if in_sight else []
        pages = in_sight + [page for page in around if 1 <= page <= layout.pages]
        if not layout.knows_sizes:
            del pages[1:]  # the first tells at which scale the others are needed
        ratio = self.devicePixelRatioF()
        self._store.want([(page, layout.scale(page) * ratio) for page in pages])

    def _take(self, page: int) -> None:
        drawn = self._store.image(page)
        if drawn is None:
            return
        self.set_pages(max(drawn.pages, 1))
        width, height = drawn.image.width() / drawn.scale, drawn.image.height() / drawn.scale
        if self.layout_of_pages.set_size(page, width, height):
            self._store.shrink(page, self.layout_of_pages.scale(page) * self.devicePixelRatioF())
            self._arrange()
        self._asking.soon()
        if self._waits_for_goal and self._goal and self._goal.page == page:
            self._waits_for_goal = False
            self._approach()
        self._repaint()

    def _stop_waiting(self) -> None:
        if self._waits_for_goal:
            self._waits_for_goal = False
            self._approach()
        self._repaint()

    # scrolling

    def _sight(self) -> tuple[float, float]:
        top = self.verticalScrollBar().value()
        return top, top + self.viewport().height()

    def _goal_y(self) -> int:
        assert self._goal is not None
        return round(goal_y(self.layout_of_pages, self._goal, self.viewport().height()))

    def _approach(self) -> None:
        goal_y, bar = self._goal_y(), self.verticalScrollBar()
        if self._goal and self._goal.box is not None:
            box = box_rect(self.layout_of_pages.rect(self._goal.page), self._goal.box)
            across = self.horizontalScrollBar()
            if not across.value() <= box.left() <= across.value() + self.viewport().width() - 40:
                across.setValue(round(box.left()) - 40)
        is_near = abs(bar.value() - goal_y) < 1.5 * self.viewport().height()
        self._gentle.to(goal_y, gently=is_near)

    def _let_go(self) -> None:
        """The user scrolls: nothing is pulled into sight any more."""
        self._goal, self._waits_for_goal = None, False
        self._gentle.stop()

    def _scrolled(self) -> None:
        value = self.verticalScrollBar().value()
        self._asking.scrolled(is_far=abs(value - self._before) > self.viewport().height())
        self._before = value
        if self._goal is None:
            top, bottom = self._sight()
            self._set_page(self.layout_of_pages.page_at(top + (bottom - top) / 3))
        self._repaint()

    def _set_page(self, page: int) -> None:
        if page != self.page:
            self.page = page
            self.page_changed.emit(page)

    def _arrange(self, hold_y: float = 0.0) -> None:
        """Lay out anew; the spot `hold_y` below the top of the pane stays where it is, or the goal is kept in sight."""
        layout, bar = self.layout_of_pages, self.verticalScrollBar()
        page = layout.page_at(bar.value() + hold_y)
        share = (bar.value() + hold_y - layout.rect(page).top) / layout.rect(page).height if page else 0.0
        view = self.viewport().size()
        layout.fit(view.width(), view.height(), self.zoom)
        before = bar.blockSignals(True)
        bar.setRange(0, max(0, round(layout.height - view.height())))
        bar.setPageStep(max(1, view.height() - 40))
        bar.setSingleStep(48)
        across = self.horizontalScrollBar()
        across.setRange(0, max(0, round(layout.width - view.width())))
        across.setPageStep(view.width())
        if self._goal and not self._waits_for_goal:
            self._gentle.to(self._goal_y(), gently=False)
        elif page:
            rect = layout.rect(page)
            bar.setValue(round(rect.top + share * rect.height - hold_y))
        bar.blockSignals(before)
        self._asking.soon()
        self._repaint()

    # events

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._arrange()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802
        self._repaint()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.DevicePixelRatioChange):
            self._asking.soon()
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._zoom_around(event.position(), 1 + event.value())
            return True
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom_around(event.position(), STEP ** (event.angleDelta().y() / 240))
            event.accept()
            return
        self._let_go()
        super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._let_go()
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # Ctrl+PgDown and the like are actions
            return
        self._let_go()
        if not scroll_by_key(self.verticalScrollBar(), event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._theming.theme.colours.well))
        top, bottom = self._sight()
        for page in self.layout_of_pages.visible(top, bottom):
            self._paint_page(painter, page)
        painter.end()

    def _paint_page(self, painter: QPainter, page: int) -> None:
        at = self.layout_of_pages.rect(page)
        left = round(at.left) - self.horizontalScrollBar().value()
        rect = QRectF(left, round(at.top) - self.verticalScrollBar().value(), at.width, at.height)
        paint_paper(painter, rect, self._theming.theme)
        drawn = self._store.image(page)
        if drawn is not None:
            paint_image(painter, rect, drawn.image)
            paint_marks(painter, rect, self._marks.get(page, ()))
        elif page in self._undrawable:
            paint_words(
                painter, rect, fill(self.tr("Page %1 cannot be drawn. Its words are in the text."), number(page))
            )
        elif not self._asking.has_patience:
            paint_words(painter, rect, fill(self.tr("Page %1 is being drawn"), number(page)))

    def _zoom_around(self, spot: QPointF, factor: float) -> None:
        zoom = Zoom("none", self.layout_of_pages.percent * factor).bounded()
        if zoom == self.zoom:
            return
        self._let_go()
        self.zoom = zoom
        self._arrange(hold_y=spot.y())
        self.zoom_changed.emit()

    def _repaint(self) -> None:
        self.viewport().update()
