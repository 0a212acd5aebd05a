"""The public question sets as documents to add, questions to ask, and gold passages to find in what comes back."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ragdesk.engine.retrieval.follow_up import search_texts

SEED = 1


@dataclass(frozen=True, slots=True)
class Question:
    """`text` is what is searched for: of a later turn, what the follow-up rule makes of it and the one before."""

    text: str
    answers: tuple[str, ...]
    gold: frozenset[str]
    answerable: bool


@dataclass(frozen=True, slots=True)
class GoldPassage:
    """A passage of the pool and the words by which it is recognised."""

    id: str
    title: str
    text: str
    words: Counter[str]


class EvaluationSet:
    """One set of the data folder; `titles` limits it to some articles, for questions that nothing answers."""

    def __init__(self, folder: Path, name: str) -> None:
        passages = sorted(_records(folder / f"{name}.passages.jsonl"), key=lambda record: int(record["order"]))
        self.language = str(passages[0]["language"])
        self._passages = [GoldPassage(p["id"], p["title"], p["text"], _words(p["text"])) for p in passages]
        self._of_title: dict[str, list[GoldPassage]] = {}
        for passage in self._passages:
            self._of_title.setdefault(passage.title, []).append(passage)
        self._file_names = {title: f"{n:03d}-{_slug(title)}.md" for n, title in enumerate(self._of_title)}
        self._title_of = {passage.id: passage.title for passage in self._passages}
        self.questions = [_question(record) for record in _records(folder / f"{name}.jsonl")]

    @property
    def titles(self) -> list[str]:
        return sorted(self._of_title)

    def write(self, folder: Path, titles: Collection[str]) -> None:
        """One Markdown document for each title, its passages in their order."""
        folder.mkdir(parents=True)
        for title in titles:
            body = "\n\n".join(passage.text for passage in self._of_title[title])
            (folder / self._file_names[title]).write_text(f"# {title}\n\n{body}\n", "utf-8")

    def retrieval_questions(self, most: int) -> list[Question]:
        """Those that a passage answers, in a fixed random order."""
        return self._sample([q for q in self.questions if q.gold and q.answerable], most)

    def unanswerable_questions(self, most: int) -> list[Question]:
        return self._sample([q for q in self.questions if not q.answerable], most)

    def about(self, titles: Collection[str], most: int) -> list[Question]:
        """Answerable questions whose gold passage belongs to one of the titles."""
        return self._sample(
            [q for q in self.questions if q.answerable and any(self._title_of[gold] in titles for gold in q.gold)], most
        )

    def document_text(self, title: str) -> str:
        return "\n\n".join(passage.text for passage in self._of_title[title])

    def recognise(self, document: str, text: str) -> str | None:
        """The pool's passage that shares most words with a text found in a document (a path or a title)."""
        title = next(
            (t for t, name in self._file_names.items() if document in (t, name) or document.endswith(name)), None
        )
        if title is None:
            return None
        words = _words(text)
        return max(self._of_title[title], key=lambda passage: (words & passage.words).total()).id

    def _sample(self, questions: Sequence[Question], most: int) -> list[Question]:
        return random.Random(SEED).sample(questions, min(most, len(questions)))


def _records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _question(record: dict[str, Any]) -> Question:
    earlier = [turn["content"] for turn in record["history"] if turn["role"] == "user"]
    # The command line has no conversation for `search`. Where the rule searches with two texts (a third of MTRAG's
    # later turns), only the one with the question before it is asked; fusing both gains 0.1 points.
    text = search_texts(record["question"], earlier, record["language"])[0]
    # Partial answers count as answerable: their gold passages hold what there is.
    answerable = bool(record["answerable"]) or (record["kind"] == "partial" and bool(record["gold_passages"]))
    return Question(" ".join(text.split()), tuple(record["answers"]), frozenset(record["gold_passages"]), answerable)


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def _slug(title: str) -> str:
    return re.sub(r"\W+", "-", title)[:60].strip("-") or "untitled"
