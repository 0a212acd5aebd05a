"""Opening a document's own file in the system's program, at a page where that program can; never running a program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices

Opened = Literal["opened", "gone", "not_opened", "failed"]
"""gone: no such file; not_opened: of a kind that might be run in place of being shown; failed: no program took it."""


@dataclass(frozen=True, slots=True)
class Opening:
    """How a file is to be opened: by a command of ours, or, without one, as the system wants it."""

    path: Path
    command: tuple[str, ...] = ()
    refusal: Literal["gone", "not_opened"] | None = None


SHOWABLE = frozenset(
    [
        ".pdf",
        ".docx",
        ".odt",
        ".ods",
        ".odp",
        ".pptx",
        ".xlsx",
        ".rtf",
        ".epub",
        ".html",
        ".htm",
        ".xhtml",
        ".md",
        ".markdown",
        ".txt",
        ".text",
        ".rst",
        ".tex",
        ".csv",
        ".tsv",
        ".log",
        ".json",
        ".xml",
        ".eml",
        ".mbox",
        ".srt",
        ".vtt",
        ".org",
        ".adoc",
        ".png",
        ".jpg",
        ".jpeg",
        ".tif",
        ".tiff",
    ]
)
"""Kinds that a program shows. Whatever else holds text (a script, a shortcut) might be run by opening it."""

_AT_PAGE = {
    "evince": ("--page-index=%p",), "papers": ("--page-index=%p",), "xreader": ("--page-index=%p",),
    "atril": ("--page-index=%p",), "okular": ("-p", "%p"), "zathura": ("-P", "%p"),
}  # fmt: skip
"""PDF readers of Linux that take a page, counted from 1, and how."""

_ASK_S = 3.0


def how_to_open(path: str, page: int | None) -> Opening:
    """Looks at the disk and asks the system: not in the window's own thread."""
    file = Path(path)
    if not file.is_file():
        return Opening(file, refusal="gone")
    if file.suffix.lower() not in SHOWABLE:
        return Opening(file, refusal="not_opened")
    if page is not None and sys.platform.startswith("linux") and file.suffix.lower() == ".pdf":
        return Opening(file, command_at_page(pdf_program(), file, page))
    return Opening(file)


def how_to_show_in_folder(path: str) -> Opening:
    """The folder with the file, the file chosen in it where the system can. Not in the window's own thread."""
    file = Path(path)
    if not file.parent.is_dir():
        return Opening(file, refusal="gone")
    if file.exists() and sys.platform == "win32":
        return Opening(file, ("explorer.exe", f"/select,{os.path.normpath(file)}"))
    if file.exists() and sys.platform == "darwin":
        return Opening(file, ("/usr/bin/open", "-R", str(file)))
    return Opening(file.parent)


def carry_out(opening: Opening) -> Opened:
    """In the window's thread; waits for nothing."""
    if opening.refusal:
        return opening.refusal
    if opening.command and _start(opening.command):
        return "opened"
    return "opened" if QDesktopServices.openUrl(QUrl.fromLocalFile(str(opening.path.absolute()))) else "failed"


def command_at_page(program: str, file: Path, page: int) -> tuple[str, ...]:
    """How to start a program at a page; empty for a program that is not known to take one."""
    name = program.removesuffix(".desktop").lower().rsplit(".", 1)[-1]
    options = _AT_PAGE.get(name)
    found = shutil.which(name) if options else None
    if not options or not found:
        return ()
    return (found, *(option.replace("%p", str(page)) for option in options), str(file.absolute()))


def pdf_program() -> str:
    """The desktop entry that opens PDFs here; empty where nobody says so."""
    if not (asking := shutil.which("xdg-mime")):
        return ""
    try:
        told = subprocess.run(
            [asking, "query", "default", "application/pdf"],
            capture_output=True, text=True, timeout=_ASK_S, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return told.stdout.strip()


def _start(command: tuple[str, ...]) -> bool:
    return bool(QProcess.startDetached(command[0], list(command[1:]))[0])
