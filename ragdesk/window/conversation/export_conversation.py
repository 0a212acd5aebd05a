"""ExportConversation: the conversation on the screen into a file: Markdown, HTML or PDF, with its sources."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ragdesk.protocol.conversations import ConversationText
from ragdesk.protocol.errors import StorageError
from ragdesk.window.actions import Actions
from ragdesk.window.conversation.as_html import conversation_as_html
from ragdesk.window.conversation.as_markdown import conversation_as_markdown
from ragdesk.window.conversation.as_pdf import write_pdf
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink

_LONGEST_NAME = 80


class ExportConversation(QObject):
    """Carries out the action "export". The file is written on another thread, whole or not at all."""

    written = Signal(object)
    """A Path: the file is there."""

    def __init__(self, link: EngineLink, desk: Desk, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._link = link
        self._desk = desk
        self._window = window
        self._action = actions["export"]
        self._action.triggered.connect(self.ask)
        desk.conversation_chosen.connect(lambda _: self._follow())
        desk.answer_shown.connect(lambda _: self._follow())
        self._follow()

    def ask(self) -> None:
        """Ask where to, then write."""
        conversation = self._desk.conversation
        if conversation is None:
            return
        self._link.request(lambda engine: engine.show_conversation(conversation), self._ask_where)

    def write(self, text: ConversationText, path: Path) -> None:
        """The suffix says what is written; Markdown if it says nothing."""
        self._link.background.run(lambda: _write(text, path), self.written.emit, self._link.request_failed.emit)

    def _follow(self) -> None:
        self._action.setEnabled(self._desk.conversation is not None)

    def _ask_where(self, text: ConversationText) -> None:
        kinds = (self.tr("Markdown (*.md)"), self.tr("Web page (*.html)"), self.tr("PDF (*.pdf)"))
        name = f"{_file_name(text.record.title)}.md"
        path, kind = QFileDialog.getSaveFileName(
            self._window, self.tr("Export the conversation"), name, ";;".join(kinds)
        )
        if path:
            self.write(text, _with_suffix(Path(path), kinds.index(kind) if kind in kinds else 0))


def _with_suffix(path: Path, kind: int) -> Path:
    """The kind that was chosen counts where the name has none of the three suffixes."""
    known = (".md", ".html", ".pdf")
    wanted = known[kind]
    if path.suffix.lower() == wanted or (path.suffix.lower() in known and kind == 0):
        return path
    return path.with_suffix(wanted) if path.suffix.lower() in known else path.with_name(path.name + wanted)


def _write(text: ConversationText, path: Path) -> Path:
    new = path.with_name(f".{path.name}.new")
    try:
        if path.suffix.lower() == ".pdf":
            write_pdf(conversation_as_html(text), text.record.title, new)
        else:
            is_html = path.suffix.lower() == ".html"
            new.write_text(conversation_as_html(text) if is_html else conversation_as_markdown(text), "utf-8")
        os.replace(new, path)
    except OSError as problem:
        hint = "Choose another place, or free some space on its disk."
        raise StorageError(f"{path} cannot be written.", hint, str(problem)) from problem
    finally:
        new.unlink(missing_ok=True)
    return path


def _file_name(title: str) -> str:
    """A title as the name of a file on any system."""
    kept = "".join(c if c.isalnum() or c in " -_().,¿¡" else "-" for c in title).strip(" .-")
    return kept[:_LONGEST_NAME].strip() or "ragdesk"
