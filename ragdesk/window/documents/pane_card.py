"""PaneCard: something small to read above the drop target: what is being counted, what was exported."""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ragdesk.window.theming import Theming
from ragdesk.window.widgets.icon_button import IconButton
from ragdesk.window.widgets.plain import plain_label
from ragdesk.window.widgets.translated import WithWords

SHOWN_MS = 10_000


class PaneCard(WithWords, QFrame):
    """Hidden until it has something to say."""

    dismissed = Signal()
    """The user closed it."""

    def __init__(self, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theming = theming
        self.setObjectName("pane_card")
        self.setProperty("role", "card")
        self.words = plain_label(wraps=True, role="small")
        self.words.setObjectName("pane_card_words")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.dismiss = IconButton(theming, "x", self)
        self.dismiss.setObjectName("pane_card_dismiss")
        self.dismiss.clicked.connect(self._dismiss)
        row = QHBoxLayout()
        row.addWidget(self.words, 1)
        row.addWidget(self.dismiss)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 4, 8)
        column.addLayout(row)
        column.addWidget(self.bar)
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.timeout.connect(self.hide)
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        self.dismiss.say(self.tr("Close"))

    def tell(self, words: str) -> None:
        """For a while."""
        self._show(words)
        self.bar.hide()
        self._over.start(SHOWN_MS)

    def tell_busy(self, words: str) -> None:
        """Until `hide` is called."""
        self._over.stop()
        self._show(words)
        self.bar.setRange(0, 1 if self._theming.theme.is_still else 0)
        self.bar.show()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(0, super().minimumSizeHint().height())

    def _show(self, words: str) -> None:
        self.words.setText(words)
        self.setAccessibleName(words)
        self.show()

    def _dismiss(self) -> None:
        self._over.stop()
        self.hide()
        self.dismissed.emit()
