"""Filters for text that arrives in pieces: one leaves thoughts out, one ends the text at a stop string."""

from __future__ import annotations

import codecs
from collections.abc import Sequence

OPEN, CLOSE = "<think>", "</think>"


class ThinkFilter:
    """Lets everything through except what stands between <think> and </think>, and the white space after it."""

    def __init__(self, *, starts_inside: bool = False) -> None:
        self._inside = starts_inside
        self._after_thoughts = False
        self._held = ""

    def feed(self, text: str) -> str:
        """What may be shown now; the beginning of a possible tag is held back."""
        self._held += text
        shown: list[str] = []
        while True:
            before, tag, rest = self._held.partition(CLOSE if self._inside else OPEN)
            if not tag:
                break
            shown.append(self._visible(before))
            self._held, self._inside, self._after_thoughts = rest, not self._inside, self._inside
        keep = _overlap(self._held, (CLOSE if self._inside else OPEN,))
        shown.append(self._visible(self._held[: len(self._held) - keep]))
        self._held = self._held[len(self._held) - keep :]
        return "".join(shown)

    def finish(self) -> str:
        """What was held back, once nothing more comes."""
        rest, self._held = self._held, ""
        return self._visible(rest)

    def _visible(self, text: str) -> str:
        if self._inside:
            return ""
        if self._after_thoughts:
            text = text.lstrip()
        if text:
            self._after_thoughts = False
        return text


class StopFilter:
    """Ends the text before the first stop string. `has_stopped` says that one was met."""

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = tuple(stop for stop in stops if stop)
        self._held = ""
        self.has_stopped = False

    def feed(self, text: str) -> str:
        """What may be shown now; the beginning of a possible stop string is held back."""
        if self.has_stopped:
            return ""
        self._held += text
        found = [at for at in map(self._held.find, self._stops) if at >= 0]
        if found:
            self.has_stopped = True
            shown, self._held = self._held[: min(found)], ""
            return shown
        keep = _overlap(self._held, self._stops)
        shown, self._held = self._held[: len(self._held) - keep], self._held[len(self._held) - keep :]
        return shown

    def finish(self) -> str:
        """What was held back, once nothing more comes."""
        rest, self._held = self._held, ""
        return rest


class AnswerText:
    """Bytes of tokens in, text to show out: whole characters, without thoughts, up to the first stop string."""

    def __init__(self, stops: Sequence[str] = (), *, starts_inside_thoughts: bool = False) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._thoughts = ThinkFilter(starts_inside=starts_inside_thoughts)
        self._stop = StopFilter(stops)

    @property
    def has_stopped(self) -> bool:
        return self._stop.has_stopped

    def feed(self, piece: bytes) -> str:
        return self._stop.feed(self._thoughts.feed(self._decoder.decode(piece)))

    def finish(self) -> str:
        rest = self._thoughts.feed(self._decoder.decode(b"", final=True)) + self._thoughts.finish()
        return self._stop.feed(rest) + self._stop.finish()


def _overlap(text: str, tags: Sequence[str]) -> int:
    """How many characters at the end of the text may be the beginning of a tag."""
    longest = max((len(tag) for tag in tags), default=1) - 1
    for length in range(min(longest, len(text)), 0, -1):
        if any(tag.startswith(text[-length:]) for tag in tags):
            return length
    return 0
