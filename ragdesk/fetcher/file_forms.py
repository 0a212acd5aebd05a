"""Whether a file's first bytes are those of what its name promises: weights without code, or JSON."""

from __future__ import annotations

from pathlib import Path

from ragdesk.fetcher.problems import FetchProblem

FORM_BYTES = 16
_LONGEST_HEADER = 100_000_000


def check_form(name: str, first_bytes: bytes) -> None:
    """Raises FetchProblem. `first_bytes` are `FORM_BYTES`, or all of a shorter file."""
    if not _fits(Path(name).suffix, first_bytes):
        raise FetchProblem(
            f"What came is no {Path(name).suffix} file, so it was thrown away.",
            "Check the address: a page about the file has another one than the file itself.",
        )


def _fits(suffix: str, first: bytes) -> bool:
    if suffix == ".gguf":
        return first[:4] == b"GGUF" and len(first) == FORM_BYTES
    if suffix == ".safetensors":
        # The length of a JSON header, then the header.
        return 2 <= int.from_bytes(first[:8], "little") <= _LONGEST_HEADER and first[8:9] == b"{"
    return first.lstrip()[:1] in (b"{", b"[")
