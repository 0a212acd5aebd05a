"""Conversations of a catalogue that an older ragdesk wrote."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from ragdesk.engine.storage.checksums import changed_rows
from ragdesk.engine.storage.conversations import Conversations
from ragdesk.engine.storage.database import Database
from tests.conftest import OpenEngine


def test_titles_of_an_older_catalogue_become_those_of_the_first_question(
    open_engine: OpenEngine, data_dir: Path
) -> None:
    """Before conversations could be named, a part of the question stood in their title."""
    engine = open_engine()
    conversation = engine.start_conversation()
    list(engine.ask("Who dredged the harbour?", conversation=conversation, use_model=False))
    engine.close()
    connection = sqlite3.connect(data_dir / "catalogue.db")
    with connection:
        _without_lists(connection)
        for table, column in (
            ("conversations", "is_pinned"),
            ("conversations", "deleted_at"),
            ("messages", "deleted_at"),
        ):
            connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        connection.execute("UPDATE conversations SET title = 'Who dredged the harb'")
        connection.execute("PRAGMA user_version = 2")
    connection.close()
    database = Database(data_dir / "catalogue.db")
    assert Conversations(database).record(conversation).title == "Who dredged the harbour?"
    assert not any(changed_rows(database.rows))
    database.close()


def _without_lists(connection: sqlite3.Connection) -> None:
    """Take back the fourth and fifth step."""
    connection.execute("ALTER TABLE left_out DROP COLUMN after_job")
    for what, name in (
        ("TRIGGER", "documents_gain_content"),
        ("TRIGGER", "documents_change_content"),
        ("INDEX", "documents_listed"),
        ("INDEX", "documents_counted"),
        ("INDEX", "documents_contents"),
    ):
        connection.execute(f"DROP {what} {name}")
    for column in ("name_key", "folded_name", "type", "language", "length", "folded_title"):
        connection.execute(f"ALTER TABLE documents DROP COLUMN {column}")
    for column in ("folded_title", "length"):
        connection.execute(f"ALTER TABLE contents DROP COLUMN {column}")
