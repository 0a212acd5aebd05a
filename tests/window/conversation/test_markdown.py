"""Markdown as text of a model is read: block by block while it comes, every character knowing its place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ragdesk.window.conversation.markdown_blocks import Block, BlockReader, Line, cells, sides, split_blocks
from ragdesk.window.conversation.markdown_inline import Run, runs

_PIECES = st.sampled_from(
    ["\n", "\n\n", "a", "word ", "# ", "- ", "1. ", "> ", "```", "```py\n", "|", "a | b\n", "|---|---|\n", "---",
     "--- x", "**", "*", "_", "`", "[1]", "[x](http://a.b)", "![i](file:///x)", "<b>", "\\", "  ", "\t", "\r\n", "~~~"]
)  # fmt: skip
_TEXTS = st.lists(_PIECES, max_size=25).map("".join) | st.text(max_size=60)


@given(_TEXTS, st.integers(1, 7))
def test_text_that_comes_in_pieces_gives_the_same_blocks_as_the_whole(text: str, size: int) -> None:
    reader, kept = BlockReader(), list[Block]()
    for at in range(0, len(text), size):
        before = reader.closed
        kept = kept[:before] + reader.feed(text[at : at + size])
    assert kept == split_blocks(text)


@given(_TEXTS)
def test_every_line_and_run_stands_in_the_text_where_it_says(text: str) -> None:
    for block in split_blocks(text):
        assert 0 <= block.start <= block.end <= len(text)
        for line in block.lines:
            assert text[line.start :].startswith(line.text)
            for run in runs(line, keeps_citations=False):
                assert run.start < 0 or text[run.start :].startswith(run.text)


@given(_TEXTS)
def test_finished_blocks_never_change(text: str) -> None:
    reader = BlockReader()
    reader.feed(text)
    finished = split_blocks(text)[: reader.closed]
    assert split_blocks(text + "\nmore | x\n|---|\n")[: reader.closed] == finished


def test_kinds_of_blocks() -> None:
    text = (
        "# T\npara\nmore\n- one\n  - two\n3. three\n> said\n\n| a | b |\n|---|---|\n| 1 | 2 |\n---\n```py\nx = 1\n```\n"
    )
    found = [(block.kind, block.level, block.mark) for block in split_blocks(text)]
    assert found == [
        ("heading", 1, ""), ("paragraph", 0, ""), ("item", 0, "•"), ("item", 1, "•"), ("item", 0, "3."),
        ("quote", 0, ""), ("table", 0, ""), ("rule", 0, ""), ("code", 0, "py"),
    ]  # fmt: skip


def test_columns_stand_where_their_colons_say() -> None:
    assert sides(Line(0, "|---|:--|:-:|--:|")) == ["left", "left", "centre", "right"]
    assert sides(Line(0, "-- | -:")) == ["left", "right"]


def test_cells_of_a_row_without_their_bars() -> None:
    assert [cell.text for cell in cells(Line(0, "| a | b c |"))] == ["a", "b c"]
    assert [cell.text for cell in cells(Line(0, "a | b"))] == ["a", "b"]


def test_styles_of_a_line() -> None:
    found = runs(Line(0, "**b** *i* `c*` snake_case_name 2*3*4"))
    assert Run("b", 2, is_bold=True) in found
    assert Run("i", 7, is_italic=True) in found
    assert Run("c*", 11, is_code=True) in found
    assert found[-1].text == " snake_case_name 2*3*4"


def test_links_show_where_they_lead_and_only_safe_ones_can_be_opened() -> None:
    found = runs(Line(0, "[good](https://a.b/c) [bad](file:///etc/passwd) ![pic](http://x/y.png) http://d.e/f."))
    assert "".join(run.text for run in found) == (
        "good (https://a.b/c) bad (file:///etc/passwd) pic (http://x/y.png) http://d.e/f."
    )
    assert [run.link for run in found if run.link] == ["https://a.b/c", "http://x/y.png", "http://d.e/f"]


def test_numbers_that_the_model_wrote_are_left_out() -> None:
    assert "".join(run.text for run in runs(Line(0, "So it is [2][3]."), keeps_citations=False)) == "So it is."
