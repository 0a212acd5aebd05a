"""What a row of the document list says of a document: its name, one line of facts, its state as shape and as words."""

from __future__ import annotations

from dataclasses import dataclass
from os.path import basename, splitext
from typing import Any, Literal

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from ragdesk.protocol.records import DocumentRecord
from ragdesk.window.engine_words import said
from ragdesk.window.reasons import short_reason, what_to_do
from ragdesk.window.words import age, counted, fill, number, size

Shade = Literal["ok", "warn", "bad", "dim"]


@dataclass(frozen=True, slots=True)
class StatusLook:
    """A state told by shape, colour and words."""

    icon: str
    shade: Shade
    words: Any  # what QT_TRANSLATE_NOOP gives back: the same str


READING = StatusLook("clock", "warn", QT_TRANSLATE_NOOP("facts", "reading"))
LOOKS: dict[str, StatusLook] = {
    "ready": StatusLook("check", "ok", QT_TRANSLATE_NOOP("facts", "ready")),
    "partly": StatusLook("contrast", "warn", QT_TRANSLATE_NOOP("facts", "read in part")),
    "waiting": StatusLook("clock", "warn", QT_TRANSLATE_NOOP("facts", "waiting")),
    "failed": StatusLook("octagon-alert", "bad", QT_TRANSLATE_NOOP("facts", "not read")),
    "skipped": StatusLook("minus", "dim", QT_TRANSLATE_NOOP("facts", "skipped")),
}

TYPE_NAMES: dict[str, Any] = {
    "pdf": QT_TRANSLATE_NOOP("facts", "PDF"),
    "docx": QT_TRANSLATE_NOOP("facts", "Word"),
    "html": QT_TRANSLATE_NOOP("facts", "web page"),
    "markdown": QT_TRANSLATE_NOOP("facts", "Markdown"),
    "text": QT_TRANSLATE_NOOP("facts", "text"),
}

_LANGUAGES: dict[str, Any] = {
    "de": QT_TRANSLATE_NOOP("facts", "German"),
    "en": QT_TRANSLATE_NOOP("facts", "English"),
    "es": QT_TRANSLATE_NOOP("facts", "Spanish"),
    "fr": QT_TRANSLATE_NOOP("facts", "French"),
    "it": QT_TRANSLATE_NOOP("facts", "Italian"),
    "pt": QT_TRANSLATE_NOOP("facts", "Portuguese"),
}

_PAGES: Any = QT_TRANSLATE_NOOP("words", "%n page(s)")
_SECTIONS: Any = QT_TRANSLATE_NOOP("words", "%n section(s)")

_ICONS = {
    "pdf": "file-text", "docx": "file-type", "html": "globe", "markdown": "file-code", "text": "file-text",
    ".xlsx": "file-spreadsheet", ".csv": "file-spreadsheet", ".pptx": "presentation", ".epub": "book-open",
    ".eml": "mail", ".mbox": "mail", ".msg": "mail", ".jpg": "file-image", ".jpeg": "file-image", ".png": "file-image",
}  # fmt: skip


def name_of(document: str) -> str:
    """What a document is called in lists: its file name."""
    return basename(document) or document


def look_of(record: DocumentRecord, *, is_reading: bool = False) -> StatusLook:
    """`is_reading`: a job has it in hand."""
    return READING if is_reading else LOOKS[record.status]


def status_words(record: DocumentRecord, *, is_reading: bool = False) -> str:
    """Its state in the user's language."""
    return QCoreApplication.translate("facts", look_of(record, is_reading=is_reading).words)


def type_icon(record: DocumentRecord) -> str:
    """The icon of its kind of file; a plain file for kinds that nobody knows."""
    suffix = splitext(record.document)[1].lower()
    return _ICONS.get(record.type or "", _ICONS.get(suffix, "file"))


def type_words(type_name: str) -> str:
    """A kind of file as the user calls it."""
    return QCoreApplication.translate("facts", TYPE_NAMES[type_name]) if type_name in TYPE_NAMES else type_name


def language_words(code: str) -> str:
    """A language by its code: in the user's own language for the common ones, else as its speakers call it."""
    if code in _LANGUAGES:
        return QCoreApplication.translate("facts", _LANGUAGES[code])
    return QLocale(code).nativeLanguageName() or code


def amount(record: DocumentRecord) -> str:
    """How much there is in it: pages, or sections where it has no pages; its kind where neither is known."""
    if record.status == "partly" and record.pages and record.pages_read is not None:
        text = QCoreApplication.translate("facts", "%1 of %2 pages")
        return fill(text, number(record.pages_read), number(record.pages))
    if record.pages:
        return counted(record.pages, _PAGES)
    if record.sections > 1:
        return counted(record.sections, _SECTIONS)
    return type_words(record.type) if record.type else ""


def facts_line(record: DocumentRecord, common_language: str | None = None, *, is_reading: bool = False) -> str:
    """One line under the name: how much, and the one thing that is most worth knowing."""
    if record.status in ("failed", "skipped"):
        return short_reason(record.reason_code) or status_words(record)
    if is_reading or record.status == "waiting":
        return joined(amount(record), status_words(record, is_reading=is_reading))
    if record.pages_by_ocr:
        text = QCoreApplication.translate("facts", "%1 by OCR")
        return joined(amount(record), fill(text, number(record.pages_by_ocr)))
    if record.status == "partly":
        return joined(amount(record), short_reason(record.reason_code))
    if record.language and record.language != common_language:
        return joined(amount(record), language_words(record.language))
    moment = record.modified_at or record.read_at
    return joined(amount(record), age(moment) if moment else "")


def spoken(record: DocumentRecord, *, is_reading: bool = False) -> str:
    """The row for a screen reader: "lease-2024.pdf, ready, 86 pages"."""
    reason = short_reason(record.reason_code) if record.status in ("failed", "skipped", "partly") else ""
    parts = (name_of(record.document), status_words(record, is_reading=is_reading), reason, amount(record))
    return ", ".join(part for part in parts if part)


def all_facts(record: DocumentRecord, *, is_reading: bool = False) -> str:
    """Everything that the tooltip tells, in lines."""
    changed = QCoreApplication.translate("facts", "changed %1")
    read = QCoreApplication.translate("facts", "read %1")
    lines = [
        record.document,
        record.title if record.title != name_of(record.document) else "",
        joined(status_words(record, is_reading=is_reading), amount(record), size(record.size_bytes)),
        joined(
            language_words(record.language) if record.language else "",
            fill(changed, age(record.modified_at)) if record.modified_at else "",
            fill(read, age(record.read_at)) if record.read_at else "",
        ),
        said(record.reason or ""),
        what_to_do(record.reason_code, record.reason or ""),
    ]
    return "\n".join(line for line in lines if line)


def joined(*parts: str) -> str:
    """Facts with a dot between them, without the empty ones."""
    return " · ".join(part for part in parts if part)
