"""What is said of a label on single photos: by the person, by files, by a model.

The three are kept apart, in columns of one row: no confidence ever touches a verdict. A verdict
also outlives its photo's row and follows its content (see ``photoclip.keepsakes``).
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt

from photoclip.database import Database
from photoclip.domain import Ids, Vectors, Verdict
from photoclip.label_store import FLOOR, UNSEEN
from photoclip.photo_rows import AMONG, LARGEST, numbers

Judgement = tuple[int, int, Verdict]
"""(photo id, label id, verdict), as ``photoclip.changes.Judge`` has them."""

Confidences = npt.NDArray[np.float32]

SAID = "(tag.verdict <> 0 OR tag.from_file <> 0)"
"""Somebody says something; the term of an index of its own."""

_PHOTOS_OF_WORDS = "SELECT photo_id FROM file_word WHERE word IN (SELECT value FROM json_each(?))"

EMPTY = "verdict = 0 AND NOT from_file AND confidence IS NULL"
"""Of a tag: nobody says anything."""


class TagStore:
    """Belongs to the thread of its database; every method may raise PhotoClipError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- the person ---------------------------------------------------------------------------

    def judge(self, verdicts: Sequence[Judgement]) -> tuple[Judgement, ...]:
        """Set verdicts; returns what they were. Photos and labels that are gone are left out.

        What an earlier photo of the same bytes left behind is void from now on.
        """
        now = time.time_ns()
        with self._database.transaction():
            before = self._judgements(verdicts)
            known = {(photo, label) for photo, label, _ in before}
            rows = [one for one in verdicts if one[:2] in known]
            self._database.change_each(
                "DELETE FROM kept_verdict WHERE label_id = ?"
                " AND content_hash = (SELECT content_hash FROM photo WHERE id = ?)",
                [(label, photo) for photo, label, _ in rows],
            )
            self._database.change_each(
                "INSERT INTO tag (photo_id, label_id, verdict, judged_ns) VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE"
                " SET verdict = excluded.verdict, judged_ns = excluded.judged_ns",
                [(photo, label, int(verdict), now) for photo, label, verdict in rows],
            )
            self._database.change_each(
                f"DELETE FROM tag WHERE label_id = ? AND photo_id = ? AND {EMPTY}",
                [(label, photo) for photo, label, _ in rows],
            )
        return before

    def _judgements(self, verdicts: Sequence[Judgement]) -> tuple[Judgement, ...]:
        """How these photos are judged now."""
        photos = self._existing("photo", {photo for photo, _, _ in verdicts})
        labels = self._existing("label", {label for _, label, _ in verdicts})
        judged: dict[tuple[int, int], int] = {
            (photo, label): verdict
            for photo, label, verdict in self._database.rows(
                "SELECT photo_id, label_id, verdict FROM tag"
                f" WHERE verdict <> 0 AND label_id {AMONG} AND photo_id {AMONG}",
                (numbers(labels), numbers(photos)),
            )
        }
        pairs = dict.fromkeys((photo, label) for photo, label, _ in verdicts)
        return tuple(
            (photo, label, Verdict(judged.get((photo, label), 0)))
            for photo, label in pairs
            if photo in photos and label in labels
        )

    def _existing(self, table: str, ids: Iterable[int]) -> set[int]:
        rows = self._database.rows(f"SELECT id FROM {table} WHERE id {AMONG}", (numbers(ids),))
        return {number for (number,) in rows}

    def verdicts(self, label_id: int) -> dict[int, Verdict]:
        """Photo -> verdict, of all that are judged; in the order of judging."""
        rows = self._database.rows(
            f"SELECT photo_id, verdict FROM tag WHERE label_id = ? AND {SAID} AND verdict <> 0"
            " ORDER BY judged_ns, photo_id",
            (label_id,),
        )
        return {photo: Verdict(verdict) for photo, verdict in rows}

    # --- files --------------------------------------------------------------------------------

    def in_file(self, label_id: int) -> set[int]:
        """The photos whose files name the label."""
        rows = self._database.rows(
            f"SELECT photo_id FROM tag WHERE label_id = ? AND {SAID} AND from_file", (label_id,)
        )
        return {number for (number,) in rows}

    def labels_in_file(self, photo_id: int) -> set[int]:
        """The labels that the photo's file names."""
        rows = self._database.rows(
            "SELECT label_id FROM tag WHERE photo_id = ? AND from_file", (photo_id,)
        )
        return {number for (number,) in rows}

    def mark_in_file(self, label_id: int, photo_ids: Iterable[int], named: bool) -> None:
        """Note whether the files of these photos name the label."""
        pairs = [(label_id, photo) for photo in photo_ids]
        with self._database.transaction():
            if named:
                self._database.change_each(
                    "INSERT INTO tag (label_id, photo_id, from_file) VALUES (?, ?, 1)"
                    " ON CONFLICT DO UPDATE SET from_file = 1",
                    pairs,
                )
                return
            for change in ("UPDATE tag SET from_file = 0", "DELETE FROM tag"):
                empty = f" AND {EMPTY}" if change.startswith("DELETE") else ""
                self._database.change_each(
                    f"{change} WHERE label_id = ? AND photo_id = ?{empty}", pairs
                )

    def follow_words(self, label_id: int, words: Iterable[str]) -> None:
        """Note which photos' files name the label: those with one of these words in them."""
        found = json.dumps(list(words))
        others = f"label_id = ? AND {SAID} AND from_file AND photo_id NOT IN ({_PHOTOS_OF_WORDS})"
        with self._database.transaction():
            self._database.change(
                f"DELETE FROM tag WHERE {others} AND verdict = 0 AND confidence IS NULL",
                (label_id, found),
            )
            self._database.change(f"UPDATE tag SET from_file = 0 WHERE {others}", (label_id, found))
            self._database.change(
                "INSERT INTO tag (label_id, photo_id, from_file)"
                f" SELECT DISTINCT ?, photo_id, 1 FROM ({_PHOTOS_OF_WORDS}) WHERE true"
                " ON CONFLICT DO UPDATE SET from_file = 1",
                (label_id, found),
            )

    # --- a model ------------------------------------------------------------------------------

    def vectors_from(self, after: int, most: int, model: str) -> tuple[Ids, Vectors]:
        """Up to ``most`` vectors of photos with higher ids than ``after``, by photo id.

        Returns photo ids int64 [n] and float32 [n, dim] (dim is 0 where n is).
        """
        # The plus sign: by photo, not through the index of the model, which would sort them all.
        rows = self._database.rows(
            "SELECT photo_id, data FROM vector WHERE photo_id > ? AND +model = ?"
            " ORDER BY photo_id LIMIT ?",
            (after, model, most),
        )
        return _ids_and_vectors(rows)

    def count_vectors(self, model: str) -> int:
        """Also of photos that no search finds."""
        return int(self._database.row("SELECT count(*) FROM vector WHERE model = ?", (model,))[0])

    def sample(self, model: str, most: int, dim: int) -> Vectors:
        """Vectors of some ``most`` photos from all over the library, float32 [n, dim]."""
        every = max(1, self.count_vectors(model) // most)
        rows = self._database.rows(
            "SELECT photo_id, data FROM vector WHERE model = ? AND id % ? = 0 ORDER BY id",
            (model, every),
        )
        return _ids_and_vectors(rows)[1].reshape(-1, dim)

    def vectors_of(self, photo_ids: Iterable[int], model: str) -> tuple[Ids, Vectors]:
        """The same of some photos; those without one are left out."""
        rows = self._database.rows(
            f"SELECT photo_id, data FROM vector WHERE photo_id {AMONG} AND model = ?"
            " ORDER BY photo_id",
            (numbers(photo_ids), model),
        )
        return _ids_and_vectors(rows)

    def save_confidences(
        self,
        thresholds: Mapping[int, float],
        photo_ids: Ids,
        confidences: Confidences,
        *,
        after: int | None = None,
        until: int = LARGEST,
    ) -> set[int]:
        """Put what a model finds in place of what it found before, and write only what differs.

        ``thresholds``: of some labels; ``confidences`` float32 [n, m] of photos int64 [n] (rising)
        for these labels; those below ``FLOOR`` and the threshold are noted only of photos of which
        the person or a file says something. With ``after``, other photos with ids from there + 1 to
        ``until`` have no vector: what was found of them is void. Returns the photos that carry a
        label now and did not before, or the reverse.
        """
        where = f"photo_id {AMONG}" if after is None else "photo_id > ? AND photo_id <= ?"
        which = (numbers(photo_ids),) if after is None else (after, until)
        rows = self._database.rows(
            f"SELECT label_id, photo_id, confidence, {SAID} FROM tag"
            f" WHERE label_id {AMONG} AND {where}",
            (numbers(thresholds), *which),
        )
        news = _compare(rows, thresholds, photo_ids, confidences)
        with self._database.transaction():
            self._database.change_each(
                "DELETE FROM tag WHERE label_id = ? AND photo_id = ?", news.unlikely
            )
            self._database.change_each(
                "INSERT INTO tag (label_id, photo_id, confidence) VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET confidence = excluded.confidence",
                news.likely,
            )
        return news.changed

    def void_photo(self, photo_id: int) -> None:
        """Forget what a model found of a photo: its content is another now."""
        with self._database.transaction():
            self._database.change(f"DELETE FROM tag WHERE photo_id = ? AND NOT {SAID}", (photo_id,))
            self._database.change(
                "UPDATE tag SET confidence = NULL WHERE photo_id = ?", (photo_id,)
            )

    # --- all of them --------------------------------------------------------------------------

    def to_write(
        self, least: float | None, after: int = 0, until: int = LARGEST
    ) -> dict[int, list[int]]:
        """Photo (with an id from ``after`` + 1 to ``until``) -> labels that belong into its file.

        Accepted ones, and with ``least`` also automatic ones of at least that confidence.
        """
        which = f"{SAID} AND tag.verdict = 1"
        parameters: list[float] = [after, until]
        if least is not None:
            which = "(tag.verdict = 1 OR tag.verdict = 0 AND tag.confidence >= max(threshold, ?))"
            parameters = [least, *parameters]
        rows = self._database.rows(
            "SELECT photo_id, label_id FROM tag JOIN label ON label.id = label_id"
            f" WHERE removed_ns IS NULL AND {which} AND photo_id > ? AND photo_id <= ?"
            f" AND photo_id NOT IN {UNSEEN} ORDER BY photo_id, label_id",
            parameters,
        )
        return {
            photo: [row[1] for row in group] for photo, group in groupby(rows, lambda row: row[0])
        }

    def unseen(self) -> list[int]:
        """The photos that no search finds: unreadable ones, and those of removed folders."""
        return [number for (number,) in self._database.rows(f"SELECT * FROM {UNSEEN}")]


@dataclass(frozen=True, slots=True)
class _News:
    """What a model finds otherwise than before: (label, photo) and (label, photo, confidence)."""

    unlikely: Sequence[tuple[int, int]]
    likely: Sequence[tuple[int, int, float | None]]
    changed: set[int]


def _compare(
    rows: Sequence[tuple[int, int, float | None, int]],
    thresholds: Mapping[int, float],
    photo_ids: Ids,
    confidences: Confidences,
) -> _News:
    """Stored rows (label, photo, confidence, is anything said) against what is found now."""
    labels, limits = np.array(list(thresholds), np.int64), np.array(list(thresholds.values()))
    places = {number: place for place, number in enumerate(thresholds)}
    stored = np.array([(row[0], row[1], row[3]) for row in rows], np.int64).reshape(-1, 3)
    ids = np.union1d(photo_ids, stored[:, 1])
    cells = np.searchsorted(ids, stored[:, 1]), [places[number] for number in stored[:, 0].tolist()]
    before, found = np.full((2, len(ids), len(labels)), np.nan)
    there, said = np.zeros((2, *before.shape), bool)
    before[cells] = [row[2] for row in rows]  # None becomes no number
    there[cells], said[cells] = True, stored[:, 2]
    found[np.searchsorted(ids, photo_ids)] = confidences
    kept = (found >= np.minimum(limits, FLOOR)) | (said & ~np.isnan(found))
    differs = (kept & (before != found)) | (said & np.isnan(found) & ~np.isnan(before))
    gone = there & ~said & ~kept
    carried, carries = before >= limits, kept & (found >= limits)
    label, photo = np.nonzero(differs.T)  # in the order of the table
    values = found[photo, label]
    return _News(
        list(zip(labels[gone.nonzero()[1]].tolist(), ids[gone.nonzero()[0]].tolist(), strict=True)),
        [
            (number, one, None if np.isnan(value) else value)
            for number, one, value in zip(
                labels[label].tolist(), ids[photo].tolist(), values.tolist(), strict=True
            )
        ],
        set(ids[(~said & (carried != carries)).any(1)].tolist()),
    )


def _ids_and_vectors(rows: Sequence[tuple[int, bytes]]) -> tuple[Ids, Vectors]:
    ids = np.array([number for number, _ in rows], np.int64)
    data = np.frombuffer(b"".join(data for _, data in rows), "<f2").astype(np.float32)
    return ids, data.reshape(len(ids), -1) if len(ids) else data.reshape(0, 0)
