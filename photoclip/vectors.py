"""Nearest neighbours over unit vectors, by identifier.

Two tiers: vectors just added are *fresh*, rows of a matrix that is searched exactly; ``absorb``
moves them into hnswlib's graph when there is time. A small library is therefore searched exactly,
a rebuilt graph never makes anybody wait, and adding costs a copy.

This module hides what hnswlib does to the unwary: saving to a bad path fails silently, a damaged
file loads and then crashes, deleting twice and asking for more than is alive raise.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import hnswlib
import numpy as np
import numpy.typing as npt

from photoclip.domain import Ids, Vector, Vectors
from photoclip.errors import PhotoClipError

FRESH_LIMIT = 8192
"""Fresh rows that need no graph: 8192 x 384 are scanned in about a millisecond."""

_M = 16
_EF_CONSTRUCTION = 200
_EF_LEAST = 400  # recall@50 of 0.92 over 50,000 clustered vectors; 200 gives 0.80
_REBUILD_SHARE = 0.3  # of the graph's elements deleted: they cost time and recall

Scores = npt.NDArray[np.float32]


class VectorIndex:
    """Unit vectors of one model. Not thread-safe: it belongs to whoever owns the library."""

    def __init__(self, dim: int, *, fresh_limit: int = FRESH_LIMIT) -> None:
        self.dim = dim
        self._fresh_limit = fresh_limit
        self._fresh = _Rows(dim)
        self._graph = _new_graph(dim)
        self._alive: set[int] = set()
        self._deleted: set[int] = set()
        self._held = _Rows(dim)  # of the graph, as a matrix: hnswlib gives them out too slowly
        self.changed = False
        """The graph differs from the file it was loaded from or saved to."""

    def __len__(self) -> int:
        return len(self._alive) + len(self._fresh)

    def __contains__(self, number: int) -> bool:
        return number in self._alive or number in self._fresh

    @property
    def ids(self) -> set[int]:
        """Every identifier that can be found."""
        return self._alive | set(self._fresh.ids.tolist())

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """Add rows: int64 [n] identifiers, float32 [n, dim] of norm 1.

        An identifier was never used before, or it was removed and stands for the same vector.
        """
        back = [number for number in ids.tolist() if number in self._deleted]
        for number in back:
            self._graph.unmark_deleted(number)
        self._deleted.difference_update(back)
        self._alive.update(back)
        self.changed = self.changed or bool(back)
        new = ~np.isin(ids, back)
        self._fresh.add(ids[new], vectors[new])

    def remove(self, ids: Iterable[int]) -> None:
        """Forget identifiers; those unknown are ignored."""
        for number in ids:
            if number in self._alive:
                self._graph.mark_deleted(number)
                self._alive.discard(number)
                self._deleted.add(number)
                self._held.remove(number)
                self.changed = True
            else:
                self._fresh.remove(number)

    def rows(self, ids: Sequence[int]) -> Vectors:
        """The vectors of known identifiers, in the order asked: float32 [n, dim]."""
        rows = [
            self._graph.get_items([number])[0] if number in self._alive else self._fresh[number]
            for number in ids
        ]
        return np.array(rows, np.float32).reshape(-1, self.dim)

    def absorb(self, most: int) -> bool:
        """Move up to ``most`` fresh rows into the graph. False: nothing (more) to do."""
        if len(self._deleted) > _REBUILD_SHARE * (len(self._alive) + len(self._deleted)):
            self._melt()
        if len(self._fresh) <= self._fresh_limit:
            return False
        ids, rows = self._fresh.take(most)
        needed = self._graph.element_count + len(ids)
        if needed > self._graph.max_elements:
            self._graph.resize_index(max(needed, 2 * self._graph.max_elements))
        self._graph.add_items(rows, ids)
        self._alive.update(ids.tolist())
        if len(self._held):
            self._held.add(ids, rows)
        self.changed = True
        return len(self._fresh) > self._fresh_limit

    def nearest(self, query: Vector, most: int) -> tuple[Ids, Scores]:
        """The rows nearest to ``query`` (float32 [dim]): ids int64 [n], cosines float32 [n]."""
        return self.nearest_each(query[None], most)[0]

    def nearest_each(self, queries: Vectors, most: int) -> list[tuple[Ids, Scores]]:
        """The same for each of some queries [m, dim]: the fresh rows are gone through once."""
        found = []
        for query, fresh in zip(queries, queries @ self._fresh.matrix.T, strict=True):
            graph_ids, graph_scores = self._search_graph(query, most)
            ids = np.concatenate([self._fresh.ids, graph_ids])
            found.append(best(ids, np.concatenate([fresh, graph_scores]), most))
        return found

    def unheld(self) -> list[int]:
        """Identifiers whose rows ``nearest_among`` still lacks, to be given to ``hold``."""
        return sorted(self._alive.difference(self._held.ids.tolist()))

    def hold(self, ids: Ids, vectors: Vectors) -> None:
        """Keep rows of the graph in memory as well, from now on: float32 [n, dim]."""
        self._held.add(ids, vectors)

    def nearest_among(self, query: Vector, allowed: Ids, most: int) -> tuple[Ids, Scores]:
        """As ``nearest``, exactly, and only among these identifiers (int64 [m], each once)."""
        ids = np.concatenate([self._fresh.ids, self._held.ids])
        scores = np.concatenate([self._fresh.matrix @ query, self._held.matrix @ query])
        some = np.isin(ids, allowed)
        return best(ids[some], scores[some], most)

    def _search_graph(self, query: Vector, most: int) -> tuple[Ids, Scores]:
        count = min(most, len(self._alive))
        self._graph.set_ef(max(_EF_LEAST, 2 * count))
        while count > 0:
            try:
                labels, distances = self._graph.knn_query(query[None], k=count)
            except RuntimeError:  # fewer than k reachable past the deleted ones
                count //= 2
                continue
            return labels[0].astype(np.int64), (1.0 - distances[0]).astype(np.float32)
        return np.empty(0, np.int64), np.empty(0, np.float32)

    def _melt(self) -> None:
        """Turn the graph's living rows back into fresh ones, to be absorbed without the dead."""
        alive = np.array(sorted(self._alive), np.int64)
        rows = self._graph.get_items(alive) if len(alive) else []
        self._graph, self._alive, self._deleted = _new_graph(self.dim), set(), set()
        self._held = _Rows(self.dim)
        self.changed = True
        self.add(alive, np.asarray(rows, np.float32).reshape(-1, self.dim))

    def save(self, path: Path, model: str) -> None:
        """Write the graph beside ``path`` and put it in place; fresh rows are not written.

        Raises:
            PhotoClipError: the place cannot be written or is full.
        """
        partial = path.with_suffix(".partial")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._write(partial)
            note = {
                "model": model,
                "dim": self.dim,
                "deleted": sorted(self._deleted),
                "sha256": _sha256(partial),
            }
            partial.replace(path)  # a crash now leaves a note whose hash does not fit
            partial.write_text(json.dumps(note))
            partial.replace(_note_path(path))
        except (OSError, RuntimeError) as error:
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)
            raise PhotoClipError(
                "The search index could not be saved: {reason}.", reason=str(error)
            ) from error
        self.changed = False

    def _write(self, partial: Path) -> None:
        partial.unlink(missing_ok=True)
        self._graph.save_index(str(partial))
        if not partial.exists() or partial.stat().st_size < self._graph.index_file_size():
            raise OSError(f"{partial} was not written whole")

    @classmethod
    def load(
        cls, path: Path, model: str, dim: int, *, fresh_limit: int = FRESH_LIMIT
    ) -> VectorIndex:
        """The saved graph, or an empty index where the file is missing, foreign or damaged."""
        index = cls(dim, fresh_limit=fresh_limit)
        try:
            note = json.loads(_note_path(path).read_text())
            if (note["model"], note["dim"], note["sha256"]) == (model, dim, _sha256(path)):
                graph = hnswlib.Index(space="ip", dim=dim)
                graph.load_index(str(path))
                index._deleted = {int(number) for number in note["deleted"]}
                index._alive = set(graph.get_ids_list()) - index._deleted
                index._graph = graph
        except (OSError, ValueError, KeyError, TypeError):
            return cls(dim, fresh_limit=fresh_limit)
        return index


