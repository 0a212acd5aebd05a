"""The records that engine and chat worker tell each other, to frames and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ragdesk.engine.answer.chat_worker.frames import BadFrame, Frame
from ragdesk.engine.answer.language_models.chat_template import ChatMessage
from ragdesk.engine.answer.language_models.gguf_writer import Ended, Wish
from ragdesk.engine.answer.language_models.llama_loading import Placement
from ragdesk.engine.answer.language_models.sampling import Sampling
from ragdesk.protocol.errors import Cancelled, ModelDamaged, ModelError, ModelMissing, RagdeskError

ERRORS: dict[str, type[RagdeskError]] = {
    kind.__name__: kind for kind in (ModelError, ModelMissing, ModelDamaged, Cancelled)
}
_MOST_DETAIL = 2_000


@dataclass(frozen=True, slots=True)
class LoadOrder:
    """What the worker is to load, and where. `memory_bytes` is the estimate of what that takes."""

    path: Path
    placement: Placement
    memory_bytes: int
    has_self_test: bool

    def frame(self) -> Frame:
        return asdict(self) | {"do": "load", "path": str(self.path)}


def load_order(frame: Frame) -> LoadOrder:
    """Of a frame from the engine, which is believed."""
    return LoadOrder(
        Path(frame["path"]), Placement(**frame["placement"]), frame["memory_bytes"], frame["has_self_test"]
    )


def write_order(turns: Sequence[ChatMessage], wish: Wish) -> Frame:
    return {"do": "write", "turns": [[turn.role, turn.text] for turn in turns], "wish": asdict(wish)}


def turns_and_wish(frame: Frame) -> tuple[list[ChatMessage], Wish]:
    """Of a frame from the engine, which is believed."""
    wish = frame["wish"]
    turns = [ChatMessage(role, text) for role, text in frame["turns"]]
    return turns, Wish(wish["max_tokens"], tuple(wish["stop"]), Sampling(**wish["sampling"]))


def ended_frame(ended: Ended) -> Frame:
    return {"is": "ended"} | asdict(ended)


def failed_frame(error: RagdeskError) -> Frame:
    kind = next(name for name in (type(error).__name__, "ModelError") if name in ERRORS)
    detail = error.detail[-_MOST_DETAIL:] if error.detail else None
    return {"is": "failed", "kind": kind, "message": error.message, "hint": error.hint, "detail": detail}


# What comes from the worker is not believed: a model file may have taken it over.


def ended_of(frame: Frame) -> Ended:
    """Raises BadFrame."""
    read, written, reused = (number_in(frame, name) for name in ("read", "written", "reused"))
    return Ended(text_in(frame, "text"), read, written, reused, "length" if frame.get("reason") == "length" else "stop")


def error_of(frame: Frame) -> RagdeskError:
    """Raises BadFrame."""
    kind = ERRORS.get(text_in(frame, "kind"), ModelError)
    detail = frame.get("detail")
    return kind(text_in(frame, "message"), text_in(frame, "hint"), str(detail)[-_MOST_DETAIL:] if detail else None)


def counts_of(frame: Frame, many: int) -> list[int]:
    """Raises BadFrame."""
    counts = frame.get("counts")
    if not isinstance(counts, list) or len(counts) != many:
        raise BadFrame("other counts than were asked for")
    return [_number(count) for count in counts]


def text_in(frame: Frame, name: str) -> str:
    """Raises BadFrame."""
    text = frame.get(name)
    if not isinstance(text, str):
        raise BadFrame(f"{name} is no text")
    return text


def number_in(frame: Frame, name: str) -> int:
    """Raises BadFrame."""
    return _number(frame.get(name))


def words_in(frame: Frame, name: str) -> dict[str, str]:
    """Raises BadFrame."""
    words = frame.get(name)
    if not isinstance(words, dict) or not all(isinstance(word, str) for word in words.values()):
        raise BadFrame(f"{name} are no words")
    return words


def cards_in(frame: Frame) -> list[tuple[str, int]]:
    """Names of graphics cards and the bytes that are free on each. Raises BadFrame."""
    cards = frame.get("cards")
    if not isinstance(cards, list) or not all(isinstance(card, dict) for card in cards):
        raise BadFrame("no list of graphics cards")
    return [(text_in(card, "name"), number_in(card, "free")) for card in cards]


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadFrame("no number")
    return value
