"""Untrusted names and texts cannot steer the terminal, imitate our lines, or be read as markup."""

from __future__ import annotations

import io
import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from ragdesk.cli.output import Output, Styled
from ragdesk.cli.safe_text import safe, safe_line
from tests.cli.running import Ragdesk
from tests.doubles import FakeEngine, record

ANY_TEXT = st.text(alphabet=st.characters(codec=None))
BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# What rich itself may send: styles and nothing else.
STYLE = re.compile(r"\x1b\[[0-9;]*m")


@given(ANY_TEXT)
def test_nothing_that_steers_a_terminal_survives(text: str) -> None:
    cleaned = safe(text)
    assert not [one for one in cleaned if unicodedata.category(one) in ("Cc", "Cs") and one not in "\n\t"]
    assert not BIDI & set(cleaned)
    cleaned.encode("utf-8")
    assert safe(cleaned) == cleaned


@given(ANY_TEXT)
def test_a_name_stays_on_its_line(text: str) -> None:
    assert len(safe_line(text).splitlines()) <= 1


@given(st.text(alphabet="abc áéíñ¿€漢字 \n", max_size=200))
def test_ordinary_text_is_not_changed(text: str) -> None:
    assert safe(text) == text


@given(ANY_TEXT)
def test_rich_sends_only_styles_around_untrusted_text(text: str) -> None:
    screen = io.StringIO()
    output = Output(screen, is_terminal=True, has_styles=True)
    output.line(Styled(text, "bold"), text)
    output.text(text, output.marked(text), indent=4)
    output.table(("one", "two"), [(text, Styled(text, "red"))])
    shown = STYLE.sub("", screen.getvalue())
    assert not [one for one in shown if unicodedata.category(one) == "Cc" and one not in "\n\t"]


def test_markup_and_emoji_codes_are_shown_as_they_are() -> None:
    screen = io.StringIO()
    Output(screen, is_terminal=True, has_styles=False).line("[bold]x[/bold] :smile: [link=http://x]y[/link]")
    assert screen.getvalue() == "[bold]x[/bold] :smile: [link=http://x]y[/link]\n"


def test_an_evil_file_name_is_harmless_in_every_command(ragdesk: Ragdesk, engine: FakeEngine) -> None:
    evil = "/sources/\x1b]0;title\x07invoice\u202efdp.exe\nready\t/etc/passwd.md"
    engine.put(evil, "Harbour \x1b[2J text \x9b31m.", title="\x1b[31mred")
    engine.records["/sources/b\x1b.pdf"] = record("/sources/b\x1b.pdf", "failed", "Broken \x1b[31m.")
    for arguments in (["list"], ["search", "harbour"], ["ask", "harbour"], ["show", evil], ["remove", "--yes", evil]):
        outcome = ragdesk(*arguments)
        assert outcome.code == 0
        assert not set("\x1b\x07\x9b\u202e") & set(outcome.out + outcome.err), arguments
    assert "\x1b" not in ragdesk("show", "no\x1bsuch").err
