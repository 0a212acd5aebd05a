"""The window's start, in order: what was asked, the only window, its looks and words, the window, then the engine."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from ragdesk.protocol.engine_api import EngineApi
from ragdesk.window.actions import Actions
from ragdesk.window.app_icon import app_icon
from ragdesk.window.choices import Choices, read_choices
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.first_library import FirstLibrary, wants_library_of_its_own
from ragdesk.window.garbage import Garbage
from ragdesk.window.language import Language
from ragdesk.window.main_window import MainWindow
from ragdesk.window.memory import WindowMemory
from ragdesk.window.single_instance import SingleInstance
from ragdesk.window.start_options import StartOptions, parse
from ragdesk.window.terminal import TerminalSignals
from ragdesk.window.theming import Theming
from ragdesk.window.tray import Tray
from ragdesk.window.window_dialogs import WindowDialogs

NOT_SHOWN = 1

SWITCH_S = 0.001
"""How long another thread may keep Python to itself: each painted row waits for it many times. While a long list was
made ready, painting took 36 ms with Python's own 5 ms and 24 ms with this (medians; worst 95 and 77)."""


def run(arguments: Sequence[str]) -> int:
    """The window, until it is closed; the exit code."""
    options = parse(arguments)
    application = make_application()
    instance = SingleInstance(options.data_dir)
    if not instance.is_first():
        return 0 if instance.hand_over(options.paths) else _tell_not_shown()
    app = App(application, options)
    instance.started_again.connect(app.started_again)
    signals = TerminalSignals(application.quit)
    app.show()
    gc.freeze()  # what was made for the start stays, and needs no looking through
    code = application.exec()
    app.close()
    signals.close()
    instance.close()
    return code


class Application(QApplication):
    """Hears of files that are opened with ragdesk where the system tells of them by an event: on macOS."""

    file_opened = Signal(str)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FileOpen and isinstance(event, QFileOpenEvent) and event.file():
            self.file_opened.emit(event.file())
            return True
        return super().event(event)


def make_application() -> Application:
    """Named so that its folders, its icon in a task bar and its entry in a menu are found."""
    sys.setswitchinterval(SWITCH_S)
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = Application(sys.argv[:1])
    application.setApplicationName("ragdesk")
    application.setApplicationDisplayName("ragdesk")
    application.setOrganizationName("")
    application.setDesktopFileName("ragdesk")
    application.setStyle("Fusion")
    application.setWindowIcon(app_icon())
    application.setQuitOnLastWindowClosed(False)
    Garbage(application)
    return application


class App(QObject):
    """Everything that lives as long as the window does."""

    def __init__(
        self,
        application: QApplication,
        options: StartOptions,
        opening: Callable[[str, bool, Callable[[bool], None]], EngineApi] | None = None,
    ) -> None:
        super().__init__()
        self._application, self._options = application, options
        choices = read_choices(options.data_dir)
        self.language = Language(self)
        self.language.choose(choices.language)
        self.theming = Theming(choices.appearance, self)
        self.theming.apply()
        self.actions = Actions(self.theming, self)
        memory = WindowMemory(options.data_dir)
        self._first = FirstLibrary(options, memory, self.language.code)
        self.link = EngineLink(opening or _opening(options.data_dir), self._first.name, self)
        self._first.follow(self.link)
        self.desk = Desk(self)
        self.window = MainWindow(self.link, self.desk, self.theming, self.actions, memory)
        self._dialogs = WindowDialogs(self.link, self.desk, self.theming, self.actions, self.window)
        self._tray = Tray(self.window, self.actions)
        self._use(choices)
        self.link.settings_changed.connect(lambda: self._use(read_choices(options.data_dir)))
        self.actions["quit"].triggered.connect(application.quit)
        self.window.closed.connect(application.quit)
        if isinstance(application, Application):
            application.file_opened.connect(lambda path: self.started_again([Path(path)]))

    def show(self) -> None:
        """The window first; the engine is looked for when it has been painted."""
        self.window.show()
        QCoreApplication.processEvents()
        self.link.start(create=self._first.may_create)
        self._add(list(self._options.paths))

    def close(self) -> None:
        self.window.close()
        self.link.close()

    def started_again(self, paths: list[Path]) -> None:
        """By a second start, or because the system opens files with us."""
        self.window.come_to_front()
        self._add(paths)

    def _add(self, paths: list[Path]) -> None:
        if paths:
            self.desk.add_asked_for.emit(paths, wants_library_of_its_own(self.link))

    def _use(self, choices: Choices) -> None:
        """What the user chose about the window, at once."""
        self.language.choose(choices.language)
        self.theming.choose(choices.appearance)
        self.actions.use_keys(choices.keys)
        self.actions.retranslate()
        self._tray.show(choices.show_tray)
        if choices.problem is not None:
            self.window.error_box.tell(choices.problem)


@dataclass(frozen=True, slots=True)
class _EngineWanted:
    data_dir: Path
    library: str
    create: bool
    chat_model: Path | None = None


def _opening(data_dir: Path) -> Callable[[str, bool, Callable[[bool], None]], EngineApi]:
    def open_it(library: str, create: bool, on_silence: Callable[[bool], None]) -> EngineApi:
        from ragdesk.client import open_engine

        return open_engine(_EngineWanted(data_dir, library, create), on_silence)

    return open_it


def _tell_not_shown() -> int:
    print(
        "A window of this data folder is open and does not answer. Close it, or end it, and try again.",
        file=sys.stderr,
    )
    return NOT_SHOWN
