"""Which labels there are for a model, and which of them compete for photos.

All do, except those that lie in one another: a dog is an animal too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from photoclip.domain import Vectors
from photoclip.label_store import LabelStore, LabelVectors


@dataclass(frozen=True, eq=False)
class Contest:
    """The labels that a model has encoded, by id, and of all labels in which one they lie."""

    vectors: Mapping[int, LabelVectors]
    parents: Mapping[int, int | None]

    @classmethod
    def of(cls, labels: LabelStore, model: str) -> Contest:
        """As the catalog has them now."""
        parents = labels.parents()
        found = {number: labels.vectors(number, model) for number in parents}
        return cls({number: one for number, one in found.items() if one}, parents)

    @cached_property
    def numbers(self) -> Sequence[int]:
        """The encoded labels, by id: the order of all arrays here."""
        return sorted(self.vectors)

    @property
    def is_complete(self) -> bool:
        """Are all labels encoded?"""
        return len(self.vectors) == len(self.parents)

    @property
    def mark(self) -> str:
        """Another one where confidences of any label would be others, verdicts aside."""
        digest = hashlib.sha256()
        for number, one in sorted(self.vectors.items()):
            digest.update(f"{number} in {self.parents[number]}".encode())
            for rows in (one.positive, one.negatives, one.examples):
                digest.update(f" {len(rows)}".encode() + rows.tobytes())
        return digest.hexdigest()[:16]

    def directions(self, dim: int) -> Vectors:
        """Of all encoded labels: float32 [r, dim]."""
        rows = [self.vectors[number].positive for number in self.numbers]
        return np.concatenate([np.empty((0, dim), np.float32), *rows])

    def related(self, label_id: int, parent_id: int | None) -> npt.NDArray[np.bool_]:
        """bool [r]: which of them a label, perhaps a new one (id 0), does not compete with."""
        above = self._above(parent_id) | {label_id}
        return np.array(
            [
                number in above or (label_id != 0 and label_id in self._above(number))
                for number in self.numbers
            ],
            bool,
        )

    def kinships(self, label_ids: Sequence[int]) -> npt.NDArray[np.bool_]:
        """bool [n, r]: the same of several encoded labels."""
        return self._kinships[np.searchsorted(self.numbers, label_ids)]

    @cached_property
    def _kinships(self) -> npt.NDArray[np.bool_]:
        rows = [self.related(number, self.parents[number]) for number in self.numbers]
        return np.array(rows, bool).reshape(len(rows), len(rows))

    def _above(self, label_id: int | None) -> set[int]:
        """A label and all that it lies in."""
        found: set[int] = set()
        while label_id is not None and label_id in self.parents:
            found.add(label_id)
            label_id = self.parents[label_id]
        return found
