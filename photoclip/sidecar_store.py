"""What the catalog remembers of the files that describe photos, and of what they said.

A photo is to be taken in as long as nobody has read what its file, or the sidecar beside it, says
of it as they are now. Which labels that means is no matter here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from photoclip.database import Database
from photoclip.domain import FileStat, Problem
from photoclip.photo_rows import AMONG, LARGEST, numbers, stat_values, to_path
from photoclip.sentences import Sentence

LONGEST_WORD = 2000
"""Characters: a path of some twenty names of labels."""

_SHOWN = "error IS NULL AND folder_id NOT IN (SELECT id FROM folder WHERE removed_ns IS NOT NULL)"

UNKNOWN = "?"
"""In place of a digest: there is something of ours in the file, but not known what."""


class SidecarStore:
    """Belongs to the thread of its database; every method may raise PhotoClipError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- sidecars -----------------------------------------------------------------------------

    def listing(self, folder_id: int, below: str = "") -> dict[str, FileStat]:
        """Sidecars of a folder (or a file or subfolder) by relative path, as last looked at."""
        sql = "SELECT path, size, mtime_ns FROM sidecar WHERE folder_id = ?"
        if not below:
            rows = self._database.rows(sql, (folder_id,))
        else:
            # "0" follows "/": a range, because an index serves it.
            place, first, last = (os.fsencode(below + end) for end in ("", "/", "0"))
            rows = self._database.rows(f"{sql} AND path = ?", (folder_id, place))
            rows += self._database.rows(
                f"{sql} AND path >= ? AND path < ?", (folder_id, first, last)
            )
        return {os.fsdecode(path): FileStat(size, mtime) for path, size, mtime in rows}

    def note(self, folder_id: int, path: str, stat: FileStat | None) -> None:
        """Remember a sidecar as it is now, or that it is gone (None)."""
        self._database.change(
            "DELETE FROM sidecar WHERE folder_id = ? AND path = ?", (folder_id, os.fsencode(path))
        )
        if stat is not None:
            self._database.change(
                "INSERT INTO sidecar (folder_id, path, size, mtime_ns) VALUES (?, ?, ?, ?)",
                (folder_id, os.fsencode(path), *stat_values(stat)),
            )

    def forget_photos_beside(self, folder_id: int, path: str) -> list[int]:
        """Photos that a sidecar may be about are to be taken in again; returns their ids.

        They are called like it without ".xmp", with any suffix or none: a few too many.
        """
        # "/" follows ".": a range. Two questions, because an index serves each of them.
        base, first, last = (os.fsencode(path[:-4] + end) for end in ("", ".", "/"))
        rows = self._database.rows(
            "SELECT id FROM photo WHERE folder_id = ? AND path = ? UNION ALL"
            " SELECT id FROM photo WHERE folder_id = ? AND path > ? AND path < ?",
            (folder_id, base, folder_id, first, last),
        )
        ids = [number for (number,) in rows]
        self._database.change(f"UPDATE photo SET taken_in = 0 WHERE id {AMONG}", (numbers(ids),))
        return ids

    # --- taking in ----------------------------------------------------------------------------

    def to_take_in(self, folder_id: int) -> list[int]:
        """The readable photos of a folder whose files are news."""
        rows = self._database.rows(
            "SELECT id FROM photo WHERE NOT taken_in AND error IS NULL AND folder_id = ?"
            " ORDER BY id",
            (folder_id,),
        )
        return [number for (number,) in rows]

    def to_take_in_of(self, photo_ids: Iterable[int]) -> list[int]:
        """Those of some photos."""
        rows = self._database.rows(
            f"SELECT id FROM photo WHERE NOT taken_in AND error IS NULL AND id {AMONG} ORDER BY id",
            (numbers(photo_ids),),
        )
        return [number for (number,) in rows]

    def keep_words(self, photo_id: int, keywords: Iterable[str]) -> set[str]:
        """Remember a photo's keywords, in place of earlier ones; returns them case folded."""
        found = (word.strip().casefold() for word in keywords)
        words = {word for word in found if 0 < len(word) <= LONGEST_WORD}
        rows = self._database.rows("SELECT word FROM file_word WHERE photo_id = ?", (photo_id,))
        known = {word for (word,) in rows}
        with self._database.transaction():
            self._database.change_each(
                "DELETE FROM file_word WHERE word = ? AND photo_id = ?",
                [(word, photo_id) for word in known - words],
            )
            self._database.change_each(
                "INSERT INTO file_word (word, photo_id) VALUES (?, ?)",
                [(word, photo_id) for word in words - known],
            )
        return words

    def follow(self, photo_id: int, rating: int, alt_text: str) -> bool:
        """Take over a photo's rating and alternative text ("": none) from its file.

        Each only as long as the photo has what its file said last: the person's own stays, also
        where the file has come to say the same. Returns whether the photo has another one now.
        """
        row = self._database.row(
            "SELECT rating, alt_text, rating = file_rating AND rated_ns IS NULL,"
            " alt_text = file_alt_text AND described_ns IS NULL FROM photo WHERE id = ?",
            (photo_id,),
        )
        if row is None:
            return False
        stars, text, follows_stars, follows_text = row
        new = (rating if follows_stars else stars, alt_text if follows_text else text)
        self._database.change(
            "UPDATE photo SET rating = ?, alt_text = ?, file_rating = ?, file_alt_text = ?"
            " WHERE id = ?",
            (*new, rating, alt_text, photo_id),
        )
        return new != (stars, text)

    def note_taken_in(self, photo_id: int, *, has_ours: bool) -> None:
        """A photo's file has been read; ``has_ours``: something in it is this library's."""
        written = "CASE WHEN written = '' THEN ? ELSE written END" if has_ours else "''"
        self._database.change(
            f"UPDATE photo SET taken_in = 1, written = {written} WHERE id = ?",
            (UNKNOWN, photo_id) if has_ours else (photo_id,),
        )
        self._database.change("DELETE FROM tag_problem WHERE photo_id = ?", (photo_id,))

    def note_problem(self, photo_id: int, name: str, reason: Sentence, *, try_again: bool) -> None:
        """A photo's file could not be understood; what was known of it stays.

        ``try_again``: at the next look at everything, also if nothing changes until then.
        """
        self._database.change(
            "UPDATE photo SET taken_in = ? WHERE id = ?", (not try_again, photo_id)
        )
        self._database.change(
            "INSERT OR REPLACE INTO tag_problem (photo_id, name, reason) VALUES (?, ?, ?)",
            (photo_id, os.fsencode(name), reason.to_text()),
        )

    def problems(self) -> list[Problem]:
        """The files that could not be understood, and why."""
        rows = self._database.rows(
            "SELECT folder.path, photo.path, name, reason FROM tag_problem"
            " JOIN photo ON photo.id = photo_id JOIN folder ON folder.id = folder_id"
            f" WHERE {_SHOWN} ORDER BY folder.path, photo.path"
        )
        return [
            Problem(
                (to_path(folder) / os.fsdecode(path)).with_name(os.fsdecode(name)),
                Sentence.from_text(reason),
            )
            for folder, path, name, reason in rows
        ]

    # --- writing ------------------------------------------------------------------------------

    def last_photo(self) -> int:
        """The highest id of a photo; 0 without any."""
        return int(self._database.row("SELECT max(id) FROM photo")[0] or 0)

    def to_write(self, after: int = 0, until: int = LARGEST) -> dict[int, tuple[str, str]]:
        """Photo -> (alternative text of the person's own, digest of what was written last).

        Of the photos with ids from ``after`` + 1 to ``until`` that have at least one of the two.
        """
        place = f"{_SHOWN} AND id > ? AND id <= ?"
        rows = self._database.rows(
            "SELECT id, CASE WHEN alt_text = file_alt_text THEN '' ELSE alt_text END, written"
            f" FROM photo WHERE id IN (SELECT id FROM photo WHERE alt_text <> '' AND {place}"
            f" UNION SELECT id FROM photo WHERE written <> '' AND {place})",
            (after, until, after, until),
        )
        return {number: (text, written) for number, text, written in rows if text or written}

    def note_rewritten(self, photo_id: int, stat: FileStat, content_hash: str) -> None:
        """Tags were written into a photo's file, which is as before but for its XMP.

        So it has the same vectors and tags, and nothing new is to be taken in. What the person said
        of the content that the file had is said of the new one, also if the old one comes back.
        """
        with self._database.transaction():
            before, taken_in = self._database.row(
                "SELECT content_hash, taken_in FROM photo WHERE id = ?", (photo_id,)
            )
            self._database.change(
                "UPDATE photo SET size = ?, mtime_ns = ?, content_hash = ? WHERE id = ?",
                (*stat_values(stat), content_hash, photo_id),
            )
            self._database.change(
                "UPDATE photo SET taken_in = ? WHERE id = ?", (taken_in, photo_id)
            )
            self._join_contents(before, content_hash)

    def _join_contents(self, before: str, after: str) -> None:
        """Two contents are of one photo; see the schema for what follows from that."""
        row = self._database.row("SELECT origin FROM rewritten WHERE content_hash = ?", (before,))
        origin = row[0] if row else before
        self._database.change_each(
            "INSERT OR REPLACE INTO rewritten (content_hash, origin) VALUES (?, ?)",
            [(before, origin), (after, origin)],
        )
        for table, columns in (
            ("kept_mark", "kind, value, file_value, marked_ns"),
            ("kept_verdict", "label_id, verdict, judged_ns"),
        ):
            self._database.change(
                f"INSERT OR REPLACE INTO {table} (content_hash, {columns})"
                f" SELECT ?, {columns} FROM {table} WHERE content_hash = ?",
                (after, before),
            )

    def note_written(self, photo_id: int, digest: str) -> None:
        """Remember what of ours is in a photo's file now; "": nothing."""
        self._database.change("UPDATE photo SET written = ? WHERE id = ?", (digest, photo_id))
