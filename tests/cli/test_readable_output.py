"""What people read: quotes first, then the checked answer, then the sources; the truth about every file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ragdesk.cli.asking import show_answer
from ragdesk.cli.output import Output
from ragdesk.cli.progress import PlainProgress
from ragdesk.protocol.events import AskEvent, JobProgressed
from ragdesk.protocol.records import Answer, Budget, Searched, Sentence
from tests.cli.running import Opener, Ragdesk
from tests.doubles import FakeEngine, record

QUESTION = "Who dredged the harbour?"


@pytest.fixture
def doubtful(engine: FakeEngine) -> Answer:
    """Two sentences, the second of which is in no document."""
    answer = engine._answer(QUESTION, engine.search(QUESTION), use_model=True)
    answer = replace(
        answer,
        text="Ines Duarte did.\n\nIt cost 500 euros.",
        sentences=(Sentence("Ines Duarte did.", True, (1,)), Sentence("It cost 500 euros.", False, (), ("500",))),
        searched=Searched(412, 415),
        budget=Budget(4096, 100, 10, (1,), (2, 3)),
    )
    engine.answers[QUESTION] = answer
    return answer


def test_ask_prints_quotes_then_the_checked_answer_then_sources(ragdesk: Ragdesk, doubtful: Answer) -> None:
    lines = ragdesk("ask", QUESTION).out.splitlines()
    quote = "The harbour of Almar was dredged in 1931 by the engineer Ines Duarte."
    assert lines == [
        "Quotes (12 ms)",
        "[1] harbour.md, Part one",
        f"    {quote}",
        "",
        "Answer",
        "Ines Duarte did. [1]",
        "",
        "It cost 500 euros. (not found in your documents; no passage holds 500)",
        "",
        "Sources",
        f"[1] harbour.md, Part one: »{quote}«",
        "",
        "Searched 412 of 415 documents; `ragdesk list` says why.",
        "The model read 1 of 3 passages; more would be too much for it.",
        "quotes 12 ms · first word 400 ms · total 900 ms · fake-model",
    ]


def test_a_draft_is_shown_on_a_terminal_and_replaced_by_the_checked_answer(
    engine: FakeEngine, doubtful: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ragdesk.cli.draft.REDRAW_S", 0.0)
    screen = io.StringIO()
    show_answer(Output(screen, is_terminal=True, has_styles=True), engine.ask(QUESTION))
    draft, _, checked = screen.getvalue().rpartition("\x1b[1mAnswer")
    assert draft.count("not yet checked") > 3
    assert draft.endswith("\x1b[2K")
    assert "not found in your documents" in checked
    assert "\x1b[1m [1]" in checked


def test_no_color_on_a_terminal_means_no_styles(engine: FakeEngine, doubtful: Answer) -> None:
    screen = io.StringIO()
    show_answer(Output(screen, is_terminal=True, has_styles=False), engine.ask(QUESTION, use_model=False))
    _, _, checked = screen.getvalue().rpartition("\x1b[2K")
    assert "\x1b" not in checked
    assert "»The harbour" in checked


def test_ctrl_c_during_an_answer_leaves_the_unchecked_draft(engine: FakeEngine, doubtful: Answer) -> None:
    def stream() -> Iterator[AskEvent]:
        for number, event in enumerate(engine.ask(QUESTION)):
            if number == 3:
                raise KeyboardInterrupt
            yield event

    screen = io.StringIO()
    with pytest.raises(KeyboardInterrupt):
        show_answer(Output(screen, is_terminal=False, has_styles=False), stream())
    assert screen.getvalue().endswith("Ines Duarte (stopped; not checked)\n")


def test_nothing_found_is_one_sentence_without_quotes(ragdesk: Ragdesk) -> None:
    lines = ragdesk("ask", "Mongolia?").out.splitlines()
    assert lines[0] == "Nothing in your documents is about this."
    assert len(lines) == 2


def test_the_reason_for_falling_back_to_quotes_is_said(ragdesk: Ragdesk, engine: FakeEngine) -> None:
    answer = engine._answer(QUESTION, engine.search(QUESTION), use_model=False)
    engine.answers[QUESTION] = replace(answer, note="The model's answer was not supported.", evidence="weak")
    out = ragdesk("ask", QUESTION).out
    assert "Note: The model's answer was not supported." in out
    assert out.startswith("Closest passages")
    assert out.count("Ines Duarte") == 1


def test_search_marks_the_best_of_several_quotes_of_a_passage(
    ragdesk: Ragdesk, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = engine.search(QUESTION)
    (best,), (passage,) = found.quotes[:1], found.passages[:1]
    start = passage.text.index("The spring tide")
    second = replace(best, n=2, text=passage.text[start:], place=replace(best.place, start=passage.place.start + start))
    result = replace(found, passages=(passage,), quotes=(best, second))
    monkeypatch.setattr(engine, "search", lambda question, limit: result)
    assert f"»{best.text}«" in ragdesk("search", QUESTION).out


def test_search_marks_the_quote_within_the_passage(ragdesk: Ragdesk) -> None:
    lines = ragdesk("search", "spring", "tide").out.splitlines()
    assert lines[0] == "[1] harbour.md, Part one  1.00"
    assert "Duarte. »The spring tide rises 4." in lines[1]


def test_files_with_the_same_name_are_told_apart(ragdesk: Ragdesk, engine: FakeEngine) -> None:
    engine.put("/other/harbour.md", "Another harbour.")
    out = ragdesk("search", "harbour").out
    assert "[1] /other/harbour.md" in out
    assert "[2] /sources/harbour.md" in out


def test_readable_lines_from_standard_input_name_their_question(ragdesk: Ragdesk) -> None:
    out = ragdesk("ask", "--no-model", "-", stdin=b"harbour?\n\nMongolia?\n").out
    assert [line for line in out.splitlines() if line.startswith("Question: ")] == [
        "Question: harbour?",
        "Question: ",
        "Question: Mongolia?",
    ]


def test_add_names_each_document_that_is_not_simply_ready(ragdesk: Ragdesk, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("The tide is high.")
    (tmp_path / "bad.pdf").write_text("%PDF nothing")
    outcome = ragdesk("add", str(tmp_path))
    assert outcome.code == 1
    assert outcome.out.splitlines() == [
        "failed  bad.pdf: The file is broken.",
        "Documents: 1 ready, 1 failed.",
        "1 span embedded in 1.5 s; every word searchable after 500 ms.",
    ]
    assert "Preparing the search model for this computer (once, about half a minute)..." in outcome.err
    assert "Reading: 0 of 2 files" in outcome.err
    (tmp_path / "bad.pdf").unlink()
    again = ragdesk("add", str(tmp_path))
    assert again.code == 0
    assert again.out.splitlines() == ["Documents: 1 unchanged.", "Done in 1.5 s; nothing had to be embedded."]


def test_plain_progress_speaks_once_in_ten_seconds() -> None:
    screen, now = io.StringIO(), iter([0.0, 3.0, 9.0, 10.0, 10.5])
    progress = PlainProgress(Output(screen, is_terminal=False, has_styles=False), clock=lambda: next(now))
    for done in range(5):
        progress.show(JobProgressed("embedding", done * 1000, 5000, "spans"))
    progress.show(JobProgressed("embedding", 5000, 5000, "spans"))
    assert screen.getvalue().splitlines() == [
        "Indexing meaning: 0 of 5,000 spans",
        "Indexing meaning: 3,000 of 5,000 spans",
    ]


def test_the_progress_bar_shows_rate_and_leaves_nothing_behind() -> None:
    from ragdesk.cli.progress_bar import ProgressBar

    screen = io.StringIO()
    with ProgressBar(Output(screen, is_terminal=True, has_styles=False)) as bar:
        bar.show(JobProgressed("reading", 1, 4, "files", "/sources/evil\x1b[31m.pdf"))
        bar.show(JobProgressed("preparing", 0, 3, "steps"))
    shown = screen.getvalue()
    assert "1 of 4 files" in shown
    assert "Preparing the search model for this computer" in shown
    assert "\x1b[31m" not in shown
    assert shown.endswith("\x1b[2K")


def test_list_has_a_line_per_document(ragdesk: Ragdesk, engine: FakeEngine) -> None:
    half_read = record("/sources/scan.pdf", "partly", "Pages 3 and 7 hold no text.")
    engine.records["/sources/scan.pdf"] = replace(half_read, pages=8, pages_read=6)
    assert ragdesk("list").out.splitlines() == [
        "ready\t/sources/harbour.md\t\t1\ten\t",
        "ready\t/sources/puerto.md\t\t1\ten\t",
        "partly\t/sources/scan.pdf\t6 of 8\t0\t\tPages 3 and 7 hold no text.",
    ]


def test_an_empty_library_says_how_to_begin(ragdesk: Ragdesk, opener: Opener) -> None:
    opener.engine = FakeEngine()
    outcome = ragdesk("list")
    assert (outcome.code, outcome.out) == (0, "")
    assert "ragdesk add FOLDER" in outcome.err


def test_show_prints_status_and_text(ragdesk: Ragdesk, engine: FakeEngine) -> None:
    out = ragdesk("show", "harbour.md").out
    assert out.startswith("/sources/harbour.md\n")
    assert "[Part one]\n  The harbour of Almar" in out
    assert ragdesk("show", "--text", "harbour.md").out == engine.texts["/sources/harbour.md"] + "\n"


def test_remove_says_that_files_stay(ragdesk: Ragdesk) -> None:
    outcome = ragdesk("remove", "--yes", "/sources")
    assert outcome.code == 0
    assert outcome.out.endswith("2 documents removed from the library. Your files were not touched.\n")


def test_status_names_library_and_models(ragdesk: Ragdesk) -> None:
    out = ragdesk("status").out
    assert "Library\tdefault (chosen): 2 documents, 2 chunks\n" in out
    assert "Chat model\tnone: answers are quotes\n" in out


def test_chat_is_one_conversation(ragdesk: Ragdesk, engine: FakeEngine) -> None:
    outcome = ragdesk("chat", "--no-model", stdin=b"Who dredged the harbour?\n\nMongolia?\nexit\nnever asked\n")
    assert outcome.code == 0
    assert engine.conversations == [(7, "Who dredged the harbour?"), (7, "Mongolia?")]
    assert "> Mongolia?" in outcome.out


def test_demo_asks_its_questions_in_a_library_that_vanishes(
    ragdesk: Ragdesk, opener: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples = tmp_path / "samples"
    samples.mkdir()
    (samples / "guide.md").write_text("ragdesk keeps its index in the data folder.")
    monkeypatch.setattr("ragdesk.cli.demo.asset", lambda *parts: tmp_path.joinpath(*parts))
    opener.engine = FakeEngine()
    outcome = ragdesk("demo")
    assert outcome.code == 0
    assert outcome.out.count("Question: ") == 3
    [options] = opener.asked
    assert options.create
    assert options.data_dir is not None
    assert not options.data_dir.parent.exists()
