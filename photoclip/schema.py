"""The SQLite schema as an ordered list of steps.

Each step runs in one transaction together with its record (``user_version``), so that a library is
always at a whole step. A step that has been released is never edited: a change is a new step.
"""

from __future__ import annotations

import sqlite3

from photoclip.errors import PhotoClipError

_FIRST = """
CREATE TABLE folder (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    path     BLOB NOT NULL UNIQUE,           -- absolute, file system encoding
    added_ns INTEGER NOT NULL
) STRICT;

-- Mount points once seen at or below a folder: while one is none, its photos are away, not gone.
CREATE TABLE mount (
    folder_id INTEGER NOT NULL REFERENCES folder (id) ON DELETE CASCADE,
    path      BLOB NOT NULL,                 -- below the folder as a photo's; empty: the folder
    PRIMARY KEY (folder_id, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE photo (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    folder_id    INTEGER NOT NULL REFERENCES folder (id) ON DELETE CASCADE,
    path         BLOB NOT NULL,              -- below the folder, file system encoding, "/" between
    size         INTEGER NOT NULL,           -- bytes
    mtime_ns     INTEGER NOT NULL,
    content_hash TEXT NOT NULL,              -- "" where the file could not be read at all
    width        INTEGER,                    -- upright pixels
    height       INTEGER,
    taken_at     TEXT,                       -- ISO 8601 with offset
    shown_ns     INTEGER NOT NULL,           -- taken_at, else mtime: the order of the empty query
    camera       TEXT,
    latitude     REAL,
    longitude    REAL,
    error        TEXT,                       -- why it could not be read
    UNIQUE (folder_id, path)
) STRICT;
CREATE INDEX photo_newest ON photo (shown_ns DESC, id DESC) WHERE error IS NULL;
CREATE INDEX photo_good ON photo (folder_id) WHERE error IS NULL;
CREATE INDEX photo_bad ON photo (folder_id) WHERE error IS NOT NULL;
CREATE INDEX photo_content ON photo (content_hash);
CREATE INDEX photo_size ON photo (size);

-- The id is the number in the HNSW index and is never used again: recovery is a set difference.
CREATE TABLE vector (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    photo_id INTEGER NOT NULL REFERENCES photo (id) ON DELETE CASCADE,
    model    TEXT NOT NULL,
    data     BLOB NOT NULL,                  -- float16, little endian, norm 1
    UNIQUE (photo_id, model)
) STRICT;
CREATE INDEX vector_model ON vector (model, id);

-- Files that are in hand, and those that were when the program crashed.
CREATE TABLE attempt (
    folder_id INTEGER NOT NULL REFERENCES folder (id) ON DELETE CASCADE,
    path      BLOB NOT NULL,                 -- as a photo's
    in_hand   INTEGER NOT NULL DEFAULT 1,
    crashes   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (folder_id, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

STEPS: tuple[str, ...] = (_FIRST,)


def upgrade(connection: sqlite3.Connection) -> None:
    """Bring the database to the newest step; refuse one of a newer version or another program."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(STEPS):
        raise PhotoClipError(
            "This library was made by a newer version of PhotoCLIP; please update the program."
        )
    if version == 0 and connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise PhotoClipError("The library's database was made by another program.")
    for number, step in enumerate(STEPS[version:], start=version + 1):
        connection.executescript(f"BEGIN IMMEDIATE; {step} PRAGMA user_version = {number}; COMMIT;")
