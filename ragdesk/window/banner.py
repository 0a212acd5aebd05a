"""Banner: what the engine has to say to everybody, in a line that never stands in the way of anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from ragdesk.protocol.errors import RagdeskError
from ragdesk.protocol.events import EngineNoticed
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.engine_words import said
from ragdesk.window.icons import pixmap
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.icon_button import IconButton
from ragdesk.window.widgets.plain import plain_label, set_plain_tooltip
from ragdesk.window.widgets.translated import WithWords


@dataclass(frozen=True, slots=True)
class _Notice:
    message: str
    hint: str
    about: str


class Banner(WithWords, QFrame):
    """What is worst is shown: an engine that ended, then one that is silent, then the newest notice, then a hint."""

    hint_dismissed = Signal(str)
    """The user put away the hint of that name."""

    def __init__(
        self, link: EngineLink, theming: Theming, tell: Callable[[RagdeskError], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._link, self._theming, self._tell = link, theming, tell
        self._lost: RagdeskError | None = None
        self._is_silent = False
        self._notices: list[_Notice] = []
        self._hint: tuple[str, str] | None = None
        self.setProperty("role", "banner")
        self.setObjectName("banner")
        self._icon = QLabel()
        self._words = plain_label(wraps=True)
        self._details = _link_button("banner_details", self._show_details)
        self._again = _link_button("banner_try_now", self._try_now)
        self._dismiss = IconButton(theming, "x")
        self._dismiss.setObjectName("banner_dismiss")
        self._dismiss.clicked.connect(self._put_away)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)
        for button in (self._details, self._again, self._dismiss):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        link.engine_lost.connect(self._engine_lost)
        link.engine_silent.connect(self._engine_silent)
        link.engine_ready.connect(lambda _: self._engine_ready())
        link.noticed.connect(self._noticed)
        theming.changed.connect(self._fill)
        self.retranslate()

    def retranslate(self) -> None:
        self._details.setText(self.tr("Details"))
        self._details.setToolTip(self.tr("What happened, and what to do"))
        self._again.setText(self.tr("Try now"))
        self._again.setToolTip(self.tr("Start the engine without waiting"))
        self._dismiss.say(self.tr("Dismiss this notice"))
        self._fill()

    @property
    def words(self) -> str:
        """What it says; empty while it is not shown."""
        return "" if self.isHidden() else self._words.text()

    def show_hint(self, name: str, text: str) -> None:
        """`text` is marked for translation in this class's context."""
        self._hint = (name, text)
        self._fill()

    def drop_hint(self, name: str) -> None:
        """If it is that one."""
        if self._hint is not None and self._hint[0] == name:
            self._hint = None
            self._fill()

    def _engine_lost(self, problem: RagdeskError) -> None:
        self._lost, self._is_silent = problem, False
        self._fill()

    def _engine_silent(self, is_silent: bool) -> None:
        self._is_silent = is_silent
        self._fill()

    def _engine_ready(self) -> None:
        self._lost, self._is_silent = None, False
        self._fill()

    def _noticed(self, notice: EngineNoticed) -> None:
        self._notices = [one for one in self._notices if one.message != notice.message]
        if notice.is_solved:
            self._notices = [one for one in self._notices if one.about != notice.about]
        else:
            self._notices.append(_Notice(notice.message, notice.hint, notice.about))
        self._fill()

    def _fill(self) -> None:
        notice = self._notices[-1] if self._notices else None
        words, hint = self._said(notice)
        is_new = bool(words) and words != self._words.text()
        self._words.setText(words)
        set_plain_tooltip(self._words, hint)
        is_bad = self._lost is not None
        self._draw_icon(is_bad, is_hint=notice is None and not is_bad and not self._is_silent)
        self._details.setVisible(is_bad or bool(hint))
        self._again.setVisible(is_bad)
        self._dismiss.setVisible(not is_bad and not self._is_silent)
        self.setVisible(bool(words))
        self.setAccessibleName(words)
        if is_new:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _draw_icon(self, is_bad: bool, *, is_hint: bool) -> None:
        colours = self._theming.theme.colours
        name, colour = ("info", colours.accent) if is_hint else ("triangle-alert", colours.warn)
        if is_bad:
            name, colour = "octagon-alert", colours.bad
        self._icon.setPixmap(pixmap(name, colour, self._theming.theme.side(16), self.devicePixelRatioF()))
        if self.property("kind") != name:
            self.setProperty("kind", name)
            self.style().unpolish(self)
            self.style().polish(self)

    def _said(self, notice: _Notice | None) -> tuple[str, str]:
        if self._lost is not None:
            return self.tr("The engine ended. It is being started again; your question is kept."), said(self._lost.hint)
        if self._is_silent:
            return self.tr("The engine does not answer; waiting…"), ""
        if notice is not None:
            return said(notice.message), said(notice.hint)
        return (QCoreApplication.translate("Banner", self._hint[1]), "") if self._hint else ("", "")

    def _show_details(self) -> None:
        if self._lost is not None:
            self._tell(self._lost)
        elif self._notices:
            self._tell(RagdeskError(self._notices[-1].message, self._notices[-1].hint))

    def _try_now(self) -> None:
        self._link.start()

    def _put_away(self) -> None:
        if self._notices:
            self._notices = self._notices[:-1]
            self._fill()
        elif self._hint is not None:
            self.hint_dismissed.emit(self._hint[0])


def _link_button(name: str, press: Callable[[], None]) -> QPushButton:
    button = QPushButton()
    button.setObjectName(name)
    button.setProperty("role", "link")
    button.clicked.connect(press)
    return button
