"""Line height as drawings and style sheets count it: in sizes of the letters, whatever room a font wants for itself."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QTextBlockFormat


def set_line_height(paragraph: QTextBlockFormat, font: QFont, sizes: float) -> None:
    """Lines follow each other at `sizes` times the size of the letters, but never touch.

    Qt counts from the font's own height, which is 1.2 to 1.4 of the letters' size already.
    """
    own = QFontMetricsF(font).height() / max(1, QFontInfo(font).pixelSize())
    percent = max(100.0, 100 * sizes / max(own, 0.1))
    paragraph.setLineHeight(percent, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
