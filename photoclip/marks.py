"""What the person says of single photos: stars, favourites, alternative texts.

Marks follow their photo's content as verdicts do (see ``photoclip.keepsakes``); a newer mark on the
same bytes makes an older one that was kept void.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TypeVar

from photoclip.changes import Describe, Favour, Rate
from photoclip.database import Database
from photoclip.domain import MOST_STARS
from photoclip.photo_rows import AMONG, numbers

Value = TypeVar("Value", int, bool, str)

_TIMES = {
    "rating": ("rated_ns", "file_rating"),
    "favourite": ("favoured_ns", "NULL"),
    "alt_text": ("described_ns", "file_alt_text"),
}
"""Column of photo -> when the person set it, and what its file says."""

LONGEST_ALT_TEXT = 2000
"""Characters; the IPTC recommends some 250 and names no limit."""


class Marks:
    """Every method does a change and returns the one that takes it back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rate(self, change: Rate) -> Rate:
        stars = [(photo, max(0, min(stars, MOST_STARS))) for photo, stars in change.ratings]
        return Rate(tuple(self._put("rating", stars)))

    def favour(self, change: Favour) -> Favour:
        before = self._put("favourite", change.marks)
        return Favour(tuple((photo, bool(mark)) for photo, mark in before))

    def describe(self, change: Describe) -> Describe:
        texts = [(photo, text.strip()[:LONGEST_ALT_TEXT]) for photo, text in change.texts]
        return Describe(tuple(self._put("alt_text", texts)))

    def _put(self, column: str, values: Sequence[tuple[int, Value]]) -> Sequence[tuple[int, Value]]:
        """Set a column of photos; returns what it was, for those that exist."""
        ids, now = numbers(photo for photo, _ in values), time.time_ns()
        noted, in_file = _TIMES[column]
        with self._database.transaction():
            before = self._database.rows(f"SELECT id, {column} FROM photo WHERE id {AMONG}", (ids,))
            self._database.change(
                "DELETE FROM kept_mark WHERE kind = ? AND content_hash IN"
                f" (SELECT content_hash FROM photo WHERE id {AMONG})",
                (column, ids),
            )
            self._database.change_each(
                f"UPDATE photo SET {column} = ?1,"
                f" {noted} = CASE WHEN ?1 IS {in_file} THEN NULL ELSE ?2 END WHERE id = ?3",
                [(value, now, photo) for photo, value in values],
            )
        return before
