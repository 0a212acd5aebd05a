"""Changes that SQLite itself takes for data are noticed: in text, in vectors, in conversations."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ragdesk.engine.storage.checksums import changed_rows
from ragdesk.engine.storage.migrations import MIGRATIONS, migrate
from tests.conftest import OpenEngine
from tests.engine.driving import add, paragraph


@pytest.fixture
def catalogue(open_engine: OpenEngine, folder: Path, data_dir: Path) -> Path:
    """With a text, its vectors and a conversation on it."""
    (folder / "harbour.txt").write_text(paragraph("harbour"))
    engine = open_engine()
    add(engine, folder)
    list(engine.ask("Who looked at the harbour?", conversation=engine.start_conversation(), use_model=False))
    engine.close()
    return data_dir / "catalogue.db"


def found_in(catalogue: Path, harm: str = "") -> list[str]:
    with closing(sqlite3.connect(catalogue)) as connection:
        connection.execute(harm)
        return [one for one in changed_rows(lambda sql, values: connection.execute(sql, values).fetchall()) if one]


def test_nothing_is_found_where_nothing_was_changed(catalogue: Path) -> None:
    assert found_in(catalogue) == []


@pytest.mark.parametrize(
    ("harm", "where"),
    [
        ("UPDATE sections SET text = replace(text, 'keeper', 'keepes')", "text"),
        ("UPDATE sections SET page = 7", "text"),
        ("UPDATE chunks SET start = start + 1", "text"),
        ("UPDATE chunk_words_content SET c1 = replace(c1, ' ', '(')", "text"),
        ("UPDATE spans SET text_id = (SELECT MAX(id) FROM span_texts) WHERE id = 1", "text"),
        ("UPDATE contents SET title = 'another'", "text"),
        ("UPDATE documents SET content_hash = 'another'", "text"),
        ("UPDATE documents SET type = 'another'", "text"),
        ("UPDATE contents SET folded_title = 'another'", "text"),
        ("UPDATE contents SET length = length + 1", "text"),
        ("UPDATE vectors SET vector = zeroblob(length(vector)) WHERE text_id = 1", "vector"),
        ("UPDATE messages SET text = text || '!' WHERE role = 'assistant'", "message"),
        ("UPDATE message_passages SET text = upper(text)", "message"),
    ],
)
def test_a_change_is_found_where_it_is(catalogue: Path, harm: str, where: str) -> None:
    assert any(where in found for found in found_in(catalogue, harm))


def test_an_older_catalogue_gets_its_checksums_when_it_is_brought_up_to_date(catalogue: Path, tmp_path: Path) -> None:
    older = tmp_path / "older.db"
    with closing(sqlite3.connect(older, isolation_level=None)) as connection:
        migrate(connection, older, MIGRATIONS[:1])
        connection.execute(
            "INSERT INTO contents (hash, recipe, type, header_title, characters) VALUES ('a', 1, 't', 'x', 3)"
        )
        connection.execute(
            "INSERT INTO sections (content_id, position, heading, start, text) VALUES (1, 0, '[]', 0, 'one')"
        )
        migrate(connection, older)
        assert connection.execute("SELECT checksum FROM contents").fetchone()[0] is not None
    assert found_in(older) == []
    assert found_in(older, "UPDATE sections SET text = 'two'")