class _Rows:
    """Vectors in one growing matrix; the last one takes the place of one that is removed."""

    def __init__(self, dim: int) -> None:
        self._places: dict[int, int] = {}
        self._ids = np.empty(0, np.int64)
        self._matrix = np.empty((0, dim), np.float32)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, number: int) -> bool:
        return number in self._places

    def __getitem__(self, number: int) -> Vector:
        row: Vector = self._matrix[self._places[number]]
        return row

    @property
    def ids(self) -> Ids:
        return self._ids[: len(self)]

    @property
    def matrix(self) -> Vectors:
        return self._matrix[: len(self)]

    def add(self, ids: Ids, vectors: Vectors) -> None:
        start, end = len(self), len(self) + len(ids)
        if end > len(self._ids):
            self._resize(max(end, 2 * start))
        self._ids[start:end], self._matrix[start:end] = ids, vectors
        self._places.update(zip(ids.tolist(), range(start, end), strict=True))

    def remove(self, number: int) -> None:
        place = self._places.pop(number, None)
        last = len(self)
        if place is not None and place != last:
            self._ids[place], self._matrix[place] = self._ids[last], self._matrix[last]
            self._places[int(self._ids[place])] = place

    def take(self, most: int) -> tuple[Ids, Vectors]:
        """Remove and return up to ``most`` rows, the last ones."""
        start = max(0, len(self) - most)
        ids, rows = self.ids[start:].copy(), self.matrix[start:].copy()
        for number in ids.tolist():
            del self._places[number]
        if len(self) < len(self._ids) // 4:
            self._resize(len(self))
        return ids, rows

    def _resize(self, capacity: int) -> None:
        ids, matrix = self.ids, self.matrix
        self._ids = np.empty(capacity, np.int64)
        self._matrix = np.empty((capacity, matrix.shape[1]), np.float32)
        self._ids[: len(ids)], self._matrix[: len(ids)] = ids, matrix


def best(ids: Ids, scores: Scores, most: int) -> tuple[Ids, Scores]:
    """The ``most`` highest scores, highest first."""
    if len(scores) > most:
        top = np.argpartition(-scores, most - 1)[:most]
        ids, scores = ids[top], scores[top]
    order = np.argsort(-scores, kind="stable")
    return ids[order], scores[order]


def discard(path: Path) -> None:
    """Make a saved index unloadable, because it is of another history of the library."""
    _note_path(path).unlink(missing_ok=True)


def _new_graph(dim: int) -> Any:
    graph = hnswlib.Index(space="ip", dim=dim)
    graph.init_index(max_elements=1024, M=_M, ef_construction=_EF_CONSTRUCTION, random_seed=1)
    return graph


def _note_path(path: Path) -> Path:
    return path.with_suffix(".json")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
