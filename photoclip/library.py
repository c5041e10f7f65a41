"""The core's one door: a library of folders, photos and vectors, and what can be asked of it.

A library belongs to the thread that opened it. Long work is a generator: each step is short, and
between two steps anything else may be asked, or the work be dropped.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from photoclip.catalog import Catalog
from photoclip.config import LibraryPaths
from photoclip.domain import Folder, Hits, Ids, Photo, Problem, Query, Status
from photoclip.encoder import Encoder
from photoclip.errors import PhotoClipError
from photoclip.indexing import Indexing, remove_gone
from photoclip.model_catalogue import STARTER_KEY
from photoclip.reconcile import Changes, compare
from photoclip.searching import search
from photoclip.vectors import VectorIndex, discard

_log = logging.getLogger(__name__)

_MODEL, _NEXT_MODEL = "model", "next model"

_DECODERS = 3
_ABSORB_STEP = 128  # vectors into the graph in one step: some 50 ms
_REMOVE_STEP = 200  # photos removed in one step: some 20 ms
_READ_STEP = 16384  # vectors read from the catalog at once: bounds the memory
_SAMPLE = 500  # vectors compared between index and catalog: some 10 ms


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a job: how far it is, and which photos changed in it."""

    done: int
    total: int
    changed: tuple[int, ...] = ()


