"""JobStrip: the foot of the documents: what is read now and how far it is, then for a while how it ended."""

from __future__ import annotations

from PySide6.QtCore import QAbstractAnimation, QPropertyAnimation, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsOpacityEffect,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ragdesk.protocol.engine_records import JobId, JobRecord
from ragdesk.window.documents.job_book import JobBook
from ragdesk.window.documents.job_words import job_progress, job_result, job_title, share_done
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.elided_label import ElidedLabel
from ragdesk.window.widgets.icon_button import IconButton
from ragdesk.window.widgets.plain import plain_label
from ragdesk.window.widgets.translated import WithWords
from ragdesk.window.words import fill, number

SHOWN_MS, SHOWN_WITH_FAILURES_MS, FADE_MS = 6_000, 60_000, 400
STEPS = 1000


class JobStrip(WithWords, QFrame):
    """Hidden while there is nothing to tell."""

    failures_wanted = Signal()
    """The documents that could not be read should be listed."""
    opened = Signal()
    """The list of all jobs should be shown."""

    def __init__(self, book: JobBook, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._theming = theming
        self._result: JobRecord | None = None
        self._in_bar: JobId | None = None
        self.setObjectName("job_strip")
        self.setProperty("role", "footer")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._make_parts()
        self._lay_out()
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.timeout.connect(self._fade)
        self._fading: QPropertyAnimation | None = None
        book.changed.connect(self._show)
        book.ended.connect(self._end)
        self.retranslate()

    def retranslate(self) -> None:
        self.pause.say(self.tr("Pause"))
        self.cancel.say(self.tr("Cancel: what is read stays"))
        self.show_failures.setText(self.tr("Show"))
        self.show_failures.setToolTip(self.tr("List the files that could not be read"))
        self.try_again.setText(self.tr("Try again"))
        self.try_again.setToolTip(self.tr("Read these files again"))
        self.dismiss.say(self.tr("Close"))
        self.setToolTip(self.tr("Show all jobs"))
        self._show()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self.rect().contains(event.position().toPoint()):
            self._click()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._click()
        else:
            super().keyPressEvent(event)

    def hide_result(self) -> None:
        """Nothing more is said of the job that ended."""
        self._over.stop()
        self._result = None
        if self._fading:
            self._fading.stop()
            self._fading = None
        self.setGraphicsEffect(None)  # type: ignore[arg-type]
        self._show()

    def _make_parts(self) -> None:
        self.title = ElidedLabel(parent=self, mode=Qt.TextElideMode.ElideMiddle)
        self.outcome = plain_label(wraps=True)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.progress = plain_label(role="small", wraps=True, parent=self)
        self.waiting = ElidedLabel(parent=self, role="small")
        self.pause = IconButton(self._theming, "pause", self)
        self.cancel = IconButton(self._theming, "x", self)
        self.dismiss = IconButton(self._theming, "x", self)
        self.show_failures = QPushButton(self)
        self.try_again = QPushButton(self)
        for name, widget in vars(self).copy().items():
            if isinstance(widget, QWidget) and not name.startswith("_"):
                widget.setObjectName(f"job_{name}")
        for label in (self.progress, self.waiting):
            _make_tabular(label)
        for button in (self.show_failures, self.try_again):
            button.setProperty("role", "link")
        self.pause.clicked.connect(self._pause_or_resume)
        self.cancel.clicked.connect(self._cancel)
        self.dismiss.clicked.connect(self.hide_result)
        self.show_failures.clicked.connect(self.failures_wanted)
        self.try_again.clicked.connect(lambda: self._book.retry())

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(0)
        top.addWidget(self.title, 1)
        top.addWidget(self.outcome, 1)
        for button in (self.pause, self.cancel, self.dismiss):
            top.addWidget(button)
        links = QHBoxLayout()
        links.setSpacing(8)
        links.addWidget(self.show_failures)
        links.addWidget(self.try_again)
        links.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 6, 8, 12)
        column.setSpacing(4)
        column.addLayout(top)
        inner = QVBoxLayout()
        inner.setContentsMargins(0, 0, 6, 0)
        inner.setSpacing(6)
        inner.addWidget(self.bar)
        inner.addWidget(self.progress)
        inner.addWidget(self.waiting)
        column.addLayout(inner)
        column.addLayout(links)

    def _click(self) -> None:
        if self._result is not None and not self._book.under_way():
            self.hide_result()
        else:
            self.opened.emit()

    def _pause_or_resume(self) -> None:
        for job in self._book.under_way()[:1]:
            if job.state == "paused":
                self._book.resume(job)
            else:
                self._book.pause(job)

    def _cancel(self) -> None:
        for job in self._book.under_way()[:1]:
            self._book.cancel(job)

    def _end(self, job: JobRecord) -> None:
        is_worth_telling = job.failed or job.state == "failed" or (job.kind != "index" and job.files_done)
        if not is_worth_telling:
            return
        self.hide_result()
        self._result = job
        self._over.start(SHOWN_WITH_FAILURES_MS if job.failed or job.state == "failed" else SHOWN_MS)
        self._show()

    def _fade(self) -> None:
        if self._theming.theme.is_still or self._book.under_way():
            self.hide_result()
            return
        effect = QGraphicsOpacityEffect(self)
        self.setGraphicsEffect(effect)
        self._fading = QPropertyAnimation(effect, b"opacity", self)
        self._fading.setDuration(FADE_MS)
        self._fading.setStartValue(1.0)
        self._fading.setEndValue(0.0)
        self._fading.finished.connect(self.hide_result)
        self._fading.start(QAbstractAnimation.DeletionPolicy.KeepWhenStopped)

    def _show(self) -> None:
        under_way = self._book.under_way()
        job = under_way[0] if under_way else None
        self.setVisible(job is not None or self._result is not None)
        for widget in (self.bar, self.progress, self.pause, self.cancel):
            widget.setVisible(job is not None)
        is_result = job is None and self._result is not None
        has_failures = is_result and self._result is not None and self._result.failed > 0
        self.show_failures.setVisible(has_failures)
        self.try_again.setVisible(has_failures)
        self.dismiss.setVisible(is_result)
        self.outcome.setVisible(is_result)
        self.title.setVisible(job is not None)
        self.waiting.setVisible(len(under_way) > 1)
        if job is not None:
            self._show_job(job, len(under_way) - 1)
        elif self._result is not None:
            self.outcome.setText(job_result(self._result))
        self.setAccessibleName(self.title.text() if job else self.outcome.text())
        self.setAccessibleDescription(self.progress.text() if job else "")

    def _show_job(self, job: JobRecord, waiting: int) -> None:
        self.title.setText(job_title(job))
        self.progress.setText(job_progress(job))
        self.waiting.setText(fill(self.tr("%1 more waiting"), number(waiting)))
        share = share_done(job)
        if share is None and not self._theming.theme.is_still:
            self.bar.setRange(0, 0)
        else:
            self.bar.setRange(0, STEPS)
            before = self.bar.value() if job.id == self._in_bar else 0
            self.bar.setValue(before if share is None else round(share * STEPS))
        self._in_bar = job.id
        self.bar.setAccessibleName(job_title(job))
        is_paused = job.state == "paused"
        self.pause.show_icon("play" if is_paused else "pause")
        self.pause.say(self.tr("Go on") if is_paused else self.tr("Pause"))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(0, super().minimumSizeHint().height())


def _make_tabular(label: QWidget) -> None:
    """Figures that all take the same room, so that nothing jumps while they change."""
    font = label.font()
    if hasattr(QFont, "setFeature"):  # since Qt 6.7
        font.setFeature(QFont.Tag("tnum"), 1)
    label.setFont(font)
