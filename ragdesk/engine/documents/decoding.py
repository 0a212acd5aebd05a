"""Bytes of a text file in, its text out, whatever encoding they are in; None where the bytes are no text."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
# Texts hold tabs, line ends, form feeds, now and then an escape or an old end-of-file mark; never others in any number.
_CONTROL_BYTES = bytes(set(range(0x20)) - set(b"\t\n\x0b\x0c\r\x08\x1a\x1b")) + b"\x7f"
_WIDE_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_MOST_CONTROLS = 0.002
_SAMPLE_BYTES = 65_536

# What Western European languages write beside ASCII, lower case. A Windows-1252 text is nearly covered by one of them;
# Polish, Czech, Turkish, Russian or Japanese bytes read as Windows-1252 are by none.
_ALPHABETS = (
    "áéíóúüñçàè",  # Spanish, Catalan and Galician words included
    "àâæçéèêëîïôœùûüÿ",  # French
    "äöüßé",  # German
    "áâãàçéêíóôõúü",  # Portuguese
    "àèéìíîòóùú",  # Italian
    "àçèéíïòóúü",  # Catalan
    "åäöæøéèüóòôê",  # Danish, Norwegian, Swedish, Finnish
    "éëïóöüèáê",  # Dutch
)
_WITHIN_WORDS = frozenset("’‘“”–—…·•«»\xa0€")
_LEAST_COVERED = 0.9


def decode_text(data: bytes) -> str | None:
    """The text without its byte-order mark; None if the bytes are not text in any encoding that we know."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _with_few_errors(data[len(mark) :], encoding)
    if b"\0" in data:
        return _decode_wide(data)
    if _share_of_controls(data) > _MOST_CONTROLS:
        return None
    return _decode_utf8(data) or _decode_single_bytes(data)


def decode_sample(data: bytes) -> str | None:
    """The beginning of the text: enough to tell what kind of text it is."""
    sample = data[:_SAMPLE_BYTES]
    with suppress(UnicodeDecodeError):
        # Leaves out a letter that the cut went through.
        sample = codecs.getincrementaldecoder("utf-8")().decode(sample).encode()
    return decode_text(sample)


def _share_of_controls(data: bytes) -> float:
    sample = data[:_SAMPLE_BYTES]
    return 1 - len(sample.translate(None, _CONTROL_BYTES)) / max(1, len(sample))


def _with_few_errors(data: bytes, encoding: str) -> str | None:
    text = data.decode(encoding, errors="replace")
    return text if text.count("\ufffd") <= 1 + len(text) * 0.05 and not _is_binary(text) else None


def _is_binary(text: str) -> bool:
    sample = text[:_SAMPLE_BYTES]
    return len(_WIDE_CONTROLS.findall(sample)) > len(sample) * 0.01


def _decode_wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark. Most texts hold blanks or line ends, so that NUL bytes give them away."""
    for encoding in _WIDE:
        unit = 4 if "32" in encoding else 2
        try:
            text = data[: len(data) // unit * unit].decode(encoding)
        except UnicodeDecodeError:
            continue
        if text and not _is_binary(text) and sum(map(text[:_SAMPLE_BYTES].count, " \n\r\t")) > 0:
            return text
    stray = data.count(0)
    # A text with a few stray NUL bytes, as old programs leave behind, is still a text.
    return decode_text(data.replace(b"\0", b"")) if stray <= len(data) * 0.001 else None


def _decode_utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
    # A damaged UTF-8 text still holds many letters that are right; in any other encoding next to none are by chance.
    wrong = text.count("\ufffd")
    right = sum(character > "\x7f" for character in text) - wrong
    return text if right > 10 * wrong else None


def _decode_single_bytes(data: bytes) -> str | None:
    sample = _lines_beyond_ascii(data)
    if _is_western(sample.decode("cp1252", errors="replace")):
        return data.decode("cp1252", errors="replace")
    encoding = _guess(sample)
    return data.decode(encoding, errors="replace") if encoding else None


def _lines_beyond_ascii(data: bytes) -> bytes:
    lines: list[bytes] = []
    size = 0
    # Line by line: an expression for "a line with such a letter" takes the square of a long line's length.
    for line in re.finditer(rb"[^\n]+", data):
        if line.group().isascii():
            continue
        lines.append(line.group()[:_SAMPLE_BYTES])
        size += len(lines[-1])
        if size >= _SAMPLE_BYTES:
            break
    return b"\n".join(lines)


def _is_western(text: str) -> bool:
    """Whether text read as Windows-1252 looks written, not garbled: known letters, and signs where signs stand."""
    letters: dict[str, int] = {}
    total = good = 0
    for position, character in enumerate(text):
        if character <= "\x7f":
            continue
        total += 1
        if character.isalpha() and character not in "ªº":
            letters[character.lower()] = letters.get(character.lower(), 0) + 1
        elif character != "\ufffd" and (character in _WITHIN_WORDS or not _is_inside_word(text, position)):
            good += 1
    covered = max(sum(letters.get(letter, 0) for letter in alphabet) for alphabet in _ALPHABETS)
    return good + covered >= total * _LEAST_COVERED


def _is_inside_word(text: str, position: int) -> bool:
    return text[position - 1 : position].isalpha() and text[position + 1 : position + 2].isalpha()


def _guess(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best else None
