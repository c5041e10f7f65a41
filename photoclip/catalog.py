"""The library's memory: folders, photos and vectors in SQLite. One named method per question."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np

from photoclip.database import Database
from photoclip.domain import FileStat, Folder, Ids, Photo, PhotoFacts, Problem, Vectors
from photoclip.photo_rows import (
    AMONG,
    PHOTO_COLUMNS,
    fact_values,
    is_online,
    numbers,
    stat_values,
    taken_ns,
    to_path,
    to_photo,
)
from photoclip.sentences import Sentence

Times = tuple[Ids, Ids]

_MOST_TWINS = 50  # a thousand files of the same bytes must not cost a million questions

# Photos of a removed folder are hidden until it is purged.
_SHOWN = "folder_id NOT IN (SELECT id FROM folder WHERE removed_ns IS NOT NULL)"

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

    @property
    def database(self) -> Database:
        """For the stores of other tables, which share its transactions."""
        return self._database

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
            " FROM folder WHERE removed_ns IS NULL ORDER BY path"
        )
        return [
            Folder(number, to_path(path), is_online(to_path(path), bool(mounted)), photos)
            for number, path, mounted, photos in rows
        ]

    def root(self, folder_id: int) -> Path:
        """The path of a folder of the library."""
        return to_path(self._database.row("SELECT path FROM folder WHERE id = ?", (folder_id,))[0])

    def add_folder(self, path: Path) -> int:
        """The id of a new folder, or of the one that was there and is hidden."""
        row = self._database.row(
            "INSERT INTO folder (path, added_ns) VALUES (?, ?)"
            " ON CONFLICT (path) DO UPDATE SET removed_ns = NULL RETURNING id",
            (os.fsencode(path), time.time_ns()),
        )
        return int(row[0])

    def hide_folder(self, folder_id: int) -> None:
        """Remove a folder for the eye; nothing of it is found until ``restore_folder``."""
        self._database.change(
            "UPDATE folder SET removed_ns = ? WHERE id = ?", (time.time_ns(), folder_id)
        )

    def restore_folder(self, folder_id: int) -> bool:
        """Bring a hidden folder back. False: it has been purged."""
        sql = "UPDATE folder SET removed_ns = NULL WHERE id = ? RETURNING id"
        return self._database.row(sql, (folder_id,)) is not None

    def hidden_folders(self) -> dict[int, Path]:
        """Removed folders that can still be brought back."""
        rows = self._database.rows("SELECT id, path FROM folder WHERE removed_ns IS NOT NULL")
        return {number: to_path(path) for number, path in rows}

    def purge_folder(self, folder_id: int, most: int) -> bool:
        """Forget up to ``most`` photos of a folder for good, and then it. False: it is gone."""
        sql = "DELETE FROM photo WHERE id IN (SELECT id FROM photo WHERE folder_id = ? LIMIT ?)"
        with self.transaction():
            self._database.change(sql, (folder_id, most))
            left = self._database.row("SELECT 1 FROM photo WHERE folder_id = ?", (folder_id,))
            if left is None:
                self._database.change("DELETE FROM folder WHERE id = ?", (folder_id,))
        return left is not None

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
            f"SELECT {PHOTO_COLUMNS} FROM photo JOIN folder ON folder.id = folder_id {where}",
            parameters,
        )
        return [to_photo(*row) for row in rows]

    def photos(self, ids: Iterable[int]) -> list[Photo]:
        """The photos with these ids, in the order asked; ids that are gone are left out."""
        wanted = [int(number) for number in ids]
        photos = self._photos(f"WHERE photo.id {AMONG}", (numbers(wanted),))
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

    def newest(self, limit: int | None, where: str = "", parameters: Sequence[Any] = ()) -> Times:
        """Readable photos, newest first: their ids and times (nanoseconds), both int64 [n].

        ``where`` is a condition of ``photoclip.filters`` with its parameters.
        """
        narrowed = f" AND {where}" if where else ""
        by = "+shown_ns" if where else "shown_ns"  # "+": find the few first, then sort them
        rows = self._database.rows(
            f"SELECT id, shown_ns FROM photo WHERE error IS NULL AND {_SHOWN}{narrowed}"
            f" ORDER BY {by} DESC, id DESC LIMIT ?",
            (*parameters, -1 if limit is None else limit),
        )
        both = np.array(rows, np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]

    def problems(self) -> list[Problem]:
        where = f"WHERE error IS NOT NULL AND {_SHOWN} ORDER BY folder.path, photo.path"
        photos = self._photos(where, ())
        return [Problem(photo.path, photo.error) for photo in photos if photo.error]

    def count_photos(self) -> tuple[int, int]:
        """(readable, unreadable)."""
        good, bad = self._database.row(
            f"SELECT (SELECT count(*) FROM photo WHERE error IS NULL AND {_SHOWN}),"
            f" (SELECT count(*) FROM photo WHERE error IS NOT NULL AND {_SHOWN})"
        )
        return good, bad

    def save_photo(
        self,
        folder_id: int,
        path: str,
        stat: FileStat,
        content_hash: str,
        outcome: PhotoFacts | Sentence,
    ) -> int:
        """Insert or update the photo at a path; ``outcome`` is its facts or why it has none."""
        facts = outcome if isinstance(outcome, PhotoFacts) else None
        error = outcome.to_text() if isinstance(outcome, Sentence) else None
        size, mtime_ns = stat_values(stat)
        values = (*fact_values(facts), taken_ns(facts) or mtime_ns, error)
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
        size, mtime_ns = stat_values(stat)
        shown_ns = taken_ns(photo.facts) or mtime_ns
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
        """Of all photos that can be found."""
        rows = self._database.rows("SELECT id FROM vector WHERE model = ?", (model,))
        if not self.hidden_folders():
            return {number for (number,) in rows}
        hidden = self._database.rows(
            f"SELECT id FROM vector WHERE model = ?"
            f" AND photo_id IN (SELECT id FROM photo WHERE NOT ({_SHOWN}))",
            (model,),
        )
        return {number for (number,) in rows} - {number for (number,) in hidden}

    def last_vector_id(self) -> int:
        """The highest id that a vector ever had, of any model; 0 when there was none."""
        row = self._database.row("SELECT seq FROM sqlite_sequence WHERE name = 'vector'")
        return int(row[0]) if row else 0

    def vectors_of_photos(self, photo_ids: Iterable[int], model: str) -> dict[int, int]:
        """photo id -> vector id, where there is one."""
        return dict(
            self._database.rows(
                f"SELECT photo_id, id FROM vector WHERE photo_id {AMONG} AND model = ?",
                (numbers(photo_ids), model),
            )
        )

    def photos_of_vectors(self, vector_ids: Ids) -> dict[int, int]:
        """vector id -> photo id."""
        return dict(
            self._database.rows(
                f"SELECT id, photo_id FROM vector WHERE id {AMONG}",
                (numbers(vector_ids),),
            )
        )

    def vectors(self, ids: Sequence[int]) -> Vectors:
        """Stored vectors in the order asked: float32 [n, dim], norm 1 within float16 rounding."""
        found = dict(
            self._database.rows(
                f"SELECT id, data FROM vector WHERE id {AMONG}",
                (numbers(ids),),
            )
        )
        data = b"".join(found[number] for number in ids)
        return np.frombuffer(data, "<f2").reshape(len(ids), -1).astype(np.float32)

    def count_vectors(self, model: str) -> int:
        return len(self.vector_ids(model)) if self.hidden_folders() else self._count_all(model)

    def _count_all(self, model: str) -> int:
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
