"""The engine's part in folders: which are there, what watching them says, and looking again.

Lives on the engine's thread; the watcher's threads come in through ``put``.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

from photoclip import messages as m
from photoclip.domain import Folder, Step
from photoclip.jobs import Urgency
from photoclip.library import Library
from photoclip.watcher import Watcher

_MANY = 1000  # settled paths of one folder: looking at all of it is cheaper, and misses nothing


@dataclass(frozen=True, slots=True)
class Dirty:
    """These paths below a root may have changed, and have settled."""

    root: Path
    paths: set[Path]


@dataclass(frozen=True, slots=True)
class Unwatched:
    """A folder is not watched; the sentence says why."""

    sentence: str


class Following:
    """Watches from its first ``look_around`` until ``close``."""

    def __init__(
        self,
        library: Library,
        begin: Callable[[Generator[Step, None, None], Urgency], None],
        tell: Callable[[m.Event], None],
        put: Callable[[Dirty | Unwatched], None],
    ) -> None:
        self._library = library
        self._begin = begin
        self._tell = tell
        self._folders: list[Folder] | None = None
        self._watcher = Watcher(
            lambda root, paths: put(Dirty(root, paths)),
            lambda sentence: put(Unwatched(sentence)),
        )

    def close(self) -> None:
        self._watcher.stop()

    def look_around(self) -> None:
        """Notice folders that came or went (a drive), and watch those that are there."""
        folders = self._library.folders()
        self._watcher.watch(folder.path for folder in folders if folder.online)
        if folders != self._folders:
            self._folders = folders
            self._tell(m.FoldersChanged(tuple(folders)))

    def look_again(self, dirty: Dirty) -> None:
        """Begin to compare what may have changed with the catalog."""
        for folder in self._folders or ():
            if folder.path == dirty.root and folder.online:
                if dirty.root in dirty.paths or len(dirty.paths) > _MANY:
                    self._begin(self._library.refresh(folder.id), Urgency.SCAN)
                    return
                there = {path for path in dirty.paths if path.exists()}
                self._begin_part(folder, there, Urgency.ARRIVAL)
                self._begin_part(folder, dirty.paths - there, Urgency.REMOVAL)

    def _begin_part(self, folder: Folder, paths: set[Path], urgency: Urgency) -> None:
        if paths:
            below = {path.relative_to(folder.path).as_posix() for path in paths}
            self._begin(self._library.refresh(folder.id, below), urgency)
