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

_MARKS_AND_LABELS = """
ALTER TABLE folder ADD COLUMN removed_ns INTEGER;  -- hidden, until the next start forgets it
ALTER TABLE photo ADD COLUMN rating INTEGER NOT NULL DEFAULT 0;     -- stars, 0 to 5
ALTER TABLE photo ADD COLUMN favourite INTEGER NOT NULL DEFAULT 0;
ALTER TABLE photo ADD COLUMN alt_text TEXT NOT NULL DEFAULT '';
-- What its file and sidecar say is known. The other two: what they said when last looked at.
ALTER TABLE photo ADD COLUMN taken_in INTEGER NOT NULL DEFAULT 0;
ALTER TABLE photo ADD COLUMN file_rating INTEGER NOT NULL DEFAULT 0;
ALTER TABLE photo ADD COLUMN file_alt_text TEXT NOT NULL DEFAULT '';
ALTER TABLE photo ADD COLUMN written TEXT NOT NULL DEFAULT '';      -- a digest; '': nothing of ours
CREATE INDEX photo_to_take_in ON photo (folder_id) WHERE NOT taken_in AND error IS NULL;
CREATE INDEX photo_written ON photo (id) WHERE written <> '';
CREATE INDEX photo_described ON photo (id) WHERE alt_text <> '';
CREATE INDEX photo_favourite ON photo (favourite) WHERE favourite;
CREATE INDEX photo_rating ON photo (rating) WHERE rating > 0;
CREATE INDEX photo_camera ON photo (camera) WHERE camera IS NOT NULL;

CREATE TABLE label (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL COLLATE NOCASE,
    parent_id  INTEGER REFERENCES label (id) ON DELETE SET NULL,
    threshold  REAL NOT NULL,                -- least confidence of a tag
    colour     TEXT NOT NULL DEFAULT '',
    sensitive  INTEGER NOT NULL DEFAULT 0,
    former     TEXT NOT NULL DEFAULT '[]',   -- names it had, a JSON list
    scored_by  TEXT,                         -- what its confidences are of; null: to be scored
    classifier BLOB,                         -- what new photos are scored by, as arrays
    removed_ns INTEGER                       -- as a folder's
) STRICT;
CREATE UNIQUE INDEX label_name ON label (name) WHERE removed_ns IS NULL;

CREATE TABLE description (
    label_id INTEGER NOT NULL REFERENCES label (id) ON DELETE CASCADE,
    negative INTEGER NOT NULL DEFAULT 0,
    place    INTEGER NOT NULL,               -- order in which the person wrote them
    text     TEXT NOT NULL,
    PRIMARY KEY (label_id, negative, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE example (
    label_id INTEGER NOT NULL REFERENCES label (id) ON DELETE CASCADE,
    place    INTEGER NOT NULL,
    picture  BLOB NOT NULL,                  -- an encoded picture from outside the library
    PRIMARY KEY (label_id, place)
) STRICT;

-- What a model makes of the above; gone as soon as a description or an example changes.
CREATE TABLE label_vector (
    label_id INTEGER NOT NULL REFERENCES label (id) ON DELETE CASCADE,
    model    TEXT NOT NULL,
    kind     INTEGER NOT NULL,               -- 0 what it is, 1 what it is not, 2 an example
    place    INTEGER NOT NULL,
    data     BLOB NOT NULL,                  -- float32, little endian, norm 1
    PRIMARY KEY (label_id, model, kind, place)
) STRICT, WITHOUT ROWID;

-- A row for whatever the person or a file said, and for what a model finds likely enough. A photo
-- carries the label if accepted, or if nobody judged it and it is in the file or its confidence
-- reaches the label's threshold: a new threshold writes nothing here.
CREATE TABLE tag (
    label_id   INTEGER NOT NULL REFERENCES label (id) ON DELETE CASCADE,
    photo_id   INTEGER NOT NULL REFERENCES photo (id) ON DELETE CASCADE,
    confidence REAL,                         -- 0 to 1, of the model in use
    verdict    INTEGER NOT NULL DEFAULT 0,   -- 1 accepted, -1 rejected
    from_file  INTEGER NOT NULL DEFAULT 0,
    judged_ns  INTEGER,
    PRIMARY KEY (label_id, photo_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_photo ON tag (photo_id);
CREATE INDEX tag_said ON tag (label_id) WHERE verdict <> 0 OR from_file <> 0;

-- Sidecars as they were when last looked at, those of no photo too.
CREATE TABLE sidecar (
    folder_id INTEGER NOT NULL REFERENCES folder (id) ON DELETE CASCADE,
    path      BLOB NOT NULL,                 -- as a photo's
    size      INTEGER NOT NULL,
    mtime_ns  INTEGER NOT NULL,
    PRIMARY KEY (folder_id, path)
) STRICT, WITHOUT ROWID;

-- What other programs call a photo in its file, so that a label defined later finds it.
CREATE TABLE file_word (
    word     TEXT NOT NULL,                  -- case folded
    photo_id INTEGER NOT NULL REFERENCES photo (id) ON DELETE CASCADE,
    PRIMARY KEY (word, photo_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX file_word_photo ON file_word (photo_id);

-- Photos of which the file or the sidecar could not be understood.
CREATE TABLE tag_problem (
    photo_id INTEGER PRIMARY KEY REFERENCES photo (id) ON DELETE CASCADE,
    name     BLOB NOT NULL,                  -- of the file, beside the photo or itself
    reason   TEXT NOT NULL
) STRICT;
CREATE TRIGGER photo_is_another AFTER UPDATE OF folder_id, path, size, mtime_ns, content_hash
ON photo WHEN (old.folder_id, old.path, old.size, old.mtime_ns, old.content_hash)
    <> (new.folder_id, new.path, new.size, new.mtime_ns, new.content_hash) BEGIN
    UPDATE photo SET taken_in = 0 WHERE id = new.id;
END;

-- What the person said of a photo outlives its row: the same bytes get it back.
CREATE TABLE keepsake (
    content_hash TEXT PRIMARY KEY,
    rating       INTEGER NOT NULL,
    favourite    INTEGER NOT NULL,
    alt_text     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE kept_verdict (
    content_hash TEXT NOT NULL,
    label_id     INTEGER NOT NULL REFERENCES label (id) ON DELETE CASCADE,
    verdict      INTEGER NOT NULL,
    judged_ns    INTEGER,
    PRIMARY KEY (content_hash, label_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER photo_is_kept BEFORE DELETE ON photo WHEN old.content_hash <> '' BEGIN
    INSERT OR REPLACE INTO keepsake
        SELECT old.content_hash, old.rating, old.favourite, old.alt_text
        WHERE old.rating > 0 OR old.favourite OR old.alt_text <> '';
    INSERT INTO kept_verdict (content_hash, label_id, verdict, judged_ns)
        SELECT old.content_hash, label_id, verdict, judged_ns FROM tag
        WHERE photo_id = old.id AND verdict <> 0
        ON CONFLICT DO UPDATE SET verdict = excluded.verdict, judged_ns = excluded.judged_ns
        WHERE excluded.judged_ns >= kept_verdict.judged_ns;  -- a twin may have left a newer one
END;
CREATE TRIGGER photo_is_back AFTER INSERT ON photo WHEN new.content_hash <> '' BEGIN
    UPDATE photo SET (rating, favourite, alt_text) =
        (SELECT rating, favourite, alt_text FROM keepsake WHERE content_hash = new.content_hash)
        WHERE id = new.id
        AND EXISTS (SELECT 1 FROM keepsake WHERE content_hash = new.content_hash);
    INSERT OR IGNORE INTO tag (label_id, photo_id, verdict, judged_ns)
        SELECT label_id, new.id, verdict, judged_ns FROM kept_verdict
        WHERE content_hash = new.content_hash;
END;
CREATE TRIGGER photo_is_read_at_last AFTER UPDATE OF content_hash ON photo
WHEN old.content_hash = '' AND new.content_hash <> '' BEGIN
    INSERT INTO tag (label_id, photo_id, verdict, judged_ns)
        SELECT label_id, new.id, verdict, judged_ns FROM kept_verdict
        WHERE content_hash = new.content_hash
        ON CONFLICT DO UPDATE SET verdict = excluded.verdict, judged_ns = excluded.judged_ns
        WHERE tag.verdict = 0;
END;

CREATE TABLE saved_search (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    name  TEXT NOT NULL,
    query TEXT NOT NULL                      -- JSON
) STRICT;
CREATE TABLE recent_search (
    text    TEXT PRIMARY KEY,                -- in the query grammar
    used_ns INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
"""

