"""Brings the window's translations up to date: `python packaging/translate.py`, after words of the window changed.

Finds all texts with Qt's lupdate, keeps what is translated already, and writes `assets/translations/ragdesk_es.ts` (all
texts), `ragdesk_en.ts` (plurals alone) and their .qm files. Says which texts have no translation yet: those are written
into the .ts files by hand or with Qt Linguist, and then this is run once more.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "assets" / "translations"
LANGUAGES = ("en", "es")
OF_QT = {
    "QAbstractFileIconProvider": ("File", "Folder"),
    "QFileDialog": ("&File name:", "&Look in:", "Files of &type:"),
    "QShortcut": (
        "Backspace", "Ctrl", "Del", "Down", "End", "Enter", "Esc", "Home", "Left", "PgDown", "PgUp", "Return", "Right",
        "Shift", "Space", "Up",
    ),
}  # fmt: skip
"""Qt's own words, by context: what its file dialog, for a desktop that has none, says in no language but English; and
names of keys, whose Spanish is longer in Qt than on keyboards: Control+Mayúsculas, Escape, Suprimir."""


@dataclass
class Message:
    """One text of the window; a plural has one translation for 1 and one for more."""

    context: str
    source: str
    comment: str = ""
    translations: tuple[str, ...] = field(default=())

    @property
    def key(self) -> tuple[str, str, str]:
        return self.context, self.source, self.comment

    @property
    def is_plural(self) -> bool:
        """lupdate does not see it where the text is only marked for translation, but %n tells it."""
        return "%n" in self.source

    @property
    def is_finished(self) -> bool:
        return len(self.translations) == 1 + self.is_plural and all(self.translations)


def texts_of_window() -> list[Message]:
    """What lupdate finds, and those of Qt, in a settled order."""
    sources = sorted(str(path) for path in (ROOT / "ragdesk" / "window").rglob("*.py"))
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "found.ts"
        told = _run("lupdate", "-locations", "none", "-source-language", "en", *sources, "-ts", str(found))
        if not found.is_file():
            raise SystemExit(f"lupdate wrote nothing:\n{told}")
        of_qt = [Message(context, text) for context, texts in OF_QT.items() for text in texts]
        return sorted([*read(found), *of_qt], key=lambda message: message.key)


def read(path: Path) -> list[Message]:
    """The messages of a .ts file that are still in use."""
    messages = []
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            told = message.find("translation")
            if told is None or told.get("type") in ("obsolete", "vanished"):
                continue
            forms = [form.text or "" for form in told.iter("numerusform")] or [told.text or ""]
            messages.append(
                Message(
                    context.findtext("name") or "",
                    message.findtext("source") or "",
                    message.findtext("comment") or "",
                    tuple(forms) if any(forms) else (),
                )
            )
    return messages


def merged(texts: list[Message], known: list[Message], language: str) -> list[Message]:
    """The texts with the translations that are known; English needs its plurals only."""
    before = {message.key: message.translations for message in known}
    wanted = [text for text in texts if text.is_plural or language != "en"]
    return [Message(text.context, text.source, text.comment, before.get(text.key, ())) for text in wanted]


def write(messages: list[Message], path: Path, language: str) -> None:
    """As Qt Linguist does."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>"]
    lines.append(f'<TS version="2.1" language="{language}" sourcelanguage="en">')
    for context in sorted({message.context for message in messages}):
        lines += ["<context>", f"    <name>{escape(context)}</name>"]
        for message in messages:
            if message.context == context:
                lines += _as_xml(message)
        lines.append("</context>")
    path.write_text("\n".join([*lines, "</TS>", ""]), "utf-8", newline="\n")


def _as_xml(message: Message) -> list[str]:
    unfinished = "" if message.is_finished else ' type="unfinished"'
    lines = ['    <message numerus="yes">' if message.is_plural else "    <message>"]
    lines.append(f"        <source>{escape(message.source)}</source>")
    if message.comment:
        lines.append(f"        <comment>{escape(message.comment)}</comment>")
    if message.is_plural:
        forms = message.translations or ("", "")
        lines.append(f"        <translation{unfinished}>")
        lines += [f"            <numerusform>{escape(form)}</numerusform>" for form in forms]
        lines.append("        </translation>")
    else:
        lines.append(f"        <translation{unfinished}>{escape(''.join(message.translations))}</translation>")
    return [*lines, "    </message>"]


def compile_ts(path: Path, into: Path) -> None:
    """A .qm file of a .ts file."""
    _run("lrelease", "-silent", str(path), "-qm", str(into))


def _run(tool: str, *arguments: str) -> str:
    program = shutil.which(f"pyside6-{tool}", path=str(Path(sys.executable).parent)) or shutil.which(f"pyside6-{tool}")
    if program is None:
        raise SystemExit(f"pyside6-{tool} is not installed.")
    ended = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    if ended.returncode:
        raise SystemExit(f"{tool} failed:\n{ended.stdout}{ended.stderr}")
    return ended.stdout + ended.stderr


def main() -> None:
    texts = texts_of_window()
    unfinished = 0
    for language in LANGUAGES:
        path = TRANSLATIONS / f"ragdesk_{language}.ts"
        messages = merged(texts, read(path) if path.is_file() else [], language)
        write(messages, path, language)
        compile_ts(path, path.with_suffix(".qm"))
        for message in messages:
            if not message.is_finished:
                unfinished += 1
                print(f"{path.name}: {message.context}: {message.source!r}")
    print(f"{len(texts)} texts, {unfinished} translations missing")


if __name__ == "__main__":
    main()
