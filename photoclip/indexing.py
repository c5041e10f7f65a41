"""The job that turns files into photos with vectors, batch by batch.

Reading, hashing and decoding happen ahead in a small pool; a batch is one transaction, and only
after its commit do the vectors enter the index. The same bytes are never encoded twice: a known
content hash gives its vector to a copy, and its whole photo to a file that moved. A file that is
written over stays the photo it was, whatever it shows now.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence, Set
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt

from photoclip.catalog import Catalog
from photoclip.domain import FileStat, Folder, Photo, PhotoFacts, Vector
from photoclip.encoder import Encoder
from photoclip.errors import UnreadablePhoto
from photoclip.images import decode, hash_content, read
from photoclip.keepsakes import Keepsakes
from photoclip.label_scores import LabelScores
from photoclip.reconcile import has_moved, is_as_known, is_gone
from photoclip.sentences import Sentence
from photoclip.vectors import VectorIndex

_MOST_CRASHES = 2  # with the same file in hand, after which it is left alone
_AHEAD = 2  # batches decoded ahead: hides the disk, and bounds the memory


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file as it was read: with pixels and facts, or an error, or neither if it is known."""

    path: str
    stat: FileStat
    content_hash: str
    facts: PhotoFacts | None = None
    pixels: npt.NDArray[np.float32] | None = None
    error: Sentence | None = None


@dataclass(frozen=True, slots=True)
class _Content:
    """What some bytes are: facts and a vector, or why they are no picture."""

    outcome: PhotoFacts | Sentence
    vector: Vector | None = None


