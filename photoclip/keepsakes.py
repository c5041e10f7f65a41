"""What the person said of a photo belongs to its content: it outlives the row, follows the bytes.

Verdicts and marks (stars, favourite, alternative text) are kept under the content's hash, the
newest ones if photos of the same bytes differ. The schema's triggers keep them when a photo goes,
and give them to copies that are there and back when the bytes come; here is the rest: files that
change places, and those that cannot be read for a while.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from photoclip.database import Database
from photoclip.photo_rows import AMONG, numbers
from photoclip.tag_store import EMPTY


class Keepsakes:
    """Belongs to the thread of its database; every method may raise PhotoClipError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, photo_id: int) -> None:
        """The photo's bytes do not come now: it may move before they do."""
        self._keep("SELECT content_hash FROM photo WHERE id = ?", (photo_id,), [photo_id])

    def set_aside(self, photo_id: int) -> None:
        """Another file took the photo's place: what was said stays with the old content."""
        with self._database.transaction():
            self.keep(photo_id)
            self._database.change(
                "UPDATE tag SET verdict = 0, judged_ns = NULL WHERE photo_id = ?", (photo_id,)
            )
            self._database.change(f"DELETE FROM tag WHERE photo_id = ? AND {EMPTY}", (photo_id,))
            self._database.change(
                "UPDATE photo SET rating = 0, favourite = 0, alt_text = '', file_rating = 0,"
                " file_alt_text = '', rated_ns = NULL, favoured_ns = NULL, described_ns = NULL"
                " WHERE id = ?",
                (photo_id,),
            )

    def give_back(self, photo_id: int, content_hash: str, twins: Iterable[int]) -> None:
        """Say of a photo what was said of its content, also when it was that of other photos."""
        with self._database.transaction():
            self._keep("SELECT ?", (content_hash,), twins)
            self._database.change(
                "INSERT INTO tag (label_id, photo_id, verdict, judged_ns)"
                " SELECT label_id, ?, verdict, judged_ns FROM kept_verdict"
                " WHERE content_hash = ? ON CONFLICT DO UPDATE"
                " SET verdict = excluded.verdict, judged_ns = excluded.judged_ns",
                (photo_id, content_hash),
            )
            self._database.change(
                "INSERT INTO mark (photo_id, kind, value, file_value, marked_ns)"
                " SELECT ?, kind, value, file_value, marked_ns FROM kept_mark"
                " WHERE content_hash = ?",
                (photo_id, content_hash),
            )

    def has(self, content_hash: str) -> bool:
        """Is there anything said of content that is gone or was set aside?"""
        sql = (
            "SELECT 1 FROM kept_verdict WHERE content_hash = ?1"
            " UNION ALL SELECT 1 FROM kept_mark WHERE content_hash = ?1"
        )
        return self._database.row(sql, (content_hash,)) is not None

    def heirs(self, photo_ids: Sequence[int]) -> list[int]:
        """The copies that what was said of these photos will be said of once they are removed."""
        rows = self._database.rows(
            f"WITH going AS (SELECT content_hash FROM photo WHERE id {AMONG} AND content_hash <> ''"
            " AND (rated_ns IS NOT NULL OR rating <> file_rating OR favourite"
            " OR described_ns IS NOT NULL OR alt_text <> file_alt_text"
            " OR EXISTS (SELECT 1 FROM tag WHERE photo_id = photo.id AND verdict <> 0)))"
            f" SELECT id FROM photo WHERE id NOT {AMONG} AND content_hash IN"
            " (SELECT content_hash FROM going UNION"
            " SELECT other FROM same_photo WHERE content_hash IN going)",
            (numbers(photo_ids),) * 2,
        )
        return [number for (number,) in rows]

    def _keep(self, content: str, parameters: Sequence[Any], photo_ids: Iterable[int]) -> None:
        """As the schema's trigger does for a photo that goes; ``content`` gives the hash."""
        values = (*parameters, numbers(photo_ids))
        self._database.change(
            "INSERT INTO kept_verdict (content_hash, label_id, verdict, judged_ns)"
            f" SELECT ({content}), label_id, verdict, judged_ns FROM tag"
            f" WHERE photo_id {AMONG} AND verdict <> 0"
            " ON CONFLICT DO UPDATE SET verdict = excluded.verdict, judged_ns = excluded.judged_ns"
            " WHERE excluded.judged_ns >= kept_verdict.judged_ns",
            values,
        )
        self._database.change(
            "INSERT INTO kept_mark (content_hash, kind, value, file_value, marked_ns)"
            f" SELECT ({content}), kind, value, file_value, marked_ns FROM mark"
            f" WHERE photo_id {AMONG}"
            " ON CONFLICT DO UPDATE SET value = excluded.value, file_value = excluded.file_value,"
            " marked_ns = excluded.marked_ns WHERE excluded.marked_ns >= kept_mark.marked_ns",
            values,
        )
