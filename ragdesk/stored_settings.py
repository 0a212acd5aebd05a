"""The one description of every setting that a user may choose for good.

The window's dialog, the command line and the checks of `settings.toml` are made from it. Defaults: `settings.Settings`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["yes_no", "whole", "number", "choice", "file", "folder", "keys"]
Group = Literal["general", "search", "models", "answering", "privacy", "appearance", "shortcuts"]
Applies = Literal["at once", "next model", "next start"]


@dataclass(frozen=True, slots=True)
class StoredSetting:
    """One setting. `applies` says when a change counts: at once, for the next chat model, or from the next start."""

    name: str
    group: Group
    kind: Kind
    title: str
    explanation: str
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()
    unit: str = ""
    applies: Applies = "at once"


_ALL = (
    StoredSetting(
        "follow_sources", "general", "yes_no", "Notice changed files",
        "New and changed files in your folders are read by themselves. Without it, add a folder again to have its"
        " changes read.",
    ),
    StoredSetting(
        "pause_on_battery", "general", "yes_no", "Rest on battery",
        "Reading files waits while the computer runs on its battery; asking works all the same. Without it the"
        " battery is empty sooner.",
    ),
    StoredSetting(
        "engine_idle_seconds", "general", "number", "Stay ready after closing",
        "How long ragdesk goes on in the background after its last window was closed. Longer makes the next start"
        " quicker; shorter frees the memory sooner.",
        0, 24 * 3600, unit="seconds",
    ),
    StoredSetting(
        "reserve_mb", "general", "whole", "Disk space left free",
        "Reading files pauses before less than this is free on the disk. More leaves more room for other programs;"
        " less lets ragdesk fill the disk further.",
        10, 1_000_000, unit="MB",
    ),
    StoredSetting(
        "results", "search", "whole", "Passages listed",
        "How many passages a search in the window lists. More shows remote ones too; fewer is quicker to look"
        " through.",
        1, 50,
    ),
    StoredSetting(
        "exact_up_to", "search", "whole", "Exact search up to",
        "Libraries with at most this many pieces of text are searched exactly; larger ones by an index that is faster"
        " and misses a passage now and then. More is more thorough and slower in large libraries.",
        0, 1_000_000, unit="pieces of text", applies="next start",
    ),
    StoredSetting(
        "chat_model", "models", "file", "Chat model",
        "The model file (GGUF) that writes answers. Larger ones write better, but need more memory and time. Left"
        " empty, it is the small one that comes with ragdesk.",
        applies="next model",
    ),
    StoredSetting(
        "context_tokens", "models", "whole", "How much the model can read",
        "The most that question, passages and answer may have together, in tokens: about four letters each. More"
        " lets it read more passages and needs more memory; less answers sooner.",
        512, 1_000_000, unit="tokens", applies="next model",
    ),
    StoredSetting(
        "threads", "models", "whole", "Processor cores used",
        "How many cores the chat model uses; left empty, all of them. Fewer leaves more of the computer to other"
        " programs, and answers come more slowly. Reading files keeps to it from the next start.",
        1, 1_024, unit="cores", applies="next model",
    ),
    StoredSetting(
        "chat_idle_minutes", "models", "number", "Keep the model in memory",
        "So long after the last question the chat model leaves the memory. Longer makes the next answer begin sooner;"
        " shorter frees the memory for other programs.",
        0.1, 24 * 60, unit="minutes",
    ),
    StoredSetting(
        "use_model", "answering", "yes_no", "Let a model write",
        "A chat model on this computer writes the answer. Without it, the answer is the sentences of your documents"
        " themselves, at once.",
    ),
    StoredSetting(
        "answer_tokens", "answering", "whole", "Longest answer",
        "Where an answer ends at the latest, in tokens: about four letters each. Left empty, it suits the size of the"
        " model. Longer answers take more time and stray more easily.",
        16, 32_768, unit="tokens",
    ),
    StoredSetting(
        "temperature", "answering", "number", "Freedom of words",
        "At 0 the model always takes the likeliest word, so an answer can be repeated and keeps close to your"
        " documents. Higher is more varied, and more often wrong.",
        0, 2,
    ),
    StoredSetting(
        "top_k", "answering", "whole", "Words considered",
        "With some freedom of words: how many of the likeliest words the model chooses from, 0 for all. Fewer is"
        " safer, more is more varied.",
        0, 1_000, unit="words",
    ),
    StoredSetting(
        "top_p", "answering", "number", "Share of likely words",
        "With some freedom of words: only the likeliest words that together reach this share of all chances. 1 leaves"
        " none out; lower is safer.",
        0, 1,
    ),
    StoredSetting(
        "min_p", "answering", "number", "Least likely word",
        "With some freedom of words: no word that is less likely than this share of the likeliest one. 0 leaves none"
        " out; higher is safer.",
        0, 1,
    ),
    StoredSetting(
        "repeat_penalty", "answering", "number", "Avoid repetition",
        "Above 1 the model avoids words that it has just written; at 1 it does not. Too much makes it avoid names and"
        " figures that belong into the answer.",
        1, 2,
    ),
    StoredSetting(
        "seed", "answering", "whole", "Repeatable chance",
        "With some freedom of words: the same number gives the same answer to the same question again; another number"
        " gives another answer.",
        0, 4_294_967_294,
    ),
    StoredSetting(
        "offline", "privacy", "yes_no", "Refuse the network",
        "The system itself refuses every connection to the part of ragdesk that knows your documents. Without it,"
        " only the program's own word says that nothing leaves this computer.",
        applies="next start",
    ),
    StoredSetting(
        "backups_kept", "privacy", "whole", "Backups kept",
        "How many verified copies of the catalogue, with the text of your documents, are kept on this disk. More"
        " reaches further back; fewer takes less space.",
        1, 50, unit="copies",
    ),
    StoredSetting(
        "language", "appearance", "choice", "Language",
        "The language of menus and messages. Your documents may be in any language.",
        choices=("system", "en", "es"),
    ),
    StoredSetting(
        "theme", "appearance", "choice", "Colours",
        "Light, dark, or strong contrast for tired eyes; or as the system has it.",
        choices=("system", "light", "dark", "contrast"),
    ),
    StoredSetting(
        "text_percent", "appearance", "whole", "Size of text",
        "How large the text of the window is. More is easier to read; less shows more at once.",
        80, 200, unit="%",
    ),
    StoredSetting(
        "reduce_motion", "appearance", "choice", "Less movement",
        "With “yes” nothing slides or fades in the window; “system” does as the system is set.",
        choices=("system", "yes", "no"),
    ),
    StoredSetting(
        "show_tray", "appearance", "yes_no", "Icon beside the clock",
        "A small icon shows that ragdesk is there after its window was closed, and opens it again.",
    ),
    StoredSetting(
        "shortcuts", "shortcuts", "keys", "Shortcuts",
        "Keys that you gave to commands, in place of those that they came with. Left empty, all have their own.",
    ),
)  # fmt: skip

STORED: dict[str, StoredSetting] = {setting.name: setting for setting in _ALL}
"""By name, group after group."""
