"""The library's memory: folders, photos and vectors in SQLite. One named method per question."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from photoclip.database import Database
from photoclip.domain import FileStat, Folder, Ids, Photo, PhotoFacts, Problem, Vectors

_LARGEST = 2**63 - 1  # SQLite's integers; in nanoseconds, the year 2262

_MOST_TWINS = 50  # a thousand files of the same bytes must not cost a million questions

_PHOTO_COLUMNS = (
    "photo.id, folder_id, folder.path, photo.path, size, mtime_ns, content_hash,"
    " width, height, taken_at, camera, latitude, longitude, error"
)

_AMONG = "IN (SELECT value FROM json_each(?))"

# A file whose bytes never came (no content hash) is tried again: a permission leaves no trace in
# size and mtime.
_DONE = (
    "((error IS NOT NULL AND content_hash <> '')"
    " OR EXISTS (SELECT 1 FROM vector WHERE photo_id = photo.id AND model = ?))"
)


class Catalog:
    """Opens (or makes) the database; raises PhotoClipError where that cannot be.

    Every method may raise PhotoClipError: a full disk, a damaged file.
    """

    def __init__(self, path: Path) -> None:
        self._database = Database(path)

    def close(self) -> None:
        self._database.close()

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing; inside another transaction it simply belongs to that one."""
        return self._database.transaction()

    def damage(self) -> list[str]:
        """What SQLite's own integrity check complains about; empty when all is well."""
        rows = self._database.rows("PRAGMA integrity_check")
        return [text for (text,) in rows if text != "ok"]

    # --- folders ------------------------------------------------------------------------------

    def folders(self) -> list[Folder]:
        rows = self._database.rows(
            "SELECT id, path,"
            " EXISTS (SELECT 1 FROM mount WHERE folder_id = folder.id AND mount.path = x''),"
            " (SELECT count(*) FROM photo WHERE folder_id = folder.id AND error IS NULL)"
            " FROM folder ORDER BY path"
        )
        return [
            Folder(number, _path(path), _is_online(_path(path), bool(mounted)), photos)
            for number, path, mounted, photos in rows
        ]

    def root(self, folder_id: int) -> Path:
        """The path of a folder of the library."""
        return _path(self._database.row("SELECT path FROM folder WHERE id = ?", (folder_id,))[0])

    def add_folder(self, path: Path) -> int:
        return self._database.change(
            "INSERT INTO folder (path, added_ns) VALUES (?, ?)", (os.fsencode(path), time.time_ns())
        )

    def remove_folder(self, folder_id: int) -> None:
        """Forget the folder with its photos and their vectors; nothing on the disk is touched."""
        self._database.change("DELETE FROM folder WHERE id = ?", (folder_id,))

    def mounts(self, folder_id: int) -> list[str]:
        """Relative paths ("" for the folder itself) that were mount points when last seen."""
        rows = self._database.rows("SELECT path FROM mount WHERE folder_id = ?", (folder_id,))
        return [os.fsdecode(path) for (path,) in rows]

    def note_mounts(self, folder_id: int, paths: Iterable[str]) -> None:
        """Remember mount points; they are forgotten only together with their folder."""
        self._database.change_each(
            "INSERT OR IGNORE INTO mount (folder_id, path) VALUES (?, ?)",
            [(folder_id, os.fsencode(path)) for path in paths],
        )

    # --- photos -------------------------------------------------------------------------------

    def listing(self, folder_id: int, below: str = "") -> dict[str, tuple[int, FileStat]]:
        """What is known of a folder (or a file or subfolder): relative path -> (photo id, stat)."""
        sql, start = "SELECT path, id, size, mtime_ns FROM photo WHERE folder_id = ?", (folder_id,)
        if not below:
            rows = self._database.rows(sql, start)
        else:
            # "0" follows "/": a range, because an index serves it.
            place, first, last = (os.fsencode(below + end) for end in ("", "/", "0"))
            rows = self._database.rows(f"{sql} AND path = ?", (*start, place))
            rows += self._database.rows(f"{sql} AND path >= ? AND path < ?", (*start, first, last))
        return {
            os.fsdecode(path): (number, FileStat(size, mtime)) for path, number, size, mtime in rows
        }

    def find(self, folder_id: int, path: str) -> Photo | None:
        """The photo at a relative path of a folder."""
        found = self._photos(
            "WHERE folder_id = ? AND photo.path = ?", (folder_id, os.fsencode(path))
        )
        return found[0] if found else None

    def _photos(self, where: str, parameters: Sequence[Any]) -> list[Photo]:
        rows = self._database.rows(
            f"SELECT {_PHOTO_COLUMNS} FROM photo JOIN folder ON folder.id = folder_id {where}",
            parameters,
        )
        return [_photo(*row) for row in rows]

    def photos(self, ids: Iterable[int]) -> list[Photo]:
        """The photos with these ids, in the order asked; ids that are gone are left out."""
        wanted = [int(number) for number in ids]
        photos = self._photos(f"WHERE photo.id {_AMONG}", (_numbers(wanted),))
        found = {photo.id: photo for photo in photos}
        return [found[number] for number in wanted if number in found]

    def reusable_hashes(self, size: int, model: str) -> frozenset[str]:
        """Content hashes among the photos of that many bytes that need no decoding again."""
        rows = self._database.rows(
            f"SELECT content_hash FROM photo WHERE size = ? AND {_DONE}",
            (size, model),
        )
        return frozenset(text for (text,) in rows)

    def twins(self, content_hash: str) -> list[Photo]:
        """Photos of the same content, at most 50; none where the content never could be read."""
        where = f"WHERE content_hash = ? AND content_hash <> '' LIMIT {_MOST_TWINS}"
        return self._photos(where, (content_hash,))

    def is_done(self, photo_id: int, model: str) -> bool:
        """Is there nothing left to do for this photo as long as its file stays the same?"""
        sql = f"SELECT 1 FROM photo WHERE id = ? AND {_DONE}"
        return self._database.row(sql, (photo_id, model)) is not None

    def undone(self, folder_id: int, model: str) -> list[str]:
        """Relative paths of a folder's photos that this model has not embedded, newest first."""
        rows = self._database.rows(
            f"SELECT path FROM photo WHERE folder_id = ? AND NOT {_DONE} ORDER BY shown_ns DESC",
            (folder_id, model),
        )
        return [os.fsdecode(path) for (path,) in rows]

    def newest(self, limit: int | None) -> Ids:
        """Ids of readable photos, newest first: int64 [n]."""
        rows = self._database.rows(
            "SELECT id FROM photo WHERE error IS NULL ORDER BY shown_ns DESC, id DESC LIMIT ?",
            (-1 if limit is None else limit,),
        )
        return np.fromiter((number for (number,) in rows), np.int64, len(rows))

    def problems(self) -> list[Problem]:
        photos = self._photos("WHERE error IS NOT NULL ORDER BY folder.path, photo.path", ())
        return [Problem(photo.path, photo.error or "") for photo in photos]

    def count_photos(self) -> tuple[int, int]:
        """(readable, unreadable)."""
        good, bad = self._database.row(
            "SELECT (SELECT count(*) FROM photo WHERE error IS NULL),"
            " (SELECT count(*) FROM photo WHERE error IS NOT NULL)"
        )
        return good, bad

    def save_photo(
        self,
        folder_id: int,
        path: str,
        stat: FileStat,
        content_hash: str,
        outcome: PhotoFacts | str,
    ) -> int:
        """Insert or update the photo at a path; ``outcome`` is its facts or why it has none."""
        facts = outcome if isinstance(outcome, PhotoFacts) else None
        error = outcome if isinstance(outcome, str) else None
        size, mtime_ns = _stat_values(stat)
        values = (*_fact_values(facts), _taken_ns(facts) or mtime_ns, error)
        row = self._database.row(
            "INSERT INTO photo (folder_id, path, size, mtime_ns, content_hash, width, height,"
            " taken_at, camera, latitude, longitude, shown_ns, error)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (folder_id, path) DO UPDATE SET size = excluded.size,"
            " mtime_ns = excluded.mtime_ns, content_hash = excluded.content_hash,"
            " width = excluded.width, height = excluded.height, taken_at = excluded.taken_at,"
            " camera = excluded.camera, latitude = excluded.latitude,"
            " longitude = excluded.longitude, shown_ns = excluded.shown_ns, error = excluded.error"
            " RETURNING id",
            (folder_id, os.fsencode(path), size, mtime_ns, content_hash, *values),
        )
        return int(row[0])

    def move_photo(self, photo: Photo, folder_id: int, path: str, stat: FileStat) -> None:
        """The same content is there now; everything known of the photo stays."""
        size, mtime_ns = _stat_values(stat)
        shown_ns = _taken_ns(photo.facts) or mtime_ns
        self._database.change(
            "UPDATE photo SET folder_id = ?, path = ?, size = ?, mtime_ns = ?, shown_ns = ?"
            " WHERE id = ?",
            (folder_id, os.fsencode(path), size, mtime_ns, shown_ns, photo.id),
        )

    def remove_photos(self, ids: Iterable[int]) -> None:
        self._database.change_each("DELETE FROM photo WHERE id = ?", [(number,) for number in ids])

    # --- attempts -----------------------------------------------------------------------------

    def settle_attempts(self, *, crashed: bool) -> None:
        """What an earlier run had in hand is suspect if it crashed."""
        self._database.change(
            "UPDATE attempt SET crashes = crashes + ?, in_hand = 0 WHERE in_hand", (crashed,)
        )

    def suspects(self, folder_id: int) -> dict[str, int]:
        """Relative path -> how many crashes found it being decoded."""
        rows = self._database.rows(
            "SELECT path, crashes FROM attempt WHERE folder_id = ? AND crashes > 0", (folder_id,)
        )
        return {os.fsdecode(path): crashes for path, crashes in rows}

    def begin_attempts(self, folder_id: int, paths: Iterable[str]) -> None:
        self._database.change_each(
            "INSERT INTO attempt (folder_id, path) VALUES (?, ?)"
            " ON CONFLICT DO UPDATE SET in_hand = 1",
            [(folder_id, os.fsencode(path)) for path in paths],
        )

    def end_attempts(self, folder_id: int, paths: Iterable[str]) -> None:
        self._database.change_each(
            "DELETE FROM attempt WHERE folder_id = ? AND path = ?",
            [(folder_id, os.fsencode(path)) for path in paths],
        )

    # --- vectors ------------------------------------------------------------------------------

    def save_vectors(self, photo_ids: Sequence[int], vectors: Vectors, model: str) -> Ids:
        """Store float32 [n, dim] as float16 for photos that have none of this model yet.

        Returns their new ids, int64 [n]: numbers that no vector ever had before.
        """
        sql = "INSERT INTO vector (photo_id, model, data) VALUES (?, ?, ?)"
        with self.transaction():
            ids = [
                self._database.change(sql, (photo_id, model, row.tobytes()))
                for photo_id, row in zip(photo_ids, vectors.astype("<f2"), strict=True)
            ]
        return np.array(ids, np.int64)

    def remove_vectors(self, photo_id: int) -> None:
        """Forget what every model said of a photo: its content is another now."""
        self._database.change("DELETE FROM vector WHERE photo_id = ?", (photo_id,))

    def vector_ids(self, model: str) -> set[int]:
        rows = self._database.rows("SELECT id FROM vector WHERE model = ?", (model,))
        return {number for (number,) in rows}

    def last_vector_id(self) -> int:
        """The highest id that a vector ever had, of any model; 0 when there was none."""
        row = self._database.row("SELECT seq FROM sqlite_sequence WHERE name = 'vector'")
        return int(row[0]) if row else 0

    def vectors_of_photos(self, photo_ids: Iterable[int], model: str) -> dict[int, int]:
        """photo id -> vector id, where there is one."""
        return dict(
            self._database.rows(
                f"SELECT photo_id, id FROM vector WHERE photo_id {_AMONG} AND model = ?",
                (_numbers(photo_ids), model),
            )
        )

    def photos_of_vectors(self, vector_ids: Ids) -> dict[int, int]:
        """vector id -> photo id."""
        return dict(
            self._database.rows(
                f"SELECT id, photo_id FROM vector WHERE id {_AMONG}",
                (_numbers(vector_ids),),
            )
        )

    def vectors(self, ids: Sequence[int]) -> Vectors:
        """Stored vectors in the order asked: float32 [n, dim], norm 1 within float16 rounding."""
        found = dict(
            self._database.rows(
                f"SELECT id, data FROM vector WHERE id {_AMONG}",
                (_numbers(ids),),
            )
        )
        data = b"".join(found[number] for number in ids)
        return np.frombuffer(data, "<f2").reshape(len(ids), -1).astype(np.float32)

    def count_vectors(self, model: str) -> int:
        return int(self._database.row("SELECT count(*) FROM vector WHERE model = ?", (model,))[0])

    def vector_sizes(self) -> dict[str, tuple[int, int]]:
        """model -> (its vectors, their bytes)."""
        # One vector stands for all: adding up their lengths would read every page of the table.
        rows = self._database.rows(
            "SELECT known.model, many, length(data) FROM"
            " (SELECT model, count(*) AS many, max(id) AS last FROM vector GROUP BY model) AS known"
            " JOIN vector ON vector.id = last"
        )
        return {model: (count, count * size) for model, count, size in rows}

    def forget_model(self, model: str) -> None:
        """Remove all vectors of a model."""
        self._database.change("DELETE FROM vector WHERE model = ?", (model,))

    # --- settings -----------------------------------------------------------------------------

    def setting(self, name: str) -> str | None:
        row = self._database.row("SELECT value FROM setting WHERE name = ?", (name,))
        return row[0] if row else None

    def set_setting(self, name: str, value: str | None) -> None:
        """None forgets it."""
        self._database.change("DELETE FROM setting WHERE name = ?", (name,))
        if value is not None:
            self._database.change("INSERT INTO setting (name, value) VALUES (?, ?)", (name, value))


