"""What is said about an answer and the waiting for it. One and many are two texts: English and Spanish need no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QCoreApplication

from ragdesk.protocol.events import AnswerPending
from ragdesk.protocol.records import Answer, Sentence
from ragdesk.window.words import fill, number

translate = QCoreApplication.translate


def unsupported_words(answer: Answer) -> str:
    """Which sentences are not in the documents, and which numbers; "" where all are."""
    if answer.origin != "model":
        return ""
    missing = [sentence for sentence in answer.sentences if not sentence.supported]
    said = []
    if len(missing) == 1 and len(answer.sentences) > 1 and missing[0] is answer.sentences[-1]:
        said.append(translate("turns", "The last sentence is not found in your documents."))
    elif len(missing) == 1:
        said.append(translate("turns", "One sentence is not found in your documents."))
    elif missing:
        said.append(fill(translate("turns", "%1 sentences are not found in your documents."), number(len(missing))))
    said += _number_words(n for sentence in answer.sentences for n in sentence.unknown_numbers)
    return " ".join(said)


def is_doubtful(sentence: Sentence) -> bool:
    """Whether it is marked: it is not in the documents, or a number of it is not."""
    return not sentence.supported or bool(sentence.unknown_numbers)


def doubt_words(sentence: Sentence) -> str:
    """What is wrong with this one; "" where nothing is."""
    said = [] if sentence.supported else [translate("turns", "Not found in your documents.")]
    return " ".join((*said, *_number_words(sentence.unknown_numbers)))


def _number_words(numbers: Iterable[str]) -> list[str]:
    """None, or one sentence; each number once."""
    once = ", ".join(dict.fromkeys(numbers))
    return [fill(translate("turns", "In no passage: %1."), once)] if once else []


def facts_words(answer: Answer) -> str:
    """Searched 412 of 415 files · 6 passages read · quotes in 0.06 s; nothing of that is known of an erased answer."""
    if answer.origin == "erased":
        return ""
    searched, of = answer.searched.documents, answer.searched.of
    read = len(answer.budget.passages_read)
    facts = [
        fill(translate("turns", "Searched %1 of %n files", "", of), number(searched)),
    ]
    if read == 1:
        facts.append(translate("turns", "1 passage read"))
    elif read:
        facts.append(fill(translate("turns", "%1 passages read"), number(read)))
    seconds = answer.timings.quotes / 1000
    facts.append(fill(translate("turns", "quotes in %1 s"), number(seconds, 2 if seconds < 1 else 1)))
    return " · ".join(facts)


def waiting_words(pending: AnswerPending | None, has_found: bool, seconds: float, told: str = "") -> str:
    """What goes on (or `told` in place of it), how far it is, and from two seconds on how long already."""
    said = told or _doing(pending, has_found)
    return said if seconds < 2 else fill(translate("turns", "%1 · %2 s"), said, number(int(seconds)))


def _doing(pending: AnswerPending | None, has_found: bool) -> str:
    if pending is None:
        return translate("turns", "Asking the model…") if has_found else translate("turns", "Searching…")
    if pending.doing == "starting":
        return translate("turns", "Starting the model…")
    if pending.doing == "restarting":
        return translate("turns", "The model ended over this answer. It is started again and asked once more…")
    if pending.doing == "writing":
        return translate("turns", "Writing…")
    # No number: more passages are found than the model may have room for, and only its answer tells how many it read.
    said = translate("turns", "Reading the passages…")
    if pending.total:
        return fill(translate("turns", "%1 %2 %"), said, number(100 * pending.done / pending.total))
    return said


def unread_words(documents: Mapping[str, int]) -> str:
    """3 files not read: 1 failed, 2 waiting. "" where all were."""
    kinds = {
        "failed": translate("turns", "%1 failed"),
        "waiting": translate("turns", "%1 waiting"),
        "skipped": translate("turns", "%1 skipped"),
        "partly": translate("turns", "%1 only in part"),
    }
    counted = {kind: documents.get(kind, 0) for kind in kinds}
    parts = ", ".join(fill(words, number(counted[kind])) for kind, words in kinds.items() if counted[kind])
    total = sum(counted.values())
    if not total:
        return ""
    if total == 1:
        return fill(translate("turns", "1 file not fully read: %1"), parts)
    return fill(translate("turns", "%1 files not fully read: %2"), number(total), parts)