_REWRITTEN = """
-- Contents that are of one photo, because the program wrote tags into its file. What the person
-- said of a photo that is gone is kept under each of them, so that a backup gets it back too.
CREATE TABLE rewritten (
    content_hash TEXT PRIMARY KEY,
    origin       TEXT NOT NULL               -- the first of them
) STRICT, WITHOUT ROWID;
CREATE INDEX rewritten_origin ON rewritten (origin);
CREATE VIEW same_photo AS
    SELECT one.content_hash, other.content_hash AS other
    FROM rewritten AS one JOIN rewritten AS other ON other.origin = one.origin
    WHERE other.content_hash <> one.content_hash;
CREATE TRIGGER verdict_is_kept AFTER INSERT ON kept_verdict BEGIN
    INSERT INTO kept_verdict (content_hash, label_id, verdict, judged_ns)
        SELECT other, new.label_id, new.verdict, new.judged_ns FROM same_photo
        WHERE content_hash = new.content_hash
        ON CONFLICT DO UPDATE SET verdict = excluded.verdict, judged_ns = excluded.judged_ns;
END;
CREATE TRIGGER kept_verdict_is_another AFTER UPDATE ON kept_verdict BEGIN
    UPDATE kept_verdict SET verdict = new.verdict, judged_ns = new.judged_ns
        WHERE label_id = new.label_id AND content_hash IN
        (SELECT other FROM same_photo WHERE content_hash = new.content_hash);
END;
CREATE TRIGGER kept_verdict_is_void AFTER DELETE ON kept_verdict BEGIN
    DELETE FROM kept_verdict WHERE label_id = old.label_id AND content_hash IN
        (SELECT other FROM same_photo WHERE content_hash = old.content_hash);
END;
CREATE TRIGGER marks_are_kept AFTER INSERT ON keepsake BEGIN
    INSERT OR REPLACE INTO keepsake (content_hash, rating, favourite, alt_text)
        SELECT other, new.rating, new.favourite, new.alt_text FROM same_photo
        WHERE content_hash = new.content_hash;
END;
CREATE TRIGGER keepsake_is_void AFTER DELETE ON keepsake BEGIN
    DELETE FROM keepsake WHERE content_hash IN
        (SELECT other FROM same_photo WHERE content_hash = old.content_hash);
END;
"""

