"""StatusBar: one line that always says what is connected, which model answers and how fast, and the index's state."""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QColor, QIcon, QKeySequence, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from ragdesk.protocol.engine_records import EngineStatus, JobRecord
from ragdesk.protocol.records import Answer
from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.engine_words import said
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.plain import menu_text, set_plain_tooltip
from ragdesk.window.widgets.translated import WithWords
from ragdesk.window.words import fill, number, size

HEIGHT = 26
REFRESH_MS = 3_000
"""Events ask for the state anew, but no more often than this: a job tells five times a second how far it is."""
_DOT, _AFTER_DOT = 8, 3


class StatusBar(WithWords, QFrame):
    """Every part is a button that opens what tells more. Memory shows in a tooltip only, as it never rests."""

    def __init__(self, link: EngineLink, desk: Desk, theming: Theming, actions: Actions) -> None:
        super().__init__()
        self._link, self._theming, self._actions = link, theming, actions
        self._state: str = "starting"
        self._running_jobs: set[int] = set()
        self._is_stale = False
        """A job ended, and the engine has not said yet what there is to search now."""
        self._rate: float | None = None
        self.setProperty("role", "status")
        self.setObjectName("status_bar")
        self.setMinimumHeight(HEIGHT)
        self._network = _part("status_network", actions, "doctor")
        self._network.setProperty("strong", True)
        self._model = _part("status_model", actions, "choose_model")
        self._index = _part("status_index", actions, "doctor")
        self._keys = _part("status_palette", actions, "palette")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(4)
        for part in (self._network, self._model, self._index):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._keys)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(REFRESH_MS)
        self._soon.timeout.connect(link.refresh_status)
        self._listen(link, desk)
        theming.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        self._say_network()
        self._say_model()
        self._say_index()
        keys = self._actions["palette"].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self._keys.setText(keys.replace("+", " "))
        self._keys.setVisible(bool(keys))
        self._describe(self._keys, self.tr("All commands, libraries, conversations and documents"))

    def _listen(self, link: EngineLink, desk: Desk) -> None:
        link.engine_ready.connect(self._engine_ready)
        link.status_changed.connect(lambda _: self._take_status())
        link.engine_lost.connect(lambda _: self._turn("lost"))
        link.engine_silent.connect(lambda is_silent: self._turn("silent" if is_silent else "ready"))
        link.job_changed.connect(self._job_changed)
        for changed in (link.documents_changed, link.settings_changed):
            changed.connect(self._refresh_soon)
        desk.answer_shown.connect(self._answer_shown)

    def _engine_ready(self, status: EngineStatus) -> None:
        self._running_jobs = {job.id for job in status.jobs if job.state == "running"}
        self._is_stale = False
        self._turn("ready")

    def _take_status(self) -> None:
        self._is_stale = False
        self.retranslate()

    def _turn(self, state: str) -> None:
        self._state = state
        self.retranslate()

    def _job_changed(self, job: JobRecord) -> None:
        before = bool(self._running_jobs)
        if job.state == "running":
            self._running_jobs.add(job.id)
        else:
            self._running_jobs.discard(job.id)
        if before != bool(self._running_jobs):
            self._is_stale = before
            self._say_index()
            if self._is_stale:
                self._link.refresh_status()
            else:
                self._refresh_soon()

    def _answer_shown(self, answer: Answer) -> None:
        self._rate = tokens_per_second(answer)
        self._say_model()
        self._refresh_soon()

    def _refresh_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _say_network(self) -> None:
        status = self._link.status
        colours = self._theming.theme.colours
        if self._state == "lost":
            words, more, colour = self.tr("Engine ended"), self.tr("It is being started again."), colours.bad
        elif self._state == "silent":
            words, colour = self.tr("Waiting…"), colours.warn
            more = self.tr("The engine does not answer at the moment.")
        elif self._state == "starting" or status is None:
            words, more, colour = self.tr("Starting…"), self.tr("The engine is being started."), colours.dim
        elif status.is_offline:
            words, colour = self.tr("Offline"), colours.ok
            more = said(status.offline_note) or self.tr("The system refuses ragdesk every network connection.")
        else:
            words, colour = self.tr("Not locked offline"), colours.warn
            more = said(status.offline_note) or self.tr("The system does not refuse network connections to the engine.")
        self._network.setText(words)
        side = self._theming.theme.side(_DOT)
        self._network.setIcon(_dot(colour, side, self.devicePixelRatioF()))
        self._network.setIconSize(QSize(side + _AFTER_DOT, side))
        self._describe(self._network, more)

    def _say_model(self) -> None:
        status = self._link.status
        name = status.chat_model if status else None
        words = menu_text(name) if name else self.tr("No chat model")
        if name and self._rate:
            words = fill(self.tr("%1 · %2 tokens/s"), menu_text(name), number(self._rate))
        self._model.setText(words)
        self._model.setVisible(status is not None)
        lines = [self.tr("The chat model that writes answers.")]
        if status is not None:
            if status.chat_device:
                lines.append(fill(self.tr("It runs on: %1"), said(status.chat_device)))
            memory = sum(process.memory_bytes for process in status.processes)
            if memory:
                lines.append(fill(self.tr("Memory of all processes together: %1"), size(memory)))
        self._describe(self._model, "\n".join(lines))

    def _say_index(self) -> None:
        status = self._link.status
        self._index.setVisible(status is not None and self._state == "ready")
        if status is None:
            return
        if self._running_jobs or self._is_stale:
            words = self.tr("Reading files…")
        elif status.spans_waiting:
            words = self.tr("Index not complete")
        elif status.spans:
            words = self.tr("Index ready")
        else:
            words = self.tr("Nothing to search yet")
        self._index.setText(words)
        told = self.tr("%1 spans of text, %2 of them still waiting.")
        self._describe(self._index, fill(told, number(status.spans), number(status.spans_waiting)))

    def _describe(self, part: QPushButton, more: str) -> None:
        set_plain_tooltip(part, more)
        part.setAccessibleName(part.text().replace("&&", "&"))
        part.setAccessibleDescription(more)


def tokens_per_second(answer: Answer) -> float | None:
    """How fast a model wrote; None where none did."""
    first = answer.timings.first_token
    if first is None or answer.budget.answer_tokens < 2 or answer.timings.total <= first:
        return None
    return (answer.budget.answer_tokens - 1) / (answer.timings.total - first) * 1000


def _part(name: str, actions: Actions, opens: str) -> QPushButton:
    part = QPushButton()
    part.setObjectName(name)
    part.setProperty("role", "status")
    part.clicked.connect(actions[opens].trigger)
    return part


def _dot(colour: str, side: int, scale: float) -> QIcon:
    """With room at its right, as buttons leave hardly any before their words."""
    drawn = QPixmap(round((side + _AFTER_DOT) * scale), round(side * scale))
    drawn.setDevicePixelRatio(scale)
    drawn.fill(QColor(0, 0, 0, 0))
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(0, 0, 0, 0))
    painter.setBrush(QColor(colour))
    painter.drawEllipse(0, 0, side, side)
    painter.end()
    return QIcon(drawn)
