"""Styles of tables and of words are left out before the XML is parsed; those of paragraphs mean what they meant."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ragdesk.engine.documents.readers.docx import DocxReader
from ragdesk.engine.documents.readers.docx_package import without_other_styles
from tests.engine.documents.word_files import p, word_file

KINDS = st.sampled_from(["paragraph", "paragraph", "table", "character", "numbering"])
SPELLINGS = st.sampled_from(
    [
        '<w:style w:type="{kind}" w:styleId="S{n}"><w:name w:val="{name}"/></w:style>',
        '<w:style w:styleId="S{n}" w:customStyle="1" w:type="{kind}"\n><w:pPr><w:jc w:val="left"/></w:pPr>'
        '<w:name w:val="{name}"/></w:style >',
        '<w:style\nw:type="{kind}" w:styleId="S{n}"><w:name w:val="{name}"/></w:style\n>',
        "<w:style w:type='{kind}' w:styleId='S{n}'><w:name w:val='{name}'/></w:style>",
        '<w:style w:rsid="a > b" w:type="{kind}" w:styleId="S{n}"><w:name w:val="{name}"/></w:style>',
        '<w:style w:type="{kind}" w:styleId="S{n}"><w:name w:val="{name}"/><!-- </w:style> --></w:style>',
        '<w:style w:type="{kind}" w:styleId="none{n}"/><w:style w:type="{kind}" w:styleId="S{n}">'
        '<w:name w:val="{name}"/></w:style>',
    ]
)


@settings(max_examples=300)
@given(st.lists(st.tuples(KINDS, SPELLINGS, st.booleans()), max_size=8))
def test_however_styles_are_written_headings_stay_headings(styles: list[tuple[str, str, bool]]) -> None:
    written = "".join(
        spelling.format(n=n, kind=kind, name="heading 1" if is_heading else "Plain")
        for n, (kind, spelling, is_heading) in enumerate(styles)
    )
    body = "".join(p(f"Paragraph {n}", f"S{n}") for n in range(len(styles))) + p("The end.")

    found = DocxReader().read(word_file(body, styles=written)).sections

    expected = {
        f"Paragraph {n}" for n, (kind, _, is_heading) in enumerate(styles) if is_heading and kind == "paragraph"
    }
    assert {section.heading[-1] for section in found if section.heading} == expected


def test_what_says_nothing_of_paragraphs_is_not_parsed() -> None:
    look = '<w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr>' * 100
    plain = b'<w:styles><w:style w:type="paragraph" w:styleId="A"><w:name w:val="heading 1"/></w:style></w:styles>'
    with_tables = plain.replace(
        b"<w:styles>", f'<w:styles><w:style w:type="table" w:styleId="Grid">{look}</w:style>'.encode()
    )

    assert without_other_styles(with_tables) == plain
    assert without_other_styles(plain) == plain


def test_a_style_without_its_end_is_left_to_the_parser() -> None:
    broken = b'<w:styles><w:style w:type="table" w:styleId="Grid"><w:name w:val="x"/></w:styles>'
    assert without_other_styles(broken) == broken
