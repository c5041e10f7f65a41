"""The job that turns files into photos with vectors, batch by batch.

Reading, hashing and decoding happen ahead in a small pool; a batch is one transaction, and only
after its commit do the vectors enter the index. The same bytes are never encoded twice: a known
content hash gives its vector to a copy, and its whole photo to a file that moved.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt

from photoclip.catalog import Catalog
from photoclip.domain import FileStat, Folder, Photo, PhotoFacts, Vectors
from photoclip.encoder import Encoder
from photoclip.errors import UnreadablePhoto
from photoclip.images import decode, hash_content, read
from photoclip.vectors import VectorIndex

_AHEAD = 2  # batches decoded ahead: hides the disk, and bounds the memory


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file as it was read. Exactly one of ``pixels`` (with facts), ``error``, or neither: known."""

    path: str
    stat: FileStat
    content_hash: str
    facts: PhotoFacts | None = None
    pixels: npt.NDArray[np.float32] | None = None
    error: str | None = None

    @property
    def is_known(self) -> bool:
        return self.pixels is None and self.error is None


class Indexing:
    """What an indexing job works with."""

    def __init__(
        self, catalog: Catalog, index: VectorIndex, encoder: Encoder, pool: ThreadPoolExecutor
    ) -> None:
        self._catalog = catalog
        self._index = index
        self._encoder = encoder
        self._pool = pool

    def run(self, folder: Folder, paths: Sequence[str]) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Look at each relative path; after a batch yield (paths done, ids of photos changed)."""
        waiting = iter(paths)
        ahead: deque[Future[Prepared | None]] = deque()
        size = self._encoder.batch_size
        try:
            while True:
                for path in islice(waiting, size * (1 + _AHEAD) - len(ahead)):
                    ahead.append(self._submit(folder, path))
                if not ahead:
                    return
                results = [ahead.popleft().result() for _ in range(min(size, len(ahead)))]
                batch = [self._renew(folder, one) for one in results if one is not None]
                ids = self._commit(folder, [one for one in batch if one is not None])
                yield len(results), ids
        finally:
            for future in ahead:
                future.cancel()

    def _submit(self, folder: Folder, path: str) -> Future[Prepared | None]:
        known: frozenset[str] = frozenset()
        try:
            found = (folder.path / path).stat()
        except OSError:
            pass  # reading it will say why
        else:
            stat = FileStat(found.st_size, found.st_mtime_ns)
            photo = self._catalog.find(folder.id, path)
            if photo and photo.stat == stat and self._catalog.is_done(photo.id, self._encoder.key):
                nothing: Future[Prepared | None] = Future()
                nothing.set_result(None)
                return nothing
            known = self._catalog.reusable_hashes(stat.size, self._encoder.key)
        return self._pool.submit(prepare, self._encoder, folder, path, known)

    def _renew(self, folder: Folder, one: Prepared) -> Prepared | None:
        """Read a file again whose known content was overwritten since it was looked up."""
        if one.is_known and not self._catalog.twins(one.content_hash, self._encoder.key):
            return prepare(self._encoder, folder, one.path, frozenset())
        return one

    def _commit(self, folder: Folder, batch: list[Prepared]) -> tuple[int, ...]:
        """Encode a batch and store it whole or not at all; returns the ids of its photos."""
        vectors = self._encode([one for one in batch if one.pixels is not None])
        ids: list[int] = []
        rows: dict[int, Vectors] = {}
        stale: set[int] = set()
        with self._catalog.transaction():
            # Known content first: another file of the batch may be about to overwrite its twin.
            for one in sorted(batch, key=lambda one: not one.is_known):
                photo_id = self._keep(folder, one)
                if photo_id is None:
                    photo_id, row = self._store(folder, one, vectors.get(one.path))
                    stale |= self._drop_vector(photo_id)
                    if row is not None:
                        rows[photo_id] = row
                ids.append(photo_id)
            stacked = np.stack(list(rows.values())) if rows else np.empty((0, self._encoder.dim))
            stacked = stacked.astype(np.float32)
            added = self._catalog.save_vectors(list(rows), stacked, self._encoder.key)
        self._index.remove(stale)
        self._index.add(added, stacked)
        return tuple(ids)

    def _encode(self, batch: list[Prepared]) -> dict[str, Vectors]:
        """path -> its vector, rounded as it will be stored, so that a restart changes no score."""
        if not batch:
            return {}
        pixels = np.stack([one.pixels for one in batch if one.pixels is not None])
        rows = self._encoder.images(pixels).astype("<f2").astype(np.float32)
        return {one.path: row for one, row in zip(batch, rows, strict=True)}

    def _drop_vector(self, photo_id: int) -> set[int]:
        found = self._catalog.vectors_of_photos([photo_id], self._encoder.key)
        self._catalog.remove_vectors([photo_id], self._encoder.key)
        return set(found.values())

    def _keep(self, folder: Folder, one: Prepared) -> int | None:
        """The photo that this file already is: merely touched, or moved here from elsewhere."""
        if not one.is_known:
            return None
        here = self._catalog.find(folder.id, one.path)
        for twin in self._catalog.twins(one.content_hash, self._encoder.key):
            if here.id == twin.id if here else self._has_moved(twin):
                self._catalog.move_photo(twin.id, folder.id, one.path, one.stat)
                return twin.id
        return None

    def _has_moved(self, photo: Photo) -> bool:
        """Its file is gone, and not because its drive is."""
        homes = {folder.id: folder for folder in self._catalog.folders()}
        return homes[photo.folder_id].online and not photo.path.exists()

    def _store(
        self, folder: Folder, one: Prepared, vector: Vectors | None
    ) -> tuple[int, Vectors | None]:
        """Save the photo of a file whose content is new, unreadable, or that of a copy."""
        outcome: PhotoFacts | str = one.facts or one.error or ""
        if not outcome:
            twin = self._catalog.twins(one.content_hash, self._encoder.key)[0]
            outcome = twin.error or twin.facts or ""
            found = self._catalog.vectors_of_photos([twin.id], self._encoder.key)
            vector = self._catalog.vectors(list(found.values()))[0] if found else None
        photo_id = self._catalog.save_photo(
            folder.id, one.path, one.stat, one.content_hash, outcome
        )
        return photo_id, vector


def prepare(encoder: Encoder, folder: Folder, path: str, known: frozenset[str]) -> Prepared | None:
    """Read, hash and (unless the content is known) decode one file; None where it is gone."""
    place = folder.path / path
    try:
        data, stat = read(place)
    except UnreadablePhoto as error:
        try:
            found = place.stat()
        except FileNotFoundError:
            return None
        except OSError:
            return Prepared(path, FileStat(0, 0), "", error=str(error))
        return Prepared(path, FileStat(found.st_size, found.st_mtime_ns), "", error=str(error))
    content_hash = hash_content(data)
    if content_hash in known:
        return Prepared(path, stat, content_hash)
    try:
        decoded = decode(data, short_side=2 * encoder.image_size)
    except UnreadablePhoto as error:
        return Prepared(path, stat, content_hash, error=str(error))
    pixels = encoder.preprocess(decoded.image)
    return Prepared(path, stat, content_hash, facts=decoded.facts, pixels=pixels)


def remove_gone(
    catalog: Catalog, index: VectorIndex, model: str, folder: Folder, gone: list[tuple[int, str]]
) -> tuple[int, ...]:
    """Forget photos whose file is (still) gone and that have not moved; returns their ids."""
    really = []
    for photo_id, path in gone:
        photo = catalog.find(folder.id, path)
        if photo and photo.id == photo_id and not photo.path.exists():
            really.append(photo_id)
    vectors = catalog.vectors_of_photos(really, model)
    catalog.remove_photos(really)
    index.remove(vectors.values())
    return tuple(really)
