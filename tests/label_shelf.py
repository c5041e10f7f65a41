"""Photos of a catalog without files, and the stores of labels over them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from photoclip.catalog import Catalog
from photoclip.domain import FileStat, Label, PhotoFacts, Verdict
from photoclip.label_store import LabelStore
from photoclip.sentences import Sentence
from photoclip.tag_store import TagStore

FACTS = PhotoFacts(4, 3)


class Shelf:
    """Ten photos, and the two stores over them."""

    def __init__(self, catalog: Catalog, place: Path) -> None:
        self.catalog = catalog
        self.labels = LabelStore(catalog.database)
        self.tags = TagStore(catalog.database)
        self.folder = catalog.add_folder(place)
        self.photos = [self.add(f"{number}.jpg", str(number)) for number in range(10)]

    def add(self, name: str, content: str, outcome: PhotoFacts | Sentence = FACTS) -> int:
        return self.catalog.save_photo(self.folder, name, FileStat(100, 1), content, outcome)

    def define(self, name: str, **fields: object) -> int:
        return self.labels.save(replace(Label(0, name), **fields))  # type: ignore[arg-type]

    def find(self, label: int, *confidences: float) -> None:
        """A model's confidences of the first photos."""
        ids = np.array(self.photos[: len(confidences)], np.int64)
        found = np.array(confidences, np.float32)[:, None]
        self.tags.save_confidences({label: self.labels.thresholds()[label]}, ids, found)

    def judge(self, label: int, place: int, verdict: Verdict) -> None:
        self.tags.judge([(self.photos[place], label, verdict)])

    def carriers(self, label: int) -> list[int]:
        """The places of those that carry it."""
        return sorted(self.photos.index(one) for one in self.labels.carriers([label]).tolist())
