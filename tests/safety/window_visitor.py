"""WindowVisitor: the real window on a PoisonedEngine; it has every widget show the texts, and looks for harm.

Runs in a process of its own, offscreen: `python -m tests.safety.window_visitor`, orders and findings as JSON.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QGuiApplication, QPdfWriter, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QMessageBox, QTextBrowser, QTextEdit, QToolTip

from ragdesk.window import app as window_app
from ragdesk.window.start_options import StartOptions
from ragdesk.window.widgets.safe_text import OPENED_SCHEMES, SafeText
from tests.safety.hostile_strings import BAIT, hostile_strings, wild_texts
from tests.safety.poisoned_engine import PoisonedEngine

DIALOGS = (
    "settings", "doctor", "shortcuts", "about", "conversations", "budget", "choose_scope", "choose_model", "palette",
)  # fmt: skip
_LONGEST_WAIT_S = 10.0


class WindowVisitor:
    """`violations` are what no text may do; `longest_ms` is the longest time without a turn of the window's events.

    Of its thread's own time on the processor, so that other programs on this computer do not count.
    """

    def __init__(self, application: QApplication, data_dir: Path, texts: Iterator[str]) -> None:
        self.violations: list[str] = []
        self.links = self.tooltips = self.labels = self.documents = 0
        self.longest_ms = 0.0
        self.engine = PoisonedEngine(texts)
        self.app = window_app.App(application, StartOptions(data_dir, "default"), self.engine.attach)
        self.app.show()
        self._rounds = 0
        self._last_beat = 0.0
        self._seen_tips: set[str] = set()
        self._until(lambda: self.engine.listeners == 1)

    def visit(self) -> None:
        """New texts everywhere, a question, its evidence, one dialog, one error, tooltips, copies, a print."""
        self._rounds += 1
        self._watch()
        self.engine.renew()
        QTest.qWait(80)
        before = self.app.desk.answer
        self.app.desk.question_proposed.emit(f"Question {self._rounds}?")
        self._until(lambda: self.app.desk.answer is not before)
        self._show_evidence()
        name = DIALOGS[self._rounds % len(DIALOGS)]
        if self.app.actions[name].isEnabled():
            self.app.actions[name].trigger()
        self.app.link.request_failed.emit(self.engine.problem())
        QTest.qWait(80)
        self._timer.stop()
        self._look()
        self._close_others()

    def close(self) -> None:
        self._close_others()
        # The offscreen clipboard outlives Python, and what Python put there would be destroyed after it.
        QGuiApplication.clipboard().clear()
        self.app.close()
        self.app.link.background.wait_for_threads(5)

    def _show_evidence(self) -> None:
        answer = self.app.desk.answer
        if answer is not None and answer.quotes:
            self.app.desk.show_evidence(answer.quotes, self._rounds % len(answer.quotes))
        else:
            path = list(self.engine.documents)[self._rounds % 5]
            self.app.desk.show_document(path, self.engine.documents[path].title)
        QTest.qWait(60)

    def _look(self) -> None:
        for widget in self.app.window.window().findChildren(QLabel) + _top_labels():
            self.labels += 1
            if widget.textFormat() != Qt.TextFormat.PlainText and BAIT in widget.text():
                self._tell(f"label {_name(widget)} is not plain: {widget.text()[:80]!r}")
        for box in _tops(QMessageBox):
            if box.textFormat() != Qt.TextFormat.PlainText:
                self._tell(f"message box {_name(box)} is not plain")
        for edit in self.app.window.findChildren(QTextEdit):
            self._look_into(edit)
        self._show_tooltips()
        self._copy()

    def _look_into(self, edit: QTextEdit) -> None:
        self.documents += 1
        for shape in edit.document().allFormats():
            if shape.isImageFormat() and (BAIT in shape.toImageFormat().name() or ":" in shape.toImageFormat().name()):
                self._tell(f"{_name(edit)} wants the picture {shape.toImageFormat().name()[:80]!r}")
        if isinstance(edit, QTextBrowser):
            for link in _links(edit.document()):
                self._click(edit, link)
        if self._rounds % 4 == 0:
            self._print(edit)

    def _click(self, edit: QTextBrowser, link: str) -> None:
        url = QUrl(link)
        self.links += 1
        edit.anchorClicked.emit(url)
        boxes = [box for box in _tops(QMessageBox) if box.objectName() == "open_link" and box.isVisible()]
        shown = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        if boxes and (url.scheme().lower() not in OPENED_SCHEMES or shown not in boxes[0].text()):
            self._tell(f"a click on {link[:80]!r} asks {boxes[0].text()[:120]!r}")
        for box in boxes:
            box.reject()

    def _print(self, edit: QTextEdit) -> None:
        paper = QBuffer()
        paper.open(QIODevice.OpenModeFlag.WriteOnly)
        edit.document().print_(QPdfWriter(paper))

    def _show_tooltips(self) -> None:
        tips = [widget.toolTip() for widget in QApplication.allWidgets()]
        for view in self.app.window.findChildren(QAbstractItemView):
            model = view.model()
            rows = range(min(model.rowCount(), 12) if model else 0)
            tips += [str(model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) or "") for row in rows]
        for tip in set(tips) - self._seen_tips - {""}:
            self.tooltips += 1
            self._seen_tips.add(tip)
            QToolTip.showText(QPoint(10, 10), tip)
            QApplication.processEvents()
        QToolTip.hideText()

    def _copy(self) -> None:
        for name in ("copy_answer", "copy_markdown"):
            self.app.actions[name].trigger()
            self._look_at_copy(name)
        for edit in self.app.window.findChildren(SafeText)[-4:]:
            edit.selectAll()
            edit.copy()
            self._look_at_copy("a selection")

    def _look_at_copy(self, name: str) -> None:
        html = QGuiApplication.clipboard().mimeData().html()
        for sign in ("<img", "<link", "url(", "<object", "<iframe", "<script"):
            if sign in html.lower():
                self._tell(f"{name} puts {sign!r} on the clipboard")

    def _close_others(self) -> None:
        for widget in QApplication.topLevelWidgets():
            if widget is not self.app.window and widget.isVisible():
                widget.close()
        QTest.qWait(5)

    def _tell(self, violation: str) -> None:
        self.violations.append(violation)

    def _watch(self) -> None:
        self._last_beat = time.thread_time()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(5)

    def _beat(self) -> None:
        now = time.thread_time()
        self.longest_ms = max(self.longest_ms, (now - self._last_beat) * 1000)
        self._last_beat = now

    def _until(self, condition: Callable[[], object]) -> None:
        end = time.monotonic() + _LONGEST_WAIT_S
        while not condition():
            if time.monotonic() > end:
                self._tell(f"round {self._rounds}: the window did not come to its answer")
                return
            QTest.qWait(10)


def _tops(kind: type) -> list[Any]:
    return [widget for widget in QApplication.allWidgets() if isinstance(widget, kind)]


def _top_labels() -> list[QLabel]:
    tops = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    return [label for top in tops for label in top.findChildren(QLabel)]


def _name(widget: Any) -> str:
    names = [type(widget).__name__]
    while widget is not None:
        names.append(widget.objectName())
        widget = widget.parentWidget()
    return " < ".join(filter(None, names))


def _links(document: QTextDocument) -> list[str]:
    found, block = [], document.begin()
    while block.isValid():
        parts: Any = block
        found += [part.fragment().charFormat().anchorHref() for part in parts]
        block = block.next()
    return [link for link in found if link]


def main() -> int:
    """Order: {"bait": folder, "texts": how many, "seed": n, "kind": "hostile" or "wild"}."""
    order = json.loads(sys.stdin.read())
    hostile = hostile_strings(Path(order["bait"]))
    texts = cycle(hostile) if order["kind"] == "hostile" else wild_texts(order["seed"], hostile)
    application = window_app.make_application()
    with tempfile.TemporaryDirectory() as folder:
        visitor = WindowVisitor(application, Path(folder), texts)
        while visitor.engine.given_out < order["texts"]:
            visitor.visit()
        told = {
            "texts": visitor.engine.given_out,
            "violations": visitor.violations,
            "longest_ms": round(visitor.longest_ms),
            **{name: getattr(visitor, name) for name in ("links", "tooltips", "labels", "documents")},
        }
        visitor.close()
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