class Library:
    """Opens (or makes) the library in a folder; it has no encoder until ``use`` gives it one."""

    def __init__(self, root: Path, *, crashed: bool = False) -> None:
        """``crashed``: the process that had it open before died by itself, not by being killed."""
        self.paths = LibraryPaths(root)
        self._catalog = Catalog(self.paths.database)
        self._catalog.settle_attempts(crashed=crashed)
        self._index: VectorIndex | None = None
        self._encoder: Encoder | None = None
        self._pool = ThreadPoolExecutor(_DECODERS, thread_name_prefix="decode")

    def close(self) -> None:
        """Save the index, join the decoders and let the next process in."""
        try:
            self.save_index()
        finally:
            self._pool.shutdown(cancel_futures=True)
            self._catalog.close()

    # --- the model ----------------------------------------------------------------------------

    def use(self, encoder: Encoder) -> None:
        """Search and index with this encoder from now on."""
        self.save_index()
        index = self._open_index(encoder)
        self._encoder, self._index = encoder, index

    def _open_index(self, encoder: Encoder) -> VectorIndex:
        """The index of the encoder's vectors as it was saved, brought up to the catalog."""
        path = self._index_path(encoder.key)
        index = VectorIndex.load(path, encoder.key, encoder.dim)
        if not self._is_of_this_catalog(index, encoder.key):
            _log.warning("the index in %s is of another library and is made again", path)
            discard(path)
            index = VectorIndex(encoder.dim)
        self._recover(index, encoder.key)
        return index

    @property
    def encoder(self) -> Encoder | None:
        return self._encoder

    @property
    def model(self) -> str:
        """The catalogue's key of the model that the person chose."""
        return self._catalog.setting(_MODEL) or STARTER_KEY

    @property
    def next_model(self) -> str | None:
        """The key of the model that the library is being embedded for, until it is done."""
        return self._catalog.setting(_NEXT_MODEL)

    def choose_model(self, key: str) -> None:
        """Remember the model in use; nothing is planned any more."""
        with self._catalog.transaction():
            self._catalog.set_setting(_MODEL, key)
            self._catalog.set_setting(_NEXT_MODEL, None)

    def plan_model(self, key: str | None) -> None:
        """Remember the model to change to; None takes it back. What it has embedded stays."""
        self._catalog.set_setting(_NEXT_MODEL, key)

    def embed_for(self, encoder: Encoder) -> Generator[Step, None, None]:
        """Embed every photo for another model, beside the one in use, which goes on answering.

        May be dropped at any step and taken up again; photos that cannot be seen now are embedded
        when their folder is back. Nothing is searched with these vectors before ``use``.
        """
        index = self._open_index(encoder)
        indexing = Indexing(self._catalog, index, encoder, self._pool)
        todo = [
            (folder, self._catalog.undone(folder.id, encoder.key))
            for folder in self.folders()
            if folder.online
        ]
        before = self._catalog.count_vectors(encoder.key)
        total, done = before + sum(len(paths) for _, paths in todo), before
        for folder, paths in todo:
            for count, _ in indexing.run(folder, paths):
                done += count
                yield Step(done, total)

    def vector_sizes(self) -> dict[str, tuple[int, int]]:
        """Vector space -> (vectors, bytes)."""
        return self._catalog.vector_sizes()

    def forget_vectors(self, key: str) -> None:
        """Give back the room of another model's vectors."""
        if self._encoder is not None and key == self._encoder.key:
            raise PhotoClipError("That model is in use; choose another one first.")
        self._catalog.forget_model(key)
        discard(self._index_path(key))

    def _index_path(self, key: str) -> Path:
        return self.paths.index / f"{key}.hnsw"

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

    def _recover(self, index: VectorIndex, model: str) -> None:
        """Make the index hold exactly the vectors of the catalog: one set difference."""
        stored, indexed = self._catalog.vector_ids(model), index.ids
        index.remove(indexed - stored)
        missing = sorted(stored - indexed)
        for start in range(0, len(missing), _READ_STEP):
            some = missing[start : start + _READ_STEP]
            index.add(np.array(some, np.int64), self._catalog.vectors(some))

    def save_index(self) -> None:
        """Write the index if it changed; it is only a cache, so a failure is logged, not raised."""
        if self._index is None or self._encoder is None or not self._index.changed:
            return
        try:
            self._index.save(self._index_path(self._encoder.key), self._encoder.key)
        except PhotoClipError as error:
            _log.warning("%s", error)

    def tend(self) -> bool:
        """One step of housekeeping when there is nothing better to do. False: nothing left."""
        if self._index is None or self._index.absorb(_ABSORB_STEP):
            return self._index is not None
        self.save_index()
        return False

    # --- folders ------------------------------------------------------------------------------

    def folders(self) -> list[Folder]:
        return self._catalog.folders()

    def add_folder(self, path: Path) -> Folder:
        """Add a root; its photos come with ``refresh``.

        Raises:
            PhotoClipError: no folder, already there, or inside or around another one.
        """
        path = _resolve_folder(path)
        for folder in self.folders():
            if path == folder.path:
                raise PhotoClipError(f"{path} is already in the library.")
            if path.is_relative_to(folder.path):
                raise PhotoClipError(f"{path} is already covered by the folder {folder.path}.")
            if folder.path.is_relative_to(path):
                raise PhotoClipError(
                    f"{path} contains the folder {folder.path}; remove that one first."
                )
        number = self._catalog.add_folder(path)
        return next(folder for folder in self.folders() if folder.id == number)

    def add_folders(self, paths: Sequence[Path]) -> list[Folder]:
        """Add several roots, or none of them; see ``add_folder``."""
        with self._catalog.transaction():
            return [self.add_folder(path) for path in paths]

    def find_folder(self, path: Path) -> Folder:
        """The root with that path; raises PhotoClipError if there is none."""
        wanted = Path(os.path.abspath(path.expanduser()))  # noqa: PTH100 - the folder may be gone
        for folder in self.folders():
            if folder.path in (wanted, wanted.resolve()):
                return folder
        raise PhotoClipError(f"{wanted} is not a folder of the library.")

    def remove_folder(self, folder_id: int) -> None:
        """Forget a root and its photos; the files stay as they are."""
        self._catalog.remove_folder(folder_id)
        if self._index is not None and self._encoder is not None:
            self._index.remove(self._index.ids - self._catalog.vector_ids(self._encoder.key))

    # --- looking at the disk again ------------------------------------------------------------

    def refresh(
        self, folder_id: int | None = None, paths: set[str] | None = None
    ) -> Generator[Step, None, None]:
        """Look at folders (or only some relative paths of one) again, and take in what changed.

        Needs an encoder. Additions come before removals, so that a moved photo stays itself.
        """
        self._working_encoder()
        todo: list[tuple[Folder, Changes]] = []
        for folder in self.folders():
            if folder.online and folder_id in (None, folder.id):
                for changes in compare(self._catalog, folder, paths):
                    if changes is None:
                        yield Step(0, 0)
                    else:
                        self._catalog.note_mounts(folder.id, changes.mounts)
                        self._add_undone(folder, changes, paths)
                        todo.append((folder, changes))
        yield from self._take_in(todo)

    def _add_undone(self, folder: Folder, changes: Changes, paths: set[str] | None) -> None:
        """A look at everything also takes up what another model or a crash left behind."""
        if paths is None:
            known = set(changes.touched)
            undone = self._catalog.undone(folder.id, self._working_encoder().key)
            changes.touched += [path for path in undone if path not in known]

    def _take_in(self, todo: list[tuple[Folder, Changes]]) -> Generator[Step, None, None]:
        encoder, index = self._working_encoder(), self._index
        assert index is not None
        total = sum(len(changes.touched) for _, changes in todo)
        done = 0
        indexing = Indexing(self._catalog, index, encoder, self._pool)
        for folder, changes in todo:
            for count, ids in indexing.run(folder, changes.touched):
                done += count
                yield Step(done, total, ids)
        for _, changes in todo:
            for start in range(0, len(changes.gone), _REMOVE_STEP):
                some = changes.gone[start : start + _REMOVE_STEP]
                yield Step(done, total, remove_gone(self._catalog, index, encoder.key, some))

    def _working_encoder(self) -> Encoder:
        if self._encoder is None:
            raise PhotoClipError("The model is not ready yet.")
        return self._encoder

    # --- questions ----------------------------------------------------------------------------

    def search(self, query: Query) -> Hits:
        """See ``photoclip.searching.search``."""
        return search(query, self._catalog, self._index, self._encoder)

    def photos(self, ids: Ids | tuple[int, ...]) -> list[Photo]:
        return self._catalog.photos(int(number) for number in ids)

    def newest(self, limit: int | None = None) -> Ids:
        return self._catalog.newest(limit)

    def find_photo(self, path: Path) -> Photo | None:
        """The readable photo of the library with that file."""
        for folder in self.folders():
            for candidate in (path, Path(os.path.realpath(path))):
                if candidate.is_relative_to(folder.path):
                    below = candidate.relative_to(folder.path).as_posix()
                    photo = self._catalog.find(folder.id, below)
                    if photo and photo.error is None:
                        return photo
        return None

    def problems(self) -> list[Problem]:
        return self._catalog.problems()

    def count_photos(self) -> tuple[int, int]:
        """(readable, unreadable)."""
        return self._catalog.count_photos()

    def status(self, model: str, name: str, device: str) -> Status:
        """The library at a glance, for the model with the key ``model``."""
        photos, _ = self.count_photos()
        vectors = self._catalog.count_vectors(model)
        return Status(
            photos=photos,
            vectors=vectors,
            unreadable=self.problems(),
            folders=self.folders(),
            model=name,
            device=device,
            waiting=photos - vectors,
            library=self.paths.root,
        )

    def check(self) -> list[str]:
        """Sentences about what is wrong with the catalog and the index; empty when all is well.

        The index is looked at once there is an encoder; ``use`` has mended what it can by then.
        """
        found = [f"The database is damaged: {text}." for text in self._catalog.damage()]
        if self._index is not None and self._encoder is not None:
            stored, indexed = self._catalog.vector_ids(self._encoder.key), self._index.ids
            if missing := len(stored ^ indexed):
                found.append(f"{missing} vectors are not in both the index and the database.")
            if strange := self._strange(self._index, sorted(stored & indexed)):
                found.append(f"{strange} of some {_SAMPLE} vectors of the index are wrong.")
        return found


def _resolve_folder(path: Path) -> Path:
    try:
        resolved = path.expanduser().resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise PhotoClipError(f"There is no folder {path}.") from error
    if not resolved.is_dir():
        raise PhotoClipError(f"{resolved} is a file, not a folder.")
    if not os.access(resolved, os.R_OK | os.X_OK):
        raise PhotoClipError(f"The folder {resolved} may not be read.")
    return resolved