class Indexing:
    """What an indexing job works with."""

    def __init__(
        self,
        catalog: Catalog,
        index: VectorIndex,
        encoder: Encoder,
        pool: ThreadPoolExecutor,
        labels: LabelScores,
        *,
        tags: bool = True,
    ) -> None:
        """``tags``: the encoder is the one in use, so that its vectors are scored by labels."""
        self._catalog = catalog
        self._index = index
        self._encoder = encoder
        self._pool = pool
        self._labels = labels
        self._keepsakes = Keepsakes(catalog.database)
        self._written_over: dict[str, list[int]] = {}
        """Content that a photo showed until this run -> the photo, if it kept what was said."""
        self._tags = tags
        self._known: dict[int, set[str]] = {}
        """Size in bytes -> hashes of contents that need no decoding, as far as asked for."""

    def run(self, folder: Folder, paths: Sequence[str]) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Look at each relative path; after a batch yield (paths done, ids of photos changed)."""
        suspects = self._catalog.suspects(folder.id)
        for path in paths:
            if path in suspects:  # alone, so that another crash has one culprit
                yield from self._run(folder, [path], decodes=suspects[path] < _MOST_CRASHES)
        yield from self._run(folder, [path for path in paths if path not in suspects])

    def _run(
        self, folder: Folder, paths: Sequence[str], *, decodes: bool = True
    ) -> Iterator[tuple[int, tuple[int, ...]]]:
        waiting = iter(paths)
        ahead: deque[tuple[str, Future[Prepared | None]]] = deque()
        size = self._encoder.batch_size
        try:
            while True:
                news = list(islice(waiting, size * (1 + _AHEAD) - len(ahead)))
                self._catalog.begin_attempts(folder.id, news)
                ahead += [(path, self._submit(folder, path, decodes)) for path in news]
                if not ahead:
                    return
                taken = [ahead.popleft() for _ in range(min(size, len(ahead)))]
                found = [one for _, future in taken if (one := future.result())]
                batch = [one for known in found if (one := self._renew(folder, known))]
                ids = self._commit(folder, batch)
                self._catalog.end_attempts(folder.id, [path for path, _ in taken])
                yield len(taken), ids
        finally:
            for _, future in ahead:
                future.cancel()
            self._catalog.end_attempts(folder.id, [path for path, _ in ahead])

    def _submit(self, folder: Folder, path: str, decodes: bool) -> Future[Prepared | None]:
        known: Set[str] = frozenset()
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
            if stat.size not in self._known:
                hashes = self._catalog.reusable_hashes(stat.size, self._encoder.key)
                self._known[stat.size] = set(hashes)
            known = self._known[stat.size]
        return self._pool.submit(prepare, self._encoder, folder, path, known, decodes=decodes)

    def _renew(self, folder: Folder, one: Prepared) -> Prepared | None:
        """Drop what is no news; read again what was to have a twin that is none any more.

        For a model that is not in use it is the other way round: what is news is for the one in
        use, whose index has to follow.
        """
        here = self._catalog.find(folder.id, one.path)
        if not self._tags and (
            here is None or (here.stat, here.content_hash) != (one.stat, one.content_hash)
        ):
            return None
        if one.error is not None:
            before = here and (here.stat, here.content_hash, here.error)
            return None if before == (one.stat, one.content_hash, one.error) else one
        if one.pixels is None and not self._find_twin(one.content_hash):
            return prepare(self._encoder, folder, one.path, frozenset())
        return one

    def _commit(self, folder: Folder, batch: Sequence[Prepared]) -> tuple[int, ...]:
        """Encode a batch and store it whole or not at all; returns the ids of its photos."""
        key = self._encoder.key
        # Before anything is written: one file of the batch may overwrite what another one shows.
        contents = self._learn(batch)
        ids: list[int] = []
        stale: set[int] = set()
        rows: dict[int, Vector] = {}
        with self._catalog.transaction():
            for one in batch:
                content = contents.get(one.content_hash) or _Content(one.error or Sentence(""))
                photo_id = self._store(folder, one, content, stale)
                if content.vector is not None and not self._catalog.is_done(photo_id, key):
                    rows[photo_id] = content.vector
                ids.append(photo_id)
            vectors = np.array(list(rows.values()), np.float32).reshape(-1, self._encoder.dim)
            added = self._catalog.save_vectors(list(rows), vectors, key)
            if self._tags:
                self._labels.tag(list(rows), vectors)
        self._index.remove(stale)
        self._index.add(added, vectors)
        self._take_back([number for number in ids if number not in rows])
        for one in batch:
            if one.content_hash and one.stat.size in self._known:
                self._known[one.stat.size].add(one.content_hash)
        return tuple(ids)

    def _take_back(self, photo_ids: Sequence[int]) -> None:
        """A file that moved out of a removed folder brings vectors that the index had to forget."""
        found = self._catalog.vectors_of_photos(photo_ids, self._encoder.key).values()
        if forgotten := [number for number in found if number not in self._index]:
            self._index.add(np.array(forgotten, np.int64), self._catalog.vectors(forgotten))

    def _learn(self, batch: Sequence[Prepared]) -> dict[str, _Content]:
        """Content hash -> content: remembered from a twin, or else encoded, each once."""
        twins = {one.content_hash: self._find_twin(one.content_hash) for one in batch}
        contents = {text: self._recall(twin) for text, twin in twins.items() if twin}
        new = {
            one.content_hash: (one.facts, one.pixels)
            for one in batch
            if one.facts and one.pixels is not None and one.content_hash not in contents
        }
        if new:
            encoded = self._encoder.images(np.stack([pixels for _, pixels in new.values()]))
            # Rounded as it will be stored, so that a restart changes no score.
            rounded = encoded.astype("<f2").astype(np.float32)
            for (text, (facts, _)), row in zip(new.items(), rounded, strict=True):
                contents[text] = _Content(facts, row)
        return contents

    def _find_twin(self, content_hash: str) -> Photo | None:
        """A photo of the same content that needs no encoding."""
        twins = self._catalog.twins(content_hash)
        return next((t for t in twins if self._catalog.is_done(t.id, self._encoder.key)), None)

    def _recall(self, twin: Photo) -> _Content:
        if twin.facts is None:
            return _Content(twin.error or Sentence(""))
        found = self._catalog.vectors_of_photos([twin.id], self._encoder.key)
        return _Content(twin.facts, self._catalog.vectors(list(found.values()))[0])

    def _store(self, folder: Folder, one: Prepared, content: _Content, stale: set[int]) -> int:
        """Save the photo of a file; adds to ``stale`` the ids of vectors it has no more."""
        photo = self._catalog.find(folder.id, one.path) or self._find_moved(folder, one)
        error = content.outcome if isinstance(content.outcome, Sentence) else None
        if photo and (photo.content_hash, photo.error) == (one.content_hash, error):
            self._catalog.move_photo(photo, folder.id, one.path, one.stat)
            return photo.id
        origins = self._find_origins(photo, one)
        if photo:
            found = self._catalog.vectors_of_photos([photo.id], self._encoder.key)
            stale.update(found.values())
            self._catalog.remove_vectors(photo.id)
            self._labels.void(photo.id)
            self._written_over[photo.content_hash] = [photo.id] if origins is None else []
            if origins is not None:
                self._keepsakes.set_aside(photo.id)
            elif not one.content_hash:
                self._keepsakes.keep(photo.id)
        photo_id = self._catalog.save_photo(
            folder.id, one.path, one.stat, one.content_hash, content.outcome
        )
        if origins is not None:
            self._keepsakes.give_back(photo_id, one.content_hash, origins)
        return photo_id

    def _find_origins(self, photo: Photo | None, one: Prepared) -> list[int] | None:
        """The photos that a file has its content from, if files were renamed onto one another.

        None: it is new, edited in place or a copy, so that what was said stays where it is.
        """
        if not one.content_hash or (photo and photo.content_hash in ("", one.content_hash)):
            return None
        twins = self._catalog.twins(one.content_hash)
        away = [twin.id for twin in twins if not is_as_known(twin)]
        if one.content_hash in self._written_over:
            return away + self._written_over[one.content_hash]
        return away if away or self._keepsakes.has(one.content_hash) else None

    def _find_moved(self, folder: Folder, one: Prepared) -> Photo | None:
        twins = self._catalog.twins(one.content_hash)
        return next((t for t in twins if has_moved(self._catalog, t, folder.path / one.path)), None)


def prepare(
    encoder: Encoder, folder: Folder, path: str, known: Set[str], *, decodes: bool = True
) -> Prepared | None:
    """Read, hash and (unless the content is known) decode one file; None where it is gone.

    ``decodes`` False notes the file as unreadable: decoding it has ended the program before.
    """
    place = folder.path / path
    try:
        data, stat = read(place)
    except UnreadablePhoto as error:
        try:
            found = place.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError:
            return Prepared(path, FileStat(0, 0), "", error=error.sentence)
        return Prepared(path, FileStat(found.st_size, found.st_mtime_ns), "", error=error.sentence)
    content_hash = hash_content(data)
    if content_hash in known:
        return Prepared(path, stat, content_hash)
    if not decodes:
        reason = Sentence("Reading this file made the program crash twice, so it is left alone.")
        return Prepared(path, stat, content_hash, error=reason)
    try:
        decoded = decode(data, short_side=2 * encoder.image_size)
    except UnreadablePhoto as error:
        return Prepared(path, stat, content_hash, error=error.sentence)
    pixels = encoder.preprocess(decoded.image)
    return Prepared(path, stat, content_hash, facts=decoded.facts, pixels=pixels)


def remove_gone(
    catalog: Catalog, index: VectorIndex, model: str, ids: Sequence[int]
) -> tuple[int, ...]:
    """Forget those photos whose file is (still) gone and that have not moved; as ``remove``."""
    gone = [photo.id for photo in catalog.photos(ids) if is_gone(catalog, photo)]
    return remove(catalog, index, model, gone)


def remove(catalog: Catalog, index: VectorIndex, model: str, ids: Sequence[int]) -> tuple[int, ...]:
    """Forget photos with their vectors; returns their ids, and those of copies that inherit."""
    vectors = catalog.vectors_of_photos(ids, model)
    heirs = Keepsakes(catalog.database).heirs(ids)
    catalog.remove_photos(ids)
    index.remove(vectors.values())
    return (*ids, *heirs)
