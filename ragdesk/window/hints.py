"""Hints: one line each, when it is of use for the first time; put away once, it never comes back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QObject

from ragdesk.protocol.engine_records import JobRecord
from ragdesk.protocol.records import Answer
from ragdesk.window.banner import Banner
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.memory import WindowMemory

TEXTS: dict[str, Any] = {  # what QT_TRANSLATE_NOOP gives back: the same str
    "citations": QT_TRANSLATE_NOOP("Banner", "Click a number in an answer to see the words on their page."),
    "palette": QT_TRANSLATE_NOOP("Banner", "Ctrl+K finds every command, library, conversation and document."),
}


class Hints(QObject):
    """Told in the banner, below anything that matters more."""

    def __init__(self, link: EngineLink, desk: Desk, banner: Banner, memory: WindowMemory) -> None:
        super().__init__(banner)
        self._banner, self._memory = banner, memory
        desk.answer_shown.connect(self._answer_shown)
        desk.evidence_wanted.connect(lambda is_wanted: self._learnt("citations") if is_wanted else None)
        link.job_changed.connect(self._job_changed)
        banner.hint_dismissed.connect(self._learnt)

    def _answer_shown(self, answer: Answer) -> None:
        if answer.quotes:
            self._tell("citations")

    def _job_changed(self, job: JobRecord) -> None:
        # The welcome library is read at the first start: nothing is to be learnt from that yet.
        if job.kind == "add" and job.state == "done" and self._memory.is_dismissed("citations"):
            self._tell("palette")

    def _tell(self, name: str) -> None:
        if not self._memory.is_dismissed(name):
            self._banner.show_hint(name, TEXTS[name])

    def _learnt(self, name: str) -> None:
        if not self._memory.is_dismissed(name):
            self._memory.dismiss(name)
        self._banner.drop_hint(name)
