"""Untrusted text (file names, titles, document text) in; text that cannot steer a terminal out."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Control characters but tab and line feed; direction marks and overrides, which can show a name backwards; tag
# characters and the byte order mark, which are invisible.
_UNSAFE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_LINE_BREAK = re.compile(r"\s*\n\s*")


def safe(text: str) -> str:
    """`text` without anything that could steer a terminal; bytes of a name that are no text show as U+FFFD."""
    return _SURROGATES.sub("\ufffd", _UNSAFE.sub("", _LINE_ENDS.sub("\n", text)))


def safe_line(text: str) -> str:
    """The same on one line."""
    return _LINE_BREAK.sub(" ", safe(text).replace("\t", " "))
