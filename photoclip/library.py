"""The core's one door: a library of folders, photos and vectors, and what can be asked of it.

A library belongs to the thread that opened it. Long work is a generator: each step is short, and
between two steps anything else may be asked, or the work be dropped.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from pathlib import Path

from photoclip.catalog import Catalog
from photoclip.choices import Choices
from photoclip.config import LibraryPaths
from photoclip.domain import (
    Facets,
    FilterNames,
    Folder,
    Hits,
    Ids,
    Photo,
    Problem,
    Query,
    SavedSearch,
    Status,
    Step,
)
from photoclip.encoder import Encoder
from photoclip.errors import PhotoClipError
from photoclip.facets import FacetCounts, count_photos
from photoclip.index_cache import IndexCache
from photoclip.indexing import Indexing
from photoclip.labelling import Labelling
from photoclip.marks import Marks
from photoclip.messages import Explained
from photoclip.model_catalogue import STARTER_KEY
from photoclip.refreshing import Refreshing
from photoclip.roots import add_root, find_photo, find_root
from photoclip.search_store import SearchStore
from photoclip.searching import Searching, browse, has_terms
from photoclip.tag_files import TagFiles
from photoclip.unlisted_folders import UnlistedFolders
from photoclip.vectors import VectorIndex

_MODEL, _NEXT_MODEL = "model", "next model"

_DECODERS = 3
_ABSORB_STEP = 128  # vectors into the graph in one step: some 50 ms
_PURGE_STEP = 200  # photos forgotten in one step: some 20 ms


class Library:
    """Opens (or makes) the library in a folder; it has no encoder until ``use`` gives it one."""

    def __init__(self, root: Path, *, crashed: bool = False) -> None:
        """``crashed``: the process that had it open before died by itself, not by being killed."""
        self.paths = LibraryPaths(root)
        self._catalog = Catalog(self.paths.database)
        self._catalog.settle_attempts(crashed=crashed)
        self._to_purge = sorted(self._catalog.hidden_folders())
        self.marks = Marks(self._catalog.database)
        self.labels = Labelling(self._catalog.database, self.paths.index)
        self.choices = Choices(self._catalog)
        self.tag_files = TagFiles(self._catalog, self.labels, self.choices)
        self.searches = SearchStore(self._catalog.database)
        self._unlisted = UnlistedFolders(self._catalog.database)
        self._facets = FacetCounts(self._catalog.database)
        self._searching: Searching | None = None
        self._indexes = IndexCache(self._catalog, self.paths.index)
        self._index: VectorIndex | None = None
        self._encoder: Encoder | None = None
        self._pool = ThreadPoolExecutor(_DECODERS, thread_name_prefix="decode")
        self._refreshing = Refreshing(
            self._catalog, self.choices, self.tag_files, self.labels.scores, self._pool
        )

    def close(self) -> None:
        """Save the index, join the decoders and let the next process in."""
        try:
            self.save_index()
        finally:
            self._pool.shutdown(cancel_futures=True)
            self._catalog.close()

    def transaction(self) -> AbstractContextManager[None]:
        """All of several changes, or none of them."""
        return self._catalog.transaction()

    # --- the model ----------------------------------------------------------------------------

    def use(self, encoder: Encoder) -> None:
        """Search and index with this encoder from now on."""
        self.save_index()
        index = self._indexes.open(encoder)
        self._encoder, self._index = encoder, index
        self._searching = Searching(self._catalog, index, encoder, self.labels.scores)
        self.labels.use(encoder, index)
        self._refreshing.use(encoder, index)

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
        """Embed every photo for a model, usually not the one in use, which goes on answering.

        May be dropped at any step and taken up again; photos that cannot be seen or read now, or
        are news, are embedded when they are looked at again. Nothing is searched with these vectors
        before ``use``.
        """
        index = self._index
        if index is None or self._encoder is None or self._encoder.key != encoder.key:
            index = self._indexes.open(encoder)
        indexing = Indexing(
            self._catalog, index, encoder, self._pool, self.labels.scores, tags=False
        )
        todo = [
            (folder, self._catalog.undone(folder.id, encoder.key))
            for folder in self.folders()
            if folder.online
        ]
        before = self._catalog.count_vectors(encoder.key)
        total, done = before + sum(len(paths) for _, paths in todo), before
        yield Step(done, total)  # a rate begins to count here
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
        self.labels.forget_model(key)
        self._indexes.forget(key)

    def save_index(self) -> None:
        """Write the index if it changed."""
        if self._index is not None and self._encoder is not None:
            self._indexes.save(self._index, self._encoder.key)

    def tend(self) -> bool:
        """One step of housekeeping when there is nothing better to do. False: nothing left."""
        if self._to_purge:
            self._purge()
            return True
        if self._index is None or self._index.absorb(_ABSORB_STEP):
            return self._index is not None
        self.save_index()
        return False

    def _purge(self) -> None:
        """One step of forgetting folders removed before this start: nobody can ask for them now."""
        number = self._to_purge[-1]
        added_again = number not in self._catalog.hidden_folders()
        if added_again or not self._catalog.purge_folder(number, _PURGE_STEP):
            self._to_purge.pop()

    # --- folders ------------------------------------------------------------------------------

    def folders(self) -> list[Folder]:
        return self._catalog.folders()

    def add_folder(self, path: Path) -> Folder:
        """Add a root; its photos come with ``refresh``.

        Raises:
            PhotoClipError: no folder, already there, or inside or around another one.
        """
        return self.add_folders([path])[0]

    def add_folders(self, paths: Sequence[Path]) -> list[Folder]:
        """Add several roots, or none of them; see ``add_folder``."""
        with self._catalog.transaction():
            numbers = [add_root(self._catalog, path) for path in paths]
        self._recover()  # they may have been here before
        folders = {folder.id: folder for folder in self.folders()}
        return [folders[number] for number in numbers]

    def find_folder(self, path: Path) -> Folder:
        """The root with that path; raises PhotoClipError if there is none."""
        return find_root(self._catalog, path)

    def remove_folder(self, folder_id: int) -> None:
        """Forget a root and its photos; the files stay as they are.

        Until the library is opened again, ``restore_folder`` can bring all of it back.
        """
        self._catalog.hide_folder(folder_id)
        self._recover()

    def restore_folder(self, folder_id: int) -> None:
        """Bring a removed root back as it was; raises PhotoClipError where that is too late."""
        if not self._catalog.restore_folder(folder_id):
            raise PhotoClipError("That folder cannot be brought back; please add it again.")
        self._recover()

    def _recover(self) -> None:
        """Folders came or went: the index shall have what the catalog has."""
        if self._index is not None and self._encoder is not None:
            self._indexes.recover(self._index, self._encoder.key)

    # --- looking at the disk again ------------------------------------------------------------

    def refresh(
        self, folder_id: int | None = None, paths: set[str] | None = None
    ) -> Generator[Step, None, None]:
        """Look at folders (or only some relative paths of one) again: see ``Refreshing.run``."""
        return self._refreshing.run(folder_id, paths)

    def links(self, folder: Folder) -> list[Path]:
        """Linked folders below a root that were seen since this start: to be watched as well."""
        return self._refreshing.links(folder)

    # --- questions ----------------------------------------------------------------------------

    def search(self, query: Query) -> Hits:
        """See ``Searching.search``; without a model, only filters can be searched by."""
        if self._searching is not None:
            return self._searching.search(query)
        if has_terms(query):
            raise PhotoClipError("The model is not ready yet.")
        return browse(query, self._catalog)

    def facets(self, query: Query) -> Facets:
        """What the query's filter could be narrowed to, counted among what its terms find."""
        relevant = None
        if has_terms(query) and self._searching is not None:
            with suppress(PhotoClipError):  # a photo of the query is gone
                hits = self._searching.search_whole(query)
                relevant = hits.ids[: hits.relevant]
        return self._facets.of(query.filter, relevant)

    def filter_names(self) -> FilterNames:
        """What there is to be filtered by, but for labels."""
        return self._facets.names()

    def saved_searches(self) -> list[SavedSearch]:
        """By name, each with how many photos it finds now."""
        sensitive = self.labels.sensitive()
        return [self._count_saved(one, sensitive) for one in self.searches.saved()]

    def _count_saved(self, search: SavedSearch, sensitive: tuple[str, ...]) -> SavedSearch:
        photos = harmless = self.count(search.query)
        if sensitive and photos:
            wanted = search.query.filter
            wanted = replace(wanted, without_labels=(*wanted.without_labels, *sensitive))
            harmless = self.count(replace(search.query, filter=wanted))
        return replace(search, photos=photos, harmless=harmless)

    def count(self, query: Query) -> int | None:
        """Photos of a filter, or relevant hits; None where that cannot be told now."""
        if not has_terms(query):
            return count_photos(query.filter, self._catalog.database)
        hits = self._find_all(query)
        return hits.relevant if hits is not None else None

    def _find_all(self, query: Query) -> Hits | None:
        try:
            return self.search(replace(query, limit=None))
        except PhotoClipError:  # the model is not ready yet; a photo of the query is gone
            return None

    def explain(self, photo_id: int, query: Query) -> Explained:
        """Why a photo is among the hits: see ``Searching.explain``, and the labels it carries."""
        terms = self._ready().explain(photo_id, query)
        tags = self.labels.carried([photo_id]).get(photo_id, ())
        labels = [(tag.name, 1.0 if tag.confidence is None else tag.confidence) for tag in tags]
        return Explained(photo_id, terms, tuple(labels))

    def compare(self, photo_id: int, texts: Sequence[str]) -> tuple[float, ...]:
        """See ``Searching.compare``."""
        return self._ready().compare(photo_id, texts)

    def _ready(self) -> Searching:
        if self._searching is None:
            raise PhotoClipError("The model is not ready yet.")
        return self._searching

    def photos(self, ids: Ids | Sequence[int]) -> list[Photo]:
        """With their labels and what they probably show; ids that are gone are left out."""
        tags = self.labels.tags_of(ids)
        known = self._catalog.photos(int(number) for number in ids)
        found = [photo.tagged(tags.get(photo.id, ())) for photo in known]
        gists = self.labels.describe(ids, {photo.id: photo.tags for photo in found})
        return [replace(photo, gist=gists.get(photo.id, "")) for photo in found]

    def newest(self, limit: int | None = None) -> Ids:
        return self._catalog.newest(limit)[0]

    def find_photo(self, path: Path) -> Photo | None:
        """The readable photo of the library with that file."""
        return find_photo(self._catalog, path)

    def problems(self) -> list[Problem]:
        """Folders and photos that could not be read, each with the reason."""
        return self._unlisted.problems() + self._catalog.problems()

    def count_photos(self) -> tuple[int, int]:
        """(readable, unreadable); a folder that cannot be read counts as one."""
        readable, unreadable = self._catalog.count_photos()
        return readable, unreadable + len(self._unlisted.problems())

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
            found += self._indexes.check(self._index, self._encoder.key)
        return found
