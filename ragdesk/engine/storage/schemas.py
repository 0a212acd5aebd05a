"""The SQL of the first steps of the catalogue's schema, statement by statement; `migrations` carries it out."""

from __future__ import annotations

FIRST_SCHEMA = """
CREATE TABLE libraries (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 0      -- grows with every change of what can be found
);
CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    library_id INTEGER NOT NULL REFERENCES libraries(id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    is_folder INTEGER NOT NULL,
    added_at TEXT NOT NULL,
    UNIQUE (library_id, path)
);
CREATE TABLE contents (                       -- one row for each different file content, however many paths hold it
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    recipe INTEGER NOT NULL,                  -- which readers and splitter made its rows
    type TEXT NOT NULL,
    title TEXT,                               -- what the document calls itself
    header_title TEXT NOT NULL,               -- the title in front of what is indexed; kept when the file is renamed
    language TEXT,
    pages INTEGER,
    pages_read INTEGER,
    pages_by_ocr INTEGER NOT NULL DEFAULT 0,
    shortfall TEXT,
    characters INTEGER NOT NULL
);
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    library_id INTEGER NOT NULL REFERENCES libraries(id) ON DELETE CASCADE,
    source_id INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    content_id INTEGER REFERENCES contents(id),
    content_hash TEXT,
    size_bytes INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    stat_signature TEXT,                      -- size, times and inode when it was last read
    recipe INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL CHECK (status IN ('waiting', 'ready', 'partly', 'skipped', 'failed')),
    reason_code TEXT,
    reason TEXT,
    read_at TEXT,
    UNIQUE (library_id, path)
);
CREATE INDEX documents_by_content ON documents(content_id);
CREATE TABLE sections (
    id INTEGER PRIMARY KEY,
    content_id INTEGER NOT NULL REFERENCES contents(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    page INTEGER,
    label TEXT,
    heading TEXT NOT NULL,                    -- JSON list
    start INTEGER NOT NULL,                   -- characters from the start of the document's text
    text TEXT NOT NULL,
    boxes BLOB
);
CREATE INDEX sections_by_content ON sections(content_id, position);
CREATE TABLE chunks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,     -- never used twice: stored conversations name chunks that are gone
    content_id INTEGER NOT NULL REFERENCES contents(id) ON DELETE CASCADE,
    section_id INTEGER NOT NULL REFERENCES sections(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL
);
CREATE INDEX chunks_by_content ON chunks(content_id, position);
CREATE INDEX chunks_by_section ON chunks(section_id);
CREATE TABLE span_texts (                     -- one row for each different embedded text, header included
    id INTEGER PRIMARY KEY AUTOINCREMENT,     -- never used twice: Chroma's folder knows texts by it
    key BLOB NOT NULL UNIQUE
);
CREATE TABLE spans (
    id INTEGER PRIMARY KEY,
    chunk_id INTEGER NOT NULL REFERENCES chunks(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text_id INTEGER NOT NULL REFERENCES span_texts(id)
);
CREATE INDEX spans_by_chunk ON spans(chunk_id);
CREATE INDEX spans_by_text ON spans(text_id);
CREATE TABLE fingerprints (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    dimensions INTEGER NOT NULL
);
CREATE TABLE vectors (                        -- float32, little endian, unit length
    text_id INTEGER NOT NULL REFERENCES span_texts(id) ON DELETE CASCADE,
    fingerprint_id INTEGER NOT NULL REFERENCES fingerprints(id),
    vector BLOB NOT NULL,
    UNIQUE (fingerprint_id, text_id)
);
CREATE INDEX vectors_by_text ON vectors(text_id);
CREATE VIRTUAL TABLE chunk_words USING fts5(header, body, tokenize="unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE chunk_vocabulary USING fts5vocab(chunk_words, 'row');
CREATE TABLE index_folders (
    library_id INTEGER NOT NULL REFERENCES libraries(id) ON DELETE CASCADE,
    fingerprint_id INTEGER NOT NULL REFERENCES fingerprints(id),
    folder TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('dirty', 'clean')),
    revision INTEGER NOT NULL,
    count INTEGER NOT NULL,
    manifest TEXT NOT NULL,                   -- JSON: name -> [size, hash] of each file
    PRIMARY KEY (library_id, fingerprint_id)
);
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY,
    library_id INTEGER NOT NULL REFERENCES libraries(id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    paths TEXT NOT NULL,                      -- JSON list
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'stopped')),
    started_at TEXT NOT NULL,
    finished_at TEXT
);
CREATE TABLE conversations (
    id INTEGER PRIMARY KEY,
    library_id INTEGER NOT NULL REFERENCES libraries(id) ON DELETE CASCADE,
    title TEXT,
    started_at TEXT NOT NULL
);
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
    text TEXT NOT NULL,
    details TEXT,                             -- JSON: sentences, quotes, budget, timings, evidence, origin
    model TEXT,
    created_at TEXT NOT NULL
);
CREATE INDEX messages_by_conversation ON messages(conversation_id, position);
CREATE TABLE message_passages (
    message_id INTEGER NOT NULL REFERENCES messages(id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    document TEXT NOT NULL,
    chunk_id INTEGER,                         -- no reference: the passage outlives the document
    page INTEGER,
    heading TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    score REAL NOT NULL,
    was_read INTEGER NOT NULL,
    PRIMARY KEY (message_id, n)
)
"""