_MARKS_FOLLOW = """
-- When the person said otherwise than the file; null: never, or not since this is noted. It stays
-- their own if the file comes to say the same.
ALTER TABLE photo ADD COLUMN rated_ns INTEGER;
ALTER TABLE photo ADD COLUMN favoured_ns INTEGER;
ALTER TABLE photo ADD COLUMN described_ns INTEGER;

-- What the person says of photos, apart from verdicts: not what only a file says.
CREATE VIEW mark (photo_id, content_hash, kind, value, file_value, marked_ns) AS
    SELECT id, content_hash, 'rating', rating, file_rating, coalesce(rated_ns, 0)
        FROM photo WHERE rating <> file_rating OR rated_ns IS NOT NULL
    UNION ALL SELECT id, content_hash, 'favourite', favourite, 0, coalesce(favoured_ns, 0)
        FROM photo WHERE favourite
    UNION ALL
    SELECT id, content_hash, 'alt_text', alt_text, file_alt_text, coalesce(described_ns, 0)
        FROM photo WHERE alt_text <> file_alt_text OR described_ns IS NOT NULL;
CREATE TRIGGER mark_is_set INSTEAD OF INSERT ON mark BEGIN
    UPDATE photo SET rating = new.value, file_rating = new.file_value, rated_ns = new.marked_ns
        WHERE id = new.photo_id AND new.kind = 'rating';
    UPDATE photo SET favourite = new.value, favoured_ns = new.marked_ns
        WHERE id = new.photo_id AND new.kind = 'favourite';
    UPDATE photo
        SET alt_text = new.value, file_alt_text = new.file_value, described_ns = new.marked_ns
        WHERE id = new.photo_id AND new.kind = 'alt_text';
END;

-- As kept_verdict: in place of the table that knew neither times nor what files had said.
CREATE TABLE kept_mark (
    content_hash TEXT NOT NULL,
    kind         TEXT NOT NULL,              -- a column of photo
    value        ANY NOT NULL,
    file_value   ANY NOT NULL,               -- what its file said then
    marked_ns    INTEGER NOT NULL,
    PRIMARY KEY (content_hash, kind)
) STRICT, WITHOUT ROWID;
INSERT INTO kept_mark
    SELECT content_hash, 'rating', rating, 0, 0 FROM keepsake WHERE rating > 0
    UNION ALL SELECT content_hash, 'favourite', 1, 0, 0 FROM keepsake WHERE favourite
    UNION ALL SELECT content_hash, 'alt_text', alt_text, '', 0 FROM keepsake WHERE alt_text <> '';
DROP TRIGGER photo_is_kept;
DROP TRIGGER photo_is_back;
DROP TABLE keepsake;

CREATE TRIGGER photo_is_kept BEFORE DELETE ON photo WHEN old.content_hash <> '' BEGIN
    INSERT INTO kept_mark (content_hash, kind, value, file_value, marked_ns)
        SELECT content_hash, kind, value, file_value, marked_ns FROM mark WHERE photo_id = old.id
        ON CONFLICT DO UPDATE SET value = excluded.value, file_value = excluded.file_value,
        marked_ns = excluded.marked_ns WHERE excluded.marked_ns >= kept_mark.marked_ns;
    INSERT INTO kept_verdict (content_hash, label_id, verdict, judged_ns)
        SELECT old.content_hash, label_id, verdict, judged_ns FROM tag
        WHERE photo_id = old.id AND verdict <> 0
        ON CONFLICT DO UPDATE SET verdict = excluded.verdict, judged_ns = excluded.judged_ns
        WHERE excluded.judged_ns >= kept_verdict.judged_ns;  -- a twin may have left a newer one
END;
CREATE TRIGGER photo_is_back AFTER INSERT ON photo WHEN new.content_hash <> '' BEGIN
    INSERT INTO mark (photo_id, kind, value, file_value, marked_ns)
        SELECT new.id, kind, value, file_value, marked_ns FROM kept_mark
        WHERE content_hash = new.content_hash;
    INSERT OR IGNORE INTO tag (label_id, photo_id, verdict, judged_ns)
        SELECT label_id, new.id, verdict, judged_ns FROM kept_verdict
        WHERE content_hash = new.content_hash;
END;
CREATE TRIGGER mark_is_kept AFTER INSERT ON kept_mark BEGIN
    INSERT INTO kept_mark (content_hash, kind, value, file_value, marked_ns)
        SELECT other, new.kind, new.value, new.file_value, new.marked_ns FROM same_photo
        WHERE content_hash = new.content_hash
        ON CONFLICT DO UPDATE SET value = excluded.value, file_value = excluded.file_value,
        marked_ns = excluded.marked_ns;
END;
CREATE TRIGGER kept_mark_is_another AFTER UPDATE ON kept_mark BEGIN
    UPDATE kept_mark
        SET value = new.value, file_value = new.file_value, marked_ns = new.marked_ns
        WHERE kind = new.kind AND content_hash IN
        (SELECT other FROM same_photo WHERE content_hash = new.content_hash);
END;
CREATE TRIGGER kept_mark_is_void AFTER DELETE ON kept_mark BEGIN
    DELETE FROM kept_mark WHERE kind = old.kind AND content_hash IN
        (SELECT other FROM same_photo WHERE content_hash = old.content_hash);
END;
CREATE TRIGGER photo_marks_are_back AFTER UPDATE OF content_hash ON photo
WHEN old.content_hash = '' AND new.content_hash <> '' BEGIN
    INSERT INTO mark (photo_id, kind, value, file_value, marked_ns)
        SELECT new.id, kind, value, file_value, marked_ns FROM kept_mark
        WHERE content_hash = new.content_hash
        AND kind NOT IN (SELECT kind FROM mark WHERE photo_id = new.id);
END;
"""

