"""Icons of one set, drawn in a colour of the palette. Only our own SVG files are ever decoded."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from ragdesk.paths import asset

SIZE = 16


def icon(name: str, colour: str, disabled: str | None = None) -> QIcon:
    """An icon of `assets/icons` in one colour, and in another while what it is on cannot be pressed."""
    return QIcon(_Drawn(name, colour, disabled or colour))


def pixmap(name: str, colour: str, side: int = SIZE, scale: float = 1.0) -> QPixmap:
    """The icon as a square of `side` logical pixels, sharp at `scale` device pixels each."""
    key = f"ragdesk {name} {colour} {side} {scale}"
    drawn = QPixmap()
    if QPixmapCache.find(key, drawn):
        return drawn
    drawn = QPixmap(QSize(round(side * scale), round(side * scale)))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(_in_colour(name, QColor(colour).name()))).render(painter, QRectF(drawn.rect()))
    painter.end()
    drawn.setDevicePixelRatio(scale)
    QPixmapCache.insert(key, drawn)
    return drawn


class _Drawn(QIconEngine):
    """Draws when it is looked at: the window makes hundreds of icons at its start and shows a few."""

    def __init__(self, name: str, colour: str, disabled: str) -> None:
        super().__init__()
        self._name, self._colour, self._disabled = name, colour, disabled

    def clone(self) -> QIconEngine:
        return _Drawn(self._name, self._colour, self._disabled)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:  # noqa: N802
        """Asked for wider than high it stands at the left: buttons leave hardly any room before their words."""
        side = min(size.width(), size.height())
        drawn = pixmap(self._name, self._in(mode), side, scale)
        return drawn if size.width() <= side else _widened(drawn, size, scale)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        drawn = pixmap(self._name, self._in(mode), side, painter.device().devicePixelRatio())
        painter.drawPixmap(rect.center().x() - (side - 1) // 2, rect.center().y() - (side - 1) // 2, drawn)

    def _in(self, mode: QIcon.Mode) -> str:
        return self._disabled if mode == QIcon.Mode.Disabled else self._colour


def _widened(drawn: QPixmap, size: QSize, scale: float) -> QPixmap:
    wide = QPixmap(QSize(round(size.width() * scale), round(size.height() * scale)))
    wide.setDevicePixelRatio(scale)
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    return wide


@lru_cache(maxsize=500)
def _in_colour(name: str, colour: str) -> bytes:
    return asset("icons", f"{name}.svg").read_text("utf-8").replace("currentColor", colour).encode()
