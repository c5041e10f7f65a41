"""The saved indexes of one library, one a model: caches of what its catalog holds.

An index that is missing, damaged, behind or of another library is brought up to the catalog;
nothing is ever lost with one.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from photoclip.catalog import Catalog
from photoclip.encoder import Encoder
from photoclip.errors import PhotoClipError
from photoclip.vectors import VectorIndex, discard

_log = logging.getLogger(__name__)

_READ_STEP = 16384  # vectors read from the catalog at once: bounds the memory
_SAMPLE = 500  # vectors compared between index and catalog: some 10 ms


class IndexCache:
    """Belongs to the thread of its catalog; ``folder`` holds a file for each model."""

    def __init__(self, catalog: Catalog, folder: Path) -> None:
        self._catalog = catalog
        self._folder = folder

    def open(self, encoder: Encoder) -> VectorIndex:
        """The index of the encoder's vectors as it was saved, brought up to the catalog."""
        path = self._path(encoder.key)
        index = VectorIndex.load(path, encoder.key, encoder.dim)
        if not self._is_of_this_catalog(index, encoder.key):
            _log.warning("the index in %s is of another library and is made again", path)
            discard(path)
            index = VectorIndex(encoder.dim)
        self.recover(index, encoder.key)
        return index

    def recover(self, index: VectorIndex, model: str) -> None:
        """Make the index hold exactly the vectors of the catalog: one set difference."""
        stored, indexed = self._catalog.vector_ids(model), index.ids
        index.remove(indexed - stored)
        missing = sorted(stored - indexed)
        for start in range(0, len(missing), _READ_STEP):
            some = missing[start : start + _READ_STEP]
            index.add(np.array(some, np.int64), self._catalog.vectors(some))

    def save(self, index: VectorIndex, model: str) -> None:
        """Write the index if it changed; it is only a cache, so a failure is logged, not raised."""
        if not index.changed:
            return
        try:
            index.save(self._path(model), model)
        except PhotoClipError as error:
            _log.warning("%s", error)

    def forget(self, model: str) -> None:
        """Give back the room."""
        discard(self._path(model))

    def check(self, index: VectorIndex, model: str) -> list[str]:
        """Sentences about what is wrong; empty when all is well."""
        stored, indexed = self._catalog.vector_ids(model), index.ids
        found = []
        if missing := len(stored ^ indexed):
            found.append(f"{missing} vectors are not in both the index and the database.")
        if strange := self._strange(index, sorted(stored & indexed)):
            found.append(f"{strange} of some {_SAMPLE} vectors of the index are wrong.")
        return found

    def _path(self, model: str) -> Path:
        return self._folder / f"{model}.hnsw"

    def _is_of_this_catalog(self, index: VectorIndex, model: str) -> bool:
        """False after a backup was put back: its numbers may then stand for other photos."""
        ids = index.ids
        return max(ids, default=0) <= self._catalog.last_vector_id() and not self._strange(
            index, sorted(ids & self._catalog.vector_ids(model))
        )

    def _strange(self, index: VectorIndex, ids: Sequence[int]) -> int:
        """Of a sample of vectors, how many the index has otherwise than the catalog."""
        some = ids[:: max(1, len(ids) // _SAMPLE)]
        stored = self._catalog.vectors(some) if some else np.empty((0, index.dim), np.float32)
        return int((stored != index.rows(some)).any(axis=1).sum())