_COPIES_INHERIT = """
-- What was said of a photo that goes is said of the copies that stay, where nothing else is.
CREATE TRIGGER copies_inherit AFTER DELETE ON photo WHEN old.content_hash <> '' BEGIN
    INSERT INTO mark (photo_id, kind, value, file_value, marked_ns)
        SELECT id, kind, value, file_value, marked_ns FROM kept_mark JOIN photo USING (content_hash)
        WHERE content_hash IN (SELECT old.content_hash UNION ALL
            SELECT other FROM same_photo WHERE content_hash = old.content_hash)
        AND CASE kind WHEN 'rating' THEN rating = file_rating AND rated_ns IS NULL
            WHEN 'favourite' THEN favoured_ns IS NULL AND NOT favourite
            ELSE alt_text = file_alt_text AND described_ns IS NULL END;
    INSERT INTO tag (label_id, photo_id, verdict, judged_ns)
        SELECT label_id, id, verdict, judged_ns FROM kept_verdict JOIN photo USING (content_hash)
        WHERE content_hash IN (SELECT old.content_hash UNION ALL
            SELECT other FROM same_photo WHERE content_hash = old.content_hash)
        ON CONFLICT DO UPDATE SET verdict = excluded.verdict, judged_ns = excluded.judged_ns
        WHERE tag.verdict = 0;
END;
"""

STEPS: tuple[str, ...] = (_FIRST, _MARKS_AND_LABELS, _REWRITTEN, _MARKS_FOLLOW, _COPIES_INHERIT)


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
