"""ErrorBox: the one way in which the window shows an error: what happened, what to do, details on demand."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from ragdesk.protocol.errors import RagdeskError
from ragdesk.window.engine_words import said
from ragdesk.window.icons import pixmap
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.plain import plain_label
from ragdesk.window.widgets.translated import WithWords
from ragdesk.window.words import fill, number

MOST_WAITING = 20
"""So many different errors are kept to be shown; whoever has seen those needs no more of them."""
_TEXT_WIDTH = 460


@dataclass(slots=True)
class _Told:
    problem: RagdeskError
    times: int = 1


class ErrorBox(WithWords, QDialog):
    """Does not block the window. Errors queue up behind the one that is shown; equal ones are counted."""

    def __init__(self, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theming = theming
        self._told: list[_Told] = []
        self.setObjectName("error_box")
        self._icon = QLabel()
        self._message = plain_label(role="header", wraps=True)
        self._hint = plain_label(wraps=True)
        self._detail = QPlainTextEdit()
        self._detail.setObjectName("error_detail")
        self._detail.setReadOnly(True)
        self._detail.setTabChangesFocus(True)
        self._detail.setFixedHeight(140)
        for label in (self._message, self._hint):
            label.setMinimumWidth(_TEXT_WIDTH)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._more = _button("error_more", self._show_detail)
        self._copy = _button("error_copy", self._copy_all)
        self._close = _button("error_close", self._next)
        self._close.setProperty("role", "primary")
        self._close.setDefault(True)
        self._lay_out()
        theming.changed.connect(self._fill)
        self.retranslate()

    def tell(self, problem: RagdeskError) -> None:
        """Show it, now or when those before it were closed."""
        for told in self._told:
            if _text(told.problem) == _text(problem):
                told.times += 1
                self._fill()
                return
        if len(self._told) < MOST_WAITING:
            self._told.append(_Told(problem))
        if len(self._told) == 1:
            self._detail.hide()
        self._fill()
        self.show()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Something did not work"))
        self._more.setText(self.tr("Details"))
        self._more.setToolTip(self.tr("What a report should hold"))
        self._copy.setText(self.tr("Copy"))
        self._copy.setToolTip(self.tr("Copy all of this as text"))
        self._detail.setAccessibleName(self.tr("Details"))
        self._detail.setToolTip(self.tr("What a report should hold"))
        self._fill()

    def reject(self) -> None:
        """Esc or the window's own button: as Close."""
        self._next()

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(8)
        for widget in (self._message, self._hint, self._detail):
            texts.addWidget(widget)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(texts, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self._more)
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(24)
        column.addLayout(top)
        column.addLayout(buttons)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        self._detail.hide()

    def _fill(self) -> None:
        theme = self._theming.theme
        self._icon.setPixmap(pixmap("octagon-alert", theme.colours.bad, theme.side(24), self.devicePixelRatioF()))
        waiting = len(self._told) - 1
        text = fill(self.tr("Next (%1 more)"), number(waiting)) if waiting > 0 else self.tr("Close")
        self._close.setText(text)
        self._close.setToolTip(self.tr("Close this message"))
        if not self._told:
            return
        problem, times = self._told[0].problem, self._told[0].times
        happened = said(problem.message)
        self._message.setText(happened if times == 1 else fill(self.tr("%1 (%2 times)"), happened, number(times)))
        self._hint.setText(said(problem.hint))
        self._hint.setVisible(bool(problem.hint))
        self._detail.setPlainText(problem.detail or type(problem).__name__)
        self.setAccessibleDescription(_text(problem))

    def _show_detail(self) -> None:
        self._detail.setVisible(self._detail.isHidden())

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText(_text(self._told[0].problem) if self._told else "")

    def _next(self) -> None:
        self._told = self._told[1:]
        self._detail.hide()
        if self._told:
            self._fill()
        else:
            self.hide()


def _text(problem: RagdeskError) -> str:
    return "\n".join(part for part in (said(problem.message), said(problem.hint), problem.detail) if part)


def _button(name: str, press: object) -> QPushButton:
    button = QPushButton()
    button.setObjectName(name)
    button.setAutoDefault(False)
    button.clicked.connect(press)
    return button
