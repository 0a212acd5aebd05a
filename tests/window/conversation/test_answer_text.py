"""The answer's text: nothing is HTML, what is finished stays, sentences are marked and their numbers lead on."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ragdesk.protocol.records import Sentence
from ragdesk.window.conversation.answer_text import AnswerText
from ragdesk.window.conversation.code_colours import coloured
from ragdesk.window.theming import Appearance, Theming
from tests.window import sample_data

TEXT = "Income was 61,930 euros [4]. It was **wet**. Lamps were bought."
SENTENCES = (
    Sentence("Income was 61,930 euros [4].", True, (1, 2)),
    Sentence("It was **wet**.", False),
    Sentence("Lamps were bought.", True, (3,)),
)


@pytest.fixture
def text(qtbot: QtBot, theming: Theming) -> AnswerText:
    made = AnswerText(theming)
    qtbot.addWidget(made)
    made.resize(400, 300)
    return made


def _all_of(text: AnswerText) -> QTextCursor:
    cursor = QTextCursor(text.document())
    cursor.select(QTextCursor.SelectionType.Document)
    return cursor


def _dashed(text: AnswerText) -> str:
    marked, block = "", text.document().begin()
    while block.isValid():
        fragments = block.begin()
        while not fragments.atEnd():
            if fragments.fragment().charFormat().hasProperty(0x100001):
                marked += fragments.fragment().text()
            fragments += 1
        block = block.next()
    return marked


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            ["a b ", "\n\n", "\n", "- x\n", "| a | b |\n", "|---|---|\n", "```py\n", "x = 1\n", "```\n", "# H\n"]
        ),
        max_size=14,
    ),
    st.integers(1, 9),
)
def test_text_that_comes_in_pieces_looks_as_if_it_came_at_once(
    qapp: object, theming: Theming, pieces: list[str], size: int
) -> None:
    source = "".join(pieces)
    slowly, at_once = AnswerText(theming), AnswerText(theming)
    for at in range(0, len(source), size):
        slowly.write(source[at : at + size])
    at_once.write(source)
    assert slowly.toPlainText() == at_once.toPlainText()
    slowly.deleteLater()
    at_once.deleteLater()


def test_finished_blocks_are_not_touched_again(text: AnswerText) -> None:
    text.write("First paragraph.\n\n```py\nx = 1\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nThe last")
    finished = text.toPlainText().index("The last")
    touched: list[int] = []
    text.document().contentsChange.connect(lambda at, _removed, _added: touched.append(at))
    text.write(" one goes on")
    text.write(" and on.")
    assert text.toPlainText().endswith("The last one goes on and on.")
    assert touched
    assert min(touched) >= finished


def test_html_is_shown_as_it_was_written(text: AnswerText) -> None:
    hostile = '<img src="file:///etc/passwd"> <a href="http://x">y</a> <b>z</b> &amp;'
    text.write(hostile)
    assert text.toPlainText() == hostile


def test_supported_sentences_get_numbers_and_others_a_dashed_line(text: AnswerText) -> None:
    text.write(TEXT)
    text.check(TEXT, SENTENCES, sample_data.QUOTES)
    shown = text.toPlainText().replace("\xa0", " ")
    assert shown == "Income was 61,930 euros  1   2 . It was wet. Lamps were bought  3 ."
    assert _dashed(text) == "It was wet."


RENT = "La renta mensual de 7 euros es de 700 euros [1]. Se paga."
RENT_SENTENCES = (
    Sentence("La renta mensual de 7 euros es de 700 euros [1].", True, (1,), ("7", "700")),
    Sentence("Se paga.", True, (2,)),
)


def test_a_sentence_with_numbers_of_no_passage_is_marked_though_a_quote_is_like_it(text: AnswerText) -> None:
    text.check(RENT, RENT_SENTENCES, sample_data.QUOTES)
    assert _dashed(text) == "La renta mensual de 7 euros es de 700 euros."
    assert text.plain_text(_all_of(text)) == "La renta mensual de 7 euros es de 700 euros [1]. Se paga [2]."


def test_what_is_wrong_with_a_marked_sentence_is_told_to_those_who_point_at_it_or_only_hear_it(
    qtbot: QtBot, text: AnswerText
) -> None:
    text.check(RENT, RENT_SENTENCES, sample_data.QUOTES)
    text.show()
    qtbot.waitExposed(text)
    dashes = next(rect for kind, rect, _ in text._decorations(text.viewport().rect().toRectF()) if kind == "dashes")
    assert text._told_at(dashes.center().toPoint()) == "In no passage: 7, 700."
    assert text._told_at(text.link_rects()[1].center().toPoint()).startswith("“")
    assert text.accessibleDescription() == ("“La renta mensual de 7 euros es de 700 euros [1].” In no passage: 7, 700.")
    text.check(TEXT, SENTENCES, sample_data.QUOTES)
    assert text.accessibleDescription() == "“It was **wet**.” Not found in your documents."
    text.close()


def test_marks_and_numbers_stand_right_behind_emoji_too(text: AnswerText) -> None:
    source = "🎉🎉 Won 🏆. Lost 🌧. Last 🙂"
    sentences = (
        Sentence("🎉🎉 Won 🏆.", True, (1,)),
        Sentence("Lost 🌧.", False),
        Sentence("Last 🙂", True, (2,)),
    )
    text.check(source, sentences, sample_data.QUOTES)
    assert text.toPlainText().replace("\xa0", " ") == "🎉🎉 Won 🏆  1 . Lost 🌧. Last 🙂  2 "
    assert _dashed(text) == "Lost 🌧."


def test_characters_that_no_font_has_are_there_and_can_be_copied(text: AnswerText) -> None:
    source = "before \U0005affe\U000cbead between \U0006e9c9 **after \U00040306**"
    text.write(source)
    text.selectAll()
    text.copy()
    assert QGuiApplication.clipboard().text() == source.replace("**", "")


def test_marks_stay_when_the_theme_changes(text: AnswerText, theming: Theming) -> None:
    text.check(TEXT, SENTENCES, sample_data.QUOTES)
    before = text.toPlainText()
    theming.choose(Appearance("dark", 100, "yes"))
    assert text.toPlainText() == before
    assert _dashed(text) == "It was wet."


def test_figures_of_a_table_stand_to_the_right(text: AnswerText) -> None:
    text.write("| What | Euros |\n|---|--:|\n| Lamps | 1,200 |\n\n")
    block, aligned = text.document().begin(), {}
    while block.isValid():
        aligned[block.text()] = block.blockFormat().alignment()
        block = block.next()
    assert aligned["1,200"] == Qt.AlignmentFlag.AlignRight
    assert aligned["Lamps"] == Qt.AlignmentFlag.AlignLeft


def test_code_is_outlined_where_its_ground_does_not_show(text: AnswerText, theming: Theming) -> None:
    def border() -> float:
        text.check("```\nx = 1\n```\n", (), ())
        (frame,) = text.document().rootFrame().childFrames()
        return frame.frameFormat().border()

    assert border() == 0
    theming.choose(Appearance("contrast", 100, "yes"))
    assert border() == 1


def test_another_text_than_was_written_takes_its_place(text: AnswerText) -> None:
    text.write("Something else entirely")
    text.check(TEXT, SENTENCES, sample_data.QUOTES)
    assert text.toPlainText().startswith("Income")


def test_numbers_are_reached_and_opened_by_keys(qtbot: QtBot, text: AnswerText, show: object) -> None:
    text.check(TEXT, SENTENCES, sample_data.QUOTES)
    text.show()
    qtbot.waitExposed(text)
    text.setFocus()
    QTest.keyClick(text, Qt.Key.Key_Tab)
    QTest.keyClick(text, Qt.Key.Key_Tab)
    with qtbot.waitSignal(text.citation_clicked) as clicked:
        QTest.keyClick(text, Qt.Key.Key_Return)
    assert clicked.args == [2]
    text.close()


def test_number_is_opened_by_a_click(qtbot: QtBot, text: AnswerText) -> None:
    text.check(TEXT, SENTENCES, sample_data.QUOTES)
    text.show()
    qtbot.waitExposed(text)
    first = text.link_rects()[0].center().toPoint()
    with qtbot.waitSignal(text.citation_clicked) as clicked:
        QTest.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=first)
    assert clicked.args == [1]
    text.close()


def test_copied_text_is_plain_with_numbers_in_brackets(text: AnswerText) -> None:
    text.check(TEXT, SENTENCES, sample_data.QUOTES)
    text.selectAll()
    text.copy()
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == "Income was 61,930 euros [1] [2]. It was wet. Lamps were bought [3]."
    assert clipboard.mimeData().formats() == ["text/plain"]


def test_code_keeps_every_character_in_its_colours() -> None:
    code = "def f(x):\n    return 'a' + str(1)  # why\n"
    for language in ("python", "no such language", ""):
        assert "".join(piece for piece, _ in coloured(code, language)) == code
    assert ("def", "accent") in list(coloured(code, "python"))
