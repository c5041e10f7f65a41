"""The library's memory: folders, photos and vectors in SQLite. One named method per question.

A catalog belongs to the thread that opened it, and to one process at a time: SQLite's exclusive
locking mode keeps every other process out until it is closed.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from photoclip.domain import FileStat, Folder, Ids, Photo, PhotoFacts, Problem, Vectors
from photoclip.errors import LibraryLocked, PhotoClipError
from photoclip.schema import upgrade

_LOCK_PATIENCE = 3.0  # seconds: a process that was just told to stop finishes its step
_MANY = 500  # SQLite's oldest limit on parameters of one statement is 999

_PHOTO_COLUMNS = (
    "photo.id, folder_id, folder.path, photo.path, size, mtime_ns, content_hash,"
    " width, height, taken_at, camera, latitude, longitude, error"
)

_DONE = (
    "(error IS NOT NULL OR EXISTS (SELECT 1 FROM vector WHERE photo_id = photo.id AND model = ?))"
)


class Catalog:
    """Opens (or makes) the database; raises PhotoClipError where that cannot be."""

    def __init__(self, path: Path) -> None:
        with _plain_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._path = path
            self._connection = sqlite3.connect(path, timeout=_LOCK_PATIENCE, isolation_level=None)
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self) -> None:
        run = self._connection.execute
        run("PRAGMA page_size = 8192")
        run("PRAGMA locking_mode = EXCLUSIVE")
        run("PRAGMA journal_mode = WAL")
        run(
            "PRAGMA synchronous = NORMAL"
        )  # a crash of the machine may lose the last batch, no more
        run("PRAGMA foreign_keys = ON")
        run("BEGIN IMMEDIATE")  # takes the lock now, not at the first write
        run("COMMIT")
        upgrade(self._connection)

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; inside another transaction it simply belongs to that one."""
        if self._connection.in_transaction:
            yield
            return
        with _plain_errors(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.rollback()
                raise
            self._connection.execute("COMMIT")

    def _rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        with _plain_errors(self._path):
            return self._connection.execute(sql, parameters).fetchall()

    def _row(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        rows = self._rows(sql, parameters)
        return rows[0] if rows else None

    def _change(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        with _plain_errors(self._path):
            return self._connection.execute(sql, parameters).lastrowid or 0

    def damage(self) -> list[str]:
        """What SQLite's own integrity check complains about; empty when all is well."""
        return [text for (text,) in self._rows("PRAGMA integrity_check") if text != "ok"]

    # --- folders ------------------------------------------------------------------------------

    def folders(self) -> list[Folder]:
        rows = self._rows(
            "SELECT folder.id, folder.path, mounted,"
            " (SELECT count(*) FROM photo WHERE folder_id = folder.id AND error IS NULL)"
            " FROM folder ORDER BY folder.path"
        )
        return [
            Folder(number, _path(path), _is_online(_path(path), bool(mounted)), photos)
            for number, path, mounted, photos in rows
        ]

    def add_folder(self, path: Path) -> int:
        return self._change(
            "INSERT INTO folder (path, added_ns) VALUES (?, ?)", (os.fsencode(path), time.time_ns())
        )

    def remove_folder(self, folder_id: int) -> None:
        """Forget the folder with its photos and their vectors; nothing on the disk is touched."""
        self._change("DELETE FROM folder WHERE id = ?", (folder_id,))

    def note_mount(self, folder_id: int, mounted: bool) -> None:
        """Remember whether the folder itself is a mount point (see ``_is_online``)."""
        self._change("UPDATE folder SET mounted = ? WHERE id = ?", (mounted, folder_id))

    # --- photos -------------------------------------------------------------------------------

    def listing(self, folder_id: int, below: str = "") -> dict[str, tuple[int, FileStat]]:
        """What is known of a folder (below a subfolder): relative path -> (photo id, stat)."""
        prefix = os.fsencode(below + "/") if below else b""
        rows = self._rows(
            "SELECT path, id, size, mtime_ns FROM photo WHERE folder_id = ?"
            " AND (path = ? OR substr(path, 1, ?) = ?)",
            (folder_id, prefix[:-1], len(prefix), prefix),
        )
        return {
            os.fsdecode(path): (number, FileStat(size, mtime)) for path, number, size, mtime in rows
        }

    def find(self, folder_id: int, path: str) -> Photo | None:
        """The photo at a relative path of a folder."""
        return self._photo("WHERE folder_id = ? AND photo.path = ?", (folder_id, os.fsencode(path)))

    def _photo(self, where: str, parameters: Sequence[Any]) -> Photo | None:
        found = self._photos(where, parameters)
        return found[0] if found else None

    def _photos(self, where: str, parameters: Sequence[Any]) -> list[Photo]:
        rows = self._rows(
            f"SELECT {_PHOTO_COLUMNS} FROM photo JOIN folder ON folder.id = folder_id {where}",  # noqa: S608
            parameters,
        )
        return [_photo(*row) for row in rows]

    def photos(self, ids: Iterable[int]) -> list[Photo]:
        """The photos with these ids, in the order asked; ids that are gone are left out."""
        wanted = [int(number) for number in ids]
        found: dict[int, Photo] = {}
        for start in range(0, len(wanted), _MANY):
            some = wanted[start : start + _MANY]
            marks = ",".join("?" * len(some))
            found |= {
                photo.id: photo for photo in self._photos(f"WHERE photo.id IN ({marks})", some)
            }
        return [found[number] for number in wanted if number in found]

    def reusable_hashes(self, size: int, model: str) -> frozenset[str]:
        """Content hashes among the photos of that many bytes that need no decoding again."""
        rows = self._rows(
            f"SELECT content_hash FROM photo WHERE size = ? AND {_DONE}", (size, model)
        )  # noqa: S608
        return frozenset(text for (text,) in rows)

    def twins(self, content_hash: str, model: str) -> list[Photo]:
        """Photos of the same content that this model has embedded, or that could not be read."""
        return self._photos(f"WHERE content_hash = ? AND {_DONE}", (content_hash, model))

    def is_done(self, photo_id: int, model: str) -> bool:
        """Is there nothing left to do for this photo as long as its file stays the same?"""
        return bool(self._rows(f"SELECT 1 FROM photo WHERE id = ? AND {_DONE}", (photo_id, model)))  # noqa: S608

    def newest(self, limit: int | None) -> Ids:
        """Ids of readable photos, newest first: int64 [n]."""
        rows = self._rows(
            "SELECT id FROM photo WHERE error IS NULL ORDER BY shown_ns DESC, id DESC LIMIT ?",
            (-1 if limit is None else limit,),
        )
        return np.fromiter((number for (number,) in rows), np.int64, len(rows))

    def problems(self) -> list[Problem]:
        photos = self._photos("WHERE error IS NOT NULL ORDER BY folder.path, photo.path", ())
        return [Problem(photo.path, photo.error or "") for photo in photos]

    def count_photos(self) -> tuple[int, int]:
        """(readable, unreadable)."""
        all_, bad = self._row("SELECT count(*), count(error) FROM photo")
        return all_ - bad, bad

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
        values = (*_fact_values(facts), _shown_ns(facts, stat), error)
        self._change(
            "INSERT INTO photo (folder_id, path, size, mtime_ns, content_hash, width, height,"
            " taken_at, camera, latitude, longitude, shown_ns, error)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (folder_id, path) DO UPDATE SET size = excluded.size,"
            " mtime_ns = excluded.mtime_ns, content_hash = excluded.content_hash,"
            " width = excluded.width, height = excluded.height, taken_at = excluded.taken_at,"
            " camera = excluded.camera, latitude = excluded.latitude,"
            " longitude = excluded.longitude, shown_ns = excluded.shown_ns, error = excluded.error",
            (folder_id, os.fsencode(path), stat.size, stat.mtime_ns, content_hash, *values),
        )
        row = self._row(
            "SELECT id FROM photo WHERE folder_id = ? AND path = ?", (folder_id, os.fsencode(path))
        )
        return int(row[0])

    def move_photo(self, photo_id: int, folder_id: int, path: str, stat: FileStat) -> None:
        """The same content is elsewhere now; everything known of the photo stays."""
        self._change(
            "UPDATE photo SET folder_id = ?, path = ?, size = ?, mtime_ns = ? WHERE id = ?",
            (folder_id, os.fsencode(path), stat.size, stat.mtime_ns, photo_id),
        )

    def remove_photos(self, ids: Iterable[int]) -> None:
        with self.transaction():
            for number in ids:
                self._change("DELETE FROM photo WHERE id = ?", (number,))

    # --- vectors ------------------------------------------------------------------------------

    def save_vectors(self, photo_ids: Sequence[int], vectors: Vectors, model: str) -> Ids:
        """Store float32 [n, dim] as float16, replacing older ones: new vector ids, int64 [n]."""
        ids = []
        with self.transaction():
            for photo_id, row in zip(photo_ids, vectors.astype("<f2"), strict=True):
                self.remove_vectors([photo_id], model)
                values = (photo_id, model, row.tobytes())
                ids.append(
                    self._change(
                        "INSERT INTO vector (photo_id, model, data) VALUES (?, ?, ?)", values
                    )
                )
        return np.array(ids, np.int64)

    def remove_vectors(self, photo_ids: Iterable[int], model: str) -> None:
        with self.transaction():
            for number in photo_ids:
                self._change("DELETE FROM vector WHERE photo_id = ? AND model = ?", (number, model))

    def vector_ids(self, model: str) -> set[int]:
        return {
            number for (number,) in self._rows("SELECT id FROM vector WHERE model = ?", (model,))
        }

    def vectors_of_photos(self, photo_ids: Iterable[int], model: str) -> dict[int, int]:
        """photo id -> vector id, where there is one."""
        found: dict[int, int] = {}
        for number in photo_ids:
            row = self._row(
                "SELECT id FROM vector WHERE photo_id = ? AND model = ?", (number, model)
            )
            if row:
                found[number] = row[0]
        return found

    def photos_of_vectors(self, vector_ids: Ids) -> dict[int, int]:
        """vector id -> photo id."""
        found: dict[int, int] = {}
        wanted = vector_ids.tolist()
        for start in range(0, len(wanted), _MANY):
            some = wanted[start : start + _MANY]
            marks = ",".join("?" * len(some))
            found |= dict(
                self._rows(f"SELECT id, photo_id FROM vector WHERE id IN ({marks})", some)  # noqa: S608
            )
        return found

    def vectors(self, ids: Sequence[int]) -> Vectors:
        """Stored vectors in the order asked: float32 [n, dim], norm 1 within float16 rounding."""
        found: dict[int, bytes] = {}
        for start in range(0, len(ids), _MANY):
            some = ids[start : start + _MANY]
            marks = ",".join("?" * len(some))
            found |= dict(self._rows(f"SELECT id, data FROM vector WHERE id IN ({marks})", some))  # noqa: S608
        data = b"".join(found[number] for number in ids)
        return np.frombuffer(data, "<f2").reshape(len(ids), -1).astype(np.float32)

    def count_vectors(self, model: str) -> int:
        return int(self._row("SELECT count(*) FROM vector WHERE model = ?", (model,))[0])

    def photos_without_vector(self, folder_id: int, model: str) -> list[str]:
        """Relative paths of a folder's readable photos that this model has not embedded."""
        rows = self._rows(
            "SELECT path FROM photo WHERE folder_id = ? AND error IS NULL AND NOT EXISTS"
            " (SELECT 1 FROM vector WHERE photo_id = photo.id AND model = ?) ORDER BY shown_ns DESC",
            (folder_id, model),
        )
        return [os.fsdecode(path) for (path,) in rows]


# --- rows and values ----------------------------------------------------------------------------


def _path(data: bytes) -> Path:
    return Path(os.fsdecode(data))


def _is_online(path: Path, mounted: bool) -> bool:
    """Can the folder be seen? An unmounted mount point is an empty folder, and so is offline."""
    try:
        return path.is_dir() and (not mounted or path.is_mount())
    except OSError:
        return False


def _fact_values(facts: PhotoFacts | None) -> tuple[Any, ...]:
    if facts is None:
        return (None,) * 6
    latitude, longitude = facts.gps or (None, None)
    taken = facts.taken_at.isoformat() if facts.taken_at else None
    return (facts.width, facts.height, taken, facts.camera, latitude, longitude)


def _shown_ns(facts: PhotoFacts | None, stat: FileStat) -> int:
    if facts and facts.taken_at:
        return int(facts.taken_at.timestamp()) * 1_000_000_000
    return stat.mtime_ns


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


_SENTENCES = {
    sqlite3.SQLITE_FULL: "The disk is full; free some space, nothing was lost",
    sqlite3.SQLITE_READONLY: "The library's place can only be read, not written",
    sqlite3.SQLITE_CANTOPEN: "The library's place cannot be opened for writing",
    sqlite3.SQLITE_NOTADB: "The library's database is damaged or is something else",
    sqlite3.SQLITE_CORRUPT: "The library's database is damaged",
    sqlite3.SQLITE_IOERR: "The library's disk could not be read or written",
}


@contextmanager
def _plain_errors(path: Path) -> Iterator[None]:
    """Turn what a person can act on into a sentence; everything else is a bug and goes through."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise LibraryLocked(
                f"The library in {path.parent} is in use by another PhotoCLIP; close that one first."
            ) from error
        if code not in _SENTENCES:
            raise
        raise PhotoClipError(f"{_SENTENCES[code]} ({path}).") from error
    except OSError as error:
        raise PhotoClipError(f"The library cannot be kept in {path.parent}: {error}.") from error
