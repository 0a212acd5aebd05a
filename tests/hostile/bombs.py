"""The list of all bombs: a file name each, and the function that makes its bytes."""

from __future__ import annotations

from collections.abc import Callable

from tests.hostile import other_bombs, pdf_bombs

Bomb = tuple[str, Callable[[], bytes]]

BOMBS: tuple[Bomb, ...] = (
    ("text.pdf", pdf_bombs.text_bomb),
    ("stream.pdf", pdf_bombs.stream_bomb),
    ("stream-array.pdf", pdf_bombs.stream_array_bomb),
    ("path.pdf", pdf_bombs.path_bomb),
    ("drawing.pdf", pdf_bombs.drawing_bomb),
    ("page-tree.pdf", pdf_bombs.page_tree_bomb),
    ("endless-tree.pdf", pdf_bombs.endless_page_tree),
    ("nested-arrays.pdf", pdf_bombs.nested_arrays),
    ("nested-contents.pdf", pdf_bombs.nested_contents),
    ("character-map.pdf", pdf_bombs.character_map_bomb),
    ("outline-loop.pdf", pdf_bombs.outline_loop),
    ("object-stream.pdf", pdf_bombs.object_stream_bomb),
    ("zip-bomb.docx", other_bombs.zip_bomb),
    ("lying-zip.docx", other_bombs.lying_zip),
    ("zip-in-itself.docx", other_bombs.zip_in_itself),
    ("many-members.docx", other_bombs.many_members),
    ("entities.docx", other_bombs.entity_bomb),
    ("nested.docx", other_bombs.nested_word),
    ("paragraphs.docx", other_bombs.million_paragraphs),
    ("garbage.docx", other_bombs.deflate_garbage),
    ("comments.html", other_bombs.comment_flood),
    ("nested.html", other_bombs.nested_page),
    ("misnested.html", other_bombs.misnested_page),
    ("attributes.html", other_bombs.attribute_flood),
    ("open-tags.html", other_bombs.open_tag_flood),
    ("one-line.txt", other_bombs.one_line),
    ("blanks.txt", other_bombs.blanks),
    ("no-encoding.txt", other_bombs.no_encoding),
    ("brackets.md", other_bombs.markdown_brackets),
    ("headings.md", other_bombs.markdown_headings),
)
