"""DoctorDialog: what `ragdesk doctor` finds, in the window, with a report to copy that holds nothing private."""

from __future__ import annotations

import platform
import re
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

import ragdesk
from ragdesk.protocol.engine_records import Check
from ragdesk.protocol.errors import RagdeskError
from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.engine_words import said
from ragdesk.window.icons import SIZE, pixmap
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.plain import plain_label
from ragdesk.window.widgets.translated import WithWords
from ragdesk.window.words import fill, number

_PATH = re.compile(r"(?<![\w<])(?:[A-Za-z]:[\\/]|~?/|\\\\)")


class DoctorDialog(WithWords, QDialog):
    """Does not block the window. Looks each time it is opened and on "Look again"."""

    def __init__(
        self, link: EngineLink, desk: Desk, theming: Theming, actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._link = link
        self._theming = theming
        self._checks: tuple[Check, ...] = ()
        self._problem: RagdeskError | None = None
        self._is_looking = False
        self.setObjectName("doctor_dialog")
        self.resize(640, 560)
        self._summary = plain_label(role="header", wraps=True)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(24, 8, 24, 8)
        self._rows.setSpacing(12)
        self._again, self._copy, self._close = (QPushButton() for _ in range(3))
        for button, name, press in (
            (self._again, "doctor_again", self.look),
            (self._copy, "doctor_copy", self._copy_report),
            (self._close, "doctor_close", self.accept),
        ):
            button.setObjectName(name)
            button.clicked.connect(press)
        self._close.setProperty("role", "primary")
        self._lay_out()
        theming.changed.connect(self._fill)
        self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        if not event.spontaneous() and not self._is_looking:
            self.look()

    def look(self) -> None:
        """Try everything; some seconds where a model has to be loaded."""
        self._is_looking, self._problem = True, None
        self.retranslate()
        self._link.request(lambda engine: engine.doctor(), self._found, self._failed)

    def report(self) -> str:
        """What was found, as text for others' eyes: no names of files, no questions, no text, no home folder."""
        lines = [f"ragdesk {ragdesk.__version__}, {platform.platform()}, Python {platform.python_version()}"]
        for check in self._checks:
            lines.append(f"{'ok' if check.ok else 'NOT OK':8}{check.name}: {_public(check.found)}")
            lines += [f"        {_public(check.hint)}"] if check.hint and not check.ok else []
            lines += [f"        {name}: {_public(fact)}" for name, fact in check.facts.items()]
        return "\n".join(lines) + "\n"

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Doctor"))
        self._again.setText(self.tr("Look again"))
        self._again.setToolTip(self.tr("Try everything once more"))
        self._copy.setText(self.tr("Copy a report"))
        self._copy.setToolTip(self.tr("Copies what was found, without names of files and without any text of yours"))
        self._close.setText(self.tr("Close"))
        self._close.setToolTip(self.tr("Close this page"))
        self._fill()

    def _found(self, checks: Sequence[Check]) -> None:
        self._is_looking = False
        self._checks = tuple(checks)
        self.retranslate()

    def _failed(self, problem: RagdeskError) -> None:
        self._is_looking, self._problem = False, problem
        self.retranslate()

    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(self.report())
        self._summary.setText(self.tr("The report is copied. It holds nothing of your files or questions."))

    def _fill(self) -> None:
        self._again.setEnabled(not self._is_looking)
        self._copy.setEnabled(bool(self._checks) and not self._is_looking)
        wrong = sum(not check.ok for check in self._checks)
        if self._is_looking:
            words = self.tr("Trying everything that ragdesk rests on; some seconds…")
        elif self._problem:
            words = " ".join(said(part) for part in (self._problem.message, self._problem.hint) if part)
        elif wrong:
            words = fill(self.tr("%1 of %2 things need a look."), number(wrong), number(len(self._checks)))
        else:
            words = self.tr("Everything is in order.")
        self._summary.setText(words)
        while (item := self._rows.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        for check in sorted(self._checks, key=lambda one: one.ok):
            self._rows.addWidget(self._row(check))
        self._rows.addStretch(1)

    def _row(self, check: Check) -> QWidget:
        colours = self._theming.theme.colours
        mark = QLabel()
        name, colour = ("check", colours.ok) if check.ok else ("octagon-alert", colours.bad)
        mark.setPixmap(pixmap(name, colour, self._theming.theme.side(SIZE), self.devicePixelRatioF()))
        mark.setAccessibleName(self.tr("in order") if check.ok else self.tr("needs a look"))
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(plain_label(said(check.name), role="header"))
        texts.addWidget(plain_label(said(check.found), role="dim", wraps=True))
        if check.hint and not check.ok:
            texts.addWidget(plain_label(said(check.hint), wraps=True))
        row = QWidget()
        row.setObjectName("doctor_row")
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        return row

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setProperty("role", "page")
        inner.setLayout(self._rows)
        area = QScrollArea()
        area.setObjectName("doctor_checks")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        line = QFrame()
        line.setProperty("role", "line")
        head = QVBoxLayout()
        head.setContentsMargins(24, 24, 24, 12)
        head.addWidget(self._summary)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(24, 12, 24, 16)
        buttons.setSpacing(8)
        buttons.addWidget(self._again)
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(area, 1)
        column.addWidget(line)
        column.addLayout(buttons)


def _public(text: str) -> str:
    """Up to the first path: it names the user and their files, and nobody can tell where a name of a file ends."""
    path = _PATH.search(text)
    return f"{text[: path.start()]}<path>" if path else text
