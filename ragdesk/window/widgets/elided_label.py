"""ElidedLabel: one line of text that gives way with "…" where there is no room, and tells all of it in its tooltip."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ragdesk.window.widgets.one_line import line_width, one_line
from ragdesk.window.widgets.plain import set_plain_tooltip

LEAST_CHARACTERS = 4
"""As many stay readable when a layout takes all the room away."""


class ElidedLabel(QLabel):
    """Plain text only. `text()` is always the full text; the tooltip shows it only while some of it is hidden."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        role: str = "",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(parent)
        self._mode = mode
        self._is_hinting = True
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if role:
            self.setProperty("role", role)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802
        """Line breaks become spaces: this is one line."""
        super().setText(" ".join(text.split("\n")))
        self.setAccessibleName(text)
        self._hint()

    def keep_tooltip(self) -> None:
        """From now on the tooltip is somebody else's: it says more than the text."""
        self._is_hinting = False

    @property
    def is_elided(self) -> bool:
        """Whether some of the text is hidden now."""
        return line_width(self.text(), self.font()) > self.contentsRect().width()

    def sizeHint(self) -> QSize:  # noqa: N802
        self.ensurePolished()
        margins = self.contentsMargins()
        metrics = self.fontMetrics()
        width = line_width(self.text(), self.font()) + 2
        return QSize(width + margins.left() + margins.right(), metrics.height() + margins.top() + margins.bottom())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        hint = self.sizeHint()
        least = self.fontMetrics().horizontalAdvance("x" * LEAST_CHARACTERS + "…")
        return QSize(min(hint.width(), least), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        inside: QRect = self.contentsRect()
        line = one_line(self.text(), self.font(), inside.width(), self._mode)
        painter.setFont(line.font)
        flags = int(self.alignment().value) | int(Qt.TextFlag.TextSingleLine.value)
        self.style().drawItemText(
            painter, inside, flags, self.palette(), self.isEnabled(), line.shown, self.foregroundRole()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._hint()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
            self._hint()

    def _hint(self) -> None:
        if self._is_hinting:
            hidden = self.text() if self.is_elided else ""
            if hidden or self.toolTip():
                set_plain_tooltip(self, hidden)
