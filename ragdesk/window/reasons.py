"""Why a document was not read, or not all of it: short words for lists, and what the user can do about it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

SHORT: dict[str, Any] = {  # code: what QT_TRANSLATE_NOOP gives back, the same str
    "empty": QT_TRANSLATE_NOOP("reasons", "empty file"),
    "encrypted": QT_TRANSLATE_NOOP("reasons", "needs its password"),
    "broken": QT_TRANSLATE_NOOP("reasons", "damaged"),
    "mislabelled": QT_TRANSLATE_NOOP("reasons", "not what its name says"),
    "unsupported": QT_TRANSLATE_NOOP("reasons", "kind of file not read"),
    "too_large": QT_TRANSLATE_NOOP("reasons", "too large"),
    "no_text": QT_TRANSLATE_NOOP("reasons", "no text found"),
    "not_a_file": QT_TRANSLATE_NOOP("reasons", "not an ordinary file"),
    "unreadable": QT_TRANSLATE_NOOP("reasons", "not allowed to read it"),
    "changed": QT_TRANSLATE_NOOP("reasons", "was being written"),
    "vanished": QT_TRANSLATE_NOOP("reasons", "no longer there"),
    "too_slow": QT_TRANSLATE_NOOP("reasons", "took too long"),
    "excluded": QT_TRANSLATE_NOOP("reasons", "excluded by you"),
}

TO_DO: dict[str, Any] = {
    "empty": QT_TRANSLATE_NOOP("reasons", "If it should not be empty, restore it from a backup."),
    "encrypted": QT_TRANSLATE_NOOP("reasons", "Save a copy without a password and add that."),
    "broken": QT_TRANSLATE_NOOP(
        "reasons", "Get the file again from where it came from, or save it anew in its program."
    ),
    "mislabelled": QT_TRANSLATE_NOOP("reasons", "Give it the right ending, or save it anew in its program."),
    "unsupported": QT_TRANSLATE_NOOP("reasons", "Save it as PDF, Word or text and add that."),
    "too_large": QT_TRANSLATE_NOOP("reasons", "Split it into smaller files."),
    "no_text": QT_TRANSLATE_NOOP(
        "reasons", "It may be a scan. Have its text recognised in a scanning program and save it."
    ),
    "not_a_file": QT_TRANSLATE_NOOP("reasons", "Add the file that it points to."),
    "unreadable": QT_TRANSLATE_NOOP("reasons", "Allow your account to read the file, then read it again."),
    "changed": QT_TRANSLATE_NOOP("reasons", "Close it in its program, then read it again."),
    "vanished": QT_TRANSLATE_NOOP("reasons", "Put it back, or remove it from the library."),
    "too_slow": QT_TRANSLATE_NOOP("reasons", "Read it again when the computer is less busy, or split it."),
    "excluded": QT_TRANSLATE_NOOP("reasons", "Include it to have it read and searched again."),
}


def short_reason(code: str | None) -> str:
    """A few words for a list; empty where there is no reason."""
    if code is None:
        return ""
    return QCoreApplication.translate("reasons", SHORT[code]) if code in SHORT else code.replace("_", " ")


def what_to_do(code: str | None, reason: str = "") -> str:
    """A sentence for the user; empty where there is nothing to be done, or the reason ends with advice of its own."""
    if ". " in reason:  # the engine says what happened in one sentence, and what to do in the next
        return ""
    return QCoreApplication.translate("reasons", TO_DO[code]) if code in TO_DO else ""
