"""Words with values in them, in the user's language: numbers, sizes, ages, durations. No f-string reaches `tr`."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLocale


def fill(text: str, *values: object) -> str:
    """Put values in place of %1, %2 ... of a translated text; in one pass, so a value may hold "%2" itself."""
    parts = text.split("%")
    filled = [parts[0]]
    for part in parts[1:]:
        if part[:1].isdigit() and 0 < int(part[0]) <= len(values):
            filled.append(str(values[int(part[0]) - 1]) + part[1:])
        else:
            filled.append("%" + part)
    return "".join(filled)


def number(value: int | float, decimals: int = 0) -> str:
    """12345 -> 12,345 or 12.345, as the language writes it."""
    return QLocale().toString(float(value), "f", decimals)


def counted(n: int, text: str) -> str:
    """A plural: `text` holds %n and was marked for translation with its context "words"."""
    return QCoreApplication.translate("words", text, None, n).replace("%n", number(n))


def size(size_bytes: int) -> str:
    """1234567 -> 1.2 MB."""
    return QLocale().formattedDataSize(size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def duration(seconds: float) -> str:
    """A time that is left, roughly: 3 s, 4 min, 2 h."""
    translate = QCoreApplication.translate
    if seconds < 90:
        return fill(translate("words", "%1 s"), number(max(1, round(seconds))))
    if seconds < 90 * 60:
        return fill(translate("words", "%1 min"), number(round(seconds / 60)))
    return fill(translate("words", "%1 h"), number(seconds / 3600, 1))


def age(at: str, now: datetime | None = None) -> str:
    """A moment as the catalogue writes it: today, yesterday, or its date; the text itself where it is none."""
    try:
        then = datetime.fromisoformat(at)
    except ValueError:
        return at
    then = then.astimezone()
    days = ((now or datetime.now()).astimezone().date() - then.date()).days
    translate = QCoreApplication.translate
    if days == 0:
        return translate("words", "today")
    if days == 1:
        return translate("words", "yesterday")
    return QLocale().toString(then.date(), QLocale.FormatType.ShortFormat)  # type: ignore[call-overload, no-any-return]
