"""Painting of one page: its paper with a soft shadow, its image, the marked words, or words while it is being drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from ragdesk.protocol.records import Box
from ragdesk.window.evidence.page_layout import PageRect
from ragdesk.window.theme import LIGHT, PAGE_MARK, Theme

SHADOW = 8
"""How far the shadow reaches, in logical pixels."""

PAPER = LIGHT.card
FAINT = 0.45
"""The share of the colour that words of other quotes get."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One box on a page; faint for words that are not those in question."""

    box: Box
    is_faint: bool = False


def paint_paper(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """White paper on the well; where colours are few, an outline takes the place of the shadow."""
    if theme.name == "contrast":
        painter.setPen(QPen(QColor(theme.colours.line), 1))
        painter.setBrush(QColor(PAPER))
        painter.drawRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5))
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 5 if theme.name == "light" else 18))
    for reach in range(SHADOW, 0, -1):
        painter.drawRoundedRect(rect.adjusted(-reach + 1, -reach + 3, reach - 1, reach + 2), reach, reach)
    painter.fillRect(rect, QColor(PAPER))


def paint_image(painter: QPainter, rect: QRectF, image: QImage) -> None:
    """Pixel for pixel where it has the size that is needed; else scaled until a better one comes."""
    ratio = painter.device().devicePixelRatioF()
    is_exact = abs(image.width() - rect.width() * ratio) < 1.5 and abs(image.height() - rect.height() * ratio) < 1.5
    if is_exact:
        rect = QRectF(rect.left(), rect.top(), image.width() / ratio, image.height() / ratio)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not is_exact)
    painter.drawImage(rect, image, QRectF(image.rect()))


def paint_marks(painter: QPainter, rect: QRectF, marks: Sequence[Marked]) -> None:
    """Multiplied with what lies below, as a text marker does, so that the letters stay dark."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    strong = _path(rect, [mark.box for mark in marks if not mark.is_faint])
    faint = _path(rect, [mark.box for mark in marks if mark.is_faint]).subtracted(strong)
    painter.fillPath(faint, _lighter(QColor(PAGE_MARK)))
    painter.fillPath(strong, QColor(PAGE_MARK))
    painter.restore()


def paint_words(painter: QPainter, rect: QRectF, words: str) -> None:
    """On empty paper, in the middle of its upper half; paper is white in every theme."""
    painter.setPen(QColor(LIGHT.dim))
    upper = QRectF(rect.left() + 16, rect.top(), rect.width() - 32, rect.height() / 2)
    painter.drawText(upper, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), words)


def box_rect(page: QRectF | PageRect, box: Box) -> QRectF:
    """A box on a page that is shown at this place."""
    left, top, width, height = (
        (page.left, page.top, page.width, page.height)
        if isinstance(page, PageRect)
        else (page.left(), page.top(), page.width(), page.height())
    )
    return QRectF(
        left + box.left * width, top + box.top * height, (box.right - box.left) * width, (box.bottom - box.top) * height
    )


def _path(rect: QRectF, boxes: Sequence[Box]) -> QPainterPath:
    """One outline of all boxes: where two overlap, the colour must not be multiplied twice."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for box in boxes:
        path.addRect(box_rect(rect, box).adjusted(-1.5, -1, 1.5, 1))
    return path


def _lighter(colour: QColor) -> QColor:
    share = [round(255 - (255 - part) * FAINT) for part in (colour.red(), colour.green(), colour.blue())]
    return QColor(*share)
