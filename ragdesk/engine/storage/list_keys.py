"""What a document list is ordered by and searched in, as text that SQLite compares byte by byte.

It is stored: whoever changes what these functions return must write it anew, in a further step of the migrations.
"""

from __future__ import annotations

import re
import unicodedata
from os.path import basename

_NUMBER = re.compile(r"\d+")


def folded(text: str) -> str:
    """Without case and accents, so that "camion" finds "Camión"."""
    if text.isascii():
        return text.lower()
    return "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))


def folded_name(path: str) -> str:
    """The name of a file, folded."""
    return folded(basename(path))


def name_key(path: str) -> str:
    """The name of a file as lists are ordered: "page 2" before "page 10"."""
    return _NUMBER.sub(lambda number: number[0].zfill(12), folded_name(path))


def folded_title(title: str | None) -> str | None:
    """What a document calls itself, folded, if it does."""
    return folded(title) if title else None
