"""The catalogue's fourth step: what lists of many documents are ordered, chosen and counted by, in three indexes."""

from __future__ import annotations

import sqlite3

from ragdesk.engine.storage.list_keys import folded_name, folded_title, name_key


def put_lists_in_order(connection: sqlite3.Connection) -> None:
    """Documents with their place in a list, and with what is known of their content; kept so by triggers."""
    for function in (folded_name, folded_title, name_key):
        connection.create_function(function.__name__, 1, function, deterministic=True)
    for statement in _COLUMNS + _FILL + _KEEP:
        connection.execute(statement)


_COLUMNS = (
    "ALTER TABLE contents ADD COLUMN folded_title TEXT",
    "ALTER TABLE contents ADD COLUMN length INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE documents ADD COLUMN name_key TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE documents ADD COLUMN folded_name TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE documents ADD COLUMN type TEXT",
    "ALTER TABLE documents ADD COLUMN language TEXT",
    "ALTER TABLE documents ADD COLUMN length INTEGER",
    "ALTER TABLE documents ADD COLUMN folded_title TEXT",
)
"""`length` is pages, or sections where there are none. A document's `type`, `language`, `length` and `folded_title` are
those of its content: a list of 200,000 documents that looks them up there takes four times as long.
"""

_FILL = (
    "UPDATE contents SET folded_title = folded_title(title), length = COALESCE(NULLIF(pages, 0),"
    " (SELECT MAX(s.position) + 1 FROM sections s WHERE s.content_id = contents.id), 0)",
    "UPDATE documents SET name_key = name_key(path), folded_name = folded_name(path)",
    "UPDATE documents SET (type, language, length, folded_title) ="
    " (SELECT c.type, c.language, c.length, c.folded_title FROM contents c WHERE c.id = content_id)"
    " WHERE content_id IS NOT NULL",
)

_TAKE_CONTENT = (
    " BEGIN UPDATE documents SET (type, language, length, folded_title) ="
    " (SELECT c.type, c.language, c.length, c.folded_title FROM contents c WHERE c.id = NEW.content_id)"
    " WHERE id = NEW.id; END"
)

_KEEP = (
    "CREATE INDEX documents_listed ON documents"
    " (library_id, name_key, path, status, type, length, mtime_ns, read_at, folded_name, folded_title)",
    "CREATE INDEX documents_counted ON documents (library_id, status, type, language, source_id)",
    "CREATE INDEX documents_contents ON documents (library_id, content_id)",
    "CREATE TRIGGER documents_gain_content AFTER INSERT ON documents WHEN NEW.content_id IS NOT NULL" + _TAKE_CONTENT,
    "CREATE TRIGGER documents_change_content AFTER UPDATE OF content_id ON documents" + _TAKE_CONTENT,
)
"""Whatever a list asks for stands in the first index, by name: no row of a document is read for it, nor for counts."""
