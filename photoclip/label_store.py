"""Labels as the catalog keeps them, and which photos carry them.

A photo carries a label if the person accepted it there, or if nobody judged it and it is in the
file or its confidence reaches the label's threshold. It also carries what that label is nested in,
except where the person rejected just that. What is said of single photos is written by
``photoclip.tag_store``.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from photoclip.database import Database
from photoclip.domain import Ids, Label, Origin, Tag, Vectors, Verdict
from photoclip.errors import PhotoClipError
from photoclip.label_definition import Naming, check_name_is_free, prompts, same_name
from photoclip.photo_rows import AMONG, numbers

CARRIES = (
    "(tag.verdict = 1 OR tag.verdict = 0 AND (tag.from_file OR tag.confidence >= label.threshold))"
)
"""Of ``tag JOIN label``: does the photo carry the label by itself?"""

BELOW = (
    "below (root, id) AS ("
    "SELECT id, id FROM label WHERE removed_ns IS NULL"
    " UNION SELECT root, label.id FROM below JOIN label ON parent_id = below.id"
    " WHERE removed_ns IS NULL)"
)
"""For ``WITH RECURSIVE``: each label with itself and all that is nested in it."""

CARRIED = (
    "FROM below CROSS JOIN label ON label.id = below.id CROSS JOIN tag ON tag.label_id = below.id"
    f" WHERE {CARRIES} AND (root = below.id OR (root, photo_id) NOT IN"
    " (SELECT label_id, photo_id FROM tag WHERE (tag.verdict <> 0 OR tag.from_file <> 0)"
    " AND verdict = -1))"
)
"""Pairs of ``root`` (see ``BELOW``) and ``photo_id``: the label is on the photo.

