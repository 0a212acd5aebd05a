"""Records of what can be chosen: settings with their bounds and words, and the chat models that are at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SettingKind = Literal["yes_no", "whole", "number", "choice", "file", "folder", "keys"]
"""keys: names and key sequences, as "name=keys" joined by ";"."""


@dataclass(frozen=True, slots=True)
class SettingRecord:
    """One setting with its present value. Values are texts as a command line takes them; "" stands for "by itself"."""

    name: str
    group: str
    """general, search, models, answering, privacy, appearance or shortcuts."""
    title: str
    explanation: str
    kind: SettingKind
    value: str
    default: str
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()
    unit: str = ""
    applies: Literal["at once", "next model", "next start"] = "at once"
    """When a change counts: at once, when the chat model is loaded the next time, or when the engine starts again."""


@dataclass(frozen=True, slots=True)
class ChatModelRecord:
    """A chat model on this computer's disk."""

    name: str
    path: str | None
    """None for the bundled one."""
    size_bytes: int
    is_chosen: bool
    fits: bool
    """Whether it can be loaded beside what runs now."""
    note: str = ""
    """Why it does not fit, or what else is to be known."""