SECOND_SCHEMA = """
CREATE TABLE jobs_with_states (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    library_id INTEGER NOT NULL REFERENCES libraries(id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('add', 'follow', 'retry', 'index')),
    paths TEXT NOT NULL,                      -- JSON list
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'paused', 'done', 'stopped', 'failed')),
    held_by TEXT,                             -- why it is paused: user, battery or disk
    reason TEXT,                              -- why it is paused or failed, for the user
    is_left INTEGER NOT NULL DEFAULT 0,       -- it ended early, and the next job of its library takes up its paths
    progress TEXT,                            -- JSON: what it had done when this was last written
    queued_at TEXT NOT NULL,
    started_at TEXT,
    finished_at TEXT
);
INSERT INTO jobs_with_states (id, library_id, kind, paths, state, is_left, queued_at, started_at, finished_at)
    SELECT id, library_id, kind, paths, state, state = 'stopped', started_at, started_at, finished_at FROM jobs;
DROP TABLE jobs;
ALTER TABLE jobs_with_states RENAME TO jobs;
ALTER TABLE sources ADD COLUMN ignore TEXT NOT NULL DEFAULT '[]';
ALTER TABLE sources ADD COLUMN is_offline INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN scanned_at TEXT;
ALTER TABLE libraries ADD COLUMN removed_at TEXT;
ALTER TABLE libraries ADD COLUMN removed_name TEXT;
ALTER TABLE contents ADD COLUMN checksum INTEGER;
ALTER TABLE messages ADD COLUMN checksum INTEGER;
ALTER TABLE vectors ADD COLUMN checksum INTEGER;
CREATE TABLE left_out (                       -- documents that the user removed out of a folder that is followed
    library_id INTEGER NOT NULL REFERENCES libraries(id) ON DELETE CASCADE,
    key BLOB NOT NULL,                        -- a hash of the path: an erased document leaves no name behind
    PRIMARY KEY (library_id, key)
);
CREATE TABLE catalogue_state (
    name TEXT PRIMARY KEY,                    -- "closed_as": the token of its page sums; "words_to_erase": 1
    value TEXT NOT NULL
)
"""
"""A library in the bin keeps its name in `removed_name`; its `name` is made unique, so that the old one is free."""

THIRD_SCHEMA = """
ALTER TABLE conversations ADD COLUMN is_pinned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN deleted_at TEXT;
ALTER TABLE messages ADD COLUMN deleted_at TEXT;
UPDATE conversations SET title = NULL
"""
"""A title is what the user chose; without one the first question stands for it, which was copied there before.

What has `deleted_at` is neither shown nor used; it can be taken back until `erase` erases it. The time does not belong
to the checksum of a message, so that deleting is one small write.
"""