A photo carries what a label is nested in, unless just that was rejected. CROSS: the tables in this
order, or SQLite begins with all tags of all photos.
"""

UNSEEN = (
    "(SELECT id FROM photo WHERE error IS NOT NULL UNION ALL SELECT photo.id FROM photo"
    " JOIN folder ON folder.id = folder_id WHERE removed_ns IS NOT NULL)"
)
"""Photos that no search finds: unreadable ones, and those of removed folders."""

FLOOR = 0.15
"""Lower confidences are not stored, except for labels whose threshold is lower."""


_COLUMNS = "id, name, parent_id, threshold, colour, sensitive, former"

_POSITIVE, _NEGATIVE, _EXAMPLE, DESCRIPTION = range(4)  # the kinds of a label's vectors


@dataclass(frozen=True, slots=True, eq=False)
class LabelVectors:
    """What a model makes of a label: float32 rows of norm 1, of each kind [n, dim].

    ``positive`` is one row, the mean of the ``descriptions``.
    """

    positive: Vectors
    negatives: Vectors
    examples: Vectors
    descriptions: Vectors


class LabelStore:
    """Belongs to the thread of its database; every method may raise PhotoClipError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- definitions --------------------------------------------------------------------------

    def all(self) -> list[Label]:
        """Every label by name, with the number of photos that carry it."""
        counts = self.counts()
        return [replace(label, photos=counts.get(label.id, 0)) for label in self.definitions()]

    def definitions(self) -> list[Label]:
        """Every label by name; nothing is counted."""
        texts, examples = self._texts(), self._examples()
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM label WHERE removed_ns IS NULL ORDER BY name, id"
        )
        living = {row[0] for row in rows}
        return [
            Label(
                number,
                name,
                texts.get((number, 0), ()),
                texts.get((number, 1), ()),
                examples.get(number, ()),
                threshold,
                parent if parent in living else None,
                colour,
                bool(sensitive),
                former_names=tuple(json.loads(former)),
            )
            for number, name, parent, threshold, colour, sensitive, former in rows
        ]

    def get(self, label_id: int) -> Label:
        """The label with that id; raises PhotoClipError where it is gone."""
        for label in self.definitions():
            if label.id == label_id:
                return label
        raise PhotoClipError("That label is no longer there.")

    def find(self, name: str) -> Label:
        """The label of that name, whatever its capitals; raises PhotoClipError if there is none."""
        for label in self.definitions():
            if same_name(label.name, name.strip()):
                return label
        raise PhotoClipError("There is no label “{name}”.", name=name)

    def names(self) -> dict[int, str]:
        """Of every label."""
        return dict(self._database.rows("SELECT id, name FROM label WHERE removed_ns IS NULL"))

    def namings(self) -> dict[int, Naming]:
        """Of every label."""
        rows = self._database.rows(
            "SELECT id, name, parent_id, former FROM label WHERE removed_ns IS NULL ORDER BY id"
        )
        return {
            number: Naming(name, parent, tuple(json.loads(former)))
            for number, name, parent, former in rows
        }

    def save(self, label: Label) -> int:
        """Define a label (``id`` 0) or change one; returns its id. ``photos`` is not heeded.

        What its confidences were of is forgotten where they would be others now.

        Raises:
            PhotoClipError: another label has its name, or it would be nested in itself.
        """
        before = self.get(label.id) if label.id else None
        self._check(label)
        with self._database.transaction():
            number = self._put(label)
            if before is None or _means(before) != _means(label):
                self._define(number, label)
                self.unscore([number])
            elif label.threshold < min(before.threshold, FLOOR):
                self.unscore([number])
        return number

    def _check(self, label: Label) -> None:
        names = self.names()
        check_name_is_free(label, names)
        parents = dict(self._database.rows("SELECT id, parent_id FROM label"))
        above = label.parent_id
        if above is not None and above not in names:
            raise PhotoClipError(
                "The label that “{name}” is to lie in is no longer there.", name=label.name
            )
        while above is not None:
            if above == label.id:
                raise PhotoClipError(
                    "“{name}” cannot lie in “{other}”, which lies in it.",
                    name=label.name,
                    other=names[label.parent_id or above],
                )
            above = parents.get(above)

    def _put(self, label: Label) -> int:
        values = (
            *(label.name, label.parent_id, label.threshold, label.colour, label.sensitive),
            json.dumps(label.former_names),
        )
        if not label.id:
            return self._database.change(
                "INSERT INTO label (name, parent_id, threshold, colour, sensitive, former)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                values,
            )
        self._database.change(
            "UPDATE label SET name = ?, parent_id = ?, threshold = ?, colour = ?, sensitive = ?,"
            " former = ? WHERE id = ?",
            (*values, label.id),
        )
        return label.id

    def _define(self, number: int, label: Label) -> None:
        self._database.change("UPDATE label SET classifier = NULL WHERE id = ?", (number,))
        for table in ("description", "example", "label_vector"):
            self._database.change(f"DELETE FROM {table} WHERE label_id = ?", (number,))
        for negative, texts in ((0, label.descriptions), (1, label.negatives)):
            self._database.change_each(
                "INSERT INTO description (label_id, place, text, negative) VALUES (?, ?, ?, ?)",
                [(number, place, text, negative) for place, text in enumerate(texts)],
            )
        self._database.change_each(
            "INSERT INTO example (label_id, place, picture) VALUES (?, ?, ?)",
            [(number, place, picture) for place, picture in enumerate(label.examples)],
        )

    def _texts(self) -> dict[tuple[int, int], tuple[str, ...]]:
        """(label id, is it negative) -> descriptions."""
        rows = self._database.rows(
            "SELECT label_id, negative, text FROM description ORDER BY label_id, negative, place"
        )
        return {
            key: tuple(row[2] for row in group)
            for key, group in groupby(rows, key=lambda row: (row[0], row[1]))
        }

    def _examples(self) -> dict[int, tuple[bytes, ...]]:
        rows = self._database.rows("SELECT label_id, picture FROM example ORDER BY label_id, place")
        return {
            number: tuple(row[1] for row in group)
            for number, group in groupby(rows, key=lambda row: row[0])
        }

    def hide(self, label_id: int) -> None:
        """Remove a label for the eye; it can be restored until the library is opened again."""
        self._database.change(
            "UPDATE label SET removed_ns = ? WHERE id = ?", (time.time_ns(), label_id)
        )

    def restore(self, label_id: int) -> str:
        """Bring a hidden label back with its tags; returns its name.

        Raises:
            PhotoClipError: it has been purged, or another label has its name now.
        """
        row = self._database.row("SELECT name FROM label WHERE id = ?", (label_id,))
        if row is None:
            raise PhotoClipError("That label cannot be brought back; please define it again.")
        name: str = row[0]
        others = [other for number, other in self.names().items() if number != label_id]
        if any(same_name(name, other) for other in others):
            raise PhotoClipError(
                "There is another label “{name}” now; rename that one first.", name=name
            )
        self._database.change("UPDATE label SET removed_ns = NULL WHERE id = ?", (label_id,))
        return name

    def purge(self) -> None:
        """Forget hidden labels for good, with all that was said of them."""
        self._database.change("DELETE FROM label WHERE removed_ns IS NOT NULL")

    # --- what models make of them -------------------------------------------------------------

    def vectors(self, label_id: int, model: str) -> LabelVectors | None:
        """None: this model has not encoded it as it is now."""
        rows = self._database.rows(
            "SELECT kind, data FROM label_vector WHERE label_id = ? AND model = ?"
            " ORDER BY kind, place",
            (label_id, model),
        )
        of_kind = [
            [data for kind, data in rows if kind == wanted]
            for wanted in (_POSITIVE, _NEGATIVE, _EXAMPLE, DESCRIPTION)
        ]
        if not of_kind[_POSITIVE] or not of_kind[DESCRIPTION]:
            return None
        dim = len(of_kind[_POSITIVE][0]) // 4
        matrices = [np.frombuffer(b"".join(data), "<f4").reshape(-1, dim) for data in of_kind]
        return LabelVectors(*matrices)

    def save_vectors(self, label_id: int, model: str, vectors: LabelVectors) -> None:
        """Keep what a model makes of a label, in place of what it made before."""
        rows = [
            (label_id, model, kind, place, row.astype("<f4").tobytes())
            for kind, matrix in (
                (_POSITIVE, vectors.positive),
                (_NEGATIVE, vectors.negatives),
                (_EXAMPLE, vectors.examples),
                (DESCRIPTION, vectors.descriptions),
            )
            for place, row in enumerate(matrix)
        ]
        with self._database.transaction():
            self._database.change(
                "DELETE FROM label_vector WHERE label_id = ? AND model = ?", (label_id, model)
            )
            self._database.change_each(
                "INSERT INTO label_vector (label_id, model, kind, place, data)"
                " VALUES (?, ?, ?, ?, ?)",
                rows,
            )

    def forget_model(self, model: str) -> None:
        """Forget what a model made of every label."""
        self._database.change("DELETE FROM label_vector WHERE model = ?", (model,))

    def parents(self) -> dict[int, int | None]:
        """Of every label the one that it lies in."""
        return dict(self._database.rows("SELECT id, parent_id FROM label WHERE removed_ns IS NULL"))

    def thresholds(self) -> dict[int, float]:
        """Of every label."""
        return dict(self._database.rows("SELECT id, threshold FROM label WHERE removed_ns IS NULL"))

    def scored_by(self) -> dict[int, str | None]:
        """Label -> what its confidences are of (see ``photoclip.labelling``)."""
        return dict(self._database.rows("SELECT id, scored_by FROM label WHERE removed_ns IS NULL"))

    def note_scored(self, classifiers: Mapping[int, bytes], scored_by: str) -> None:
        """Keep by what, and with which classifiers, labels were scored."""
        self._database.change_each(
            "UPDATE label SET scored_by = ?, classifier = ? WHERE id = ?",
            [(scored_by, data, number) for number, data in classifiers.items()],
        )

    def classifier(self, label_id: int) -> bytes | None:
        """What the label's photos were scored by last, as it was kept."""
        row = self._database.row("SELECT classifier FROM label WHERE id = ?", (label_id,))
        return row[0] if row else None

    def unscore(self, label_ids: Iterable[int]) -> None:
        """Their confidences are not what they should be any more."""
        self._database.change(
            f"UPDATE label SET scored_by = NULL WHERE id {AMONG}", (numbers(label_ids),)
        )

    # --- what photos carry --------------------------------------------------------------------

    def tags_of(
        self, photo_ids: Iterable[int], *, rejected: bool = False
    ) -> dict[int, tuple[Tag, ...]]:
        """The labels that photos carry by themselves, by name; those without any are left out.

        ``rejected`` adds those that the person took off.
        """
        also = "OR tag.verdict = -1" if rejected else ""
        rows = self._database.rows(
            "SELECT photo_id, label.id, name, verdict, from_file, confidence"
            f" FROM tag JOIN label ON label.id = label_id WHERE photo_id {AMONG}"
            f" AND removed_ns IS NULL AND ({CARRIES} {also}) ORDER BY name",
            (numbers(photo_ids),),
        )
        found: dict[int, list[Tag]] = defaultdict(list)
        for photo_id, label_id, name, verdict, from_file, confidence in rows:
            origin = _origin(verdict, bool(from_file))
            found[photo_id].append(Tag(label_id, name, origin, confidence))
        return {photo_id: tuple(tags) for photo_id, tags in found.items()}

    def counts(self) -> dict[int, int]:
        """Label -> number of photos that carry it, with what is nested in it."""
        return dict(
            self._database.rows(
                f"WITH RECURSIVE {BELOW} SELECT root, count(DISTINCT photo_id) {CARRIED}"
                f" AND photo_id NOT IN {UNSEEN} GROUP BY root"
            )
        )

    def carriers(self, label_ids: Iterable[int]) -> Ids:
        """The photos that carry at least one of these labels, or one nested in it: int64 [n]."""
        rows = self._database.rows(
            f"WITH RECURSIVE {BELOW} SELECT DISTINCT photo_id {CARRIED} AND root {AMONG}",
            (numbers(label_ids),),
        )
        return np.array([number for (number,) in rows], np.int64)

    def sensitive(self) -> tuple[str, ...]:
        """The names of labels whose photos may be veiled, with all that is nested in them."""
        rows = self._database.rows(
            f"WITH RECURSIVE {BELOW} SELECT DISTINCT label.name FROM below"
            " JOIN label ON label.id = below.id"
            " WHERE root IN (SELECT id FROM label WHERE sensitive) ORDER BY label.id"
        )
        return tuple(name for (name,) in rows)


def _means(label: Label) -> tuple[object, ...]:
    """What a model looks at; a name counts only where it stands for a description."""
    return prompts(label), label.negatives, label.examples


def _origin(verdict: int, from_file: bool) -> Origin:
    if verdict == Verdict.NONE:
        return Origin.FILE if from_file else Origin.AUTO
    return Origin.ACCEPTED if verdict == Verdict.ACCEPTED else Origin.REJECTED
