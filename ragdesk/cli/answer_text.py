"""Quotes and checked answers as people read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ragdesk.cli.output import Output, Piece, Styled
from ragdesk.cli.wording import counted, duration, file_and_place, searched_words, short_names
from ragdesk.protocol.events import QuotesFound
from ragdesk.protocol.records import Answer, Quote, Sentence


def print_quotes(output: Output, found: QuotesFound) -> None:
    """What search found, before any model; nothing where nothing in the documents fits."""
    if found.evidence == "none" or not found.quotes:
        return
    heading = "Quotes" if found.evidence == "enough" else "Closest passages"
    output.line(Styled(heading, "bold"), Styled(f" ({duration(found.took_ms / 1000)})", "dim"))
    names = short_names(quote.document for quote in found.quotes)
    for quote in found.quotes:
        output.line(Styled(f"[{quote.n}] ", "bold"), file_and_place(names[quote.document], quote.place))
        output.text(quote.text, indent=4)
    output.line()


def print_answer(output: Output, answer: Answer) -> None:
    """The checked answer, what it rests on, and what it cost. Quotes that were just printed are not repeated."""
    if answer.note:
        output.line(Styled("Note: ", "bold"), answer.note)
    if answer.origin == "model":
        output.line(Styled("Answer", "bold"))
        output.text(*checked_pieces(answer))
        output.line()
        _print_sources(output, answer)
    elif answer.origin in ("nothing", "erased"):
        output.text(answer.text)
    if answer.origin == "erased":
        return
    for line in _footers(answer):
        output.line(Styled(line, "dim"))


def checked_pieces(answer: Answer) -> Iterator[Piece]:
    """The answer's text with a mark behind each sentence: its citations, or what is wrong with it."""
    end = 0
    for sentence in answer.sentences:
        start = answer.text.find(sentence.text, end)
        if start >= 0:
            yield answer.text[end:start]
            end = start + len(sentence.text)
        elif end:
            yield " "
        yield sentence.text if sentence.supported else Styled(sentence.text, "yellow")
        yield from _marks(sentence)
    yield answer.text[end:] if end or not answer.sentences else ""


def _marks(sentence: Sentence) -> Iterator[Piece]:
    if sentence.citations:
        yield Styled(" " + "".join(f"[{n}]" for n in sentence.citations), "bold")
    doubts = [] if sentence.supported else ["not found in your documents"]
    if sentence.unknown_numbers:
        doubts.append(f"no passage holds {', '.join(sentence.unknown_numbers)}")
    if doubts:
        yield Styled(f" ({'; '.join(doubts)})", "yellow")


def _print_sources(output: Output, answer: Answer) -> None:
    cited = {n for sentence in answer.sentences for n in sentence.citations}
    sources: Sequence[Quote] = [quote for quote in answer.quotes if quote.n in cited]
    if not sources:
        return
    output.line(Styled("Sources", "bold"))
    names = short_names(quote.document for quote in answer.quotes)
    for quote in sources:
        place = file_and_place(names[quote.document], quote.place)
        output.line(Styled(f"[{quote.n}] ", "bold"), place, ": ", output.marked(quote.text))
    output.line()


def _footers(answer: Answer) -> Iterator[str]:
    if searched := searched_words(answer.searched):
        yield searched
    if left_out := answer.budget.passages_left_out:
        read = len(answer.budget.passages_read)
        yield f"The model read {read} of {counted(read + len(left_out), 'passage')}; more would be too much for it."
    times = [f"quotes {duration(answer.timings.quotes / 1000)}"]
    if answer.timings.first_token is not None:
        times.append(f"first word {duration(answer.timings.first_token / 1000)}")
    times.append(f"total {duration(answer.timings.total / 1000)}")
    if answer.origin == "model" and answer.model:
        times.append(answer.model)
    yield " · ".join(times)
