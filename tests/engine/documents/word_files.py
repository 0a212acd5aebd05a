"""Writes small Word files part by part, so that a test can say exactly what is in them."""

from __future__ import annotations

import zipfile
from io import BytesIO

W_NAME = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_W_NAME = "http://purl.oclc.org/ooxml/wordprocessingml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"

STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Ttulo"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Ttulo1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="My heading"/><w:basedOn w:val="Ttulo1"/></w:style>
<w:style w:type="paragraph" w:styleId="T2"><w:name w:val="Título 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Out"><w:name w:val="Clause"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Bullet"><w:name w:val="List Bullet"/>
  <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
"""


def p(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def word_file(body: str, *, prolog: str = "", is_strict: bool = False, core: str = "", **parts: str) -> bytes:
    """`parts`: inner XML of footnotes, endnotes, comments."""
    name, office = (STRICT_W_NAME, STRICT_OFFICE) if is_strict else (W_NAME, OFFICE)
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    names = f'xmlns:w="{name}" xmlns:m="{math}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    members = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relations({f"{office}/officeDocument": "word/document.xml", CORE: "docProps/core.xml"}),
        "word/document.xml": f"{prolog}<w:document {names}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {names}>{STYLES}</w:styles>",
        "word/_rels/document.xml.rels": _relations(
            {f"{office}/{part}": f"{part}.xml" for part in ("styles", "footnotes", "endnotes", "comments", "image")}
        ),
        "docProps/core.xml": f'<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{core}</dc:title></c>',
    }
    members |= {f"word/{part}.xml": f"<w:{part} {names}>{inner}</w:{part}>" for part, inner in parts.items()}
    return zipped(members)


def _relations(targets: dict[str, str]) -> str:
    lines = (f'<Relationship Id="r{n}" Type="{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(targets.items()))
    return f'<Relationships xmlns="{PACKAGE}">{"".join(lines)}</Relationships>'


def zipped(members: dict[str, str]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()
