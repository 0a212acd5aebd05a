"""Pictures of the real window: `python -m tests.end_to_end.screenshots --into FOLDER [--real] [--scenes answer]`.

Offscreen, with the SampleEngine or, with --real, the real engine on the samples; a contact sheet for each ratio.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QCoreApplication, QPoint, QRect, QSize, Qt, QTranslator
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from ragdesk.protocol.errors import EngineGone
from ragdesk.settings_file import FILE
from ragdesk.window import app as window_app
from ragdesk.window.start_options import StartOptions
from ragdesk.window.theming import Appearance
from tests.end_to_end.program import SAMPLES
from tests.end_to_end.sample_engine import QUESTION, SPANISH, SampleEngine, without_documents
from tests.window.sample_data import QUOTES, REPORT

Look = Literal["light", "dark", "contrast"]
Language = Literal["en", "es"]
LOOKS: tuple[Look, ...] = ("light", "dark", "contrast")
LANGUAGES: tuple[Language, ...] = ("en", "es")
SIZES = {"1280": (QSize(1280, 800), 100), "1920": (QSize(1920, 1080), 100), "1280-150": (QSize(1280, 800), 150)}
RATIOS = ("1", "1.5")
SHEET_COLUMNS, THUMB_WIDTH = 4, 640
_LONGEST_S = 60.0


class Stage:
    """One window with its engine, in a data folder of its own, and in one language from its start to its end."""

    def __init__(self, application: QApplication, data_dir: Path, language: Language, *, is_real: bool) -> None:
        self.engine = SampleEngine()
        self._is_real = is_real
        opening = None if is_real else self.engine.attach
        (data_dir / FILE).write_text(f'language = "{language}"\n', "utf-8")
        options = StartOptions(data_dir, None if is_real else "Museum", (SAMPLES,) if is_real else ())
        self.engine.libraries["Museum"] = self.engine.libraries.pop("default")
        self.engine.main_library = "Museum"
        self.app = window_app.App(application, options, opening)
        self.window = self.app.window

    def open(self) -> None:
        self.app.show()
        self.until(lambda: self.app.link.is_ready)
        if self._is_real:
            self.until(lambda: self.app.link.status and self.app.link.status.documents.get("ready", 0) > 3)

    def ask(self, question: str) -> None:
        before = self.app.desk.answer
        self.app.desk.question_proposed.emit(question)
        self.until(lambda: self.app.desk.answer is not before)

    def until(self, condition: Callable[[], object]) -> None:
        end = time.monotonic() + _LONGEST_S
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError("the window did not come to where its picture is taken")
            QTest.qWait(20)
        QTest.qWait(150)

    def until_drawn(self) -> None:
        """The page of the evidence, or its text, is there, sharp and with its marks."""
        view, store = self.window.evidence.view, self.window.evidence.view.stack.store

        def is_drawn() -> bool:
            is_all_there = all(store._has(page, scale) for page, scale in store._wanted)
            return not view.pages._asking.is_pending and bool(store._wanted) and is_all_there

        self.until(lambda: view.form == "text" or is_drawn())

    def look(self, look: Look, size: str) -> None:
        """Changed while the window is open, as the settings do it."""
        pixels, percent = SIZES[size]
        self.app.theming.choose(Appearance(look, percent, "yes"))
        self.window.resize(pixels)
        QTest.qWait(250)
        if self.app.desk.evidence:
            self.until_drawn()

    def picture(self) -> QImage:
        """The window and the dialogs over it."""
        picture = self.window.grab().toImage()
        painter = QPainter(picture)
        for widget in QApplication.topLevelWidgets():
            if widget is not self.window and widget.isVisible() and widget.isWindow():
                at = _over(widget, self.window)
                painter.drawPixmap(at, widget.grab())
                painter.setPen(QColor(self.app.theming.theme.colours.line2))  # where a desktop would put a frame
                painter.drawRect(QRect(at, widget.size()))
        painter.end()
        return picture

    def close(self) -> None:
        for widget in QApplication.topLevelWidgets():
            if widget is not self.window:
                widget.close()
        self.app.close()
        self.app.link.background.wait_for_threads(5)
        for words in self.app.language.findChildren(QTranslator):
            QCoreApplication.removeTranslator(words)  # else the next window would speak this one's language, too
        self.window.deleteLater()
        QTest.qWait(50)


def _over(dialog: QWidget, window: QWidget) -> QPoint:
    free = window.size() - dialog.size()
    return QPoint(max(0, free.width() // 2), max(0, free.height() // 2))


def _answer(stage: Stage) -> None:
    stage.open()
    stage.ask(QUESTION)
    answer = stage.app.desk.answer
    assert answer is not None
    stage.app.desk.show_evidence(answer.quotes or QUOTES, 0)
    stage.until_drawn()


def _respuesta(stage: Stage) -> None:
    stage.open()
    stage.ask(SPANISH)
    answer = stage.app.desk.answer
    assert answer is not None
    stage.app.desk.show_evidence(answer.quotes or QUOTES, 1 if len(answer.quotes) > 1 else 0)
    stage.until_drawn()


def _table(stage: Stage) -> None:
    stage.open()
    stage.ask("Show the income as a table with code")


def _nothing(stage: Stage) -> None:
    stage.open()
    stage.ask("Who built the airport?")


def _quotes_only(stage: Stage) -> None:
    stage.open()
    stage.ask("What is nearly about this?")


def _first_run(stage: Stage) -> None:
    without_documents(stage.engine)
    stage.open()


def _few_asked(stage: Stage) -> None:
    _answer(stage)
    panel = stage.window.documents
    assert stage.app.desk.evidence
    panel.list.choose(stage.app.desk.evidence.quote.document)
    panel.commands.ask_only(panel.list.chosen())
    panel.search.choose_status("failed")
    QTest.qWait(400)


def _empty(stage: Stage) -> None:
    stage.engine.documents.clear()
    stage.engine.suggestions = []
    stage.open()


def _reading(stage: Stage) -> None:
    stage.open()
    job = stage.engine.begin_job()
    stage.engine.progress(
        job.id, files_done=92, files_total=151, pages_done=340, bytes_done=190_000_000, rate=41.0, seconds_left=140.0,
        current=REPORT, failed=2,
    )  # fmt: skip
    QTest.qWait(300)


def _engine_lost(stage: Stage) -> None:
    _answer(stage)
    stage.engine.starts_again = False
    stage.engine.die()
    stage.until(lambda: not stage.app.link.is_ready)


def _failed(stage: Stage) -> None:
    stage.open()
    hint = "Nothing that was saved is lost. Please try again: it is started anew."
    stage.engine.faults["ask"] = EngineGone("The engine ended while it worked on this.", hint)
    stage.app.desk.question_proposed.emit(QUESTION)
    stage.until(lambda: any(one.isVisible() for one in stage.window.findChildren(QPushButton, "try_again")))


def _dialog(name: str) -> Callable[[Stage], None]:
    def open_it(stage: Stage) -> None:
        _answer(stage)
        stage.app.actions[name].trigger()
        QTest.qWait(400)

    return open_it


SCENES: dict[str, Callable[[Stage], None]] = {
    "answer": _answer,
    "respuesta": _respuesta,
    "table": _table,
    "nothing": _nothing,
    "quotes-only": _quotes_only,
    "first-run": _first_run,
    "few-asked": _few_asked,
    "empty": _empty,
    "reading": _reading,
    "engine-lost": _engine_lost,
    "failed": _failed,
    **{name: _dialog(name) for name in ("settings", "doctor", "palette", "shortcuts", "about", "guide")},
}
REAL_SCENES = ("answer", "nothing")


def take(chosen: argparse.Namespace, ratio: str) -> None:
    """All pictures of one device pixel ratio, in this process."""
    application = window_app.make_application()
    application.setFont(QFont("Inter", 10))
    taken: list[tuple[str, QImage]] = []
    looks, sizes = chosen.looks.split(","), chosen.sizes.split(",")
    for scene, language in product(chosen.scenes.split(","), chosen.languages.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            stage = Stage(application, Path(folder), language, is_real=chosen.real)
            try:
                stage.look(looks[0], sizes[0])
                SCENES[scene](stage)
                for look, size in product(looks, sizes):
                    stage.look(look, size)
                    name = f"{scene}-{look}-{language}-{size}@{ratio}.png"
                    taken.append((name, stage.picture()))
                    taken[-1][1].save(str(chosen.into / name))
            finally:
                stage.close()
        print(f"{scene} {language}: {len(taken)} pictures so far", flush=True)
    _sheet([image for _, image in taken]).save(str(chosen.into / f"sheet@{ratio}.png"))


def _sheet(images: Sequence[QImage]) -> QImage:
    thumbs = []
    for image in images:
        thumb = image.scaledToWidth(THUMB_WIDTH, Qt.TransformationMode.SmoothTransformation)
        thumb.setDevicePixelRatio(1)
        thumbs.append(thumb)
    height = max((thumb.height() for thumb in thumbs), default=1)
    rows = (len(thumbs) + SHEET_COLUMNS - 1) // SHEET_COLUMNS
    sheet = QImage(SHEET_COLUMNS * THUMB_WIDTH, max(1, rows * height), QImage.Format.Format_RGB32)
    sheet.fill(Qt.GlobalColor.gray)
    painter = QPainter(sheet)
    for at, thumb in enumerate(thumbs):
        painter.drawImage(at % SHEET_COLUMNS * THUMB_WIDTH, at // SHEET_COLUMNS * height, thumb)
    painter.end()
    return sheet


def main() -> int:
    """A process for each ratio, which Qt takes once for all at its start."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--real", action="store_true", help="the real engine on the samples")
    parser.add_argument("--scenes", default="")
    parser.add_argument("--looks", default=",".join(LOOKS))
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument("--sizes", default=",".join(SIZES))
    parser.add_argument("--ratios", default=",".join(RATIOS))
    chosen = parser.parse_args()
    chosen.scenes = chosen.scenes or ",".join(REAL_SCENES if chosen.real else SCENES)
    chosen.into.mkdir(parents=True, exist_ok=True)
    ratios = chosen.ratios.split(",")
    if len(ratios) == 1 and os.environ.get("QT_SCALE_FACTOR") == ratios[0]:
        take(chosen, ratios[0])
        return 0
    given = [f"--{name}={value}" for name, value in vars(chosen).items() if name not in ("real", "ratios")]
    code = 0
    for ratio in ratios:
        own = {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": ratio, "QT_ACCESSIBILITY": "0"}
        command = [sys.executable, "-m", __spec__.name, *given, f"--ratios={ratio}", *["--real"] * chosen.real]
        code = subprocess.run(command, env={**os.environ, **own}, check=False).returncode or code
    return code


if __name__ == "__main__":
    sys.exit(main())