# --- rows and values ----------------------------------------------------------------------------


def _numbers(ids: Iterable[int]) -> str:
    """Any number of ids as the one parameter of ``_AMONG``."""
    return json.dumps([int(number) for number in ids])


def _path(data: bytes) -> Path:
    return Path(os.fsdecode(data))


def _is_online(path: Path, mounted: bool) -> bool:
    """Can the folder be seen? An unmounted mount point is an empty folder, and so is offline."""
    # Not pathlib: it raises where permission is missing, and knows no mounts on older Windows.
    return os.path.isdir(path) and (not mounted or os.path.ismount(path))  # noqa: PTH112


def _fact_values(facts: PhotoFacts | None) -> tuple[Any, ...]:
    if facts is None:
        return (None,) * 6
    latitude, longitude = facts.gps or (None, None)
    taken = facts.taken_at.isoformat() if facts.taken_at else None
    return (facts.width, facts.height, taken, facts.camera, latitude, longitude)


def _stat_values(stat: FileStat) -> tuple[int, int]:
    """(size, mtime_ns); file systems know later years than SQLite's integers have nanoseconds."""
    return stat.size, max(-_LARGEST, min(stat.mtime_ns, _LARGEST))


def _taken_ns(facts: PhotoFacts | None) -> int | None:
    if facts is None or facts.taken_at is None:
        return None
    taken_ns = round(facts.taken_at.timestamp() * 1e6) * 1000
    return max(-_LARGEST, min(taken_ns, _LARGEST))


def _photo(
    number: int,
    folder_id: int,
    folder: bytes,
    path: bytes,
    size: int,
    mtime_ns: int,
    content_hash: str,
    width: int | None,
    height: int | None,
    taken_at: str | None,
    camera: str | None,
    latitude: float | None,
    longitude: float | None,
    error: str | None,
) -> Photo:
    facts = None
    if width is not None and height is not None:
        facts = PhotoFacts(
            width,
            height,
            datetime.fromisoformat(taken_at) if taken_at else None,
            camera,
            None if latitude is None or longitude is None else (latitude, longitude),
        )
    whole = _path(folder) / os.fsdecode(path)
    return Photo(number, folder_id, whole, FileStat(size, mtime_ns), content_hash, facts, error)
