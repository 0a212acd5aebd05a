"""Word documents: outline, tables, lists, notes, pages; and files made to do harm."""

from __future__ import annotations

from io import BytesIO

import pytest

from ragdesk.engine.documents.readers.docx import DocxReader
from ragdesk.engine.documents.sections import Section
from ragdesk.protocol.errors import CannotRead
from tests.engine.documents.word_files import cell, p, table, word_file, zipped


def sections(body: str, **options: str | bool) -> tuple[Section, ...]:
    return DocxReader().read(word_file(body, **options)).sections  # type: ignore[arg-type]


def text_of(body: str, **options: str | bool) -> str:
    return "\n\n".join(section.text for section in sections(body, **options))


def test_headings_are_known_by_name_base_style_outline_level_and_translation() -> None:
    body = (
        p("Contrato", "Ttulo") + p("Uno", "Ttulo1") + p("a") + p("Dos", "T2") + p("b") + p("Tres", "Out") + p("c")
        + p("Otro", "Own") + p("d") + p("Fin", "Ttulo1")
    )  # fmt: skip
    assert [(section.heading, section.text) for section in sections(body)] == [
        (("Contrato", "Uno"), "Contrato\n\nUno\n\na"),
        (("Contrato", "Uno", "Dos"), "Dos\n\nb"),
        (("Contrato", "Uno", "Dos", "Tres"), "Tres\n\nc"),
        (("Contrato", "Otro"), "Otro\n\nd"),
        (("Contrato", "Fin"), "Fin"),
    ]


def test_tables_stand_in_order_and_merged_cells_are_said_once() -> None:
    across = '<w:gridSpan w:val="2"/>'
    rows = table(
        cell(p("Wide"), across) + cell(p("C")),
        cell(p("Down"), '<w:vMerge w:val="restart"/>') + cell(p("x") + p("y")),
        cell(p("Down again"), "<w:vMerge/>") + cell(table(cell(p("1")) + cell(p("2")))),
    )
    assert text_of(p("before") + rows + p("after")) == "before\n\nWide | C\nDown | x y\n | 1 2\n\nafter"


def test_list_items_are_lines() -> None:
    assert text_of(p("To do:") + p("one", "Bullet") + p("two", "Bullet") + p("end")) == "To do:\n\n- one\n- two\n\nend"


def test_text_boxes_links_and_content_controls_are_read_and_deleted_text_is_not() -> None:
    box = f"<w:txbxContent>{p('in the box')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>see </w:t></w:r><w:hyperlink><w:r><w:t>the link</w:t></w:r></w:hyperlink>"
        f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
        "</w:r><w:del><w:r><w:t>gone</w:t></w:r></w:del><w:ins><w:r><w:t>, new</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{p('controlled')}</w:sdtContent></w:sdt>"
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('Click here')}</w:sdtContent></w:sdt>"
    )
    assert text_of(body) == "see the link, new\n\nin the box\n\ncontrolled"


def test_notes_and_comments_stand_at_the_end_of_their_section() -> None:
    body = (
        p("One", "Ttulo1") + '<w:p><w:r><w:t>claim</w:t><w:footnoteReference w:id="2"/></w:r>'
        '<w:r><w:commentReference w:id="0"/></w:r></w:p>' + p("more") + p("Two", "Ttulo1") + p("rest")
    )  # fmt: skip
    notes = (
        f'<w:footnote w:id="0" w:type="separator">{p("--")}</w:footnote><w:footnote w:id="2">{p("Source")}</w:footnote>'
    )
    found = sections(body, footnotes=notes, comments=f'<w:comment w:id="0">{p("Really?")}</w:comment>')
    assert [section.text for section in found] == ["One\n\nclaim\n\nmore\n\nSource\n\nReally?", "Two\n\nrest"]


def test_formulas_keep_their_meaning() -> None:
    power = "<m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"
    fraction = "<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>3</m:t></m:r></m:den></m:f>"
    assert text_of(f"<w:p><m:oMath>{power}<m:r><m:t>=</m:t></m:r>{fraction}</m:oMath></w:p>") == "x^2=1/3"


def test_pages_are_known_only_where_word_saved_its_breaks() -> None:
    broken = "<w:p><w:r><w:lastRenderedPageBreak/><w:t>second</w:t></w:r></w:p>"
    assert [(section.page, section.text) for section in sections(p("first") + broken)] == [(1, "first"), (2, "second")]
    assert [section.page for section in sections(p("first"))] == [None]


def test_a_heading_left_at_the_foot_of_a_page_stands_with_its_text_and_is_said_once() -> None:
    turn = "<w:p><w:r><w:lastRenderedPageBreak/><w:t>{}</w:t></w:r></w:p>"
    found = sections(p("first") + p("Two", "Ttulo1") + turn.format("second") + turn.format("third"))
    assert [(section.page, section.heading, section.text) for section in found] == [
        (1, (), "first"),
        (2, ("Two",), "Two\n\nsecond"),
        (3, ("Two",), "third"),
    ]


@pytest.mark.parametrize(
    ("core", "title"),
    [("Annual report", "Annual report"), ("Microsoft Word - x.doc", "Real"), ("", "Real"), ("final.docx", "Real")],
)
def test_title_is_the_stored_one_if_it_says_something(core: str, title: str) -> None:
    assert DocxReader().read(word_file(p("Real", "Ttulo") + p("text"), core=core)).title == title


def test_strict_files_are_read() -> None:
    assert text_of(p("One", "Ttulo1") + p("Some text"), is_strict=True) == "One\n\nSome text"


def test_a_file_written_by_python_docx_is_read() -> None:
    import docx

    document = docx.Document()
    document.add_heading("Top", 1)
    document.add_paragraph("Body text.")
    document.add_paragraph("item", style="List Bullet")
    target = BytesIO()
    document.save(target)
    (section,) = DocxReader().read(target.getvalue()).sections
    assert (section.heading, section.text) == (("Top",), "Top\n\nBody text.\n\n- item")


def test_a_document_type_is_refused() -> None:
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    with pytest.raises(CannotRead) as caught:
        sections(p("&b;"), prolog=bomb)
    assert caught.value.code == "broken"


def test_a_file_that_unpacks_to_far_too_much_is_not_unpacked() -> None:
    with pytest.raises(CannotRead) as caught:
        DocxReader().read(zipped({"[Content_Types].xml": "", "word/document.xml": " " * 30_000_000}))
    assert caught.value.code == "too_large"


def test_too_many_members_are_refused() -> None:
    with pytest.raises(CannotRead) as caught:
        DocxReader().read(zipped({f"word/{n}": "" for n in range(10_001)}))
    assert caught.value.code == "too_large"
