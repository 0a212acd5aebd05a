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
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ragdesk.protocol.errors import EngineGone
from ragdesk.window import app as window_app
from ragdesk.window.start_options import StartOptions
from ragdesk.window.theming import Appearance
from tests.end_to_end.program import SAMPLES
from tests.end_to_end.sample_engine import QUESTION, SPANISH, SampleEngine, without_documents
from tests.window.sample_data import QUOTES, REPORT

LOOKS: tuple[Literal["light", "dark", "contrast"], ...] = ("light", "dark", "contrast")
LANGUAGES: tuple[Literal["en", "es"], ...] = ("en", "es")
SIZES = {"1280": (QSize(1280, 800), 100), "1920": (QSize(1920, 1080), 100), "1280-150": (QSize(1280, 800), 150)}
RATIOS = ("1", "1.5")
SHEET_COLUMNS, THUMB_WIDTH = 4, 640
_LONGEST_S = 60.0


class Stage:
    """One window with its engine, in a data folder of its own."""

    def __init__(self, application: QApplication, data_dir: Path, *, is_real: bool) -> None:
        self.engine = SampleEngine()
        self.language: Literal["en", "es"] = "en"
        opening = None if is_real else self.engine.attach
        options = StartOptions(data_dir, "Museum", (SAMPLES,) if is_real else ())
        self.engine.libraries["Museum"] = self.engine.libraries.pop("default")
        self.engine.main_library = "Museum"
        self.app = window_app.App(application, options, opening)
        self.window = self.app.window

    def open(self) -> None:
        self.app.show()
        self.until(lambda: self.app.link.is_ready)

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

    def look(self, look: Literal["light", "dark", "contrast"], language: Literal["en", "es"], size: str) -> None:
        """Changed while the window is open, as the settings do it."""
        pixels, percent = SIZES[size]
        self.language = language
        self.app.language.choose(language)
        self.app.theming.choose(Appearance(look, percent, "yes"))
        self.window.resize(pixels)
        QTest.qWait(250)

    def picture(self) -> QImage:
        """The window and the dialogs over it."""
        picture = self.window.grab().toImage()
        painter = QPainter(picture)
        for widget in QApplication.topLevelWidgets():
            if widget is not self.window and widget.isVisible() and widget.isWindow():
                painter.drawPixmap(_over(widget, self.window), widget.grab())
        painter.end()
        return picture

    def close(self) -> None:
        for widget in QApplication.topLevelWidgets():
            if widget is not self.window:
                widget.close()
        self.app.close()
        self.app.link.background.wait_for_threads(5)
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
    QTest.qWait(600)


def _respuesta(stage: Stage) -> None:
    stage.open()
    stage.ask(SPANISH)
    answer = stage.app.desk.answer
    assert answer is not None
    stage.app.desk.show_evidence(answer.quotes or QUOTES, 1 if len(answer.quotes) > 1 else 0)


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
    stage.engine.faults["ask"] = EngineGone("The engine ended while it worked on this.", "Please ask again.")
    stage.app.desk.question_proposed.emit(QUESTION)
    QTest.qWait(400)


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
    for scene in chosen.scenes.split(","):
        with tempfile.TemporaryDirectory() as folder:
            stage = Stage(application, Path(folder), is_real=chosen.real)
            try:
                SCENES[scene](stage)
                for look in chosen.looks.split(","):
                    for language in chosen.languages.split(","):
                        for size in chosen.sizes.split(","):
                            stage.look(look, language, size)
                            name = f"{scene}-{look}-{language}-{size}@{ratio}.png"
                            taken.append((name, stage.picture()))
                            taken[-1][1].save(str(chosen.into / name))
            finally:
                stage.close()
        print(f"{scene}: {len(taken)} pictures so far", flush=True)
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
