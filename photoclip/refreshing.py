"""A look at folders again: what changed on the disk is taken into the library, step by step.

First scan, watch event and restart are all this; they only differ in how much they look at.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from photoclip.catalog import Catalog
from photoclip.choices import EXCLUDED, Choices, make_exclusion
from photoclip.domain import Folder, Step
from photoclip.encoder import Encoder
from photoclip.errors import PhotoClipError
from photoclip.indexing import Indexing, remove, remove_gone
from photoclip.label_scores import LabelScores
from photoclip.reconcile import Changes, compare, renew
from photoclip.tag_files import TagFiles
from photoclip.unlisted_folders import UnlistedFolders
from photoclip.vectors import VectorIndex

_TAKE_IN_STEP = 20  # photos whose sidecars are read in one step: some 20 ms
_REMOVE_STEP = 200  # photos removed in one step: some 20 ms


class Refreshing:
    """Belongs to the thread of its catalog; it needs a model, which ``use`` gives it."""

    def __init__(
        self,
        catalog: Catalog,
        choices: Choices,
        tag_files: TagFiles,
        scores: LabelScores,
        pool: ThreadPoolExecutor,
    ) -> None:
        self._catalog = catalog
        self._choices = choices
        self._tag_files = tag_files
        self._scores = scores
        self._pool = pool
        self._unlisted = UnlistedFolders(catalog.database)
        self._links: dict[int, set[str]] = {}
        self._model: tuple[Encoder, VectorIndex] | None = None

    def use(self, encoder: Encoder, index: VectorIndex) -> None:
        """Embed with this model from now on, jobs under way too."""
        self._model = encoder, index

    def links(self, folder: Folder) -> list[Path]:
        """Linked folders below a root that were seen by this object."""
        return [folder.path / below for below in self._links.get(folder.id, ())]

    def run(
        self, folder_id: int | None = None, paths: set[str] | None = None
    ) -> Generator[Step, None, None]:
        """Look at folders (or only some relative paths of one), and take in what changed.

        Additions come before removals, so that a moved photo stays itself. What files and sidecars
        say of photos is taken in as well. Raises PhotoClipError where there is no model.
        """
        self._working_model()
        todo: list[tuple[Folder, Changes]] = []
        is_excluded = make_exclusion(self._choices[EXCLUDED])
        for folder in self._catalog.folders():
            if folder.online and folder_id in (None, folder.id):
                for changes in compare(self._catalog, folder, paths, is_excluded):
                    if changes is None:
                        yield Step(0, 0)
                    else:
                        self._note(folder, changes)
                        self._add_undone(folder, changes, paths)
                        todo.append((folder, changes))
        beside: list[int] = []
        for folder, changes in todo:
            for ids in self._tag_files.note_sidecars(folder.id, changes.sidecars):
                beside += ids
                yield Step(0, 0)
        yield from self._take_in(todo)
        if paths is None:
            beside = [n for folder, _ in todo for n in self._tag_files.to_take_in(folder.id)]
        for some in _runs(beside, _TAKE_IN_STEP):
            yield Step(0, 0, self._tag_files.take_in_all(some))

    def _note(self, folder: Folder, changes: Changes) -> None:
        """What was found beside photos."""
        self._catalog.note_mounts(folder.id, changes.mounts)
        self._unlisted.note(folder.id, changes)
        links = renew(self._links.get(folder.id, ()), changes)
        self._links[folder.id] = links | set(changes.links)

    def _add_undone(self, folder: Folder, changes: Changes, paths: set[str] | None) -> None:
        """A look at everything also takes up what another model or a crash left behind."""
        if paths is None:
            known = set(changes.touched)
            undone = self._catalog.undone(folder.id, self._working_model()[0].key)
            changes.touched += [path for path in undone if path not in known]

    def _take_in(self, todo: list[tuple[Folder, Changes]]) -> Generator[Step, None, None]:
        encoder, index = self._working_model()
        total = sum(len(changes.touched) for _, changes in todo)
        done = 0
        indexing = Indexing(self._catalog, index, encoder, self._pool, self._scores)
        yield Step(done, total)  # a rate begins to count here
        for folder, changes in todo:
            for count, ids in indexing.run(folder, changes.touched):
                done += count
                self._tag_files.take_in_all(ids)
                yield Step(done, total, ids)
        for _, changes in todo:
            for some in _runs(changes.gone, _REMOVE_STEP):
                yield Step(done, total, remove_gone(self._catalog, index, encoder.key, some))
            for some in _runs(changes.unwanted, _REMOVE_STEP):
                yield Step(done, total, remove(self._catalog, index, encoder.key, some))

    def _working_model(self) -> tuple[Encoder, VectorIndex]:
        if self._model is None:
            raise PhotoClipError("The model is not ready yet.")
        return self._model


def _runs(ids: Sequence[int], most: int) -> Iterator[Sequence[int]]:
    return (ids[start : start + most] for start in range(0, len(ids), most))
